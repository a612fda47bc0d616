package lb

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// The servers of application load balancers: those of listeners for TCP and UDP ("fourth") are bound to the listener,
// those of listeners for HTTP and HTTPS ("seventh") to rules of it.
var (
	RegisterInstancesWithForwardLBFourthListener = action.Define(forward("RegisterInstancesWithForwardLBFourthListener",
		"Binds servers to a listener for TCP or UDP.", refusesBinding), (*Service).registerFourth)
	RegisterInstancesWithForwardLBSeventhListener = action.Define(forward("RegisterInstancesWithForwardLBSeventhListener",
		"Binds servers to rules of a listener for HTTP or HTTPS.", refusesBinding), (*Service).registerSeventh)
	DeregisterInstancesFromForwardLBFourthListener = action.Define(forward("DeregisterInstancesFromForwardLBFourthListener",
		"Unbinds servers from a listener for TCP or UDP.", refusesBound), (*Service).deregisterFourth)
	DeregisterInstancesFromForwardLB = action.Define(forward("DeregisterInstancesFromForwardLB",
		"Unbinds servers from rules of a listener for HTTP or HTTPS.", refusesBound), (*Service).deregisterSeventh)
	ModifyForwardFourthBackendsWeight = action.Define(forward("ModifyForwardFourthBackendsWeight",
		"Changes the weights of servers of a listener for TCP or UDP.", refusesBound), (*Service).weighFourth)
	ModifyForwardSeventhBackends = action.Define(forward("ModifyForwardSeventhBackends",
		"Changes the weights of servers of rules.", refusesBound), (*Service).weighSeventh)
	ModifyForwardFourthBackendsPort = action.Define(forward("ModifyForwardFourthBackendsPort",
		"Changes the ports of servers of a listener for TCP or UDP.", append(refusesBound[:len(refusesBound):len(refusesBound)], errBound)), (*Service).moveFourth)
	ModifyForwardSeventhBackendsPort = action.Define(forward("ModifyForwardSeventhBackendsPort",
		"Changes the ports of servers of rules.", append(refusesBound[:len(refusesBound):len(refusesBound)], errBound)), (*Service).moveSeventh)
)

// FourthRequest names servers of a listener for TCP or UDP.
type FourthRequest struct {
	LoadBalancerID string          `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	ListenerID     string          `json:"listenerId" api:"required" doc:"The listener."`
	Backends       []ForwardServer `json:"backends" api:"required,max=100" doc:"The servers."`
}

// SeventhRequest names servers of rules, which are named by their ids or by domain and path.
type SeventhRequest struct {
	LoadBalancerID string          `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	ListenerID     string          `json:"listenerId" api:"required" doc:"The listener."`
	LocationIDs    []string        `json:"locationIds" api:"max=50" doc:"The rules."`
	Domain         string          `json:"domain" doc:"The domain of the rule, where no ids are given."`
	URL            string          `json:"url" doc:"The path of the rule, where no ids are given."`
	Backends       []ForwardServer `json:"backends" api:"required,max=100" doc:"The servers."`
}

// A ForwardServer is a server of an application load balancer.
type ForwardServer struct {
	InstanceID string `json:"instanceId" api:"required" touches:"cvm:instance" doc:"The instance."`
	Port       int64  `json:"port" api:"required,min=1,max=65535" doc:"Its port."`
	Weight     int64  `json:"weight" api:"min=0,max=100,default=10" doc:"Its share."`
}

// FourthPortRequest moves servers of a listener for TCP or UDP to other ports.
type FourthPortRequest struct {
	LoadBalancerID string        `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	ListenerID     string        `json:"listenerId" api:"required" doc:"The listener."`
	Backends       []MovedServer `json:"backends" api:"required,max=100" doc:"The servers."`
}

// SeventhPortRequest moves servers of rules to other ports.
type SeventhPortRequest struct {
	LoadBalancerID string        `json:"loadBalancerId" api:"required" touches:"clb" doc:"The load balancer."`
	ListenerID     string        `json:"listenerId" api:"required" doc:"The listener."`
	LocationIDs    []string      `json:"locationIds" api:"max=50" doc:"The rules."`
	Domain         string        `json:"domain" doc:"The domain of the rule, where no ids are given."`
	URL            string        `json:"url" doc:"The path of the rule, where no ids are given."`
	Backends       []MovedServer `json:"backends" api:"required,max=100" doc:"The servers."`
}

// A MovedServer is a server with a new port.
type MovedServer struct {
	InstanceID string `json:"instanceId" api:"required" touches:"cvm:instance" doc:"The instance."`
	Port       int64  `json:"port" api:"required,min=1,max=65535" doc:"Its port."`
	NewPort    int64  `json:"newPort" api:"required,min=1,max=65535" doc:"Its new port."`
	Weight     *int64 `json:"weight" api:"min=0,max=100" doc:"Its new share."`
}

func forward(name, doc string, refuses []*catalogue.Condition) action.Spec {
	return action.Spec{Name: name, Doc: doc, Domain: "lb", Service: "clb", Changes: true, Refuses: refuses}
}

// targets finds what the servers of a request are bound to.
type targets func(b *LoadBalancer) ([]Target, error)

func fourth(listener string) targets {
	return func(b *LoadBalancer) ([]Target, error) {
		if err := b.is(true); err != nil {
			return nil, err
		}
		l, err := b.layer(listener, TCP, UDP)
		if err != nil {
			return nil, err
		}
		return []Target{{Listener: l.ID}}, nil
	}
}

func seventh(listener string, ids []string, domain, url string) targets {
	return func(b *LoadBalancer) ([]Target, error) {
		l, err := b.seventh(listener)
		if err != nil {
			return nil, err
		}
		rules, err := b.rules(l, ids, domain, url)
		var out []Target
		for _, r := range rules {
			out = append(out, Target{l.ID, r.ID})
		}
		return out, err
	}
}

func (r *SeventhRequest) targets() targets {
	return seventh(r.ListenerID, r.LocationIDs, r.Domain, r.URL)
}

// registerAt binds servers to targets.
func (s *Service) registerAt(ctx context.Context, tx store.Tx, c *call.Call, id string, where targets, servers []ForwardServer) (*TaskAnswer, error) {
	return s.change(ctx, tx, c, id, func(b *LoadBalancer) error {
		at, err := where(b)
		if err != nil {
			return err
		}
		var wanted []Backend
		for _, k := range servers {
			wanted = append(wanted, Backend{Instance: k.InstanceID, Port: k.Port, Weight: k.Weight})
		}
		return s.bind(ctx, tx, c, b, at, wanted)
	})
}

// changeAt does something for each server in each target.
func (s *Service) changeAt(ctx context.Context, tx store.Tx, c *call.Call, id string, where targets, servers []ForwardServer, do func(b *LoadBalancer, t Target, instance string, i int) error) (*TaskAnswer, error) {
	var ids []string
	for _, k := range servers {
		ids = append(ids, k.InstanceID)
	}
	return s.change(ctx, tx, c, id, func(b *LoadBalancer) error {
		at, err := where(b)
		if err != nil {
			return err
		}
		return s.eachBound(ctx, tx, c, at, ids, func(i int, t Target, instance string) error { return do(b, t, instance, i) })
	})
}

func (s *Service) registerFourth(ctx context.Context, tx store.Tx, c *call.Call, in *FourthRequest) (*TaskAnswer, error) {
	return s.registerAt(ctx, tx, c, in.LoadBalancerID, fourth(in.ListenerID), in.Backends)
}

func (s *Service) registerSeventh(ctx context.Context, tx store.Tx, c *call.Call, in *SeventhRequest) (*TaskAnswer, error) {
	return s.registerAt(ctx, tx, c, in.LoadBalancerID, in.targets(), in.Backends)
}

func (s *Service) deregisterAt(ctx context.Context, tx store.Tx, c *call.Call, id string, where targets, servers []ForwardServer) (*TaskAnswer, error) {
	return s.changeAt(ctx, tx, c, id, where, servers, func(b *LoadBalancer, t Target, instance string, i int) error {
		return b.unbind(t, instance, servers[i].Port)
	})
}

func (s *Service) deregisterFourth(ctx context.Context, tx store.Tx, c *call.Call, in *FourthRequest) (*TaskAnswer, error) {
	return s.deregisterAt(ctx, tx, c, in.LoadBalancerID, fourth(in.ListenerID), in.Backends)
}

func (s *Service) deregisterSeventh(ctx context.Context, tx store.Tx, c *call.Call, in *SeventhRequest) (*TaskAnswer, error) {
	return s.deregisterAt(ctx, tx, c, in.LoadBalancerID, in.targets(), in.Backends)
}

func (s *Service) weighAt(ctx context.Context, tx store.Tx, c *call.Call, id string, where targets, servers []ForwardServer) (*TaskAnswer, error) {
	return s.changeAt(ctx, tx, c, id, where, servers, func(b *LoadBalancer, t Target, instance string, i int) error {
		k, err := b.backend(t, instance, servers[i].Port)
		if err == nil {
			k.Weight = servers[i].Weight
		}
		return err
	})
}

func (s *Service) weighFourth(ctx context.Context, tx store.Tx, c *call.Call, in *FourthRequest) (*TaskAnswer, error) {
	return s.weighAt(ctx, tx, c, in.LoadBalancerID, fourth(in.ListenerID), in.Backends)
}

func (s *Service) weighSeventh(ctx context.Context, tx store.Tx, c *call.Call, in *SeventhRequest) (*TaskAnswer, error) {
	return s.weighAt(ctx, tx, c, in.LoadBalancerID, in.targets(), in.Backends)
}

func (s *Service) moveAt(ctx context.Context, tx store.Tx, c *call.Call, id string, where targets, servers []MovedServer) (*TaskAnswer, error) {
	var plain []ForwardServer
	for _, k := range servers {
		plain = append(plain, ForwardServer{InstanceID: k.InstanceID, Port: k.Port})
	}
	return s.changeAt(ctx, tx, c, id, where, plain, func(b *LoadBalancer, t Target, instance string, i int) error {
		k, err := b.backend(t, instance, servers[i].Port)
		if err != nil {
			return err
		}
		put(&k.Weight, servers[i].Weight)
		return b.move(t, instance, servers[i].Port, servers[i].NewPort)
	})
}

func (s *Service) moveFourth(ctx context.Context, tx store.Tx, c *call.Call, in *FourthPortRequest) (*TaskAnswer, error) {
	return s.moveAt(ctx, tx, c, in.LoadBalancerID, fourth(in.ListenerID), in.Backends)
}

func (s *Service) moveSeventh(ctx context.Context, tx store.Tx, c *call.Call, in *SeventhPortRequest) (*TaskAnswer, error) {
	return s.moveAt(ctx, tx, c, in.LoadBalancerID, seventh(in.ListenerID, in.LocationIDs, in.Domain, in.URL), in.Backends)
}
