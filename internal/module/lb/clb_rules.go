package lb

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

var refusesRule = refuses(errKind, errNoListener, errProtocol, errNoRule, errRuleTaken, errFormat, errNoCertificate)

// CreateRule adds rules to a listener for HTTP or HTTPS: all of them, or none.
var CreateRule = action.Define(changes("CreateRule", "Adds rules to a listener for HTTP or HTTPS.",
	refuses(errKind, errNoListener, errProtocol, errRuleTaken, errQuota, errFormat, errNoCertificate)...), (*Service).createRule)

// CreateRuleRequest is the input of CreateRule.
type CreateRuleRequest struct {
	LoadBalancerId string      `api:"required" touches:"clb" doc:"The load balancer."`
	ListenerId     string      `api:"required" doc:"The listener."`
	Rules          []RuleInput `api:"required,max=50" doc:"The rules."`
}

// A RuleInput is a rule that is to be.
type RuleInput struct {
	Url               string            `api:"required,max=200" doc:"The path that requests begin with."`
	Domain            string            `api:"max=80" doc:"The host that they are for."`
	SessionExpireTime *int64            `doc:"For how many seconds a caller keeps its server: 0, or 30 to 86400."`
	HealthCheck       *HealthCheck      `doc:"How servers are checked."`
	Certificate       *CertificateInput `doc:"Its certificate, where the listener's SniSwitch is on."`
	Scheduler         *string           `api:"oneof=WRR IP_HASH LEAST_CONN" doc:"How servers are chosen."`
	ForwardType       string            `api:"oneof=HTTP HTTPS GRPC GRPCS TRPC" doc:"The protocol to servers."`
	DefaultServer     bool              `doc:"Whether its domain takes what no rule is for."`
	Http2             bool              `doc:"Whether it takes HTTP/2."`
	TargetType        string            `api:"oneof=NODE TARGETGROUP TARGETGROUP-V2" doc:"What it sends to; NODE when left out."`
	TrpcCallee        string            `doc:"What it calls by TRPC."`
	TrpcFunc          string            `doc:"The function of that."`
	Quic              bool              `doc:"Whether it takes QUIC."`
	Domains           []string          `api:"max=50" doc:"Several hosts in place of one."`
	MultiCertInfo     *MultiCertInfo    `doc:"Several certificates in place of one."`
	CookieName        string            `doc:"The cookie that a caller is known by."`
}

// Check refuses paths that are none, and rules without host.
func (r *CreateRuleRequest) Check() error {
	for _, n := range r.Rules {
		if err := checkURL(n.Url); err != nil {
			return err
		}
		if n.Domain == "" && len(n.Domains) == 0 || n.Domain != "" && len(n.Domains) > 0 {
			return catalogue.InvalidParameter.Errorf("A rule names a Domain and %d Domains; one of both is expected.", len(n.Domains))
		}
		if slices.Contains(n.Domains, "") {
			return catalogue.InvalidValue.Errorf("A rule's Domains name an empty one; hosts are expected.")
		}
	}
	return nil
}

// CreateRuleResponse is the answer of CreateRule.
type CreateRuleResponse struct{ LocationIds []string }

func (s *Service) createRule(ctx context.Context, tx store.Tx, c *call.Call, in *CreateRuleRequest) (*CreateRuleResponse, error) {
	most, err := s.Accounts.Quota(ctx, tx, c.Caller.Account, "lb.rules", perRules)
	if err != nil {
		return nil, err
	}
	out := &CreateRuleResponse{}
	_, err = s.changed(ctx, tx, c, in.LoadBalancerId, func(b *LoadBalancer) error {
		l, err := b.seventh(in.ListenerId)
		if err != nil {
			return err
		}
		for _, n := range in.Rules {
			r := Rule{ID: s.Random.ResourceID("loc"), CreatedAt: c.Now, Probe: defaultProbe}
			if err := s.compose(ctx, tx, c, l, &r, n); err != nil {
				return err
			}
			if err := l.ruleIsFree(r); err != nil {
				return err
			}
			if n := b.allRules(); n >= most {
				return errQuota.Errorf("Load balancer %s has %d rules; at most %d are allowed.", b.ID, n, most)
			}
			l.Rules = append(l.Rules, r)
			l.defaulted(map[bool]string{true: r.Domain}[n.DefaultServer])
			out.LocationIds = append(out.LocationIds, r.ID)
		}
		return nil
	})
	return out, err
}

// compose makes a rule what a request says.
func (s *Service) compose(ctx context.Context, tx store.Tx, c *call.Call, l *Listener, r *Rule, n RuleInput) error {
	r.Domain, r.URL, r.HTTP2, r.QUIC, r.ForwardType, r.TargetType = n.Domain, n.Url, n.Http2, n.Quic, n.ForwardType, n.TargetType
	r.Callee, r.Func, r.Cookie = n.TrpcCallee, n.TrpcFunc, n.CookieName
	if len(n.Domains) > 0 {
		r.Domain, r.Aliases = n.Domains[0], n.Domains[1:]
	}
	if r.QUIC && l.Protocol != HTTPS {
		return errProtocol.Errorf("Quic is wanted of listener %s, which is for %s; HTTPS is expected.", l.ID, protocolNames[l.Protocol])
	}
	if err := r.Probe.setCheck(n.HealthCheck); err != nil {
		return err
	}
	if err := r.Probe.setSession(n.SessionExpireTime); err != nil {
		return err
	}
	put(&r.Probe.HTTPHash, scheduler(n.Scheduler))
	return s.certifyRule(ctx, tx, c, l, r, n.Certificate, n.MultiCertInfo)
}

// certifyRule gives a rule of its own certificates, which it needs where the listener has none.
func (s *Service) certifyRule(ctx context.Context, tx store.Tx, c *call.Call, l *Listener, r *Rule, one *CertificateInput, several *MultiCertInfo) error {
	if one == nil && several == nil && !l.SNI {
		return nil
	}
	if !l.SNI {
		return errProtocol.Errorf("The rule for %s has a certificate; SniSwitch 1 of listener %s is expected with it.", r.Domain, l.ID)
	}
	if err := s.certify(ctx, tx, c, &r.Certificate, one, several); err != nil {
		return err
	}
	return r.Certificate.complete("The rule for " + r.Domain + " is for HTTPS")
}

// ModifyRule changes a rule.
var ModifyRule = action.Define(changes("ModifyRule", "Changes a rule of a listener.", refusesRule...), (*Service).modifyRule)

// ModifyRuleRequest is the input of ModifyRule.
type ModifyRuleRequest struct {
	LoadBalancerId    string       `api:"required" touches:"clb" doc:"The load balancer."`
	ListenerId        string       `api:"required" doc:"The listener."`
	LocationId        string       `api:"required" doc:"The rule."`
	Url               *string      `api:"max=200" doc:"Its new path."`
	HealthCheck       *HealthCheck `doc:"How servers are checked."`
	Scheduler         *string      `api:"oneof=WRR IP_HASH LEAST_CONN" doc:"How servers are chosen."`
	SessionExpireTime *int64       `doc:"For how many seconds a caller keeps its server: 0, or 30 to 86400."`
	ForwardType       *string      `api:"oneof=HTTP HTTPS GRPC GRPCS TRPC" doc:"The protocol to servers."`
	TrpcCallee        *string      `doc:"What it calls by TRPC."`
	TrpcFunc          *string      `doc:"The function of that."`
	OAuth             *OAuth       `doc:"Whether callers have to log in."`
	CookieName        *string      `doc:"The cookie that a caller is known by."`
}

// Check refuses a path that is none.
func (r *ModifyRuleRequest) Check() error {
	if r.Url == nil {
		return nil
	}
	return checkURL(*r.Url)
}

func (s *Service) modifyRule(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyRuleRequest) (*Done, error) {
	return s.changed(ctx, tx, c, in.LoadBalancerId, func(b *LoadBalancer) error {
		l, err := b.seventh(in.ListenerId)
		if err != nil {
			return err
		}
		found, err := b.rules(l, []string{in.LocationId}, "", "")
		if err != nil {
			return err
		}
		r := found[0]
		put(&r.URL, in.Url)
		put(&r.ForwardType, in.ForwardType)
		put(&r.Callee, in.TrpcCallee)
		put(&r.Func, in.TrpcFunc)
		put(&r.OAuth, in.OAuth)
		put(&r.Cookie, in.CookieName)
		put(&r.Probe.HTTPHash, scheduler(in.Scheduler))
		if err := r.Probe.setCheck(in.HealthCheck); err != nil {
			return err
		}
		if err := r.Probe.setSession(in.SessionExpireTime); err != nil {
			return err
		}
		return l.ruleIsFree(*r)
	})
}

// ModifyDomain gives the rules of a domain another one.
var ModifyDomain = action.Define(changes("ModifyDomain", "Gives the rules of a domain another domain.", refusesRule...), (*Service).modifyDomain)

// ModifyDomainRequest is the input of ModifyDomain.
type ModifyDomainRequest struct {
	LoadBalancerId string `api:"required" touches:"clb" doc:"The load balancer."`
	ListenerId     string `api:"required" doc:"The listener."`
	Domain         string `api:"required" doc:"The domain of the rules."`
	NewDomain      string `api:"required,max=80" doc:"Their new one."`
}

func (s *Service) modifyDomain(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyDomainRequest) (*Done, error) {
	_, err := s.modifyRulesDomain(ctx, tx, c, &ModifyRulesDomainRequest{in.LoadBalancerId, in.ListenerId, in.Domain, in.NewDomain})
	return &Done{}, err
}

// ModifyDomainAttributes changes what holds for all rules of a domain.
var ModifyDomainAttributes = action.Define(changes("ModifyDomainAttributes", "Changes what holds for all rules of a domain.", refusesRule...), (*Service).modifyDomainAttributes)

// ModifyDomainAttributesRequest is the input of ModifyDomainAttributes.
type ModifyDomainAttributesRequest struct {
	LoadBalancerId         string            `api:"required" touches:"clb" doc:"The load balancer."`
	ListenerId             string            `api:"required" doc:"The listener."`
	Domain                 string            `api:"required" doc:"The domain of the rules."`
	NewDomain              string            `api:"max=80" doc:"Their new one."`
	Certificate            *CertificateInput `doc:"Their certificate, where the listener's SniSwitch is on."`
	Http2                  *bool             `doc:"Whether they take HTTP/2."`
	DefaultServer          *bool             `doc:"Whether the domain takes what no rule is for."`
	Quic                   *bool             `doc:"Whether they take QUIC."`
	NewDefaultServerDomain string            `doc:"The domain that takes what no rule is for, in place of this one."`
	NewDomains             []string          `api:"max=50" doc:"Several new domains in place of one."`
	MultiCertInfo          *MultiCertInfo    `doc:"Several certificates in place of one."`
}

// Check refuses two ways of naming new domains.
func (r *ModifyDomainAttributesRequest) Check() error {
	if r.NewDomain != "" && len(r.NewDomains) > 0 || slices.Contains(r.NewDomains, "") {
		return catalogue.InvalidParameter.Errorf("NewDomain or NewDomains are expected, and hosts in the latter.")
	}
	return nil
}

func (s *Service) modifyDomainAttributes(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyDomainAttributesRequest) (*Done, error) {
	return s.changed(ctx, tx, c, in.LoadBalancerId, func(b *LoadBalancer) error {
		l, err := b.seventh(in.ListenerId)
		if err != nil {
			return err
		}
		found := false
		for i := range l.Rules {
			if r := &l.Rules[i]; slices.Contains(r.domains(), in.Domain) {
				found = true
				if err := s.redomain(ctx, tx, c, l, r, in); err != nil {
					return err
				}
			}
		}
		if !found {
			return errNoRule.Errorf("The listener %s has no rule for domain %q.", l.ID, in.Domain)
		}
		l.defaulted(in.NewDefaultServerDomain)
		return nil
	})
}

// redomain changes one rule of the domain.
func (s *Service) redomain(ctx context.Context, tx store.Tx, c *call.Call, l *Listener, r *Rule, in *ModifyDomainAttributesRequest) error {
	wasDefault := slices.Contains(r.domains(), l.DefaultDomain)
	if in.NewDomain != "" {
		r.Domain, r.Aliases = in.NewDomain, nil
	}
	if len(in.NewDomains) > 0 {
		r.Domain, r.Aliases = in.NewDomains[0], in.NewDomains[1:]
	}
	if in.Quic != nil && *in.Quic && l.Protocol != HTTPS {
		return errProtocol.Errorf("Quic is wanted of listener %s, which is for %s; HTTPS is expected.", l.ID, protocolNames[l.Protocol])
	}
	put(&r.HTTP2, in.Http2)
	put(&r.QUIC, in.Quic)
	if wasDefault || in.DefaultServer != nil && *in.DefaultServer {
		l.defaulted(r.Domain)
	}
	if in.Certificate != nil || in.MultiCertInfo != nil {
		if err := s.certifyRule(ctx, tx, c, l, r, in.Certificate, in.MultiCertInfo); err != nil {
			return err
		}
	}
	return l.ruleIsFree(*r)
}

// DeleteRule takes rules away.
var DeleteRule = action.Define(changes("DeleteRule", "Takes rules of a listener away, with what is bound to them.", refuses(errKind, errNoListener, errProtocol, errNoRule)...), (*Service).deleteRule)

// DeleteRuleRequest is the input of DeleteRule.
type DeleteRuleRequest struct {
	LoadBalancerId         string   `api:"required" touches:"clb" doc:"The load balancer."`
	ListenerId             string   `api:"required" doc:"The listener."`
	LocationIds            []string `api:"max=50" doc:"The rules."`
	Domain                 string   `doc:"The domain of the rules, where no ids are given."`
	Url                    string   `doc:"The path of the rule, where no ids are given; all of the domain when left out."`
	NewDefaultServerDomain string   `doc:"The domain that takes what no rule is for from then on."`
}

// Check refuses a call that names no rules.
func (r *DeleteRuleRequest) Check() error {
	if len(r.LocationIds) == 0 && r.Domain == "" {
		return catalogue.MissingParameter.Errorf("Neither LocationIds nor Domain is given; one of them is expected.")
	}
	return nil
}

func (s *Service) deleteRule(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteRuleRequest) (*Done, error) {
	return s.changed(ctx, tx, c, in.LoadBalancerId, func(b *LoadBalancer) error {
		l, err := b.seventh(in.ListenerId)
		if err != nil {
			return err
		}
		ids := in.LocationIds
		if len(ids) == 0 {
			for _, r := range l.Rules {
				if slices.Contains(r.domains(), in.Domain) && (in.Url == "" || in.Url == r.URL) {
					ids = append(ids, r.ID)
				}
			}
			if len(ids) == 0 {
				return errNoRule.Errorf("The listener %s has no rule for domain %q and path %q.", l.ID, in.Domain, in.Url)
			}
		}
		if _, err := b.rules(l, ids, "", ""); err != nil {
			return err
		}
		b.removeRules(l, ids)
		l.defaulted(in.NewDefaultServerDomain)
		return nil
	})
}
