package cbs

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeInstancesDiskNum counts the elastic disks of instances.
var DescribeInstancesDiskNum = action.Define(spec(action.Spec{
	Name: "DescribeInstancesDiskNum", Doc: "Counts the elastic disks of instances, and how many they may have.",
	Refuses: []*catalogue.Condition{errValue, errTooMany, errNoInstance},
}), (*Service).describeInstancesDiskNum)

// DescribeInstancesDiskNumRequest is the input of DescribeInstancesDiskNum.
type DescribeInstancesDiskNumRequest struct {
	InstanceIds []string `api:"required" touches:"instance" doc:"The instances, at most 100."`
}

// Check implements action.Checker.
func (r *DescribeInstancesDiskNumRequest) Check() error {
	return checkIDs("InstanceIds", r.InstanceIds, instanceForm, maxIDs)
}

// DescribeInstancesDiskNumResponse is the output of DescribeInstancesDiskNum.
type DescribeInstancesDiskNumResponse struct{ AttachDetail []AttachDetail }

// An AttachDetail is the API's AttachDetail.
type AttachDetail struct {
	InstanceId                        string
	AttachedDiskCount, MaxAttachCount int64
}

func (s *Service) describeInstancesDiskNum(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeInstancesDiskNumRequest) (*DescribeInstancesDiskNumResponse, error) {
	limit, err := s.Accounts.Quota(ctx, tx, c.Caller.Account, quotaPerInstance, defaultPerInstance)
	if err != nil {
		return nil, err
	}
	out := &DescribeInstancesDiskNumResponse{}
	for _, id := range in.InstanceIds {
		if _, err := s.instance(ctx, tx, c, id); err != nil {
			return nil, err
		}
		n, err := s.elastic(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		out.AttachDetail = append(out.AttachDetail, AttachDetail{id, n, limit})
	}
	return out, nil
}
