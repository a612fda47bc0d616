package lb

import (
	"context"
	"strings"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeForwardLBListeners lists an application load balancer's listeners with their rules.
var DescribeForwardLBListeners = action.Define(action.Spec{
	Name: "DescribeForwardLBListeners", Doc: "Lists the listeners of an application load balancer, with their rules.",
	Domain: "lb", Service: "clb", Refuses: refusesRead,
}, (*Service).describeForwardListeners)

// ForwardListenersRequest is the input of DescribeForwardLBListeners and DescribeForwardLBBackends.
type ForwardListenersRequest struct {
	LoadBalancerID   string   `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	ListenerIDs      []string `json:"listenerIds" api:"max=100" doc:"The listeners to show."`
	Protocol         *int64   `json:"protocol" api:"oneof=1 2 3 4" doc:"1 HTTP, 2 TCP, 3 UDP, 4 HTTPS."`
	LoadBalancerPort *int64   `json:"loadBalancerPort" doc:"The port."`
}

// ForwardListenersResponse is the answer of DescribeForwardLBListeners.
type ForwardListenersResponse struct {
	ListenerSet []ForwardListenerItem `json:"listenerSet"`
}

// A ForwardListenerItem is an application listener. Those for TCP and UDP carry the probe, those for HTTP and HTTPS have
// rules that do.
type ForwardListenerItem struct {
	ListenerID       string     `json:"listenerId"`
	ListenerName     string     `json:"listenerName"`
	LoadBalancerPort int64      `json:"loadBalancerPort"`
	Protocol         int64      `json:"protocol"`
	ProtocolType     string     `json:"protocolType"`
	SSLMode          string     `json:"SSLMode"`
	CertID           string     `json:"certId"`
	CertCaID         string     `json:"certCaId"`
	SessionExpire    int64      `json:"sessionExpire"`
	HealthSwitch     int64      `json:"healthSwitch"`
	TimeOut          int64      `json:"timeOut"`
	IntervalTime     int64      `json:"intervalTime"`
	HealthNum        int64      `json:"healthNum"`
	UnhealthNum      int64      `json:"unhealthNum"`
	Scheduler        string     `json:"scheduler"`
	Status           int64      `json:"status"`
	Rules            []RuleItem `json:"rules"`
}

// A RuleItem is a rule.
type RuleItem struct {
	LocationID    string `json:"locationId"`
	Domain        string `json:"domain"`
	URL           string `json:"url"`
	HTTPHash      string `json:"httpHash"`
	SessionExpire int64  `json:"sessionExpire"`
	HealthSwitch  int64  `json:"healthSwitch"`
	TimeOut       int64  `json:"timeOut"`
	IntervalTime  int64  `json:"intervalTime"`
	HealthNum     int64  `json:"healthNum"`
	UnhealthNum   int64  `json:"unhealthNum"`
	HTTPCode      int64  `json:"httpCode"`
	HTTPCheckPath string `json:"httpCheckPath"`
}

func (s *Service) describeForwardListeners(ctx context.Context, tx store.Tx, c *call.Call, in *ForwardListenersRequest) (*ForwardListenersResponse, error) {
	b, err := s.of(ctx, tx, c, in.LoadBalancerID, true)
	if err != nil {
		return nil, err
	}
	out := &ForwardListenersResponse{}
	for _, l := range shown(b, in.ListenerIDs, in.Protocol, in.LoadBalancerPort) {
		i := ForwardListenerItem{
			ListenerID: l.ID, ListenerName: l.Name, LoadBalancerPort: l.Port, Protocol: l.Protocol, ProtocolType: strings.ToLower(protocolNames[l.Protocol]),
			SSLMode: l.Certificate.SSLMode, CertID: l.Certificate.ID, CertCaID: l.Certificate.CAID, Status: number(l.Ready),
		}
		if p := l.Probe; l.Protocol == TCP || l.Protocol == UDP {
			i.SessionExpire, i.HealthSwitch, i.TimeOut, i.IntervalTime = p.SessionExpire, p.HealthSwitch, p.TimeOut, p.IntervalTime
			i.HealthNum, i.UnhealthNum, i.Scheduler = p.HealthNum, p.UnhealthNum, p.Scheduler
		}
		for _, r := range l.Rules {
			p := r.Probe
			i.Rules = append(i.Rules, RuleItem{
				r.ID, r.Domain, r.URL, p.HTTPHash, p.SessionExpire, p.HealthSwitch, p.TimeOut, p.IntervalTime, p.HealthNum, p.UnhealthNum, p.HTTPCode, p.HTTPCheckPath,
			})
		}
		out.ListenerSet = append(out.ListenerSet, i)
	}
	return out, nil
}

// DescribeForwardLBBackends lists an application load balancer's servers by listener and rule.
var DescribeForwardLBBackends = action.Define(action.Spec{
	Name: "DescribeForwardLBBackends", Doc: "Lists the servers of an application load balancer by listener and rule.",
	Domain: "lb", Service: "clb", Refuses: refusesRead,
}, (*Service).describeForwardBackends)

// ForwardBackendsResponse is the answer of DescribeForwardLBBackends.
type ForwardBackendsResponse struct {
	Data []ListenerBackends `json:"data"`
}

// ListenerBackends are those of a listener: its own, or those of its rules.
type ListenerBackends struct {
	ListenerID       string                `json:"listenerId"`
	Protocol         int64                 `json:"protocol"`
	ProtocolType     string                `json:"protocolType"`
	LoadBalancerPort int64                 `json:"loadBalancerPort"`
	Rules            []RuleBackends        `json:"rules"`
	Backends         []ForwardBackendsItem `json:"backends"`
}

// RuleBackends are those of a rule.
type RuleBackends struct {
	LocationID string                `json:"locationId"`
	Domain     string                `json:"domain"`
	URL        string                `json:"url"`
	Backends   []ForwardBackendsItem `json:"backends"`
}

// A ForwardBackendsItem is a server of an application load balancer.
type ForwardBackendsItem struct {
	InstanceName   string   `json:"instanceName"`
	UnInstanceID   string   `json:"unInstanceId"`
	UniqEniID      string   `json:"uniqEniId"`
	TargetType     string   `json:"targetType"`
	LanIP          string   `json:"lanIp"`
	WanIPSet       []string `json:"wanIpSet"`
	Port           int64    `json:"port"`
	Weight         int64    `json:"weight"`
	InstanceStatus int64    `json:"instanceStatus"`
	AddTimestamp   string   `json:"addTimestamp"`
}

func (s *Service) describeForwardBackends(ctx context.Context, tx store.Tx, c *call.Call, in *ForwardListenersRequest) (*ForwardBackendsResponse, error) {
	b, err := s.of(ctx, tx, c, in.LoadBalancerID, true)
	if err != nil {
		return nil, err
	}
	known, err := s.servers(ctx, tx, c, *b)
	if err != nil {
		return nil, err
	}
	of := func(t Target) (all []ForwardBackendsItem) {
		for _, k := range b.backends(t) {
			if v := known[k.Instance]; v != nil {
				all = append(all, ForwardBackendsItem{
					InstanceName: v.Name, UnInstanceID: v.ID, TargetType: "CVM", LanIP: v.LanIP, WanIPSet: v.WanIPs, Port: k.Port, Weight: k.Weight,
					InstanceStatus: v.Status, AddTimestamp: inChina(k.At),
				})
			}
		}
		return all
	}
	out := &ForwardBackendsResponse{}
	for _, l := range shown(b, in.ListenerIDs, in.Protocol, in.LoadBalancerPort) {
		one := ListenerBackends{
			ListenerID: l.ID, Protocol: l.Protocol, ProtocolType: strings.ToLower(protocolNames[l.Protocol]), LoadBalancerPort: l.Port,
			Backends: of(Target{Listener: l.ID}),
		}
		for _, r := range l.Rules {
			one.Rules = append(one.Rules, RuleBackends{r.ID, r.Domain, r.URL, of(Target{l.ID, r.ID})})
		}
		out.Data = append(out.Data, one)
	}
	return out, nil
}
