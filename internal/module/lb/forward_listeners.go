package lb

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// CreateForwardLBFourthLayerListeners adds listeners for TCP and UDP to an application load balancer.
var CreateForwardLBFourthLayerListeners = action.Define(action.Spec{
	Name: "CreateForwardLBFourthLayerListeners", Doc: "Adds listeners for TCP and UDP to an application load balancer.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refuses(errKind, errPortTaken, errQuota),
}, (*Service).createFourth)

// CreateFourthRequest is the input of CreateForwardLBFourthLayerListeners.
type CreateFourthRequest struct {
	LoadBalancerID string              `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	Listeners      []NewFourthListener `json:"listeners" api:"required,max=50" doc:"The listeners."`
}

// A NewFourthListener is a listener for TCP or UDP to be.
type NewFourthListener struct {
	LoadBalancerPort int64   `json:"loadBalancerPort" api:"required,min=1,max=65535" doc:"The port that it takes from."`
	Protocol         int64   `json:"protocol" api:"required,oneof=2 3" doc:"2 TCP, 3 UDP."`
	ListenerName     string  `json:"listenerName" api:"max=50" doc:"Its name."`
	SessionExpire    *int64  `json:"sessionExpire" doc:"For how many seconds a caller keeps its server: 0, or 30 to 3600."`
	HealthSwitch     *int64  `json:"healthSwitch" api:"oneof=0 1" doc:"Whether servers are checked."`
	TimeOut          *int64  `json:"timeOut" api:"min=2,max=60" doc:"How many seconds a check may take."`
	IntervalTime     *int64  `json:"intervalTime" api:"min=5,max=300" doc:"How many seconds lie between checks."`
	HealthNum        *int64  `json:"healthNum" api:"min=2,max=10" doc:"After how many good checks a server is well."`
	UnhealthNum      *int64  `json:"unhealthNum" api:"min=2,max=10" doc:"After how many bad ones it is not."`
	Scheduler        *string `json:"scheduler" api:"oneof=wrr ip_hash least_conn" doc:"How servers are chosen."`
}

func (s *Service) createFourth(ctx context.Context, tx store.Tx, c *call.Call, in *CreateFourthRequest) (*CreateListenersResponse, error) {
	var made []Listener
	for _, n := range in.Listeners {
		l := s.newListener(n.LoadBalancerPort, n.Protocol, n.ListenerName)
		if err := l.Probe.set(probeChange{
			sessionExpire: n.SessionExpire, healthSwitch: n.HealthSwitch, timeOut: n.TimeOut, intervalTime: n.IntervalTime,
			healthNum: n.HealthNum, unhealthNum: n.UnhealthNum, scheduler: n.Scheduler,
		}); err != nil {
			return nil, err
		}
		made = append(made, l)
	}
	out := &CreateListenersResponse{}
	t, err := s.change(ctx, tx, c, in.LoadBalancerID, func(b *LoadBalancer) error {
		if err := b.is(true); err != nil {
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

// CreateForwardLBSeventhLayerListeners adds listeners for HTTP and HTTPS to an application load balancer. Its answer names
// no task (facts/api2-modules.md §7), so it is done at once.
var CreateForwardLBSeventhLayerListeners = action.Define(action.Spec{
	Name: "CreateForwardLBSeventhLayerListeners", Doc: "Adds listeners for HTTP and HTTPS to an application load balancer.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refuses(errKind, errPortTaken, errQuota, errFormat, errNoCertificate),
}, (*Service).createSeventh)

// CreateSeventhRequest is the input of CreateForwardLBSeventhLayerListeners.
type CreateSeventhRequest struct {
	LoadBalancerID string               `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	Listeners      []NewSeventhListener `json:"listeners" api:"required,max=50" doc:"The listeners."`
}

// A NewSeventhListener is a listener for HTTP or HTTPS to be.
type NewSeventhListener struct {
	LoadBalancerPort int64   `json:"loadBalancerPort" api:"required,min=1,max=65535" doc:"The port that it takes from."`
	Protocol         int64   `json:"protocol" api:"required,oneof=1 4" doc:"1 HTTP, 4 HTTPS."`
	ListenerName     string  `json:"listenerName" api:"max=50" doc:"Its name."`
	SSLMode          *string `json:"SSLMode" api:"oneof=unidirectional mutual" doc:"Whether callers show certificates too."`
	CertID           *string `json:"certId" doc:"The server's certificate."`
	CertCaID         *string `json:"certCaId" doc:"The callers' CA certificate."`
	CertContent      *string `json:"certContent" doc:"A new certificate for the server."`
	CertKey          *string `json:"certKey" api:"secret" doc:"Its key."`
	CertName         *string `json:"certName" doc:"Its name."`
	CertCaContent    *string `json:"certCaContent" doc:"A new CA certificate for the callers."`
	CertCaName       *string `json:"certCaName" doc:"Its name."`
}

// CreateSeventhResponse is the answer of CreateForwardLBSeventhLayerListeners.
type CreateSeventhResponse struct {
	ListenerIDs []string `json:"listenerIds"`
}

func (s *Service) createSeventh(ctx context.Context, tx store.Tx, c *call.Call, in *CreateSeventhRequest) (*CreateSeventhResponse, error) {
	b, err := s.find(ctx, tx, c, in.LoadBalancerID)
	if err != nil {
		return nil, err
	}
	if err := b.changeable(); err != nil {
		return nil, err
	}
	if err := b.is(true); err != nil {
		return nil, err
	}
	var made []Listener
	for _, n := range in.Listeners {
		l := s.newListener(n.LoadBalancerPort, n.Protocol, n.ListenerName)
		l.Ready = true
		if err := s.setCertificate(ctx, tx, c, &l.Certificate, certificateChange{
			mode: n.SSLMode, id: n.CertID, caID: n.CertCaID, content: n.CertContent, key: n.CertKey, caContent: n.CertCaContent,
			name: n.CertName, caName: n.CertCaName,
		}); err != nil {
			return nil, err
		}
		made = append(made, l)
	}
	ids, err := s.listen(ctx, tx, b, made)
	if err != nil {
		return nil, err
	}
	return &CreateSeventhResponse{ids}, s.Store.SetBalancer(ctx, tx, *b)
}
