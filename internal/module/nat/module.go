// Package nat keeps NAT gateways: what lets the hosts of a private network out by public addresses, and in by ports of
// them. It decides what a gateway may be asked in which state, which addresses it has and which rules; what an address is
// is eip's affair, what a network is vpc's.
package nat

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

const version = "2017-03-12"

// Deps is what nat needs.
type Deps struct {
	Store     Store
	Later     *later.Queue
	Random    *random.Source
	Settings  *settings.Keeper
	Till      purchase.Till
	Accounts  Accounts
	Networks  Networks
	Addresses Addresses
	Tags      tagging.Keeper
}

// A Service keeps NAT gateways.
type Service struct{ Deps }

var (
	_ action.ResourceFacts = (*Service)(nil)
	_ purchase.Seller      = (*Service)(nil)
)

// New is the service.
func New(d Deps) *Service { return &Service{d} }

// Handle has the runner finish the gateways that are being made.
func (s *Service) Handle(r *later.Runner) { r.Handle(jobReady, s.ready) }

// Actions are those of NAT gateways.
func (s *Service) Actions() []*action.Bound {
	return action.BindAll(s,
		CreateNatGateway, DescribeNatGateways, ModifyNatGatewayAttribute, ResetNatGatewayConnection, DeleteNatGateway,
		AssociateNatGatewayAddress, DisassociateNatGatewayAddress,
		CreateForwards, ModifyForward, DeleteForwards, DescribeForwards,
		CreateTranslations, ModifyTranslation, DeleteTranslations, DescribeTranslations,
	)
}

// HasGateway tells whether the account has the gateway with the id in a network.
func (s *Service) HasGateway(ctx context.Context, tx store.Tx, account, vpc, id string) (bool, error) {
	g, err := s.Store.Gateway(ctx, tx, id)
	return g != nil && g.Account == account && g.VPC == vpc, err
}

// InVPC names one gateway that the account keeps in a network; false where there is none.
func (s *Service) InVPC(ctx context.Context, tx store.Tx, account, vpc string) (string, bool, error) {
	all, err := s.Store.Gateways(ctx, tx, account, "")
	for _, g := range all {
		if g.VPC == vpc {
			return g.ID, true, err
		}
	}
	return "", false, err
}

// ResourceFacts tells CAM and tag about a gateway: who made it, its network and its tags.
func (s *Service) ResourceFacts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error) {
	if r.Service != "vpc" || r.Type != "nat" || r.ID == "*" {
		return r, nil, nil
	}
	g, err := s.Store.Gateway(ctx, tx, r.ID)
	if err != nil || g == nil || g.Account != account {
		return r, nil, err
	}
	tags, err := s.Tags.Of(ctx, tx, account, g.tagged())
	return r, about(g, tags), err
}

func about(g *Gateway, tags []tagging.Tag) map[string][]string {
	pairs := tagging.Pairs(tags)
	return map[string][]string{"qcs:create_uin": {g.Creator}, "vpc:vpc": {g.VPC}, "qcs:tag": pairs, "qcs:resource_tag": pairs}
}
