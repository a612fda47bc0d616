package lb

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// GroupServersRequest is the input of the actions that change the servers of a target group.
type GroupServersRequest struct {
	TargetGroupId        string                `api:"required" touches:"targetgroup" doc:"The group."`
	TargetGroupInstances []TargetGroupInstance `api:"required,max=100" doc:"The servers."`
}

// RegisterTargetGroupInstances adds servers to a target group: all of them, or none.
var RegisterTargetGroupInstances = action.Define(changes("RegisterTargetGroupInstances", "Adds servers to a target group.",
	errNoGroup, errNoNetwork, errOtherNetwork, errBound, errQuota), (*Service).registerGroupServers)

func (s *Service) registerGroupServers(ctx context.Context, tx store.Tx, c *call.Call, in *GroupServersRequest) (*Done, error) {
	return s.changeGroup(ctx, tx, c, in.TargetGroupId, func(g *TargetGroup) error { return s.enroll(ctx, tx, c, g, in.TargetGroupInstances) })
}

// changeServers does something to each of the named servers, of which i says where it is in the group.
func (s *Service) changeServers(ctx context.Context, tx store.Tx, c *call.Call, in *GroupServersRequest, do func(g *TargetGroup, i int, k TargetGroupInstance) error) (*Done, error) {
	return s.changeGroup(ctx, tx, c, in.TargetGroupId, func(g *TargetGroup) error {
		for _, k := range in.TargetGroupInstances {
			i := g.server(k.BindIP, g.port(k.Port))
			if i < 0 {
				return errNotBound.Errorf("The address %q with port %d is not in target group %s.", k.BindIP, g.port(k.Port), g.ID)
			}
			if err := do(g, i, k); err != nil {
				return err
			}
		}
		return nil
	})
}

// DeregisterTargetGroupInstances takes servers out of a target group: all of them, or none.
var DeregisterTargetGroupInstances = action.Define(changes("DeregisterTargetGroupInstances", "Takes servers out of a target group.", errNoGroup, errNotBound), (*Service).deregisterGroupServers)

func (s *Service) deregisterGroupServers(ctx context.Context, tx store.Tx, c *call.Call, in *GroupServersRequest) (*Done, error) {
	return s.changeServers(ctx, tx, c, in, func(g *TargetGroup, i int, _ TargetGroupInstance) error {
		g.Servers = slices.Delete(g.Servers, i, i+1)
		return nil
	})
}

// ModifyTargetGroupInstancesPort gives servers of a target group other ports.
var ModifyTargetGroupInstancesPort = action.Define(changes("ModifyTargetGroupInstancesPort", "Gives servers of a target group other ports.", errNoGroup, errNotBound, errBound), (*Service).portGroupServers)

func (s *Service) portGroupServers(ctx context.Context, tx store.Tx, c *call.Call, in *GroupServersRequest) (*Done, error) {
	return s.changeServers(ctx, tx, c, in, func(g *TargetGroup, i int, k TargetGroupInstance) error {
		to := g.port(k.NewPort)
		if g.server(k.BindIP, to) >= 0 {
			return errBound.Errorf("The address %s with port %d is in target group %s already.", k.BindIP, to, g.ID)
		}
		g.Servers[i].Port = to
		return nil
	})
}

// ModifyTargetGroupInstancesWeight gives servers of a target group other shares.
var ModifyTargetGroupInstancesWeight = action.Define(changes("ModifyTargetGroupInstancesWeight", "Gives servers of a target group other shares.", errNoGroup, errNotBound), (*Service).weighGroupServers)

func (s *Service) weighGroupServers(ctx context.Context, tx store.Tx, c *call.Call, in *GroupServersRequest) (*Done, error) {
	return s.changeServers(ctx, tx, c, in, func(g *TargetGroup, i int, k TargetGroupInstance) error {
		put(&g.Servers[i].Weight, k.Weight)
		return nil
	})
}

// DescribeTargetGroupInstances lists the servers of target groups.
var DescribeTargetGroupInstances = action.Define(reads("DescribeTargetGroupInstances", "Lists the servers of target groups.", errFilter), (*Service).describeGroupServers)

// DescribeTargetGroupInstancesRequest is the input of DescribeTargetGroupInstances.
type DescribeTargetGroupInstancesRequest struct {
	Filters []Filter `api:"required,max=10" doc:"TargetGroupId, BindIP or InstanceId."`
	Limit   int64    `api:"min=1,max=100,default=20" doc:"How many to show at most."`
	Offset  int64    `api:"min=0,default=0" doc:"How many to leave out at the start."`
}

// Check refuses filters that are not known.
func (r *DescribeTargetGroupInstancesRequest) Check() error {
	return checkFilters(r.Filters, "TargetGroupId", "BindIP", "InstanceId")
}

// DescribeTargetGroupInstancesResponse is the answer of DescribeTargetGroupInstances.
type DescribeTargetGroupInstancesResponse struct {
	TotalCount             int64
	TargetGroupInstanceSet []TargetGroupBackend
	RealCount              int64
}

// A TargetGroupBackend is a server of a target group: of which instance the address is, is not looked at.
type TargetGroupBackend struct {
	TargetGroupId, Type, InstanceId       string
	Port, Weight                          int64
	PublicIpAddresses, PrivateIpAddresses []string
	InstanceName                          string
	RegisteredTime                        *string
	EniId                                 string
	ZoneId                                int64
}

func (s *Service) describeGroupServers(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeTargetGroupInstancesRequest) (*DescribeTargetGroupInstancesResponse, error) {
	all, err := s.Store.Groups(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	tags, err := s.Tags.All(ctx, tx, c.Caller.Account, "clb", "targetgroup", c.Region)
	if err != nil {
		return nil, err
	}
	shown := []TargetGroupBackend{}
	for _, g := range all {
		if !c.Sees(call.Resource{Service: "clb", Type: "targetgroup", ID: g.ID}, aboutGroup(g, tags[g.ID])) {
			continue
		}
		for _, k := range g.Servers {
			kept, err := filtered(in.Filters, map[string][]string{"TargetGroupId": {g.ID}, "BindIP": {k.IP}, "InstanceId": nil}, nil)
			if err != nil {
				return nil, err
			}
			if at := atTime(k.At); kept {
				shown = append(shown, TargetGroupBackend{
					TargetGroupId: g.ID, Type: "ENI", Port: k.Port, Weight: k.Weight, PublicIpAddresses: []string{}, PrivateIpAddresses: []string{k.IP}, RegisteredTime: &at,
				})
			}
		}
	}
	n := int64(len(shown))
	return &DescribeTargetGroupInstancesResponse{n, page(shown, in.Offset, in.Limit), n}, nil
}
