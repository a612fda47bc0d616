package cvm

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

var errZones = catalogue.OperationFailed.Named("FailedOperation.ZoneInconsistent")

// DescribeInstancesModification lists the types that instances may be changed to.
var DescribeInstancesModification = action.Define(action.Spec{
	Name: "DescribeInstancesModification", Doc: "Lists the types that instances in one zone may all be changed to.",
	Domain3: "cvm", Version: version, Rate: 20, Refuses: refusals(move{}, errFilter, errFilterValues, errZones, errFromFamily),
}, (*Service).describeModification)

// DescribeInstancesModificationRequest is the input of DescribeInstancesModification.
type DescribeInstancesModificationRequest struct {
	InstanceIds []string `api:"required" touches:"instance" doc:"The instances, at most 100, in one zone."`
	Filters     []Filter `doc:"By status: SELL or UNAVAILABLE."`
}

// Check implements action.Checker.
func (r *DescribeInstancesModificationRequest) Check() error {
	if err := checkFilters(r.Filters, func(name string) bool { return name == "status" }); err != nil {
		return err
	}
	return checkIDs(r.InstanceIds)
}

// DescribeInstancesModificationResponse is the output of DescribeInstancesModification.
type DescribeInstancesModificationResponse struct {
	TotalCount                  int64
	InstanceTypeConfigStatusSet []InstanceTypeConfigStatus
}

// An InstanceTypeConfigStatus is a type, and whether it can be had.
type InstanceTypeConfigStatus struct {
	Status             string
	Message            string
	InstanceTypeConfig InstanceTypeConfig
}

func (s *Service) describeModification(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeInstancesModificationRequest) (*DescribeInstancesModificationResponse, error) {
	all, err := s.instances(ctx, tx, c, in.InstanceIds)
	if err != nil {
		return nil, err
	}
	for _, i := range all {
		if i.Zone != all[0].Zone {
			return nil, errZones.Errorf("Instance %s is in zone %s and instance %s in %s; instances in one zone are expected.", i.ID, i.Zone, all[0].ID, all[0].Zone)
		}
		if forHpc(i.Type) {
			return nil, i.mayBeOf("")
		}
	}
	offers, err := s.offersIn(ctx, tx, c.Region)
	if err != nil {
		return nil, err
	}
	out := &DescribeInstancesModificationResponse{}
	for _, o := range offers {
		if o.Zone != all[0].Zone || !o.Sold || slices.ContainsFunc(all, func(i *Instance) bool { return !i.couldBe(o) }) {
			continue
		}
		one := o.modification(int64(len(all)))
		if slices.ContainsFunc(in.Filters, func(f Filter) bool { return !slices.Contains(f.Values, one.Status) }) {
			continue
		}
		out.InstanceTypeConfigStatusSet = append(out.InstanceTypeConfigStatusSet, one)
	}
	out.TotalCount = int64(len(out.InstanceTypeConfigStatusSet))
	return out, nil
}

// couldBe tells whether an instance may be changed to a type, were there one.
func (i *Instance) couldBe(o Offer) bool {
	if i.Type == o.Type || i.mayBeOf(o.Type) != nil {
		return false
	}
	price, err := o.SpotPrice()
	return i.Charge != Spot || err == nil && o.Spot != NoSpot && price <= i.MaxPrice
}

// modification tells whether n of a type can be had.
func (o Offer) modification(n int64) InstanceTypeConfigStatus {
	one := InstanceTypeConfigStatus{
		Status: "SELL", InstanceTypeConfig: InstanceTypeConfig{Zone: o.Zone, InstanceType: o.Type, InstanceFamily: o.Family(), CPU: o.CPU, Memory: o.Memory},
	}
	if o.Stock != Unlimited && o.Stock < n {
		one.Status, one.Message = "UNAVAILABLE", errSoldOut.Name3
	}
	return one
}
