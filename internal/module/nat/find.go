package nat

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// find is the caller's gateway in the call's region; it refuses where there is none.
func (s *Service) find(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Gateway, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	g, err := s.Store.Gateway(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if g == nil || g.Account != c.Caller.Account || g.Region != c.Region {
		return nil, errNotFound.Errorf("The NAT gateway %s does not exist in %s.", id, c.Region)
	}
	return g, nil
}

// change does something to a finished gateway.
func (s *Service) change(ctx context.Context, tx store.Tx, c *call.Call, id string, do func(g *Gateway) error) error {
	g, err := s.find(ctx, tx, c, id)
	if err != nil {
		return err
	}
	if err := g.steady(); err != nil {
		return err
	}
	if err := do(g); err != nil {
		return err
	}
	return s.Store.PutGateway(ctx, tx, g)
}

// listed are the gateways of the call's region that the caller sees, with their tags by id.
func (s *Service) listed(ctx context.Context, tx store.Tx, c *call.Call) ([]*Gateway, map[string][]tagging.Tag, error) {
	all, err := s.Store.Gateways(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, nil, err
	}
	tags, err := s.Tags.All(ctx, tx, c.Caller.Account, "vpc", "nat", c.Region)
	return slices.DeleteFunc(all, func(g *Gateway) bool {
		return !c.Sees(call.Resource{Service: "vpc", Type: "nat", ID: g.ID}, about(g, tags[g.ID]))
	}), tags, err
}
