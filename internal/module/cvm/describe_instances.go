package cvm

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeInstances lists instances.
var DescribeInstances = action.Define(action.Spec{
	Name: "DescribeInstances", Doc: "Lists instances with all that is to be known of them.",
	Domain: "cvm", Domain3: "cvm", Version: version, Lists: "instance", Rate: 40,
	Refuses: []*catalogue.Condition{errMalformedID, errTooManyIDs, errFilter, errFilterValues},
}, (*Service).describeInstances)

// DescribeInstancesRequest is the input of DescribeInstances.
type DescribeInstancesRequest struct {
	InstanceIds []string `touches:"instance" doc:"The instances; not together with Filters."`
	Filters     []Filter `doc:"What they have to have, at most 10."`
	Offset      int64    `api:"min=0" doc:"How many are skipped."`
	Limit       int64    `api:"min=1,max=100,default=20" doc:"How many are listed at most."`
}

// Check implements action.Checker.
func (r *DescribeInstancesRequest) Check() error {
	if len(r.InstanceIds) > 0 && len(r.Filters) > 0 {
		return catalogue.InvalidParameter.Errorf("Parameters InstanceIds and Filters are both given; one of them is expected.")
	}
	if err := checkFilters(r.Filters, func(name string) bool { return filters[name] != nil || strings.HasPrefix(name, "tag:") }); err != nil {
		return err
	}
	return checkIDs(r.InstanceIds)
}

// DescribeInstancesResponse is the output of DescribeInstances.
type DescribeInstancesResponse struct {
	TotalCount  int64
	InstanceSet []InstanceItem
}

func (s *Service) describeInstances(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeInstancesRequest) (*DescribeInstancesResponse, error) {
	found, err := s.listed(ctx, tx, c, in.InstanceIds, func(i *Instance) bool { return i.passes(in.Filters) })
	if err != nil {
		return nil, err
	}
	out := &DescribeInstancesResponse{TotalCount: int64(len(found))}
	for _, i := range page(found, in.Offset, in.Limit) {
		out.InstanceSet = append(out.InstanceSet, i.item())
	}
	return out, nil
}

// listed are the caller's instances in the region that he may see, the newest first: those of ids, where there are any;
// an id that is not there is not listed.
func (s *Service) listed(ctx context.Context, tx store.Tx, c *call.Call, ids []string, keep func(*Instance) bool) ([]*Instance, error) {
	all, err := s.Store.Instances(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	if err := s.tagInstances(ctx, tx, c.Caller.Account, c.Region, all...); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(i *Instance) bool {
		named := len(ids) == 0 || slices.ContainsFunc(ids, i.has)
		return !named || !keep(i) || !c.Sees(i.resource(), i.about())
	}), nil
}

// page is what a page shows of a list.
func page[T any](all []T, offset, limit int64) []T {
	from := min(offset, int64(len(all)))
	return all[from:min(from+limit, int64(len(all)))]
}

// checkFilters refuses filters that are too many, have too many values or are not known.
func checkFilters(given []Filter, known func(name string) bool) error {
	if len(given) > 10 {
		return errFilterValues.Errorf("Parameter Filters has %d items; at most 10 are expected.", len(given))
	}
	for _, f := range given {
		if !known(f.Name) {
			return errFilter.Errorf("The filter %.60q is not known to this action.", f.Name)
		}
		if len(f.Values) > maxIDs {
			return errFilterValues.Errorf("The filter %s has %d values; at most %d are expected.", f.Name, len(f.Values), maxIDs)
		}
	}
	return nil
}

// filters are what of an instance is looked at, by the filter's name.
var filters = map[string]func(*Instance) []string{
	"zone":                 func(i *Instance) []string { return []string{i.Zone} },
	"project-id":           func(i *Instance) []string { return []string{strconv.FormatInt(i.Project, 10)} },
	"host-id":              func(*Instance) []string { return nil },
	"dedicated-cluster-id": func(*Instance) []string { return nil },
	"instance-id":          func(i *Instance) []string { return []string{i.ID} },
	"uuid":                 func(i *Instance) []string { return []string{i.UUID} },
	"instance-name":        func(i *Instance) []string { return []string{i.Name} },
	"instance-charge-type": func(i *Instance) []string { return []string{i.Charge} },
	"instance-state":       func(i *Instance) []string { return []string{string(i.State)} },
	"instance-type":        func(i *Instance) []string { return []string{i.Type} },
	"image-id":             func(i *Instance) []string { return []string{i.Image} },
	"private-ip-address":   func(i *Instance) []string { return i.PrivateIPs },
	"public-ip-address":    func(i *Instance) []string { return i.PublicIPs },
	"vpc-id":               func(i *Instance) []string { return []string{i.VPC} },
	"subnet-id":            func(i *Instance) []string { return []string{i.Subnet} },
	"security-group-id":    func(i *Instance) []string { return i.Groups },
	"tag-key": func(i *Instance) (keys []string) {
		for _, t := range i.Tags {
			keys = append(keys, t.Key)
		}
		return keys
	},
	"tag-value": func(i *Instance) (values []string) {
		for _, t := range i.Tags {
			values = append(values, t.Value)
		}
		return values
	},
}

// passes tells whether the instance has one of the values of every filter.
func (i *Instance) passes(given []Filter) bool {
	for _, f := range given {
		if key, ok := strings.CutPrefix(f.Name, "tag:"); ok {
			if !slices.ContainsFunc(i.Tags, func(t Tag) bool { return t.Key == key && slices.Contains(f.Values, t.Value) }) {
				return false
			}
			continue
		}
		if !slices.ContainsFunc(filters[f.Name](i), func(v string) bool { return slices.Contains(f.Values, v) }) {
			return false
		}
	}
	return true
}
