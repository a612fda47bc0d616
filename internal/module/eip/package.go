package eip

import (
	"context"
	"fmt"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// PrepaidPackage is the way to pay for a package in advance. The others count what flows, which is nothing here, so they
// cost nothing.
const PrepaidPackage = "FIXED_PREPAID_BY_MONTH"

// A Package pays for the addresses that are in it.
type Package struct {
	ID string
	// Account owns it, Creator bought it.
	Account, Creator, Region, Name    string
	Network, Charge, Egress, Protocol string
	// Bandwidth is in Mbps; -1 for no limit.
	Bandwidth int64
	Created   time.Time
	// Expires is the end of the paid time of one that is paid in advance.
	Expires, PaidSince time.Time
	Paid               money.Amount
}

func (p *Package) resource() call.Resource {
	return call.Resource{Service: "cvm", Type: "bwp", ID: p.ID}
}

func (p *Package) tagged() tagging.Resource {
	return tagging.Resource{Service: "vpc", Prefix: "bwp", Region: p.Region, ID: p.ID}
}

func (p *Package) order(action string, price money.Amount, months int64) purchase.Order {
	what := fmt.Sprintf("Bandwidth package, %d Mbps in %s", p.Bandwidth, p.Region)
	return purchase.Order{Product: "bwp", Action: action, What: what, Region: p.Region, Resources: []string{p.ID}, Price: price, Months: months}
}

// price is what months of a package cost.
func (p *Package) price(mbps, months int64) (money.Amount, error) {
	monthly, err := packageMonth.Mul(mbps)
	if err != nil {
		return 0, err
	}
	return monthly.Mul(months)
}

func checkPackageID(id string) error {
	if !packageForm.MatchString(id) {
		return errPackageForm.Errorf("The package id %s is malformed; bwp- and 8 lower-case letters or digits are expected.", param.Quote(id))
	}
	return nil
}

// pkg is the caller's package in the call's region; another's is as absent as none.
func (s *Service) pkg(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Package, error) {
	p, err := s.Store.Package(ctx, tx, c.Caller.Account, id)
	if err != nil {
		return nil, err
	}
	if p == nil || p.Region != c.Region {
		return nil, errNoPackage.Errorf("The bandwidth package %s does not exist in this region.", id)
	}
	return p, nil
}

// inside lists the addresses in a package, the latest first.
func (s *Service) inside(ctx context.Context, tx store.Tx, p *Package) ([]*Address, error) {
	all, err := s.Store.Addresses(ctx, tx, p.Account, p.Region)
	var out []*Address
	for _, a := range all {
		if a.Package == p.ID {
			out = append(out, a)
		}
	}
	return out, err
}

// packageRoom refuses more addresses than a package may hold.
func (s *Service) packageRoom(ctx context.Context, tx store.Tx, c *call.Call, id string, n int64) error {
	p, err := s.pkg(ctx, tx, c, id)
	if err != nil {
		return err
	}
	all, err := s.inside(ctx, tx, p)
	if err != nil {
		return err
	}
	most, err := s.quota(ctx, tx, p.Account, quotaResources)
	if err == nil && int64(len(all))+n > most {
		err = errPackageFull.Errorf("The package %s has %d resources; with %d more the quota of %d is exceeded.", id, len(all), n, most)
	}
	return err
}
