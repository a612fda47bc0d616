package lb

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyForwardLBFourthListener changes a listener for TCP or UDP.
var ModifyForwardLBFourthListener = action.Define(action.Spec{
	Name: "ModifyForwardLBFourthListener", Doc: "Changes a listener for TCP or UDP of an application load balancer.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refuses(errKind, errNoListener, errProtocol),
}, (*Service).modifyFourth)

// ModifyFourthRequest is the input of ModifyForwardLBFourthListener.
type ModifyFourthRequest struct {
	LoadBalancerID string  `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	ListenerID     string  `json:"listenerId" api:"required" doc:"The listener."`
	ListenerName   *string `json:"listenerName" api:"max=50" doc:"Its new name."`
	SessionExpire  *int64  `json:"sessionExpire" doc:"For how many seconds a caller keeps its server: 0, or 30 to 3600."`
	HealthSwitch   *int64  `json:"healthSwitch" api:"oneof=0 1" doc:"Whether servers are checked."`
	TimeOut        *int64  `json:"timeOut" api:"min=2,max=60" doc:"How many seconds a check may take."`
	IntervalTime   *int64  `json:"intervalTime" api:"min=5,max=300" doc:"How many seconds lie between checks."`
	HealthNum      *int64  `json:"healthNum" api:"min=2,max=10" doc:"After how many good checks a server is well."`
	UnhealthNum    *int64  `json:"unhealthNum" api:"min=2,max=10" doc:"After how many bad ones it is not."`
	Scheduler      *string `json:"scheduler" api:"oneof=wrr ip_hash least_conn" doc:"How servers are chosen."`
}

func (s *Service) modifyFourth(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyFourthRequest) (*TaskAnswer, error) {
	return s.change(ctx, tx, c, in.LoadBalancerID, func(b *LoadBalancer) error {
		if err := b.is(true); err != nil {
			return err
		}
		l, err := b.layer(in.ListenerID, TCP, UDP)
		if err != nil {
			return err
		}
		put(&l.Name, in.ListenerName)
		return l.Probe.set(probeChange{
			sessionExpire: in.SessionExpire, healthSwitch: in.HealthSwitch, timeOut: in.TimeOut, intervalTime: in.IntervalTime,
			healthNum: in.HealthNum, unhealthNum: in.UnhealthNum, scheduler: in.Scheduler,
		})
	})
}

// ModifyForwardLBSeventhListener changes a listener for HTTP or HTTPS.
var ModifyForwardLBSeventhListener = action.Define(action.Spec{
	Name: "ModifyForwardLBSeventhListener", Doc: "Changes the name or the certificates of a listener for HTTP or HTTPS of an application load balancer.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refuses(errKind, errNoListener, errProtocol, errFormat, errNoCertificate),
}, (*Service).modifySeventh)

// ModifySeventhRequest is the input of ModifyForwardLBSeventhListener.
type ModifySeventhRequest struct {
	LoadBalancerID string  `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	ListenerID     string  `json:"listenerId" api:"required" doc:"The listener."`
	ListenerName   *string `json:"listenerName" api:"max=50" doc:"Its new name."`
	SSLMode        *string `json:"SSLMode" api:"oneof=unidirectional mutual" doc:"Whether callers show certificates too."`
	CertID         *string `json:"certId" doc:"The server's certificate."`
	CertCaID       *string `json:"certCaId" doc:"The callers' CA certificate."`
	CertContent    *string `json:"certContent" doc:"A new certificate for the server."`
	CertKey        *string `json:"certKey" api:"secret" doc:"Its key."`
	CertName       *string `json:"certName" doc:"Its name."`
	CertCaContent  *string `json:"certCaContent" doc:"A new CA certificate for the callers."`
	CertCaName     *string `json:"certCaName" doc:"Its name."`
}

func (s *Service) modifySeventh(ctx context.Context, tx store.Tx, c *call.Call, in *ModifySeventhRequest) (*TaskAnswer, error) {
	return s.change(ctx, tx, c, in.LoadBalancerID, func(b *LoadBalancer) error {
		if err := b.is(true); err != nil {
			return err
		}
		l, err := b.layer(in.ListenerID, HTTP, HTTPS)
		if err != nil {
			return err
		}
		put(&l.Name, in.ListenerName)
		if err := s.setCertificate(ctx, tx, c, &l.Certificate, certificateChange{
			mode: in.SSLMode, id: in.CertID, caID: in.CertCaID, content: in.CertContent, key: in.CertKey, caContent: in.CertCaContent,
			name: in.CertName, caName: in.CertCaName,
		}); err != nil {
			return err
		}
		return l.complete()
	})
}
