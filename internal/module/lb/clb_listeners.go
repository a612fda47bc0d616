package lb

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

var refusesListener = refuses(errKind, errNoListener, errProtocol, errFormat, errNoCertificate)

// CreateListener adds listeners of one kind at some ports: all of them, or none.
var CreateListener = action.Define(changes("CreateListener", "Adds listeners of one kind at some ports of an application load balancer.",
	refuses(errKind, errPortTaken, errQuota, errFormat, errProtocol, errNoCertificate)...), (*Service).createListener)

// CreateListenerRequest is the input of CreateListener.
type CreateListenerRequest struct {
	LoadBalancerId             string            `api:"required" touches:"clb" doc:"The load balancer."`
	Ports                      []int64           `api:"required,max=50" doc:"The ports that they take from."`
	Protocol                   string            `api:"required,oneof=TCP UDP HTTP HTTPS TCP_SSL QUIC" doc:"The protocol."`
	ListenerNames              []string          `api:"max=50" doc:"Their names, in the order of the ports."`
	HealthCheck                *HealthCheck      `doc:"How servers are checked; for HTTP and HTTPS rules say that."`
	Certificate                *CertificateInput `doc:"The certificate of one for HTTPS, TCP_SSL or QUIC."`
	SessionExpireTime          *int64            `doc:"For how many seconds a caller keeps its server: 0, or 30 to 86400."`
	Scheduler                  *string           `api:"oneof=WRR LEAST_CONN IP_HASH" doc:"How servers are chosen; for HTTP and HTTPS rules say that."`
	SniSwitch                  int64             `api:"oneof=0 1" doc:"Whether rules have certificates of their own."`
	TargetType                 string            `api:"oneof=NODE TARGETGROUP TARGETGROUP-V2" doc:"What they send to; NODE when left out."`
	EndPort                    *int64            `api:"min=0,max=65535" doc:"The end of a range of ports."`
	MultiCertInfo              *MultiCertInfo    `doc:"Several certificates in place of one."`
	H2cSwitch                  bool              `doc:"Whether one for HTTP takes HTTP/2 too."`
	SessionType                *string           `api:"oneof=NORMAL QUIC_CID" doc:"How a caller is known again."`
	KeepaliveEnable            *int64            `api:"oneof=0 1" doc:"Whether connections to servers are kept."`
	DeregisterTargetRst        *bool             `doc:"Whether connections are reset when a server goes."`
	MaxConn                    *int64            `api:"min=-1" doc:"How many connections there may be at once; -1 for any."`
	MaxCps                     *int64            `api:"min=-1" doc:"How many connections may begin in a second; -1 for any."`
	IdleConnectTimeout         *int64            `api:"min=10,max=1980" doc:"After how many seconds an idle connection ends."`
	ProxyProtocol              *bool             `doc:"Whether servers are told of callers by the proxy protocol."`
	SnatEnable                 *bool             `doc:"Whether servers see its own address."`
	DataCompressMode           *string           `api:"oneof=transparent compatibility" doc:"How data are compressed."`
	RescheduleTargetZeroWeight *bool             `doc:"Whether callers are moved when a weight becomes 0."`
	RescheduleUnhealthy        *bool             `doc:"Whether callers are moved when a server is not well."`
	RescheduleExpandTarget     *bool             `doc:"Whether callers are moved when servers come or go."`
	RescheduleStartTime        *int64            `api:"min=0,max=3600" doc:"After how many seconds that begins."`
	RescheduleInterval         *int64            `api:"min=0,max=3600" doc:"How many seconds it lasts."`
}

// tuning is what changes nothing here but what is answered; nil leaves it.
type tuning struct {
	SessionType                *string
	KeepaliveEnable            *int64
	DeregisterTargetRst        *bool
	MaxConn                    *int64
	MaxCps                     *int64
	IdleConnectTimeout         *int64
	ProxyProtocol              *bool
	SnatEnable                 *bool
	DataCompressMode           *string
	RescheduleTargetZeroWeight *bool
	RescheduleUnhealthy        *bool
	RescheduleExpandTarget     *bool
	RescheduleStartTime        *int64
	RescheduleInterval         *int64
}

// tune changes what is said.
func (l *Listener) tune(t tuning) {
	put(&l.SessionType, t.SessionType)
	put(&l.Keepalive, t.KeepaliveEnable)
	put(&l.DeregisterRst, t.DeregisterTargetRst)
	put(&l.MaxConn, t.MaxConn)
	put(&l.MaxCps, t.MaxCps)
	put(&l.IdleTimeout, t.IdleConnectTimeout)
	put(&l.ProxyProtocol, t.ProxyProtocol)
	put(&l.Snat, t.SnatEnable)
	put(&l.CompressMode, t.DataCompressMode)
	put(&l.RescheduleZero, t.RescheduleTargetZeroWeight)
	put(&l.RescheduleUnhealthy, t.RescheduleUnhealthy)
	put(&l.RescheduleGrown, t.RescheduleExpandTarget)
	put(&l.RescheduleStart, t.RescheduleStartTime)
	put(&l.RescheduleInterval, t.RescheduleInterval)
}

// Check refuses ports that are none, and what does not go together.
func (r *CreateListenerRequest) Check() error {
	for _, port := range r.Ports {
		if port < 1 || port > 65535 {
			return catalogue.InvalidValue.Errorf("Parameter Ports names %d; ports from 1 to 65535 are expected.", port)
		}
	}
	if n := len(r.ListenerNames); n > 0 && n != len(r.Ports) {
		return catalogue.InvalidValue.Errorf("Parameter ListenerNames has %d members and Ports %d; as many are expected.", n, len(r.Ports))
	}
	for _, name := range r.ListenerNames {
		if len(name) > 255 {
			return catalogue.InvalidValue.Errorf("Parameter ListenerNames has a name of %d bytes; at most 255 are expected.", len(name))
		}
	}
	if r.SniSwitch == 1 && r.Protocol != "HTTPS" {
		return catalogue.InvalidParameter.Errorf("SniSwitch is 1 and Protocol %s; HTTPS is expected with it.", r.Protocol)
	}
	if layered := r.Protocol == "HTTP" || r.Protocol == "HTTPS"; layered && (r.TargetType != "" && r.TargetType != "NODE") {
		return catalogue.InvalidParameter.Errorf("TargetType is %s and Protocol %s; its rules have target groups.", r.TargetType, r.Protocol)
	}
	if r.EndPort != nil && *r.EndPort != 0 && (len(r.Ports) != 1 || *r.EndPort <= r.Ports[0]) {
		return catalogue.InvalidValue.Errorf("Parameter EndPort is %d; with it one port before that is expected.", *r.EndPort)
	}
	return nil
}

// CreateListenerResponse is the answer of CreateListener.
type CreateListenerResponse struct{ ListenerIds []string }

func protocolOf(name string) int64 {
	for number, known := range protocolNames {
		if known == name {
			return number
		}
	}
	return 0
}

func (s *Service) createListener(ctx context.Context, tx store.Tx, c *call.Call, in *CreateListenerRequest) (*CreateListenerResponse, error) {
	out := &CreateListenerResponse{}
	_, err := s.changed(ctx, tx, c, in.LoadBalancerId, func(b *LoadBalancer) error {
		if err := b.is(true); err != nil {
			return err
		}
		var made []Listener
		for n, port := range in.Ports {
			l := s.newListener(port, protocolOf(in.Protocol), "")
			if n < len(in.ListenerNames) {
				l.Name = in.ListenerNames[n]
			}
			l.CreatedAt, l.TargetType, l.SNI, l.H2C = c.Now, in.TargetType, in.SniSwitch == 1, in.H2cSwitch
			put(&l.EndPort, in.EndPort)
			if err := s.shape(ctx, tx, c, &l, in.HealthCheck, in.SessionExpireTime, in.Scheduler, in.Certificate, in.MultiCertInfo); err != nil {
				return err
			}
			l.tune(tuning{
				in.SessionType, in.KeepaliveEnable, in.DeregisterTargetRst, in.MaxConn, in.MaxCps, in.IdleConnectTimeout, in.ProxyProtocol, in.SnatEnable, in.DataCompressMode, in.RescheduleTargetZeroWeight, in.RescheduleUnhealthy, in.RescheduleExpandTarget, in.RescheduleStartTime, in.RescheduleInterval,
			})
			made = append(made, l)
		}
		ids, err := s.listen(ctx, tx, b, made)
		out.ListenerIds = ids
		return err
	})
	return out, err
}

// shape changes what is said of a listener's probe and certificates.
func (s *Service) shape(ctx context.Context, tx store.Tx, c *call.Call, l *Listener, h *HealthCheck, session *int64, sched *string, one *CertificateInput, several *MultiCertInfo) error {
	if err := l.Probe.setCheck(h); err != nil {
		return err
	}
	if err := l.Probe.setSession(session); err != nil {
		return err
	}
	put(&l.Probe.Scheduler, scheduler(sched))
	if (one != nil || several != nil) && !l.secure() {
		return errProtocol.Errorf("The listener at port %d is for %s; a certificate is expected for HTTPS, TCP_SSL and QUIC.", l.Port, protocolNames[l.Protocol])
	}
	return s.certify(ctx, tx, c, &l.Certificate, one, several)
}

// ModifyListener changes a listener.
var ModifyListener = action.Define(changes("ModifyListener", "Changes a listener of an application load balancer.", refusesListener...), (*Service).modifyListener3)

// ModifyListener3Request is the input of ModifyListener.
type ModifyListener3Request struct {
	LoadBalancerId             string            `api:"required" touches:"clb" doc:"The load balancer."`
	ListenerId                 string            `api:"required" doc:"The listener."`
	ListenerName               *string           `api:"max=255" doc:"Its new name."`
	SessionExpireTime          *int64            `doc:"For how many seconds a caller keeps its server: 0, or 30 to 86400."`
	HealthCheck                *HealthCheck      `doc:"How servers are checked."`
	Certificate                *CertificateInput `doc:"Its certificate."`
	Scheduler                  *string           `api:"oneof=WRR LEAST_CONN IP_HASH" doc:"How servers are chosen."`
	SniSwitch                  *int64            `api:"oneof=0 1" doc:"Whether rules have certificates of their own; it can be switched on and not off."`
	TargetType                 *string           `api:"oneof=NODE TARGETGROUP TARGETGROUP-V2" doc:"What it sends to; nothing may be bound then."`
	MultiCertInfo              *MultiCertInfo    `doc:"Several certificates in place of one."`
	SessionType                *string           `api:"oneof=NORMAL QUIC_CID" doc:"How a caller is known again."`
	KeepaliveEnable            *int64            `api:"oneof=0 1" doc:"Whether connections to servers are kept."`
	DeregisterTargetRst        *bool             `doc:"Whether connections are reset when a server goes."`
	MaxConn                    *int64            `api:"min=-1" doc:"How many connections there may be at once; -1 for any."`
	MaxCps                     *int64            `api:"min=-1" doc:"How many connections may begin in a second; -1 for any."`
	IdleConnectTimeout         *int64            `api:"min=10,max=1980" doc:"After how many seconds an idle connection ends."`
	ProxyProtocol              *bool             `doc:"Whether servers are told of callers by the proxy protocol."`
	SnatEnable                 *bool             `doc:"Whether servers see its own address."`
	DataCompressMode           *string           `api:"oneof=transparent compatibility" doc:"How data are compressed."`
	RescheduleTargetZeroWeight *bool             `doc:"Whether callers are moved when a weight becomes 0."`
	RescheduleUnhealthy        *bool             `doc:"Whether callers are moved when a server is not well."`
	RescheduleExpandTarget     *bool             `doc:"Whether callers are moved when servers come or go."`
	RescheduleStartTime        *int64            `api:"min=0,max=3600" doc:"After how many seconds that begins."`
	RescheduleInterval         *int64            `api:"min=0,max=3600" doc:"How many seconds it lasts."`
}

func (s *Service) modifyListener3(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyListener3Request) (*Done, error) {
	return s.changed(ctx, tx, c, in.LoadBalancerId, func(b *LoadBalancer) error {
		if err := b.is(true); err != nil {
			return err
		}
		l, err := b.listener(in.ListenerId)
		if err != nil {
			return err
		}
		put(&l.Name, in.ListenerName)
		if in.SniSwitch != nil {
			if l.Protocol != HTTPS || l.SNI && *in.SniSwitch == 0 {
				return errProtocol.Errorf("The SniSwitch of listener %s can't become %d; one for HTTPS may switch it on.", l.ID, *in.SniSwitch)
			}
			l.SNI = *in.SniSwitch == 1
		}
		if in.TargetType != nil && *in.TargetType != l.targetType() {
			if len(b.backends(Target{Listener: l.ID})) > 0 || len(l.Groups) > 0 {
				return errProtocol.Errorf("To listener %s something is bound; TargetType %s is expected before.", l.ID, *in.TargetType)
			}
			l.TargetType = *in.TargetType
		}
		if err := s.shape(ctx, tx, c, l, in.HealthCheck, in.SessionExpireTime, in.Scheduler, in.Certificate, in.MultiCertInfo); err != nil {
			return err
		}
		l.tune(tuning{
			in.SessionType, in.KeepaliveEnable, in.DeregisterTargetRst, in.MaxConn, in.MaxCps, in.IdleConnectTimeout, in.ProxyProtocol, in.SnatEnable, in.DataCompressMode, in.RescheduleTargetZeroWeight, in.RescheduleUnhealthy, in.RescheduleExpandTarget, in.RescheduleStartTime, in.RescheduleInterval,
		})
		return l.complete()
	})
}

func (l *Listener) targetType() string {
	if l.TargetType == "" {
		return "NODE"
	}
	return l.TargetType
}

// DeleteListener takes a listener away.
var DeleteListener = action.Define(changes("DeleteListener", "Takes a listener of an application load balancer away.", refusesListener...), (*Service).deleteListener)

// DeleteListenerRequest is the input of DeleteListener.
type DeleteListenerRequest struct {
	LoadBalancerId string `api:"required" touches:"clb" doc:"The load balancer."`
	ListenerId     string `api:"required" doc:"The listener."`
}

func (s *Service) deleteListener(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteListenerRequest) (*Done, error) {
	return s.changedMeanwhile(ctx, tx, c, func(b *LoadBalancer) error {
		if err := b.is(true); err != nil {
			return err
		}
		return b.removeListener(in.ListenerId)
	}, in.LoadBalancerId)
}

// DeleteLoadBalancerListeners3 takes listeners away, or all: DeleteLoadBalancerListeners of API 3.0.
var DeleteLoadBalancerListeners3 = action.Define(changes("DeleteLoadBalancerListeners", "Takes listeners of an application load balancer away, or all of them.", refusesListener...), (*Service).deleteListeners3)

// DeleteListeners3Request is the input of DeleteLoadBalancerListeners.
type DeleteListeners3Request struct {
	LoadBalancerId string   `api:"required" touches:"clb" doc:"The load balancer."`
	ListenerIds    []string `api:"max=50" doc:"The listeners; all when left out."`
}

func (s *Service) deleteListeners3(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteListeners3Request) (*Done, error) {
	return s.changed(ctx, tx, c, in.LoadBalancerId, func(b *LoadBalancer) error {
		if err := b.is(true); err != nil {
			return err
		}
		ids := slices.Clone(in.ListenerIds)
		if len(ids) == 0 {
			for _, l := range b.Listeners {
				ids = append(ids, l.ID)
			}
		}
		for _, id := range ids {
			if err := b.removeListener(id); err != nil {
				return err
			}
		}
		return nil
	})
}
