// Package action is how an action is declared: in one place, as data that the door, the dialects, the docs and the CLI
// read, with a function of one transaction behind it. It knows no HTTP, no SQL and no dialect.
//
// A request type's fields are the parameters. Their name is the one in the json tag, else the field's own. The api tag
// holds the rules, separated by commas, and the doc tag says what the parameter is:
//
//	required       it must be there
//	min=, max=     bounds of a number, of the length of a string in bytes, of the count of a list
//	oneof=A B      the values that there are
//	default=       what holds when it is not there
//	secret         its value is never shown, not even to say that it is wrong
//	url            the caller escaped it once on top of the transport (STS policies)
//
// A touches tag names the kind of resource that the ids in it are, for CAM: touches:"instance", or touches:"clb:clb"
// where the service differs from the action's. A request type may further have the methods [Checker], [Preparer] and
// [Toucher].
package action

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// A Spec declares an action.
type Spec struct {
	// Name as the caller spells it.
	Name string
	// Doc is a sentence: what the action does.
	Doc string
	// Domain is the host's label in API 2.0 (cvm, image, lb); empty where 2.0 has no such action.
	Domain string
	// Domain3 is the host's label in API 3.0; empty where 3.0 has no such action.
	Domain3 string
	// Version is the version that a caller names; empty for the actions of API 2.0 that have none.
	Version string
	// Service is what CAM calls the module; the first of Domain and Domain3 when empty.
	Service string
	// CAMAction is the name that policies know it by; Name when empty.
	CAMAction string
	// Regionless holds for modules whose resources are in no region.
	Regionless bool
	// Changes holds when the action changes something.
	Changes bool
	// Lists names the kind of resource that the action lists. Without ids it is filtered to what the caller may see,
	// and not refused.
	Lists string
	// Creates names the kinds of resources that the action makes: CAM decides about all of the kind ("instance/*").
	Creates []string
	// Rate is how many calls a second one identity may make in a region; 0 for the module's default.
	Rate int
	// Unsigned holds for an action that needs no signature, because its parameters prove by themselves who calls.
	Unsigned bool
	// Refuses are the conditions that the function itself meets, beside those of the door.
	Refuses []*catalogue.Condition
}

// CAMService is the service that policies name for this action.
func (s *Spec) CAMService() string {
	switch {
	case s.Service != "":
		return s.Service
	case s.Domain3 != "":
		return s.Domain3
	default:
		return s.Domain
	}
}

// CAMName is the action that policies name.
func (s *Spec) CAMName() string {
	if s.CAMAction != "" {
		return s.CAMAction
	}
	return s.Name
}

// A Checker is a request that has rules across its parameters. Check returns a refusal of row 4000.
type Checker interface{ Check() error }

// A Preparer is a request for which something slow is done before the transaction (making an RSA key); what it made
// it keeps in itself.
type Preparer interface {
	Prepare(ctx context.Context) error
}

// A Toucher is a request whose resources are not told by its touches tags alone.
type Toucher interface {
	Touches(c *call.Call) []call.Resource
}

// A Conditioner is a request that policies' conditions may ask about: cvm:instance_type of RunInstances.
type Conditioner interface {
	Conditions(c *call.Call) map[string][]string
}

// An Action is a declaration with the function of a service S behind it.
type Action[S any] struct {
	spec Spec
	plan *plan
	out  reflect.Type
	do   func(S, context.Context, store.Tx, *call.Call, any) (any, error)
}

// Define declares an action. It panics when a tag of the request type makes no sense, so that a program with such an
// action does not start.
func Define[S, In, Out any](spec Spec, do func(S, context.Context, store.Tx, *call.Call, *In) (*Out, error)) Action[S] {
	if spec.Name == "" || spec.Doc == "" || (spec.Domain == "" && spec.Domain3 == "") {
		panic(fmt.Sprintf("action %q: name, doc and a domain are expected", spec.Name))
	}
	p, err := planOf(reflect.TypeFor[In](), spec.CAMService(), spec.Regionless)
	if err != nil {
		panic(fmt.Sprintf("action %s: %v", spec.Name, err))
	}
	return Action[S]{
		spec: spec,
		plan: p,
		out:  reflect.TypeFor[Out](),
		do: func(s S, ctx context.Context, tx store.Tx, c *call.Call, in any) (any, error) {
			out, err := do(s, ctx, tx, c, in.(*In))
			if err != nil {
				return nil, err
			}
			return out, nil
		},
	}
}

// Bind gives the action its service.
func (a Action[S]) Bind(s S) *Bound {
	b := &Bound{Spec: a.spec, plan: a.plan, out: a.out, run: func(ctx context.Context, tx store.Tx, c *call.Call, in any) (any, error) {
		return a.do(s, ctx, tx, c, in)
	}}
	b.facts, _ = any(s).(ResourceFacts)
	return b
}

// BindAll binds a module's table.
func BindAll[S any](s S, actions ...Action[S]) []*Bound {
	bound := make([]*Bound, len(actions))
	for i, a := range actions {
		bound[i] = a.Bind(s)
	}
	return bound
}

// ResourceFacts is a service that can tell CAM about its resources.
type ResourceFacts interface {
	// ResourceFacts returns the resource under the id that policies name (a caller may have used an older one), and
	// what conditions may ask of it: cvm:zone, qcs:create_uin, … A resource that is not there comes back as it is,
	// with no facts.
	ResourceFacts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error)
}

// A Bound is an action with its service: ready to be called.
type Bound struct {
	Spec
	plan  *plan
	out   reflect.Type
	run   func(context.Context, store.Tx, *call.Call, any) (any, error)
	facts ResourceFacts
}

// String names the action with domain and version.
func (b *Bound) String() string {
	domain := b.Domain
	if domain == "" {
		domain = b.Domain3
	}
	if b.Version == "" {
		return domain + " " + b.Name
	}
	return domain + " " + b.Name + " " + b.Version
}

// Decode makes the action's request of what the caller passed. Its error is a refusal of row 4000.
func (b *Bound) Decode(params *param.Value) (any, error) {
	return b.plan.read(params)
}

func (p *plan) read(params *param.Value) (any, error) {
	in := reflect.New(p.typ)
	if err := p.decode(params, in.Elem()); err != nil {
		return nil, err
	}
	if c, ok := in.Interface().(Checker); ok {
		if err := c.Check(); err != nil {
			return nil, err
		}
	}
	return in.Interface(), nil
}

// Read makes a request of parameters as [Bound.Decode] does, for those that come from elsewhere than a call: from a
// template.
func Read[In any](params *param.Value) (*In, error) {
	p, err := planOf(reflect.TypeFor[In](), "", false)
	if err != nil {
		return nil, err
	}
	in, err := p.read(params)
	if err != nil {
		return nil, err
	}
	return in.(*In), nil
}

// Touches are the resources that CAM decides about, from the decoded request; none when the action has no
// resource-level rights. IdLess holds when it lists and no id was named.
func (b *Bound) Touches(c *call.Call) (resources []call.Resource, idLess bool) {
	if t, ok := c.Input.(Toucher); ok {
		resources = t.Touches(c)
	}
	resources = append(resources, b.plan.touched(reflect.ValueOf(c.Input).Elem())...)
	for _, kind := range b.Creates {
		resources = append(resources, kindOf(kind, b.CAMService(), "*", b.Regionless))
	}
	return resources, len(resources) == 0 && b.Lists != ""
}

// Conditions are what policies' conditions may ask about the call's request.
func (b *Bound) Conditions(c *call.Call) map[string][]string {
	if r, ok := c.Input.(Conditioner); ok {
		return r.Conditions(c)
	}
	return nil
}

// Shown lists the call's parameters as the journal may keep them, and the values that it may not.
func (b *Bound) Shown(params *param.Value) (shown [][2]string, secrets []string) {
	b.plan.secrets(params, func(v *param.Value) {
		if v.Text != "" {
			secrets = append(secrets, v.Text)
		}
	})
	shown = params.Flat()
	for i := range shown {
		for _, s := range secrets {
			if strings.Contains(shown[i][1], s) {
				shown[i][1] = "(secret)"
			}
		}
	}
	return shown, secrets
}

// Listed is the kind of resource that an id-less list shows, with the given id.
func (b *Bound) Listed(id string) call.Resource {
	return kindOf(b.Lists, b.CAMService(), id, b.Regionless)
}

// Facts asks the action's service about a resource; see [ResourceFacts].
func (b *Bound) Facts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error) {
	if b.facts == nil {
		return r, nil, nil
	}
	return b.facts.ResourceFacts(ctx, tx, account, r)
}

func kindOf(kind, service, id string, regionless bool) call.Resource {
	if s, k, ok := strings.Cut(kind, ":"); ok {
		service, kind = s, k
	}
	return call.Resource{Service: service, Type: kind, ID: id, Regionless: regionless}
}
