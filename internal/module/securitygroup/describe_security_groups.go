package securitygroup

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeSecurityGroups lists groups; ids that are not there refuse the call.
var DescribeSecurityGroups = action.Define(action.Spec{
	Name: "DescribeSecurityGroups", Doc: "Lists security groups.",
	Domain3: "vpc", Version: version, Service: "cvm", Lists: "sg", Refuses: with(listing, errCoexist, errNone),
}, (*Service).describeSecurityGroups)

// DescribeSecurityGroupsRequest is the input of DescribeSecurityGroups.
type DescribeSecurityGroupsRequest struct {
	SecurityGroupIds []string `touches:"sg" doc:"The groups, at most 100; not together with Filters."`
	Filters          []Filter `doc:"By security-group-id, project-id, security-group-name, tag-key or tag:KEY."`
	Offset           string   `doc:"How many are skipped."`
	Limit            string   `doc:"How many are listed at most: 20 when left out, up to 100."`
	OrderField       string   `api:"oneof=CreatedTime UpdateTime" doc:"What they are sorted by."`
	OrderDirection   string   `api:"oneof=ASC DESC,default=ASC" doc:"In which direction."`
}

// Check implements action.Checker.
func (r *DescribeSecurityGroupsRequest) Check() error {
	if len(r.SecurityGroupIds) > 0 && len(r.Filters) > 0 {
		return errCoexist.Errorf("Parameters SecurityGroupIds and Filters are both given; one of them is expected.")
	}
	if err := checkFilters(r.Filters, "security-group-id", "project-id", "security-group-name", "tag-key", "tag:"); err != nil {
		return err
	}
	if _, err := windowOf(r.Offset, r.Limit); err != nil {
		return err
	}
	return checkGroupIDs("SecurityGroupIds", r.SecurityGroupIds)
}

// DescribeSecurityGroupsResponse is the output of DescribeSecurityGroups.
type DescribeSecurityGroupsResponse struct {
	SecurityGroupSet []GroupItem
	TotalCount       int64
}

func (s *Service) describeSecurityGroups(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeSecurityGroupsRequest) (*DescribeSecurityGroupsResponse, error) {
	found, err := s.wanted(ctx, tx, c, in)
	if err != nil {
		return nil, err
	}
	tags, err := s.Tags.All(ctx, tx, c.Caller.Account, "cvm", "sg", c.Region)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(g *Group) bool {
		of := func(name string) []string {
			return []string{map[string]string{"security-group-id": g.ID, "project-id": number(g.Project), "security-group-name": g.Name}[name]}
		}
		return !passes(in.Filters, tags[g.ID], of) || !c.Sees(g.resource(), about(g.Creator, tags[g.ID]))
	})
	order(found, in.OrderField, in.OrderDirection, func(g *Group) string {
		if in.OrderField == "UpdateTime" {
			return moment(g.Updated)
		}
		return moment(g.Created)
	})
	w, err := windowOf(in.Offset, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &DescribeSecurityGroupsResponse{TotalCount: int64(len(found))}
	for _, g := range page(found, w) {
		out.SecurityGroupSet = append(out.SecurityGroupSet, g.item(tags[g.ID]))
	}
	return out, nil
}

// wanted are the groups that the request names by their ids, each once; all where it names none.
func (s *Service) wanted(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeSecurityGroupsRequest) ([]*Group, error) {
	if len(in.SecurityGroupIds) == 0 {
		return s.Store.Groups(ctx, tx, c.Caller.Account, c.Region)
	}
	ids := slices.Clone(in.SecurityGroupIds)
	slices.Sort(ids)
	return s.named(ctx, tx, c, slices.Compact(ids))
}
