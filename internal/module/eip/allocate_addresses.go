package eip

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// AllocateAddresses buys addresses.
var AllocateAddresses = action.Define(action.Spec{
	Name: "AllocateAddresses", Doc: "Buys one or more elastic public addresses.",
	Domain: "eip", Domain3: "vpc", Version: version, Service: "cvm", Changes: true, Creates: []string{"eip"},
	Refuses: []*catalogue.Condition{
		errBandwidth, errCombination, errTooLong, errInvalid, errPrepaidWanted, errToken, errPackageForm, errNoPackage, errNotVerified, errFull, errDaily, errPackageFull, errNoneLeft, errBalance,
	},
}, (*Service).allocateAddresses)

// AllocateAddressesRequest is the input of AllocateAddresses.
type AllocateAddressesRequest struct {
	AddressCount            int64                 `api:"min=1,max=20,default=1" doc:"How many."`
	InternetServiceProvider string                `api:"oneof=BGP CMCC CTCC CUCC,default=BGP" doc:"The line."`
	InternetChargeType      string                `api:"oneof=BANDWIDTH_PACKAGE BANDWIDTH_POSTPAID_BY_HOUR BANDWIDTH_PREPAID_BY_MONTH TRAFFIC_POSTPAID_BY_HOUR,default=TRAFFIC_POSTPAID_BY_HOUR" doc:"How it is paid."`
	InternetMaxBandwidthOut int64                 `api:"default=1" doc:"Its bandwidth in Mbps."`
	AddressChargePrepaid    *AddressChargePrepaid `doc:"For how long it is paid in advance."`
	AddressType             string                `api:"oneof=EIP,default=EIP" doc:"The kind of address; there are plain elastic ones here."`
	Tags                    []Tag                 `doc:"Its tags."`
	BandwidthPackageId      string                `doc:"The package that pays for it."`
	AddressName             string                `doc:"Its name, at most 128 characters."`
	Egress                  string                `api:"oneof=center_egress1 center_egress2 center_egress3" doc:"Where its traffic goes out."`
	ClientToken             string                `doc:"Makes the purchase happen once: at most 64 ASCII characters."`
	ApplicableForCLB        *bool                 `doc:"Changes nothing."`
	DedicatedClusterId      string                `doc:"A dedicated cluster; there are none here."`
	IPChargeType            string                `doc:"How native addresses are paid; there are none here."`
	AnycastZone             string                `doc:"Where anycast addresses are announced; there are none here."`
	AntiDDoSPackageId       string                `doc:"The package of a protected address; there are none here."`
}

// AddressChargePrepaid is for how long an address is paid in advance.
type AddressChargePrepaid struct {
	Period        int64 `api:"required" doc:"How many months: 1 to 12, 24 or 36."`
	AutoRenewFlag int64 `api:"oneof=0 1 2,default=0" doc:"0 renewed by hand, 1 by itself, 2 not at all."`
}

var periods = []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24, 36}

func (p *AddressChargePrepaid) check() error {
	if !slices.Contains(periods, p.Period) {
		return errInvalid.Errorf("Parameter AddressChargePrepaid.Period is %d; 1 to 12, 24 or 36 months are expected.", p.Period)
	}
	return nil
}

func (p *AddressChargePrepaid) renew() string {
	return []string{RenewByHand, RenewItself, RenewSilently}[p.AutoRenewFlag]
}

// Check implements action.Checker.
func (r *AllocateAddressesRequest) Check() error {
	if err := checkCharge(r.InternetChargeType, r.InternetMaxBandwidthOut, r.AddressChargePrepaid); err != nil {
		return err
	}
	if r.BandwidthPackageId != "" && r.InternetChargeType != ByPackage {
		return errCombination.Errorf("Parameter BandwidthPackageId is given with %s; InternetChargeType %s is expected with it.", r.InternetChargeType, ByPackage)
	}
	if r.BandwidthPackageId == "" && r.InternetChargeType == ByPackage {
		return errCombination.Errorf("InternetChargeType is %s; BandwidthPackageId is expected with it.", ByPackage)
	}
	for name, value := range map[string]string{"DedicatedClusterId": r.DedicatedClusterId, "IPChargeType": r.IPChargeType, "AnycastZone": r.AnycastZone, "AntiDDoSPackageId": r.AntiDDoSPackageId} {
		if value != "" {
			return errCombination.Errorf("Parameter %s is given; it goes with kinds of addresses that are not here.", name)
		}
	}
	if len(r.ClientToken) > 64 || strings.ContainsFunc(r.ClientToken, func(c rune) bool { return c > 126 || c < 32 }) {
		return errToken.Errorf("Parameter ClientToken is not the text of at most 64 ASCII characters that is expected.")
	}
	if r.BandwidthPackageId != "" {
		if err := checkPackageID(r.BandwidthPackageId); err != nil {
			return err
		}
	}
	return checkName("AddressName", r.AddressName)
}

// checkCharge refuses a bandwidth that is not sold in that way, and months without a period.
func checkCharge(charge string, mbps int64, prepaid *AddressChargePrepaid) error {
	if err := checkBandwidth(charge, mbps); err != nil {
		return err
	}
	if charge != ByMonth {
		return nil
	}
	if prepaid == nil {
		return errPrepaidWanted.Errorf("With %s, AddressChargePrepaid is expected.", ByMonth)
	}
	return prepaid.check()
}

func checkName(name, value string) error {
	if n := len([]rune(value)); n > 128 {
		return errTooLong.Errorf("Parameter %s has %d characters; at most 128 are expected.", name, n)
	}
	return nil
}

// Conditions implements action.Conditioner.
func (r *AllocateAddressesRequest) Conditions(*call.Call) map[string][]string {
	return requestTags(r.Tags)
}

// A Tag is a tag as requests write it.
type Tag struct {
	Key   string `api:"required" doc:"Its key."`
	Value string `doc:"Its value."`
}

func tagsOf(given []Tag) []tagging.Tag {
	out := make([]tagging.Tag, len(given))
	for n, t := range given {
		out[n] = tagging.Tag(t)
	}
	return out
}

func requestTags(tags []Tag) map[string][]string {
	if len(tags) == 0 {
		return nil
	}
	return map[string][]string{"qcs:request_tag": tagging.Pairs(tagsOf(tags))}
}

// AllocateAddressesResponse is the output of AllocateAddresses.
type AllocateAddressesResponse struct {
	AddressSet []string
	TaskId     string
}

func (s *Service) allocateAddresses(ctx context.Context, tx store.Tx, c *call.Call, in *AllocateAddressesRequest) (*AllocateAddressesResponse, error) {
	digest, err := in.digest(c)
	if err != nil {
		return nil, err
	}
	if in.ClientToken != "" {
		before, err := s.Store.Token(ctx, tx, c.Caller.Account, in.ClientToken)
		if err != nil {
			return nil, err
		}
		if before != nil && before.Request != digest {
			return nil, errToken.Errorf("The ClientToken was used before with another request; a fresh one is expected.")
		}
		if before != nil {
			return &AllocateAddressesResponse{before.Addresses, strconv.FormatInt(before.Task, 10)}, nil
		}
	}
	if err := s.mayAllocate(ctx, tx, c, in.BandwidthPackageId, in.AddressCount); err != nil {
		return nil, err
	}
	t, err := s.start(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	for range in.AddressCount {
		a := &Address{
			Name: in.AddressName, ISP: in.InternetServiceProvider, Egress: in.Egress, Charge: in.InternetChargeType, Bandwidth: in.InternetMaxBandwidthOut, Package: in.BandwidthPackageId,
		}
		months := int64(0)
		if a.isPrepaid() {
			a.Renew, months = in.AddressChargePrepaid.renew(), in.AddressChargePrepaid.Period
		}
		a.move(Creating, Unbound, t.ID)
		deal, err := s.buy(ctx, tx, c, a, "", months, tagsOf(in.Tags))
		if err != nil {
			return nil, err
		}
		if t.Deal == "" {
			t.Deal = deal
		}
		t.Addresses = append(t.Addresses, a.ID)
	}
	if in.ClientToken != "" {
		if err := s.Store.PutToken(ctx, tx, c.Caller.Account, in.ClientToken, Result{digest, t.Addresses, t.ID}); err != nil {
			return nil, err
		}
	}
	return &AllocateAddressesResponse{t.Addresses, strconv.FormatInt(t.ID, 10)}, s.Store.PutTask(ctx, tx, t)
}

func (r *AllocateAddressesRequest) digest(c *call.Call) (string, error) {
	b, err := json.Marshal([]any{c.Region, r})
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), err
}

// mayAllocate refuses n addresses more, in the order of checks that the contract fixes: 5000, 5500, 4400.
func (s *Service) mayAllocate(ctx context.Context, tx store.Tx, c *call.Call, pkg string, n int64) error {
	if pkg != "" {
		if _, err := s.pkg(ctx, tx, c, pkg); err != nil {
			return err
		}
	}
	verified, err := s.Accounts.Verified(ctx, tx, c.Caller.Account)
	if err != nil {
		return err
	}
	if !verified {
		return errNotVerified.Errorf("The identity of account %s is not verified; only a verified account may buy.", c.Caller.Account)
	}
	if pkg != "" {
		if err := s.packageRoom(ctx, tx, c, pkg, n); err != nil {
			return err
		}
	}
	all, err := s.Store.Addresses(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return err
	}
	most, err := s.quota(ctx, tx, c.Caller.Account, quotaAddresses)
	if err != nil {
		return err
	}
	if have := int64(len(all)); have+n > most {
		return errFull.Errorf("There are %d addresses in this region; with %d more the quota of %d is exceeded.", have, n, most)
	}
	if most, err = s.quota(ctx, tx, c.Caller.Account, quotaDaily); err != nil {
		return err
	}
	today, err := s.Store.Count(ctx, tx, c.Caller.Account, c.Region, applied, day(c), n)
	if err == nil && today > most {
		err = errDaily.Errorf("With %d addresses applied for today the quota of %d is exceeded.", today, most)
	}
	return err
}

// What is counted by the day.
const applied, reassigned = "applied", "reassigned"

func day(c *call.Call) string { return c.Now.In(beijing).Format("2006-01-02") }

// buy keeps a new address of the caller's and pays for it. It has the address ip, or one of the pool where that is empty.
func (s *Service) buy(ctx context.Context, tx store.Tx, c *call.Call, a *Address, ip string, months int64, tags []tagging.Tag) (deal string, err error) {
	a.Account, a.Creator, a.Region, a.Created = c.Caller.Account, c.Caller.Uin, c.Region, c.Now
	for added := false; !added; {
		a.ID = s.Random.ResourceID("eip")
		if added, err = s.Store.AddAddress(ctx, tx, a); err != nil {
			return "", err
		}
	}
	if a.IP = ip; ip != "" {
		err = s.Pool.HandPublic(ctx, tx, a.Account, ip, a.ID)
	} else {
		a.IP, err = s.draw(ctx, tx, a)
	}
	if err != nil {
		return "", err
	}
	if len(tags) > 0 {
		if err := s.Tags.Attach(ctx, tx, a.Account, a.tagged(), tags); err != nil {
			return "", err
		}
	}
	if deal, err = s.open(ctx, tx, c, a, months); err != nil {
		return "", err
	}
	return deal, s.Store.PutAddress(ctx, tx, a)
}

// draw takes an address from the pool.
func (s *Service) draw(ctx context.Context, tx store.Tx, a *Address) (string, error) {
	ips, err := s.Pool.AllocatePublic(ctx, tx, a.Account, []string{a.ID})
	if errors.Is(err, catalogue.OperationFailed) {
		return "", errNoneLeft.Errorf("No public address is left.")
	}
	if err != nil {
		return "", err
	}
	return ips[0], nil
}
