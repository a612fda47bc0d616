// Package eip keeps elastic public addresses and the bandwidth packages that pay for several of them. It decides what an
// address may be asked in which state, what it is bound to, and what it costs. Which addresses there are is vpc's affair,
// what they are bound to is for cvm and those who ask to hold one, the money is billing's.
//
// Its actions are vpc's in API 3.0 and eip's on the older host; policies know addresses as cvm's (facts/cam-sts.md §2).
package eip

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

// Deps is what eip needs.
type Deps struct {
	Store    Store
	Later    *later.Queue
	Random   *random.Source
	Settings *settings.Keeper
	Accounts Accounts
	Pool     Pool
	Tags     tagging.Keeper
	Till     purchase.Till
	// Servers, Interfaces and Balancers may be set after New. Without Interfaces there are none.
	Servers    Servers
	Interfaces Interfaces
	Balancers  Balancers
}

// A Service keeps addresses.
type Service struct{ Deps }

var (
	_ action.ResourceFacts = (*Service)(nil)
	_ purchase.Seller      = (*Service)(nil)
)

// New is the service.
func New(d Deps) *Service { return &Service{d} }

// Handle has the runner finish the tasks, and do what follows when a paid time ends.
func (s *Service) Handle(r *later.Runner) {
	r.Handle(jobDone, s.done)
	r.Handle(jobExpire, s.expire)
	r.Handle(jobEmpty, s.empty)
}

// Actions are those of addresses and bandwidth packages.
func (s *Service) Actions() []*action.Bound {
	return action.BindAll(s,
		AllocateAddresses, DescribeAddresses, ModifyAddressAttribute, AssociateAddress, DisassociateAddress, ReleaseAddresses,
		ModifyAddressesBandwidth, ModifyAddressInternetChargeType, RenewAddresses, ModifyAddressesRenewFlag,
		InquiryPriceAllocateAddresses, InquiryPriceModifyAddressesBandwidth, InquiryPriceRenewAddresses,
		DescribeAddressQuota, DescribeAddressBandwidthRange, DescribeTaskResult, TransformAddress, ReturnNormalAddresses,
		CreateBandwidthPackage, DescribeBandwidthPackages, ModifyBandwidthPackageAttribute, ModifyBandwidthPackageBandwidth, DeleteBandwidthPackage,
		AddBandwidthPackageResources, RemoveBandwidthPackageResources, DescribeBandwidthPackageResources, DescribeBandwidthPackageQuota,
	)
}

// ResourceFacts tells CAM and tag about an address or a package: who made it, and its tags. Addresses are cvm's to
// policies and vpc's to tags.
func (s *Service) ResourceFacts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error) {
	switch {
	case r.ID == "*":
	case r.Type == "eip" && (r.Service == "cvm" || r.Service == "vpc"):
		a, err := s.Store.Address(ctx, tx, account, r.ID)
		if err != nil || a == nil {
			return r, nil, err
		}
		tags, err := s.Tags.Of(ctx, tx, account, a.tagged())
		return r, about(a.Creator, tags), err
	case (r.Type == "bwp" || r.Type == "bandwidthPackage") && (r.Service == "cvm" || r.Service == "vpc"):
		p, err := s.Store.Package(ctx, tx, account, r.ID)
		if err != nil || p == nil {
			return r, nil, err
		}
		tags, err := s.Tags.Of(ctx, tx, account, p.tagged())
		return r, about(p.Creator, tags), err
	case r.Service == "cvm" && r.Type == "instance":
		server, err := s.Servers.Server(ctx, tx, account, r.ID)
		if err != nil || server == nil {
			return r, nil, err
		}
		return s.Servers.ResourceFacts(ctx, tx, account, r)
	}
	return r, nil, nil
}

func about(creator string, tags []tagging.Tag) map[string][]string {
	pairs := tagging.Pairs(tags)
	return map[string][]string{"qcs:create_uin": {creator}, "qcs:tag": pairs, "qcs:resource_tag": pairs}
}
