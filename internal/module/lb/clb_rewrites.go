package lb

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

var refusesRewrite = refuses(errKind, errNoListener, errProtocol, errNoRule, errRewritten, errQuota, errPortTaken)

// codes are what a redirection may answer with (facts/api3-clb.json); 301 where nothing is said.
var codes = []int64{301, 302, 307}

func code(given int64) (int64, error) {
	if given == 0 {
		return codes[0], nil
	}
	if !slices.Contains(codes, given) {
		return 0, catalogue.InvalidValue.Errorf("A RewriteCode is %d; 301, 302 or 307 is expected.", given)
	}
	return given, nil
}

// AutoRewrite redirects what comes by HTTP to a listener for HTTPS, for all of its rules or those of some domains. It makes
// the listener at port 80 and its rules.
var AutoRewrite = action.Define(changes("AutoRewrite", "Redirects what comes by HTTP to the rules of a listener for HTTPS.", refusesRewrite...), (*Service).autoRewrite)

// AutoRewriteRequest is the input of AutoRewrite.
type AutoRewriteRequest struct {
	LoadBalancerId string   `api:"required" touches:"clb" doc:"The load balancer."`
	ListenerId     string   `api:"required" doc:"The listener for HTTPS at port 443."`
	Domains        []string `api:"max=50" doc:"The domains; all when left out."`
	RewriteCodes   []int64  `api:"max=50" doc:"What each answers with: 301, 302 or 307, in the order of the domains."`
	TakeUrls       []bool   `api:"max=50" doc:"Whether each takes the path along, in the order of the domains."`
}

func (s *Service) autoRewrite(ctx context.Context, tx store.Tx, c *call.Call, in *AutoRewriteRequest) (*Done, error) {
	most, err := s.Accounts.Quota(ctx, tx, c.Caller.Account, "lb.rules", perRules)
	if err != nil {
		return nil, err
	}
	return s.changedMeanwhile(ctx, tx, c, func(b *LoadBalancer) error {
		from, err := s.plain(ctx, tx, c, b, in.ListenerId)
		if err != nil {
			return err
		}
		to, err := b.listener(in.ListenerId)
		if err != nil {
			return err
		}
		for _, domain := range in.Domains {
			if !slices.ContainsFunc(to.Rules, func(r Rule) bool { return slices.Contains(r.domains(), domain) }) {
				return errNoRule.Errorf("The listener %s has no rule for domain %q.", to.ID, domain)
			}
		}
		for _, r := range slices.Clone(to.Rules) {
			w := &Rewrite{Listener: to.ID, Rule: r.ID, Auto: true, TakeURL: true, Code: codes[0]}
			if n := slices.IndexFunc(in.Domains, func(d string) bool { return slices.Contains(r.domains(), d) }); n >= 0 {
				if n < len(in.RewriteCodes) {
					if w.Code, err = code(in.RewriteCodes[n]); err != nil {
						return err
					}
				}
				if n < len(in.TakeUrls) {
					w.TakeURL = in.TakeUrls[n]
				}
			} else if len(in.Domains) > 0 {
				continue
			}
			if err := s.rewriteFrom(c, b, from, r, w, most); err != nil {
				return err
			}
		}
		return nil
	}, in.LoadBalancerId)
}

// plain is the id of the listener for HTTP at port 80, which is made where there is none, for one for HTTPS.
func (s *Service) plain(ctx context.Context, tx store.Tx, c *call.Call, b *LoadBalancer, secure string) (string, error) {
	to, err := b.seventh(secure)
	if err != nil {
		return "", err
	}
	if to.Protocol != HTTPS {
		return "", errProtocol.Errorf("The listener %s is for %s; one for HTTPS is expected.", to.ID, protocolNames[to.Protocol])
	}
	for _, l := range b.Listeners {
		if l.Protocol == HTTP && l.Port == 80 {
			return l.ID, nil
		}
	}
	l := s.newListener(80, HTTP, "")
	l.CreatedAt = c.Now
	ids, err := s.listen(ctx, tx, b, []Listener{l})
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

// rewriteFrom has a rule like r of the listener with id from redirect; it is made where there is none.
func (s *Service) rewriteFrom(c *call.Call, b *LoadBalancer, from string, r Rule, w *Rewrite, most int64) error {
	l, err := b.listener(from)
	if err != nil {
		return err
	}
	for i := range l.Rules {
		if have := &l.Rules[i]; have.URL == r.URL && have.shares(r) {
			return b.redirect(have, w)
		}
	}
	if n := b.allRules(); n >= most {
		return errQuota.Errorf("Load balancer %s has %d rules; at most %d are allowed.", b.ID, n, most)
	}
	l.Rules = append(l.Rules, Rule{
		ID: s.Random.ResourceID("loc"), Domain: r.Domain, Aliases: r.Aliases, URL: r.URL, Probe: defaultProbe, CreatedAt: c.Now, Auto: true, Rewrite: w,
	})
	l.defaulted("")
	return nil
}

// redirect has a rule redirect to another one, of which neither does so yet: there are no chains.
func (b *LoadBalancer) redirect(r *Rule, w *Rewrite) error {
	if r.Rewrite != nil {
		return errRewritten.Errorf("The rule %s redirects to rule %s; one that does not redirect is expected.", r.ID, r.Rewrite.Rule)
	}
	if from := b.redirectsTo(r.ID); from != "" || w.Rule == r.ID {
		return errRewritten.Errorf("The rule %s is redirected to; one that is not is expected.", r.ID)
	}
	r.Rewrite = w
	return nil
}

// ManualRewrite has rules redirect to others: all of them, or none.
var ManualRewrite = action.Define(changes("ManualRewrite", "Has rules of a listener redirect to rules of the same or another one.", refusesRewrite...), (*Service).manualRewrite)

// ManualRewriteRequest is the input of ManualRewrite and DeleteRewrite.
type ManualRewriteRequest struct {
	LoadBalancerId   string               `api:"required" touches:"clb" doc:"The load balancer."`
	SourceListenerId string               `api:"required" doc:"The listener whose rules redirect."`
	TargetListenerId string               `api:"required" doc:"The listener that they redirect to."`
	RewriteInfos     []RewriteLocationMap `api:"required,max=50" doc:"Which rules redirect to which."`
}

// A RewriteLocationMap is a rule and where it redirects to.
type RewriteLocationMap struct {
	SourceLocationId string `api:"required" doc:"The rule that redirects."`
	TargetLocationId string `api:"required" doc:"The rule that it redirects to."`
	RewriteCode      int64  `doc:"What it answers with: 301, 302 or 307."`
	TakeUrl          *bool  `doc:"Whether it takes the path along; it does when left out."`
	SourceDomain     string `doc:"The domain of it that is meant."`
}

func (s *Service) manualRewrite(ctx context.Context, tx store.Tx, c *call.Call, in *ManualRewriteRequest) (*Done, error) {
	return s.changedMeanwhile(ctx, tx, c, func(b *LoadBalancer) error {
		for _, info := range in.RewriteInfos {
			from, to, err := b.rewritten(in, info)
			if err != nil {
				return err
			}
			if to.Rewrite != nil {
				return errRewritten.Errorf("The rule %s redirects itself; one that does not is expected.", to.ID)
			}
			w := &Rewrite{Listener: in.TargetListenerId, Rule: to.ID, TakeURL: true, Domain: info.SourceDomain}
			put(&w.TakeURL, info.TakeUrl)
			if w.Code, err = code(info.RewriteCode); err != nil {
				return err
			}
			if err := b.redirect(from, w); err != nil {
				return err
			}
		}
		return nil
	}, in.LoadBalancerId)
}

// rewritten are the two rules of a redirection.
func (b *LoadBalancer) rewritten(in *ManualRewriteRequest, info RewriteLocationMap) (from, to *Rule, err error) {
	source, err := b.seventh(in.SourceListenerId)
	if err != nil {
		return nil, nil, err
	}
	target, err := b.seventh(in.TargetListenerId)
	if err != nil {
		return nil, nil, err
	}
	one, err := b.rules(source, []string{info.SourceLocationId}, "", "")
	if err != nil {
		return nil, nil, err
	}
	other, err := b.rules(target, []string{info.TargetLocationId}, "", "")
	if err != nil {
		return nil, nil, err
	}
	return one[0], other[0], nil
}

// DeleteRewrite ends redirections: all of them, or none.
var DeleteRewrite = action.Define(changes("DeleteRewrite", "Ends redirections of rules.", refuses(errKind, errNoListener, errProtocol, errNoRule, errNoRewrite)...), (*Service).deleteRewrite)

func (s *Service) deleteRewrite(ctx context.Context, tx store.Tx, c *call.Call, in *ManualRewriteRequest) (*Done, error) {
	return s.changedMeanwhile(ctx, tx, c, func(b *LoadBalancer) error {
		for _, info := range in.RewriteInfos {
			from, to, err := b.rewritten(in, info)
			if err != nil {
				return err
			}
			if from.Rewrite == nil || from.Rewrite.Rule != to.ID {
				return errNoRewrite.Errorf("The rule %s does not redirect to rule %s.", from.ID, to.ID)
			}
			from.Rewrite = nil
		}
		return nil
	}, in.LoadBalancerId)
}

// DescribeRewrite lists the rules that redirect.
var DescribeRewrite = action.Define(reads("DescribeRewrite", "Lists the rules of a load balancer that redirect.", errNoBalancer, errKind), (*Service).describeRewrite)

// DescribeRewriteRequest is the input of DescribeRewrite.
type DescribeRewriteRequest struct {
	LoadBalancerId    string   `api:"required" touches:"clb" doc:"The load balancer."`
	SourceListenerIds []string `api:"max=100" doc:"Only of these listeners."`
	SourceLocationIds []string `api:"max=100" doc:"Only these rules."`
}

// DescribeRewriteResponse is the answer of DescribeRewrite.
type DescribeRewriteResponse struct{ RewriteSet []RuleOutput }

func (s *Service) describeRewrite(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeRewriteRequest) (*DescribeRewriteResponse, error) {
	b, err := s.of3(ctx, tx, c, in.LoadBalancerId)
	if err != nil {
		return nil, err
	}
	v, err := s.views(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	among := func(ids []string, id string) bool { return len(ids) == 0 || slices.Contains(ids, id) }
	out := &DescribeRewriteResponse{RewriteSet: []RuleOutput{}}
	b.eachRule(func(l *Listener, r *Rule) {
		if r.Rewrite != nil && among(in.SourceListenerIds, l.ID) && among(in.SourceLocationIds, r.ID) {
			out.RewriteSet = append(out.RewriteSet, v.rule(l, r))
		}
	})
	return out, nil
}
