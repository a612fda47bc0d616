package lb

import (
	"context"
	"net/netip"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

var (
	refusesTargets = append(refusesBinding[:len(refusesBinding):len(refusesBinding)], errTargetType)
	refusesTarget  = refusesBound
)

// A TargetInput is a server as API 3.0 names it: an instance, or a private address of something in the network.
type TargetInput struct {
	Port       int64  `api:"required,min=1,max=65535" doc:"Its port."`
	Type       string `api:"oneof=CVM ENI" doc:"What it is; the other members say it too."`
	InstanceId string `touches:"cvm:instance" doc:"The instance."`
	Weight     *int64 `api:"min=0,max=100" doc:"Its share; 10 when left out."`
	EniIp      string `doc:"The private address in place of an instance."`
	Tag        string `doc:"A mark; it is not kept."`
}

// defaultWeight is that of a server of which nothing is said.
const defaultWeight = 10

// A TargetRequest names servers of one listener or rule.
type TargetRequest struct {
	LoadBalancerId string        `api:"required" touches:"clb" doc:"The load balancer."`
	ListenerId     string        `api:"required" doc:"The listener."`
	Targets        []TargetInput `api:"required,max=100" doc:"The servers."`
	LocationId     string        `doc:"The rule, of a listener for HTTP or HTTPS."`
	Domain         string        `doc:"The domain of the rule in place of its id."`
	Url            string        `doc:"The path of the rule in place of its id."`
}

// Check refuses servers that are not named in one way.
func (r *TargetRequest) Check() error { return checkTargets(r.Targets) }

func checkTargets(targets []TargetInput) error {
	for _, t := range targets {
		if (t.InstanceId == "") == (t.EniIp == "") {
			return catalogue.InvalidParameter.Errorf("A target names an InstanceId and an EniIp, or neither; one of both is expected.")
		}
		if ip, err := netip.ParseAddr(t.EniIp); t.EniIp != "" && (err != nil || !ip.Is4()) {
			return errFormat.Errorf("A target's EniIp is not the IPv4 address that is expected.")
		}
	}
	return nil
}

// where is the listener or rule that is named.
func (b *LoadBalancer) where(listener, rule, domain, url string) (Target, error) {
	if err := b.is(true); err != nil {
		return Target{}, err
	}
	l, err := b.listener(listener)
	if err != nil {
		return Target{}, err
	}
	if !l.layered() {
		return Target{Listener: l.ID}, nil
	}
	var ids []string
	if rule != "" {
		ids = []string{rule}
	}
	found, err := b.rules(l, ids, domain, url)
	if err != nil {
		return Target{}, err
	}
	return Target{l.ID, found[0].ID}, nil
}

// sendsTo is what a listener or rule sends to.
func (b *LoadBalancer) sendsTo(t Target) string {
	kind := ""
	for _, l := range b.Listeners {
		if l.ID == t.Listener {
			kind = l.TargetType
		}
		for _, r := range l.Rules {
			if t.Rule != "" && r.ID == t.Rule {
				kind = r.TargetType
			}
		}
	}
	if kind == "" {
		return "NODE"
	}
	return kind
}

// who is the id under which a server is bound: that of an instance, or its address. It refuses what is out of reach.
func (s *Service) who(ctx context.Context, tx store.Tx, c *call.Call, b *LoadBalancer, t TargetInput) (string, error) {
	if t.EniIp == "" {
		server, err := s.server(ctx, tx, c, t.InstanceId)
		if err != nil {
			return "", err
		}
		return server.ID, b.fit(server)
	}
	region, vpc := b.reach()
	found, err := s.Networks.Network(ctx, tx, b.Account, region, vpc)
	if err != nil {
		return "", err
	}
	if found == nil || !within(t.EniIp, found.Range) {
		return "", errOtherNetwork.Errorf("The address %s is not in %s, to which load balancer %s sends.", t.EniIp, network(region, vpc), b.ID)
	}
	return t.EniIp, nil
}

// attach binds servers to one place.
func (s *Service) attach(ctx context.Context, tx store.Tx, c *call.Call, b *LoadBalancer, at Target, targets []TargetInput) error {
	if kind := b.sendsTo(at); kind != "NODE" {
		return errTargetType.Errorf("The %s sends to %s; NODE is expected.", b.place(at, 0), kind)
	}
	most, err := s.Accounts.Quota(ctx, tx, b.Account, "lb.servers", perServers)
	if err != nil {
		return err
	}
	for _, t := range targets {
		id, err := s.who(ctx, tx, c, b, t)
		if err != nil {
			return err
		}
		k := Backend{Target: at, Instance: id, Port: t.Port, Weight: defaultWeight, At: c.Now}
		put(&k.Weight, t.Weight)
		if err := b.bind(k, most); err != nil {
			return err
		}
	}
	return nil
}

// eachTarget does something for each server that is bound to a place; one that is gone by now is known by its id.
func (s *Service) eachTarget(b *LoadBalancer, at Target, targets []TargetInput, do func(t TargetInput, id string) error) error {
	for _, t := range targets {
		id := t.EniIp
		if id == "" {
			id = t.InstanceId
		}
		if _, err := b.backend(at, id, t.Port); err != nil {
			return err
		}
		if err := do(t, id); err != nil {
			return err
		}
	}
	return nil
}

// atPlace is a change at the place that a request names.
func atPlace(in *TargetRequest, do func(b *LoadBalancer, at Target) error) func(b *LoadBalancer) error {
	return func(b *LoadBalancer) error {
		at, err := b.where(in.ListenerId, in.LocationId, in.Domain, in.Url)
		if err != nil {
			return err
		}
		return do(b, at)
	}
}

// RegisterTargets binds servers to a listener or a rule: all of them, or none.
var RegisterTargets = action.Define(changes("RegisterTargets", "Binds servers to a listener or a rule.", refusesTargets...), (*Service).registerTargets)

func (s *Service) registerTargets(ctx context.Context, tx store.Tx, c *call.Call, in *TargetRequest) (*Done, error) {
	return s.changed(ctx, tx, c, in.LoadBalancerId, atPlace(in, func(b *LoadBalancer, at Target) error {
		return s.attach(ctx, tx, c, b, at, in.Targets)
	}))
}

// DeregisterTargets takes servers off a listener or a rule: all of them, or none.
var DeregisterTargets = action.Define(changes("DeregisterTargets", "Takes servers off a listener or a rule.", refusesTarget...), (*Service).deregisterTargets)

func (s *Service) deregisterTargets(ctx context.Context, tx store.Tx, c *call.Call, in *TargetRequest) (*Done, error) {
	return s.changedMeanwhile(ctx, tx, c, atPlace(in, func(b *LoadBalancer, at Target) error {
		return s.eachTarget(b, at, in.Targets, func(t TargetInput, id string) error { return b.unbind(at, id, t.Port) })
	}), in.LoadBalancerId)
}

// ModifyTargetWeight gives servers other shares.
var ModifyTargetWeight = action.Define(changes("ModifyTargetWeight", "Gives servers of a listener or a rule other shares.", refusesTarget...), (*Service).modifyTargetWeight)

// ModifyTargetWeightRequest is the input of ModifyTargetWeight.
type ModifyTargetWeightRequest struct {
	LoadBalancerId string        `api:"required" touches:"clb" doc:"The load balancer."`
	ListenerId     string        `api:"required" doc:"The listener."`
	Targets        []TargetInput `api:"required,max=100" doc:"The servers, each with its share."`
	LocationId     string        `doc:"The rule, of a listener for HTTP or HTTPS."`
	Domain         string        `doc:"The domain of the rule in place of its id."`
	Url            string        `doc:"The path of the rule in place of its id."`
	Weight         *int64        `api:"min=0,max=100" doc:"The share of those that come without."`
}

// Check refuses servers that are not named in one way.
func (r *ModifyTargetWeightRequest) Check() error { return checkTargets(r.Targets) }

func (s *Service) modifyTargetWeight(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyTargetWeightRequest) (*Done, error) {
	return s.changed(ctx, tx, c, in.LoadBalancerId, func(b *LoadBalancer) error {
		return s.weigh(b, RsWeightRule{in.ListenerId, in.Targets, in.LocationId, in.Domain, in.Url, in.Weight})
	})
}

func (s *Service) weigh(b *LoadBalancer, w RsWeightRule) error {
	at, err := b.where(w.ListenerId, w.LocationId, w.Domain, w.Url)
	if err != nil {
		return err
	}
	return s.eachTarget(b, at, w.Targets, func(t TargetInput, id string) error {
		k, err := b.backend(at, id, t.Port)
		if err != nil {
			return err
		}
		k.Weight = defaultWeight
		put(&k.Weight, w.Weight)
		put(&k.Weight, t.Weight)
		return nil
	})
}

// BatchModifyTargetWeight does so at several places.
var BatchModifyTargetWeight = action.Define(changes("BatchModifyTargetWeight", "Gives servers of several listeners or rules other shares.", refusesTarget...), (*Service).batchWeigh)

// BatchModifyTargetWeightRequest is the input of BatchModifyTargetWeight.
type BatchModifyTargetWeightRequest struct {
	LoadBalancerId string         `api:"required" touches:"clb" doc:"The load balancer."`
	ModifyList     []RsWeightRule `api:"required,max=100" doc:"The places with their servers."`
}

// A RsWeightRule is servers of one place.
type RsWeightRule struct {
	ListenerId string        `api:"required" doc:"The listener."`
	Targets    []TargetInput `api:"required,max=100" doc:"The servers, each with its share."`
	LocationId string        `doc:"The rule, of a listener for HTTP or HTTPS."`
	Domain     string        `doc:"The domain of the rule in place of its id."`
	Url        string        `doc:"The path of the rule in place of its id."`
	Weight     *int64        `api:"min=0,max=100" doc:"The share of those that come without."`
}

// Check refuses servers that are not named in one way.
func (r *BatchModifyTargetWeightRequest) Check() error {
	for _, w := range r.ModifyList {
		if err := checkTargets(w.Targets); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) batchWeigh(ctx context.Context, tx store.Tx, c *call.Call, in *BatchModifyTargetWeightRequest) (*Done, error) {
	return s.changedMeanwhile(ctx, tx, c, func(b *LoadBalancer) error {
		for _, w := range in.ModifyList {
			if err := s.weigh(b, w); err != nil {
				return err
			}
		}
		return nil
	}, in.LoadBalancerId)
}

// ModifyTargetPort gives servers another port.
var ModifyTargetPort = action.Define(changes("ModifyTargetPort", "Gives servers of a listener or a rule another port.", append(slices.Clone(refusesTarget), errBound)...), (*Service).modifyTargetPort)

// ModifyTargetPortRequest is the input of ModifyTargetPort.
type ModifyTargetPortRequest struct {
	LoadBalancerId string        `api:"required" touches:"clb" doc:"The load balancer."`
	ListenerId     string        `api:"required" doc:"The listener."`
	Targets        []TargetInput `api:"required,max=100" doc:"The servers."`
	NewPort        int64         `api:"required,min=1,max=65535" doc:"Their new port."`
	LocationId     string        `doc:"The rule, of a listener for HTTP or HTTPS."`
	Domain         string        `doc:"The domain of the rule in place of its id."`
	Url            string        `doc:"The path of the rule in place of its id."`
}

// Check refuses servers that are not named in one way.
func (r *ModifyTargetPortRequest) Check() error { return checkTargets(r.Targets) }

func (s *Service) modifyTargetPort(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyTargetPortRequest) (*Done, error) {
	place := &TargetRequest{ListenerId: in.ListenerId, LocationId: in.LocationId, Domain: in.Domain, Url: in.Url}
	return s.changed(ctx, tx, c, in.LoadBalancerId, atPlace(place, func(b *LoadBalancer, at Target) error {
		return s.eachTarget(b, at, in.Targets, func(t TargetInput, id string) error { return b.move(at, id, t.Port, in.NewPort) })
	}))
}

// BatchRegisterTargets binds servers to several listeners and rules: all of them, or none.
var BatchRegisterTargets = action.Define(changes("BatchRegisterTargets", "Binds servers to several listeners and rules.", refusesTargets...), (*Service).batchRegister)

// BatchRequest is the input of BatchRegisterTargets and BatchDeregisterTargets.
type BatchRequest struct {
	LoadBalancerId string        `api:"required" touches:"clb" doc:"The load balancer."`
	Targets        []BatchTarget `api:"required,max=500" doc:"The servers, each with its place."`
}

// A BatchTarget is a server at a place.
type BatchTarget struct {
	ListenerId string `api:"required" doc:"The listener."`
	Port       int64  `api:"required,min=1,max=65535" doc:"Its port."`
	InstanceId string `touches:"cvm:instance" doc:"The instance."`
	EniIp      string `doc:"The private address in place of an instance."`
	Weight     *int64 `api:"min=0,max=100" doc:"Its share; 10 when left out."`
	LocationId string `doc:"The rule, of a listener for HTTP or HTTPS."`
	Tag        string `doc:"A mark; it is not kept."`
}

func (t BatchTarget) server() []TargetInput {
	return []TargetInput{{Port: t.Port, InstanceId: t.InstanceId, Weight: t.Weight, EniIp: t.EniIp}}
}

// Check refuses servers that are not named in one way.
func (r *BatchRequest) Check() error {
	for _, t := range r.Targets {
		if err := checkTargets(t.server()); err != nil {
			return err
		}
	}
	return nil
}

// BatchTargetsAnswer is the answer of both: no listener fails by itself, what can't be done is refused as a whole.
type BatchTargetsAnswer struct {
	FailListenerIdSet []string
	Message           string
}

// atPlaces is a change at the places that a request names, one after the other.
func atPlaces(in *BatchRequest, do func(b *LoadBalancer, at Target, server []TargetInput) error) func(b *LoadBalancer) error {
	return func(b *LoadBalancer) error {
		for _, t := range in.Targets {
			at, err := b.where(t.ListenerId, t.LocationId, "", "")
			if err != nil {
				return err
			}
			if err := do(b, at, t.server()); err != nil {
				return err
			}
		}
		return nil
	}
}

func (s *Service) batchRegister(ctx context.Context, tx store.Tx, c *call.Call, in *BatchRequest) (*BatchTargetsAnswer, error) {
	_, err := s.changed(ctx, tx, c, in.LoadBalancerId, atPlaces(in, func(b *LoadBalancer, at Target, server []TargetInput) error {
		return s.attach(ctx, tx, c, b, at, server)
	}))
	return &BatchTargetsAnswer{FailListenerIdSet: []string{}}, err
}

// BatchDeregisterTargets takes servers off several listeners and rules: all of them, or none.
var BatchDeregisterTargets = action.Define(changes("BatchDeregisterTargets", "Takes servers off several listeners and rules.", refusesTarget...), (*Service).batchDeregister)

func (s *Service) batchDeregister(ctx context.Context, tx store.Tx, c *call.Call, in *BatchRequest) (*BatchTargetsAnswer, error) {
	_, err := s.changedMeanwhile(ctx, tx, c, atPlaces(in, func(b *LoadBalancer, at Target, server []TargetInput) error {
		return s.eachTarget(b, at, server, func(t TargetInput, id string) error { return b.unbind(at, id, t.Port) })
	}), in.LoadBalancerId)
	return &BatchTargetsAnswer{FailListenerIdSet: []string{}}, err
}
