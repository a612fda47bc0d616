package lb

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyLoadBalancerListener changes a classic listener.
var ModifyLoadBalancerListener = action.Define(action.Spec{
	Name: "ModifyLoadBalancerListener", Doc: "Changes a listener of a classic load balancer.",
	Domain: "lb", Service: "clb", Changes: true, Refuses: refuses(errKind, errNoListener, errFormat, errNoCertificate),
}, (*Service).modifyListener)

// ModifyListenerRequest is the input of ModifyLoadBalancerListener.
type ModifyListenerRequest struct {
	LoadBalancerID string  `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	ListenerID     string  `json:"listenerId" api:"required" doc:"The listener."`
	ListenerName   *string `json:"listenerName" api:"max=50" doc:"Its new name."`
	SessionExpire  *int64  `json:"sessionExpire" doc:"For how many seconds a caller keeps its server: 0, or 30 to 3600."`
	HealthSwitch   *int64  `json:"healthSwitch" api:"oneof=0 1" doc:"Whether servers are checked."`
	TimeOut        *int64  `json:"timeOut" api:"min=2,max=60" doc:"How many seconds a check may take."`
	IntervalTime   *int64  `json:"intervalTime" api:"min=5,max=300" doc:"How many seconds lie between checks."`
	HealthNum      *int64  `json:"healthNum" api:"min=2,max=10" doc:"After how many good checks a server is well."`
	UnhealthNum    *int64  `json:"unhealthNum" api:"min=2,max=10" doc:"After how many bad ones it is not."`
	Scheduler      *string `json:"scheduler" api:"oneof=wrr ip_hash least_conn" doc:"How servers are chosen for TCP and UDP; not with httpHash."`
	HTTPHash       *string `json:"httpHash" api:"oneof=wrr ip_hash least_conn" doc:"How servers are chosen for HTTP and HTTPS."`
	HTTPCode       *int64  `json:"httpCode" api:"min=1,max=31" doc:"Which status codes are good: the sum of 1 for 1xx, 2 for 2xx, 4, 8, 16."`
	HTTPCheckPath  *string `json:"httpCheckPath" api:"min=1,max=200" doc:"The path that is checked."`
	SSLMode        *string `json:"SSLMode" api:"oneof=unidirectional mutual" doc:"Whether callers show certificates too."`
	CertID         *string `json:"certId" doc:"The server's certificate."`
	CertCaID       *string `json:"certCaId" doc:"The callers' CA certificate."`
	CertContent    *string `json:"certContent" doc:"A new certificate for the server."`
	CertKey        *string `json:"certKey" api:"secret" doc:"Its key."`
	CertName       *string `json:"certName" doc:"Its name."`
	CertCaContent  *string `json:"certCaContent" doc:"A new CA certificate for the callers."`
	CertCaName     *string `json:"certCaName" doc:"Its name."`
}

func (s *Service) modifyListener(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyListenerRequest) (*TaskAnswer, error) {
	return s.change(ctx, tx, c, in.LoadBalancerID, func(b *LoadBalancer) error {
		if err := b.is(false); err != nil {
			return err
		}
		l, err := b.listener(in.ListenerID)
		if err != nil {
			return err
		}
		put(&l.Name, in.ListenerName)
		if err := l.Probe.set(probeChange{
			in.SessionExpire, in.HealthSwitch, in.TimeOut, in.IntervalTime, in.HealthNum, in.UnhealthNum, in.HTTPCode, in.HTTPHash, in.Scheduler, in.HTTPCheckPath,
		}); err != nil {
			return err
		}
		if err := s.setCertificate(ctx, tx, c, &l.Certificate, certificateChange{
			mode: in.SSLMode, id: in.CertID, caID: in.CertCaID, content: in.CertContent, key: in.CertKey, caContent: in.CertCaContent,
			name: in.CertName, caName: in.CertCaName,
		}); err != nil {
			return err
		}
		return l.complete()
	})
}
