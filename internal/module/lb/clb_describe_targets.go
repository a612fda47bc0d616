package lb

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeTargets lists the servers that are bound to a load balancer's listeners and rules.
var DescribeTargets = action.Define(reads("DescribeTargets", "Lists the servers that are bound to listeners and rules.", errNoBalancer, errKind, errFilter), (*Service).describeTargets)

// DescribeTargetsRequest is the input of DescribeTargets.
type DescribeTargetsRequest struct {
	LoadBalancerId string   `api:"required" touches:"clb" doc:"The load balancer."`
	ListenerIds    []string `api:"max=100" doc:"The listeners; those that there are not are left out."`
	Protocol       string   `api:"oneof=TCP UDP HTTP HTTPS TCP_SSL QUIC" doc:"The protocol."`
	Port           int64    `api:"min=0,max=65535" doc:"The port."`
	Filters        []Filter `api:"max=10" doc:"location-id, private-ip-address or tag."`
}

// Check refuses filters that are not known.
func (r *DescribeTargetsRequest) Check() error {
	return checkFilters(r.Filters, "location-id", "private-ip-address", "tag")
}

// DescribeTargetsResponse is the answer of DescribeTargets.
type DescribeTargetsResponse struct{ Listeners []ListenerBackend }

// A ListenerBackend is a listener with its servers, or its rules with theirs.
type ListenerBackend struct {
	ListenerId, Protocol string
	Port                 int64
	Rules                []RuleTargets
	Targets              []BoundServer
	EndPort              int64
}

// RuleTargets is a rule with its servers.
type RuleTargets struct {
	LocationId, Domain, Url string
	Targets                 []BoundServer
	FunctionTargets         []FunctionTarget
}

// A BoundServer is a server as API 3.0 shows it.
type BoundServer struct {
	Type               string
	InstanceId         *string
	Port, Weight       int64
	PublicIpAddresses  []string
	PrivateIpAddresses []string
	InstanceName       *string
	RegisteredTime     string
	EniId              *string
	Tag                string
	Zone               *string
}

// A FunctionTarget is a function in place of a server; there are none here.
type FunctionTarget struct {
	Function FunctionInfo
	Weight   int64
}

// FunctionInfo is a function.
type FunctionInfo struct {
	FunctionNamespace, FunctionName, FunctionQualifier string
	FunctionQualifierType                              *string
}

// boundServer is a server, nil for an instance that is gone.
func boundServer(k Backend, known map[string]*Server) *BoundServer {
	item := &BoundServer{Type: "ENI", Port: k.Port, Weight: k.Weight, PublicIpAddresses: []string{}, PrivateIpAddresses: []string{k.Instance}, RegisteredTime: atTime(k.At)}
	if k.byAddress() {
		return item
	}
	v := known[k.Instance]
	if v == nil {
		return nil
	}
	item.Type, item.InstanceId, item.InstanceName = "CVM", &v.ID, &v.Name
	item.PrivateIpAddresses, item.PublicIpAddresses = []string{v.LanIP}, append([]string{}, v.WanIPs...)
	return item
}

func (s *Service) describeTargets(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeTargetsRequest) (*DescribeTargetsResponse, error) {
	b, err := s.of3(ctx, tx, c, in.LoadBalancerId)
	if err != nil {
		return nil, err
	}
	known, err := s.servers(ctx, tx, c, *b)
	if err != nil {
		return nil, err
	}
	of := func(t Target) []BoundServer {
		items := []BoundServer{}
		for _, k := range b.backends(t) {
			if item := boundServer(k, known); item != nil && in.shows("private-ip-address", item.PrivateIpAddresses[0]) && in.shows("tag", "") {
				items = append(items, *item)
			}
		}
		return items
	}
	out := &DescribeTargetsResponse{Listeners: []ListenerBackend{}}
	for _, l := range wanted(b, in.ListenerIds, in.Protocol, in.Port) {
		one := ListenerBackend{ListenerId: l.ID, Protocol: protocolNames[l.Protocol], Port: l.Port, Rules: []RuleTargets{}, Targets: []BoundServer{}, EndPort: l.EndPort}
		if !l.layered() {
			one.Targets = of(Target{Listener: l.ID})
		}
		for _, r := range l.Rules {
			if in.shows("location-id", r.ID) {
				one.Rules = append(one.Rules, RuleTargets{r.ID, r.Domain, r.URL, of(Target{l.ID, r.ID}), []FunctionTarget{}})
			}
		}
		out.Listeners = append(out.Listeners, one)
	}
	return out, nil
}

// shows tells whether the filters of that name keep a value.
func (r *DescribeTargetsRequest) shows(name, value string) bool {
	return !slices.ContainsFunc(r.Filters, func(f Filter) bool { return f.Name == name && !slices.Contains(f.Values, value) })
}

// DescribeTargetHealth tells which servers of application load balancers are well.
var DescribeTargetHealth = action.Define(reads("DescribeTargetHealth", "Tells which servers of application load balancers are well.", errNoBalancer, errKind), (*Service).describeTargetHealth)

// DescribeTargetHealthRequest is the input of DescribeTargetHealth.
type DescribeTargetHealthRequest struct {
	LoadBalancerIds []string `api:"required,max=30" touches:"clb" doc:"The load balancers."`
	ListenerIds     []string `api:"max=100" doc:"Only these listeners."`
	LocationIds     []string `api:"max=100" doc:"Only these rules."`
}

// DescribeTargetHealthResponse is the answer of DescribeTargetHealth.
type DescribeTargetHealthResponse struct{ LoadBalancers []LoadBalancerHealth3 }

// LoadBalancerHealth3 is one load balancer.
type LoadBalancerHealth3 struct {
	LoadBalancerId, LoadBalancerName string
	Listeners                        []ListenerHealth3
}

// ListenerHealth3 is one listener; those without rules show their servers in a rule without id.
type ListenerHealth3 struct {
	ListenerId, ListenerName, Protocol string
	Port                               int64
	Rules                              []RuleHealth3
}

// RuleHealth3 is one rule.
type RuleHealth3 struct {
	LocationId  string
	Domain, Url *string
	RuleId      string
	Targets     []TargetHealth3
}

// TargetHealth3 is one server; one of its members is misspelt in the real API.
type TargetHealth3 struct {
	IP                                                              string
	Port                                                            int64
	HealthStatus                                                    bool
	TargetId, HealthStatusDetail, HealthStatusDetial, TargetGroupId string
	Weight                                                          int64
}

func (s *Service) describeTargetHealth(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeTargetHealthRequest) (*DescribeTargetHealthResponse, error) {
	out := &DescribeTargetHealthResponse{LoadBalancers: []LoadBalancerHealth3{}}
	for _, id := range in.LoadBalancerIds {
		b, err := s.of3(ctx, tx, c, id)
		if err != nil {
			return nil, err
		}
		known, err := s.servers(ctx, tx, c, *b)
		if err != nil {
			return nil, err
		}
		one := LoadBalancerHealth3{LoadBalancerId: b.ID, LoadBalancerName: b.Name, Listeners: []ListenerHealth3{}}
		for _, l := range wanted(b, in.ListenerIds, "", 0) {
			lh := ListenerHealth3{ListenerId: l.ID, ListenerName: l.Name, Protocol: protocolNames[l.Protocol], Port: l.Port, Rules: []RuleHealth3{}}
			if !l.layered() && len(in.LocationIds) == 0 {
				lh.Rules = append(lh.Rules, RuleHealth3{Targets: b.healths(Target{Listener: l.ID}, l.Probe, known)})
			}
			for _, r := range l.Rules {
				if len(in.LocationIds) == 0 || slices.Contains(in.LocationIds, r.ID) {
					lh.Rules = append(lh.Rules, RuleHealth3{LocationId: r.ID, Domain: &r.Domain, Url: &r.URL, Targets: b.healths(Target{l.ID, r.ID}, r.Probe, known)})
				}
			}
			one.Listeners = append(one.Listeners, lh)
		}
		out.LoadBalancers = append(out.LoadBalancers, one)
	}
	return out, nil
}

// healths tells of the servers of a place. Where nothing is checked, all count as well; behind an address that is bound by
// itself nobody is known to be, so it does not answer.
func (b *LoadBalancer) healths(t Target, p Probe, known map[string]*Server) []TargetHealth3 {
	out := []TargetHealth3{}
	for _, k := range b.backends(t) {
		item := boundServer(k, known)
		if item == nil {
			continue
		}
		v := known[k.Instance]
		alive := p.HealthSwitch == 0 || v != nil && v.Status == running
		detail := map[bool]string{true: "Alive", false: "Dead"}[alive]
		if p.HealthSwitch == 0 {
			detail = "Close"
		}
		out = append(out, TargetHealth3{
			IP: item.PrivateIpAddresses[0], Port: k.Port, HealthStatus: alive, TargetId: k.Instance, HealthStatusDetail: detail, HealthStatusDetial: detail, Weight: k.Weight,
		})
	}
	return out
}

// DescribeLBListeners lists listeners by the servers that are bound to them.
var DescribeLBListeners = action.Define(reads("DescribeLBListeners", "Lists listeners by the servers that are bound to them."), (*Service).describeByServers)

// DescribeLBListenersRequest is the input of DescribeLBListeners.
type DescribeLBListenersRequest struct {
	Backends []LbRsItem `api:"required,max=20" doc:"The servers."`
}

// A LbRsItem is a server by its network and address.
type LbRsItem struct {
	VpcId     string `api:"required" doc:"The network."`
	PrivateIp string `api:"required" doc:"The address."`
}

// DescribeLBListenersResponse is the answer of DescribeLBListeners.
type DescribeLBListenersResponse struct{ LoadBalancers []LBItem }

// A LBItem is a load balancer with what is bound.
type LBItem struct {
	LoadBalancerId, Vip string
	Listeners           []ListenerItem3
	Region              string
}

// A ListenerItem3 is a listener with what is bound.
type ListenerItem3 struct {
	ListenerId, Protocol string
	Port                 int64
	Rules                []RulesItems
	Targets              []LbRsTargets
	EndPort              int64
}

// RulesItems is a rule with what is bound.
type RulesItems struct {
	LocationId, Domain, Url string
	Targets                 []LbRsTargets
}

// LbRsTargets is one server.
type LbRsTargets struct {
	Type, PrivateIp     string
	Port, VpcId, Weight int64
}

func (s *Service) describeByServers(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeLBListenersRequest) (*DescribeLBListenersResponse, error) {
	all, err := s.Store.Balancers(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	known, err := s.servers(ctx, tx, c, all...)
	if err != nil {
		return nil, err
	}
	out := &DescribeLBListenersResponse{LoadBalancers: []LBItem{}}
	for _, b := range all {
		of := func(t Target) []LbRsTargets {
			found := []LbRsTargets{}
			for _, k := range b.backends(t) {
				item := boundServer(k, known)
				if item != nil && slices.Contains(in.Backends, LbRsItem{b.VPC.ID, item.PrivateIpAddresses[0]}) {
					found = append(found, LbRsTargets{item.Type, item.PrivateIpAddresses[0], k.Port, b.VPC.Number, k.Weight})
				}
			}
			return found
		}
		one := LBItem{LoadBalancerId: b.ID, Vip: b.VIP, Listeners: []ListenerItem3{}, Region: b.Region}
		for _, l := range b.Listeners {
			li := ListenerItem3{ListenerId: l.ID, Protocol: protocolNames[l.Protocol], Port: l.Port, Rules: []RulesItems{}, Targets: of(Target{Listener: l.ID}), EndPort: l.EndPort}
			for _, r := range l.Rules {
				if found := of(Target{l.ID, r.ID}); len(found) > 0 {
					li.Rules = append(li.Rules, RulesItems{r.ID, r.Domain, r.URL, found})
				}
			}
			if len(li.Rules)+len(li.Targets) > 0 {
				one.Listeners = append(one.Listeners, li)
			}
		}
		if len(one.Listeners) > 0 && c.Sees(call.Resource{Service: "clb", Type: "clb", ID: b.ID}, about(&b, nil)) {
			out.LoadBalancers = append(out.LoadBalancers, one)
		}
	}
	return out, nil
}
