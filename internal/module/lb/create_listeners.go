package lb

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// CreateLoadBalancerListeners adds listeners to a classic load balancer: all that it names, or none.
var CreateLoadBalancerListeners = action.Define(action.Spec{
	Name: "CreateLoadBalancerListeners", Doc: "Adds listeners to a classic load balancer.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refuses(errKind, errPortTaken, errQuota, errFormat, errNoCertificate),
}, (*Service).createListeners)

// CreateListenersRequest is the input of CreateLoadBalancerListeners.
type CreateListenersRequest struct {
	LoadBalancerID string        `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	Listeners      []NewListener `json:"listeners" api:"required,max=50" doc:"The listeners."`
}

// A NewListener is a classic listener to be.
type NewListener struct {
	LoadBalancerPort int64   `json:"loadBalancerPort" api:"required,min=1,max=65535" doc:"The port that it takes from."`
	InstancePort     int64   `json:"instancePort" api:"required,min=1,max=65535" doc:"The port that it sends to."`
	Protocol         int64   `json:"protocol" api:"required,oneof=1 2 3 4" doc:"1 HTTP, 2 TCP, 3 UDP, 4 HTTPS."`
	ListenerName     string  `json:"listenerName" api:"max=50" doc:"Its name."`
	SessionExpire    *int64  `json:"sessionExpire" doc:"For how many seconds a caller keeps its server: 0, or 30 to 3600."`
	HealthSwitch     *int64  `json:"healthSwitch" api:"oneof=0 1" doc:"Whether servers are checked."`
	TimeOut          *int64  `json:"timeOut" api:"min=2,max=60" doc:"How many seconds a check may take."`
	IntervalTime     *int64  `json:"intervalTime" api:"min=5,max=300" doc:"How many seconds lie between checks."`
	HealthNum        *int64  `json:"healthNum" api:"min=2,max=10" doc:"After how many good checks a server is well."`
	UnhealthNum      *int64  `json:"unhealthNum" api:"min=2,max=10" doc:"After how many bad ones it is not."`
	HTTPHash         *string `json:"httpHash" api:"oneof=wrr ip_hash least_conn" doc:"How servers are chosen for HTTP and HTTPS."`
	Scheduler        *string `json:"scheduler" api:"oneof=wrr ip_hash least_conn" doc:"How servers are chosen for TCP and UDP."`
	HTTPCode         *int64  `json:"httpCode" api:"min=1,max=31" doc:"Which status codes are good: the sum of 1 for 1xx, 2 for 2xx, 4, 8, 16."`
	HTTPCheckPath    *string `json:"httpCheckPath" api:"min=1,max=200" doc:"The path that is checked."`
	SSLMode          *string `json:"SSLMode" api:"oneof=unidirectional mutual" doc:"Whether callers show certificates too."`
	CertID           *string `json:"certId" doc:"The server's certificate."`
	CertCaID         *string `json:"certCaId" doc:"The callers' CA certificate."`
	CertContent      *string `json:"certContent" doc:"A new certificate for the server."`
	CertKey          *string `json:"certKey" api:"secret" doc:"Its key."`
	CertName         *string `json:"certName" doc:"Its name."`
	CertCaContent    *string `json:"certCaContent" doc:"A new CA certificate for the callers."`
	CertCaName       *string `json:"certCaName" doc:"Its name."`
}

// CreateListenersResponse is the answer of the actions that add listeners.
type CreateListenersResponse struct {
	RequestID   int64    `json:"requestId"`
	ListenerIDs []string `json:"listenerIds"`
}

func (s *Service) createListeners(ctx context.Context, tx store.Tx, c *call.Call, in *CreateListenersRequest) (*CreateListenersResponse, error) {
	var made []Listener
	for _, n := range in.Listeners {
		l := s.newListener(n.LoadBalancerPort, n.Protocol, n.ListenerName)
		l.InstancePort = n.InstancePort
		if err := l.Probe.set(probeChange{
			n.SessionExpire, n.HealthSwitch, n.TimeOut, n.IntervalTime, n.HealthNum, n.UnhealthNum, n.HTTPCode, n.HTTPHash, n.Scheduler, n.HTTPCheckPath,
		}); err != nil {
			return nil, err
		}
		if err := s.setCertificate(ctx, tx, c, &l.Certificate, certificateChange{
			mode: n.SSLMode, id: n.CertID, caID: n.CertCaID, content: n.CertContent, key: n.CertKey, caContent: n.CertCaContent,
			name: n.CertName, caName: n.CertCaName,
		}); err != nil {
			return nil, err
		}
		made = append(made, l)
	}
	out := &CreateListenersResponse{}
	t, err := s.change(ctx, tx, c, in.LoadBalancerID, func(b *LoadBalancer) error {
		if err := b.is(false); err != nil {
			return err
		}
		ids, err := s.listen(ctx, tx, b, made)
		out.ListenerIDs = ids
		return err
	})
	if err != nil {
		return nil, err
	}
	out.RequestID = t.RequestID
	return out, nil
}

func (s *Service) newListener(port, protocol int64, name string) Listener {
	return Listener{ID: s.Random.ResourceID("lbl"), Name: name, Port: port, Protocol: protocol, Probe: defaultProbe}
}

// listen adds listeners to a load balancer and names them.
func (s *Service) listen(ctx context.Context, tx store.Tx, b *LoadBalancer, made []Listener) ([]string, error) {
	most, err := s.Accounts.Quota(ctx, tx, b.Account, "lb.listeners", perListeners)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, l := range made {
		if err := b.listen(l, most); err != nil {
			return nil, err
		}
		ids = append(ids, l.ID)
	}
	return ids, nil
}
