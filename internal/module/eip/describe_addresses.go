package eip

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// DescribeAddresses lists addresses; an id that is not there is not listed.
var DescribeAddresses = action.Define(action.Spec{
	Name: "DescribeAddresses", Doc: "Lists elastic public addresses.",
	Domain: "eip", Domain3: "vpc", Version: version, Service: "cvm", Lists: "eip",
	Refuses: []*catalogue.Condition{errMalformed, errTooMany, errFilter, errFilters},
}, (*Service).describeAddresses)

// DescribeAddressesRequest is the input of DescribeAddresses.
type DescribeAddressesRequest struct {
	AddressIds []string `touches:"eip" doc:"The addresses."`
	Filters    []Filter `doc:"What they have to have, at most 10."`
	Offset     int64    `api:"min=0" doc:"How many are skipped."`
	Limit      int64    `api:"min=1,max=100,default=20" doc:"How many are listed at most."`
}

// A Filter is what listed things have to have.
type Filter struct {
	Name   string   `api:"required" doc:"What is looked at."`
	Values []string `doc:"One of these is expected."`
}

// Check implements action.Checker.
func (r *DescribeAddressesRequest) Check() error {
	if err := checkFilters(r.Filters, func(name string) bool { return filters[name] != nil }); err != nil {
		return err
	}
	return checkIDs(r.AddressIds)
}

// checkFilters refuses filters that are too many, have too many values or are not known.
func checkFilters(given []Filter, known func(name string) bool) error {
	if len(given) > 10 {
		return errFilters.Errorf("Parameter Filters has %d items; at most 10 are expected.", len(given))
	}
	for _, f := range given {
		if !known(f.Name) && f.Name != "tag-key" && f.Name != "tag-value" && !strings.HasPrefix(f.Name, "tag:") {
			return errFilter.Errorf("The filter %s is not known to this action.", param.Quote(f.Name))
		}
		if len(f.Values) > maxIDs {
			return errTooMany.Errorf("The filter %s has %d values; at most %d are expected.", f.Name, len(f.Values), maxIDs)
		}
	}
	return nil
}

// filters are what of an address is looked at, by the filter's name.
var filters = map[string]func(*Address) string{
	"address-id":           func(a *Address) string { return a.ID },
	"address-name":         func(a *Address) string { return a.Name },
	"address-ip":           func(a *Address) string { return a.IP },
	"address-status":       func(a *Address) string { return a.State },
	"instance-id":          func(a *Address) string { return a.Holder.ID },
	"private-ip-address":   func(a *Address) string { return a.Holder.PrivateIP },
	"network-interface-id": func(a *Address) string { return a.Holder.Interface },
	"is-arrears":           func(a *Address) string { return strings.ToUpper(strconv.FormatBool(a.Suspended)) },
	"instance-type":        func(a *Address) string { return a.Holder.Kind },
	"address-type":         func(*Address) string { return "EIP" },
	"address-isp":          func(a *Address) string { return a.ISP },
	"dedicated-cluster-id": func(*Address) string { return "" },
	// The Terraform provider asks for those of dedicated clusters (CDC) once an address is gone; none are here.
	"business-type": func(*Address) string { return "" },
}

// passes tells whether a thing has one of the values of every filter; of says what it has.
func passes(given []Filter, tags []tagging.Tag, of func(name string) []string) bool {
	for _, f := range given {
		var has []string
		key, ofKey := strings.CutPrefix(f.Name, "tag:")
		for _, t := range tags {
			switch {
			case f.Name == "tag-key":
				has = append(has, t.Key)
			case f.Name == "tag-value" || ofKey && t.Key == key:
				has = append(has, t.Value)
			}
		}
		if !ofKey && f.Name != "tag-key" && f.Name != "tag-value" {
			has = of(f.Name)
		}
		if !slices.ContainsFunc(has, func(v string) bool { return v != "" && slices.Contains(f.Values, v) }) {
			return false
		}
	}
	return true
}

// DescribeAddressesResponse is the output of DescribeAddresses.
type DescribeAddressesResponse struct {
	TotalCount int64
	AddressSet []AddressItem
}

// An AddressItem is the API's Address.
type AddressItem struct {
	AddressId               string
	AddressName             string
	AddressStatus           string
	AddressIp               string
	InstanceId              string
	CreatedTime             string
	NetworkInterfaceId      string
	PrivateAddressIp        string
	IsArrears               bool
	IsBlocked               bool
	IsEipDirectConnection   bool
	AddressType             string
	CascadeRelease          bool
	EipAlgType              AlgType
	InternetServiceProvider string
	LocalBgp                bool
	Bandwidth               *int64
	InternetChargeType      *string
	TagSet                  []tagging.Tag
	DeadlineDate            *string
	InstanceType            *string
	Egress                  *string
	AntiDDoSPackageId       string
	RenewFlag               string
	BandwidthPackageId      *string
	UnVpcId                 string
	DedicatedClusterId      string
}

// AlgType is which protocols an application gateway knows.
type AlgType struct{ Ftp, Sip bool }

func (a *Address) item(tags []tagging.Tag) AddressItem {
	return AddressItem{
		AddressId: a.ID, AddressName: a.Name, AddressStatus: a.State, AddressIp: a.IP, InstanceId: a.Holder.ID, CreatedTime: iso(a.Created),
		NetworkInterfaceId: a.Holder.Interface, PrivateAddressIp: a.Holder.PrivateIP, IsArrears: a.Suspended, IsEipDirectConnection: a.Direct, AddressType: "EIP",
		InternetServiceProvider: a.ISP, Bandwidth: &a.Bandwidth, InternetChargeType: &a.Charge, TagSet: tags, DeadlineDate: said(iso(a.Expires)),
		InstanceType: said(a.Holder.Kind), Egress: said(a.Egress), RenewFlag: a.Renew, BandwidthPackageId: said(a.Package),
	}
}

// said is a text, nil for none.
func said(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// beijing is the zone in which days are counted.
var beijing = time.FixedZone("CST", 8*60*60)

// iso is a time in answers; empty for none.
func iso(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

func (s *Service) describeAddresses(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeAddressesRequest) (*DescribeAddressesResponse, error) {
	all, err := s.Store.Addresses(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	tags, err := s.Tags.All(ctx, tx, c.Caller.Account, "vpc", "eip", c.Region)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(a *Address) bool {
		named := len(in.AddressIds) == 0 || slices.Contains(in.AddressIds, a.ID)
		return !named || !passes(in.Filters, tags[a.ID], func(name string) []string { return []string{filters[name](a)} }) ||
			!c.Sees(a.resource(), about(a.Creator, tags[a.ID]))
	})
	out := &DescribeAddressesResponse{TotalCount: int64(len(all))}
	for _, a := range page(all, in.Offset, in.Limit) {
		out.AddressSet = append(out.AddressSet, a.item(tags[a.ID]))
	}
	return out, nil
}

// page is what a page shows of a list.
func page[T any](all []T, offset, limit int64) []T {
	from := min(offset, int64(len(all)))
	return all[from:min(from+limit, int64(len(all)))]
}
