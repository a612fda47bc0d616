package lb

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeListeners lists the listeners of an application load balancer.
var DescribeListeners = action.Define(reads("DescribeListeners", "Lists the listeners of an application load balancer with their rules.", errNoBalancer, errKind), (*Service).describeListeners3)

// DescribeListeners3Request is the input of DescribeListeners.
type DescribeListeners3Request struct {
	LoadBalancerId string   `api:"required" touches:"clb" doc:"The load balancer."`
	ListenerIds    []string `api:"max=100" doc:"The listeners; those that there are not are left out."`
	Protocol       string   `api:"oneof=TCP UDP HTTP HTTPS TCP_SSL QUIC" doc:"The protocol."`
	Port           int64    `api:"min=0,max=65535" doc:"The port."`
}

// DescribeListeners3Response is the answer of DescribeListeners.
type DescribeListeners3Response struct {
	Listeners  []ListenerOutput
	TotalCount int64
}

// A ListenerOutput is a listener as API 3.0 shows it.
type ListenerOutput struct {
	ListenerId, Protocol     string
	Port                     int64
	Certificate              *CertificateOutput
	HealthCheck              *HealthCheck
	Scheduler                *string
	SessionExpireTime        *int64
	SniSwitch                int64
	Rules                    []RuleOutput
	ListenerName, CreateTime string
	EndPort                  int64
	TargetType               *string
	TargetGroup              *BasicTargetGroupInfo
	SessionType              string
	KeepaliveEnable          *int64
	Toa, DeregisterTargetRst bool
	AttrFlags                []string
	TargetGroupList          []BasicTargetGroupInfo
	MaxConn, MaxCps          int64
	IdleConnectTimeout       *int64
	RescheduleInterval       int64
	DataCompressMode         string
	RescheduleStartTime      int64
}

// BasicTargetGroupInfo is a target group that something sends to.
type BasicTargetGroupInfo struct {
	TargetGroupId, TargetGroupName string
	Weight                         int64
}

// A RuleOutput is a rule as API 3.0 shows it.
type RuleOutput struct {
	LocationId, Domain, Url                       string
	SessionExpireTime                             int64
	HealthCheck                                   HealthCheck
	Certificate                                   *CertificateOutput
	Scheduler                                     *string
	ListenerId                                    string
	RewriteTarget                                 RewriteTarget
	HttpGzip, BeAutoCreated, DefaultServer, Http2 bool
	ForwardType, CreateTime, TargetType           string
	TargetGroup                                   *BasicTargetGroupInfo
	WafDomainId, TrpcCallee, TrpcFunc, QuicStatus string
	Domains                                       []string
	TargetGroupList                               []BasicTargetGroupInfo
	OAuth                                         OAuth
	CookieName                                    string
}

// RewriteTarget is where a rule redirects to; its ids are null where it does not.
type RewriteTarget struct {
	TargetListenerId, TargetLocationId *string
	RewriteCode                        int64
	TakeUrl                            bool
	RewriteType                        string
}

// OAuth is whether callers have to log in.
type OAuth struct {
	OAuthEnable        bool   `doc:"Whether they have to."`
	OAuthFailureStatus string `api:"oneof=BYPASS REJECT" doc:"What becomes of those who could not."`
}

// views shows listeners and rules with the names of target groups.
type views struct{ groups map[string]string }

func (s *Service) views(ctx context.Context, tx store.Tx, c *call.Call) (views, error) {
	all, err := s.Store.Groups(ctx, tx, c.Caller.Account, c.Region)
	v := views{map[string]string{}}
	for _, g := range all {
		v.groups[g.ID] = g.Name
	}
	return v, err
}

// of3 is an application load balancer of API 3.0.
func (s *Service) of3(ctx context.Context, tx store.Tx, c *call.Call, id string) (*LoadBalancer, error) {
	b, err := s.find(ctx, tx, c, id)
	if err != nil {
		return nil, err
	}
	return b, b.is(true)
}

// wanted are the listeners that a request asks for.
func wanted(b *LoadBalancer, ids []string, protocol string, port int64) []Listener {
	return slices.DeleteFunc(slices.Clone(b.Listeners), func(l Listener) bool {
		return len(ids) > 0 && !slices.Contains(ids, l.ID) || protocol != "" && protocol != protocolNames[l.Protocol] || port != 0 && port != l.Port
	})
}

func (s *Service) describeListeners3(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeListeners3Request) (*DescribeListeners3Response, error) {
	b, err := s.of3(ctx, tx, c, in.LoadBalancerId)
	if err != nil {
		return nil, err
	}
	v, err := s.views(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	out := &DescribeListeners3Response{Listeners: []ListenerOutput{}}
	for _, l := range wanted(b, in.ListenerIds, in.Protocol, in.Port) {
		out.Listeners = append(out.Listeners, v.listener(&l))
	}
	out.TotalCount = int64(len(out.Listeners))
	return out, nil
}

func (v views) listener(l *Listener) ListenerOutput {
	out := ListenerOutput{
		ListenerId: l.ID, Protocol: protocolNames[l.Protocol], Port: l.Port, Certificate: l.Certificate.output(), SniSwitch: number(l.SNI),
		Rules: []RuleOutput{}, ListenerName: l.Name, CreateTime: atTime(l.CreatedAt), EndPort: l.EndPort, SessionType: l.SessionType,
		KeepaliveEnable: &l.Keepalive, DeregisterTargetRst: l.DeregisterRst, AttrFlags: l.flags(), MaxConn: l.MaxConn, MaxCps: l.MaxCps,
		RescheduleInterval: l.RescheduleInterval, DataCompressMode: l.CompressMode, RescheduleStartTime: l.RescheduleStart,
	}
	if out.SessionType == "" {
		out.SessionType = "NORMAL"
	}
	if l.IdleTimeout > 0 {
		out.IdleConnectTimeout = &l.IdleTimeout
	}
	out.TargetGroup, out.TargetGroupList = v.shares(l.Groups)
	if !l.layered() {
		kind := l.targetType()
		out.HealthCheck, out.Scheduler, out.SessionExpireTime, out.TargetType = l.Probe.check(l.Protocol), schedulerName(l.Probe.Scheduler), &l.Probe.SessionExpire, &kind
	}
	for _, r := range l.Rules {
		out.Rules = append(out.Rules, v.rule(l, &r))
	}
	return out
}

// flags are the switches that are on.
func (l *Listener) flags() []string {
	flags := []string{}
	for _, f := range []struct {
		on   bool
		name string
	}{
		{l.RescheduleZero, "RescheduleTargetZeroWeight"},
		{l.RescheduleUnhealthy, "RescheduleUnhealthy"},
		{l.RescheduleGrown, "RescheduleExpandTarget"},
		{l.Snat, "SnatEnable"},
		{l.H2C, "H2cSwitch"},
		{l.ProxyProtocol, "ProxyProtocol"},
	} {
		if f.on {
			flags = append(flags, f.name)
		}
	}
	return flags
}

// shares are target groups as answers show them: the first one, and all.
func (v views) shares(all []GroupShare) (*BasicTargetGroupInfo, []BasicTargetGroupInfo) {
	out := []BasicTargetGroupInfo{}
	for _, g := range all {
		out = append(out, BasicTargetGroupInfo{g.ID, v.groups[g.ID], g.Weight})
	}
	if len(out) == 0 {
		return nil, out
	}
	return &out[0], out
}

func (v views) rule(l *Listener, r *Rule) RuleOutput {
	out := RuleOutput{
		LocationId: r.ID, Domain: r.Domain, Url: r.URL, SessionExpireTime: r.Probe.SessionExpire, HealthCheck: *r.Probe.check(l.Protocol),
		Certificate: r.Certificate.output(), Scheduler: schedulerName(r.Probe.HTTPHash), ListenerId: l.ID, BeAutoCreated: r.Auto,
		DefaultServer: slices.Contains(r.domains(), l.DefaultDomain), Http2: r.HTTP2, ForwardType: r.ForwardType, CreateTime: atTime(r.CreatedAt),
		TargetType: r.TargetType, TrpcCallee: r.Callee, TrpcFunc: r.Func, QuicStatus: "QUIC_INACTIVE", Domains: r.domains(), OAuth: r.OAuth, CookieName: r.Cookie,
	}
	if r.QUIC {
		out.QuicStatus = "QUIC_ACTIVE"
	}
	if out.ForwardType == "" {
		out.ForwardType = "HTTP"
	}
	if out.TargetType == "" {
		out.TargetType = "NODE"
	}
	out.TargetGroup, out.TargetGroupList = v.shares(r.Groups)
	if w := r.Rewrite; w != nil {
		out.RewriteTarget = RewriteTarget{TargetListenerId: &w.Listener, TargetLocationId: &w.Rule, RewriteCode: w.Code, TakeUrl: w.TakeURL, RewriteType: "Manual"}
		if w.Auto {
			out.RewriteTarget.RewriteType = "Auto"
		}
	}
	return out
}
