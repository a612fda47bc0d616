package lb

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// refusesRead is what every look at a load balancer may meet.
var refusesRead = []*catalogue.Condition{errNoBalancer, errKind}

// refusesBinding is what binding servers may meet beside that.
var refusesBinding = refuses(errKind, errNoListener, errProtocol, errNoRule, errNoServer, errOtherNetwork, errBound, errQuota)

// refusesBound is what a change of servers that are bound may meet.
var refusesBound = refuses(errKind, errNoListener, errProtocol, errNoRule, errNoServer, errNotBound)

// server is the instance that a request names; it refuses where there is none.
func (s *Service) server(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Server, error) {
	server, err := s.Servers.Server(ctx, tx, c.Caller.Account, id)
	if err != nil {
		return nil, err
	}
	if server == nil {
		return nil, errNoServer.Errorf("The instance %s does not exist.", id)
	}
	return server, nil
}

// fit refuses a server that the load balancer can't reach.
func (b *LoadBalancer) fit(server *Server) error {
	if region, vpc := b.reach(); server.Region != region || server.VPC != vpc {
		return errOtherNetwork.Errorf("Instance %s is in %s, load balancer %s sends to %s; the same network is expected.",
			server.ID, network(server.Region, server.VPC), b.ID, network(region, vpc))
	}
	return nil
}

// reach is the region and the network of its servers: its own where API 3.0 has not said otherwise.
func (b *LoadBalancer) reach() (region, vpc string) {
	if b.TargetRegion != "" {
		return b.TargetRegion, b.TargetVPC
	}
	return b.Region, b.VPC.ID
}

func network(region, vpc string) string {
	if vpc == "" {
		return "the basic network of " + region
	}
	return vpc + " in " + region
}

// servers are the instances that are bound to the load balancers, by id; those that are gone are left out.
func (s *Service) servers(ctx context.Context, tx store.Tx, c *call.Call, of ...LoadBalancer) (map[string]*Server, error) {
	known := map[string]*Server{}
	asked := map[string]bool{}
	for _, b := range of {
		for _, k := range b.Backends {
			if asked[k.Instance] || k.byAddress() {
				continue
			}
			asked[k.Instance] = true
			server, err := s.Servers.Server(ctx, tx, c.Caller.Account, k.Instance)
			if err != nil {
				return nil, err
			}
			if server != nil {
				known[k.Instance] = server
			}
		}
	}
	return known, nil
}

// bind binds servers to targets of a load balancer.
func (s *Service) bind(ctx context.Context, tx store.Tx, c *call.Call, b *LoadBalancer, targets []Target, wanted []Backend) error {
	most, err := s.Accounts.Quota(ctx, tx, b.Account, "lb.servers", perServers)
	if err != nil {
		return err
	}
	for _, k := range wanted {
		server, err := s.server(ctx, tx, c, k.Instance)
		if err != nil {
			return err
		}
		if err := b.fit(server); err != nil {
			return err
		}
		for _, t := range targets {
			if err := b.bind(Backend{t, server.ID, k.Port, k.Weight, c.Now}, most); err != nil {
				return err
			}
		}
	}
	return nil
}

// eachBound does something for each server that a request names, in each target.
func (s *Service) eachBound(ctx context.Context, tx store.Tx, c *call.Call, targets []Target, ids []string, do func(i int, t Target, instance string) error) error {
	for i, id := range ids {
		server, err := s.server(ctx, tx, c, id)
		if err != nil {
			return err
		}
		for _, t := range targets {
			if err := do(i, t, server.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
