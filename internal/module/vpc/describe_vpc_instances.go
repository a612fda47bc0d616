package vpc

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/listing"
	"github.com/paifang/paifang/internal/store"
)

// DescribeVpcInstances lists instances in networks.
var DescribeVpcInstances = action.Define(action.Spec{
	Name: "DescribeVpcInstances", Doc: "Lists the instances that are in private networks.", Domain3: "vpc", Version: version, Lists: "cvm:instance",
	Refuses: []*catalogue.Condition{listing.ErrFilter},
}, (*Service).describeVPCInstances)

// DescribeVpcInstancesRequest is the input of DescribeVpcInstances.
type DescribeVpcInstancesRequest struct {
	Filters []listing.Filter `api:"required" doc:"What to go by: vpc-id, instance-id or instance-name."`
	Offset  int64            `api:"min=0,default=0" doc:"How many to leave out at the start."`
	Limit   int64            `api:"min=1,max=100,default=20" doc:"How many to show at most."`
}

// Check refuses filters that are not known.
func (r *DescribeVpcInstancesRequest) Check() error {
	return listing.Check(r.Filters, "vpc-id", "instance-id", "instance-name")
}

// DescribeVpcInstancesResponse is the answer of DescribeVpcInstances.
type DescribeVpcInstancesResponse struct {
	InstanceSet []VPCInstance
	TotalCount  int64
}

// A VPCInstance is an instance as vpc shows it.
type VPCInstance struct {
	VpcId, SubnetId, InstanceId, InstanceName, InstanceState string
	CPU, Memory                                              int64
	CreatedTime, InstanceType                                string
	EniLimit, EniIpLimit, InstanceEniCount                   int64
}

func (s *Service) describeVPCInstances(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeVpcInstancesRequest) (*DescribeVpcInstancesResponse, error) {
	all, err := s.Instances.InNetworks(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(i Instance) bool {
		f := facet{texts: map[string][]string{"vpc-id": {i.VPC}, "instance-id": {i.ID}, "instance-name": {i.Name}}}
		return !c.Sees(call.Resource{Service: "cvm", Type: "instance", ID: i.ID}, nil) ||
			slices.ContainsFunc(in.Filters, func(filter listing.Filter) bool { return !f.keeps(filter) })
	})
	out := &DescribeVpcInstancesResponse{TotalCount: int64(len(all))}
	for _, i := range paged(all, page{in.Offset, in.Limit}) {
		out.InstanceSet = append(out.InstanceSet, VPCInstance{
			VpcId: i.VPC, SubnetId: i.Subnet, InstanceId: i.ID, InstanceName: i.Name, InstanceState: i.State, CPU: i.CPU, Memory: i.Memory,
			CreatedTime: shownTime(i.Created), InstanceType: i.Type, InstanceEniCount: 1,
		})
	}
	return out, nil
}
