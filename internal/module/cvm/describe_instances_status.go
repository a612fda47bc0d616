package cvm

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeInstancesStatus lists the states of instances.
var DescribeInstancesStatus = action.Define(action.Spec{
	Name: "DescribeInstancesStatus", Doc: "Lists the states of instances.",
	Domain: "cvm", Domain3: "cvm", Version: version, Lists: "instance", Rate: 40,
	Refuses: []*catalogue.Condition{errMalformedID, errTooManyIDs},
}, (*Service).describeInstancesStatus)

// DescribeInstancesStatusRequest is the input of DescribeInstancesStatus.
type DescribeInstancesStatusRequest struct {
	InstanceIds []string `touches:"instance" doc:"The instances, at most 100; all when left out."`
	Offset      int64    `api:"min=0" doc:"How many are skipped."`
	Limit       int64    `api:"min=1,max=100,default=20" doc:"How many are listed at most."`
}

// Check implements action.Checker.
func (r *DescribeInstancesStatusRequest) Check() error { return checkIDs(r.InstanceIds) }

// DescribeInstancesStatusResponse is the output of DescribeInstancesStatus.
type DescribeInstancesStatusResponse struct {
	TotalCount        int64
	InstanceStatusSet []InstanceStatus
}

// An InstanceStatus is the state of one.
type InstanceStatus struct{ InstanceId, InstanceState string }

func (s *Service) describeInstancesStatus(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeInstancesStatusRequest) (*DescribeInstancesStatusResponse, error) {
	found, err := s.listed(ctx, tx, c, in.InstanceIds, func(*Instance) bool { return true })
	if err != nil {
		return nil, err
	}
	out := &DescribeInstancesStatusResponse{TotalCount: int64(len(found))}
	for _, i := range page(found, in.Offset, in.Limit) {
		out.InstanceStatusSet = append(out.InstanceStatusSet, InstanceStatus{i.ID, string(i.State)})
	}
	return out, nil
}
