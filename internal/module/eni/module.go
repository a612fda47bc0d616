// Package eni keeps network interfaces and high-availability addresses: what has private addresses of a subnet by itself.
// It decides which interface may hang on which instance, how many there may be and how many addresses each may have. An
// instance's primary interface is the instance itself, seen as an interface: what there is of it, cvm keeps; here are only
// the words that somebody wrote about it.
package eni

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

const version = "2017-03-12"

// Deps is what eni needs.
type Deps struct {
	Store     Store
	Later     *later.Queue
	Random    *random.Source
	Settings  *settings.Keeper
	Accounts  Accounts
	Networks  Networks
	Servers   Servers
	Groups    Groups
	Addresses Addresses
	Tags      tagging.Keeper
}

// A Service keeps network interfaces and high-availability addresses.
type Service struct{ Deps }

var _ action.ResourceFacts = (*Service)(nil)

// New is the service.
func New(d Deps) *Service { return &Service{d} }

// Handle has the runner finish what interfaces are on their way to.
func (s *Service) Handle(r *later.Runner) { r.Handle(jobSettle, s.settle) }

// Actions are those of interfaces and of high-availability addresses.
func (s *Service) Actions() []*action.Bound {
	return action.BindAll(s,
		CreateNetworkInterface, CreateAndAttachNetworkInterface, DescribeNetworkInterfaces, ModifyNetworkInterfaceAttribute, DeleteNetworkInterface,
		AttachNetworkInterface, DetachNetworkInterface, MigrateNetworkInterface, DescribeNetworkInterfaceLimit,
		AssignPrivateIpAddresses, UnassignPrivateIpAddresses, ModifyPrivateIpAddressesAttribute, MigratePrivateIpAddress,
		AssociateNetworkInterfaceSecurityGroups, DisassociateNetworkInterfaceSecurityGroups,
		CreateHaVip, DescribeHaVips, ModifyHaVipAttribute, DeleteHaVip,
		HaVipAssociateAddressIp, HaVipDisassociateAddressIp, AssociateHaVipInstance, DisassociateHaVipInstance,
	)
}

// ResourceFacts tells CAM and tag about an interface or a high-availability address: who made it, its network, its tags.
func (s *Service) ResourceFacts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error) {
	if r.Service != "vpc" || r.ID == "*" {
		return r, nil, nil
	}
	var of *tagging.Resource
	var creator, network string
	switch r.Type {
	case "eni":
		i, err := s.Store.Interface(ctx, tx, r.ID)
		if err != nil || i == nil || i.Account != account {
			return r, nil, err
		}
		t := i.tagged()
		of, creator, network = &t, i.Creator, i.VPC
	case "havip":
		h, err := s.Store.HaVip(ctx, tx, r.ID)
		if err != nil || h == nil || h.Account != account {
			return r, nil, err
		}
		t := h.tagged()
		of, creator, network = &t, h.Creator, h.VPC
	default:
		return r, nil, nil
	}
	tags, err := s.Tags.Of(ctx, tx, account, *of)
	return r, about(creator, network, tags), err
}

func about(creator, network string, tags []tagging.Tag) map[string][]string {
	pairs := tagging.Pairs(tags)
	return map[string][]string{"qcs:create_uin": {creator}, "vpc:vpc": {network}, "qcs:tag": pairs, "qcs:resource_tag": pairs}
}

// A Tag is one as answers of this service write it.
type Tag struct {
	Key   string `api:"required" doc:"Its key."`
	Value string `doc:"Its value."`
}

func plain(tags []Tag) []tagging.Tag {
	out := make([]tagging.Tag, len(tags))
	for n, t := range tags {
		out[n] = tagging.Tag(t)
	}
	return out
}

func shown(tags []tagging.Tag) []Tag {
	out := make([]Tag, len(tags))
	for n, t := range tags {
		out[n] = Tag(t)
	}
	return out
}

// requestTags are what policies' conditions may ask about a request that comes with tags.
func requestTags(tags []Tag) map[string][]string {
	return map[string][]string{"qcs:request_tag": tagging.Pairs(plain(tags))}
}
