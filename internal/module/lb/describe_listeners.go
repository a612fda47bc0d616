package lb

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeLoadBalancerListeners lists a classic load balancer's listeners.
var DescribeLoadBalancerListeners = action.Define(action.Spec{
	Name: "DescribeLoadBalancerListeners", Doc: "Lists the listeners of a classic load balancer.",
	Domain: "lb", Service: "clb", Refuses: refusesRead,
}, (*Service).describeListeners)

// DescribeListenersRequest is the input of DescribeLoadBalancerListeners.
type DescribeListenersRequest struct {
	LoadBalancerID   string   `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	ListenerIDs      []string `json:"listenerIds" api:"max=100" doc:"The listeners to show."`
	Protocol         *int64   `json:"protocol" api:"oneof=1 2 3 4" doc:"1 HTTP, 2 TCP, 3 UDP, 4 HTTPS."`
	LoadBalancerPort *int64   `json:"loadBalancerPort" doc:"The port."`
	Status           *int64   `json:"status" api:"oneof=0 1" doc:"0 being made, 1 running."`
}

// DescribeListenersResponse is the answer of DescribeLoadBalancerListeners.
type DescribeListenersResponse struct {
	TotalCount  int64          `json:"totalCount"`
	ListenerSet []ListenerItem `json:"listenerSet"`
}

// A ListenerItem is a classic listener.
type ListenerItem struct {
	ListenerID       string `json:"listenerId"`
	UnListenerID     string `json:"unListenerId"`
	LoadBalancerPort int64  `json:"loadBalancerPort"`
	InstancePort     int64  `json:"instancePort"`
	ListenerName     string `json:"listenerName"`
	Protocol         int64  `json:"protocol"`
	SessionExpire    int64  `json:"sessionExpire"`
	HealthSwitch     int64  `json:"healthSwitch"`
	TimeOut          int64  `json:"timeOut"`
	IntervalTime     int64  `json:"intervalTime"`
	HealthNum        int64  `json:"healthNum"`
	UnhealthNum      int64  `json:"unhealthNum"`
	HTTPHash         string `json:"httpHash"`
	Scheduler        string `json:"scheduler"`
	HTTPCode         int64  `json:"httpCode"`
	HTTPCheckPath    string `json:"httpCheckPath"`
	SSLMode          string `json:"SSLMode"`
	CertID           string `json:"certId"`
	CertCaID         string `json:"certCaId"`
	Status           int64  `json:"status"`
}

func (s *Service) describeListeners(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeListenersRequest) (*DescribeListenersResponse, error) {
	b, err := s.of(ctx, tx, c, in.LoadBalancerID, false)
	if err != nil {
		return nil, err
	}
	out := &DescribeListenersResponse{}
	for _, l := range shown(b, in.ListenerIDs, in.Protocol, in.LoadBalancerPort) {
		if in.Status != nil && *in.Status != number(l.Ready) {
			continue
		}
		p := l.Probe
		out.ListenerSet = append(out.ListenerSet, ListenerItem{
			l.ID, l.ID, l.Port, l.InstancePort, l.Name, l.Protocol, p.SessionExpire, p.HealthSwitch, p.TimeOut, p.IntervalTime, p.HealthNum,
			p.UnhealthNum, p.HTTPHash, p.Scheduler, p.HTTPCode, p.HTTPCheckPath, l.Certificate.SSLMode, l.Certificate.ID, l.Certificate.CAID, number(l.Ready),
		})
	}
	out.TotalCount = int64(len(out.ListenerSet))
	return out, nil
}

// of is find for an action of one type.
func (s *Service) of(ctx context.Context, tx store.Tx, c *call.Call, id string, forward bool) (*LoadBalancer, error) {
	b, err := s.find(ctx, tx, c, id)
	if err != nil {
		return nil, err
	}
	return b, b.is(forward)
}

// shown are the listeners that a list shows.
func shown(b *LoadBalancer, ids []string, protocol, port *int64) []Listener {
	return slices.DeleteFunc(slices.Clone(b.Listeners), func(l Listener) bool {
		return (len(ids) > 0 && !slices.Contains(ids, l.ID)) || (protocol != nil && *protocol != l.Protocol) || (port != nil && *port != l.Port)
	})
}
