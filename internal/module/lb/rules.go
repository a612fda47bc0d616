package lb

import (
	"context"
	"slices"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// CreateForwardLBListenerRules adds rules to a listener for HTTP or HTTPS.
var CreateForwardLBListenerRules = action.Define(action.Spec{
	Name: "CreateForwardLBListenerRules", Doc: "Adds rules to a listener for HTTP or HTTPS of an application load balancer.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refuses(errKind, errNoListener, errProtocol, errRuleTaken, errQuota),
}, (*Service).createRules)

// CreateRulesRequest is the input of CreateForwardLBListenerRules.
type CreateRulesRequest struct {
	LoadBalancerID string    `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	ListenerID     string    `json:"listenerId" api:"required" doc:"The listener."`
	Rules          []NewRule `json:"rules" api:"required,max=50" doc:"The rules."`
}

// A NewRule is a rule to be.
type NewRule struct {
	Domain        string  `json:"domain" api:"required,max=80" doc:"The host that requests are for."`
	URL           string  `json:"url" api:"required,max=200" doc:"The path that they begin with."`
	SessionExpire *int64  `json:"sessionExpire" doc:"For how many seconds a caller keeps its server: 0, or 30 to 3600."`
	HealthSwitch  *int64  `json:"healthSwitch" api:"oneof=0 1" doc:"Whether servers are checked."`
	TimeOut       *int64  `json:"timeOut" api:"min=2,max=60" doc:"How many seconds a check may take."`
	IntervalTime  *int64  `json:"intervalTime" api:"min=5,max=300" doc:"How many seconds lie between checks."`
	HealthNum     *int64  `json:"healthNum" api:"min=2,max=10" doc:"After how many good checks a server is well."`
	UnhealthNum   *int64  `json:"unhealthNum" api:"min=2,max=10" doc:"After how many bad ones it is not."`
	HTTPHash      *string `json:"httpHash" api:"oneof=wrr ip_hash least_conn" doc:"How servers are chosen."`
	HTTPCode      *int64  `json:"httpCode" api:"min=1,max=31" doc:"Which status codes are good: the sum of 1 for 1xx, 2 for 2xx, 4, 8, 16."`
	HTTPCheckPath *string `json:"httpCheckPath" api:"min=1,max=200" doc:"The path that is checked."`
}

// Check refuses a path that is none.
func (r *CreateRulesRequest) Check() error {
	for _, n := range r.Rules {
		if err := checkURL(n.URL); err != nil {
			return err
		}
	}
	return nil
}

func checkURL(url string) error {
	if !strings.HasPrefix(url, "/") {
		return catalogue.InvalidValue.Errorf("The url %q is not valid; a path that begins with / is expected.", url)
	}
	return nil
}

func (s *Service) createRules(ctx context.Context, tx store.Tx, c *call.Call, in *CreateRulesRequest) (*TaskAnswer, error) {
	most, err := s.Accounts.Quota(ctx, tx, c.Caller.Account, "lb.rules", perRules)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, tx, c, in.LoadBalancerID, func(b *LoadBalancer) error {
		l, err := b.seventh(in.ListenerID)
		if err != nil {
			return err
		}
		for _, n := range in.Rules {
			r := Rule{ID: s.Random.ResourceID("loc"), Domain: n.Domain, URL: n.URL, Probe: defaultProbe}
			if err := r.Probe.set(probeChange{
				n.SessionExpire, n.HealthSwitch, n.TimeOut, n.IntervalTime, n.HealthNum, n.UnhealthNum, n.HTTPCode, n.HTTPHash, nil, n.HTTPCheckPath,
			}); err != nil {
				return err
			}
			if err := l.ruleIsFree(r); err != nil {
				return err
			}
			if n := b.allRules(); n >= most {
				return errQuota.Errorf("Load balancer %s has %d rules; at most %d are allowed.", b.ID, n, most)
			}
			l.Rules = append(l.Rules, r)
			l.defaulted("")
		}
		return nil
	})
}

// seventh is an application load balancer's listener for HTTP or HTTPS.
func (b *LoadBalancer) seventh(id string) (*Listener, error) {
	if err := b.is(true); err != nil {
		return nil, err
	}
	return b.layer(id, HTTP, HTTPS)
}

// DeleteForwardLBListenerRules takes rules away.
var DeleteForwardLBListenerRules = action.Define(action.Spec{
	Name: "DeleteForwardLBListenerRules", Doc: "Takes rules of a listener away, with what is bound to them.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refuses(errKind, errNoListener, errProtocol, errNoRule),
}, (*Service).deleteRules)

// DeleteRulesRequest is the input of DeleteForwardLBListenerRules.
type DeleteRulesRequest struct {
	LoadBalancerID string   `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	ListenerID     string   `json:"listenerId" api:"required" doc:"The listener."`
	LocationIDs    []string `json:"locationIds" api:"max=50" doc:"The rules."`
	Domain         string   `json:"domain" doc:"The domain of the rule, where no ids are given."`
	URL            string   `json:"url" doc:"The path of the rule, where no ids are given."`
}

func (s *Service) deleteRules(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteRulesRequest) (*TaskAnswer, error) {
	return s.change(ctx, tx, c, in.LoadBalancerID, func(b *LoadBalancer) error {
		l, err := b.seventh(in.ListenerID)
		if err != nil {
			return err
		}
		gone, err := b.rules(l, in.LocationIDs, in.Domain, in.URL)
		if err != nil {
			return err
		}
		var ids []string
		for _, r := range gone {
			ids = append(ids, r.ID)
		}
		b.removeRules(l, ids)
		l.defaulted("")
		return nil
	})
}

// removeRules takes rules away with what is bound to them, and what redirects there.
func (b *LoadBalancer) removeRules(l *Listener, ids []string) {
	l.Rules = slices.DeleteFunc(l.Rules, func(r Rule) bool { return slices.Contains(ids, r.ID) })
	b.unbindAll(func(k Backend) bool { return slices.Contains(ids, k.Rule) })
	b.endRewrites(func(r *Rewrite) bool { return slices.Contains(ids, r.Rule) })
}
