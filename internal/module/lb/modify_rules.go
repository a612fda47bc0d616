package lb

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyLoadBalancerRulesProbe changes a rule's path and probe.
var ModifyLoadBalancerRulesProbe = action.Define(action.Spec{
	Name: "ModifyLoadBalancerRulesProbe", Doc: "Changes the path of a rule, and how its servers are chosen and checked.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refuses(errKind, errNoListener, errProtocol, errNoRule, errRuleTaken),
}, (*Service).modifyProbe)

// ModifyProbeRequest is the input of ModifyLoadBalancerRulesProbe.
type ModifyProbeRequest struct {
	LoadBalancerID string  `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	ListenerID     string  `json:"listenerId" api:"required" doc:"The listener."`
	LocationID     string  `json:"locationId" api:"required" doc:"The rule."`
	URL            *string `json:"url" api:"min=1,max=200" doc:"Its new path."`
	SessionExpire  *int64  `json:"sessionExpire" doc:"For how many seconds a caller keeps its server: 0, or 30 to 3600."`
	HealthSwitch   *int64  `json:"healthSwitch" api:"oneof=0 1" doc:"Whether servers are checked."`
	IntervalTime   *int64  `json:"intervalTime" api:"min=5,max=300" doc:"How many seconds lie between checks."`
	HealthNum      *int64  `json:"healthNum" api:"min=2,max=10" doc:"After how many good checks a server is well."`
	UnhealthNum    *int64  `json:"unhealthNum" api:"min=2,max=10" doc:"After how many bad ones it is not."`
	HTTPHash       *string `json:"httpHash" api:"oneof=wrr ip_hash least_conn" doc:"How servers are chosen."`
	HTTPCode       *int64  `json:"httpCode" api:"min=1,max=31" doc:"Which status codes are good: the sum of 1 for 1xx, 2 for 2xx, 4, 8, 16."`
	HTTPCheckPath  *string `json:"httpCheckPath" api:"min=1,max=200" doc:"The path that is checked."`
}

// Check refuses a path that is none.
func (r *ModifyProbeRequest) Check() error {
	if r.URL == nil {
		return nil
	}
	return checkURL(*r.URL)
}

func (s *Service) modifyProbe(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyProbeRequest) (*TaskAnswer, error) {
	return s.change(ctx, tx, c, in.LoadBalancerID, func(b *LoadBalancer) error {
		l, err := b.seventh(in.ListenerID)
		if err != nil {
			return err
		}
		found, err := b.rules(l, []string{in.LocationID}, "", "")
		if err != nil {
			return err
		}
		r := found[0]
		put(&r.URL, in.URL)
		if err := l.ruleIsFree(*r); err != nil {
			return err
		}
		return r.Probe.set(probeChange{
			sessionExpire: in.SessionExpire, healthSwitch: in.HealthSwitch, intervalTime: in.IntervalTime, healthNum: in.HealthNum,
			unhealthNum: in.UnhealthNum, httpHash: in.HTTPHash, httpCode: in.HTTPCode, httpCheckPath: in.HTTPCheckPath,
		})
	})
}

// ModifyForwardLBRulesDomain gives all rules of a domain another one.
var ModifyForwardLBRulesDomain = action.Define(action.Spec{
	Name: "ModifyForwardLBRulesDomain", Doc: "Gives the rules of a domain another domain.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refuses(errKind, errNoListener, errProtocol, errNoRule, errRuleTaken),
}, (*Service).modifyRulesDomain)

// ModifyRulesDomainRequest is the input of ModifyForwardLBRulesDomain.
type ModifyRulesDomainRequest struct {
	LoadBalancerID string `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	ListenerID     string `json:"listenerId" api:"required" doc:"The listener."`
	Domain         string `json:"domain" api:"required" doc:"The domain of the rules."`
	NewDomain      string `json:"newDomain" api:"required,max=80" doc:"Their new one."`
}

func (s *Service) modifyRulesDomain(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyRulesDomainRequest) (*TaskAnswer, error) {
	return s.change(ctx, tx, c, in.LoadBalancerID, func(b *LoadBalancer) error {
		l, err := b.seventh(in.ListenerID)
		if err != nil {
			return err
		}
		found := false
		for i := range l.Rules {
			if r := &l.Rules[i]; r.Domain == in.Domain {
				found = true
				r.Domain = in.NewDomain
				if l.DefaultDomain == in.Domain {
					l.DefaultDomain = in.NewDomain
				}
				if err := l.ruleIsFree(*r); err != nil {
					return err
				}
			}
		}
		if !found {
			return errNoRule.Errorf("The listener %s has no rule for domain %q.", l.ID, in.Domain)
		}
		return nil
	})
}
