package vpc

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/listing"
	"github.com/paifang/paifang/internal/store"
)

// CheckAssistantCidr tells what stands against further ranges.
var CheckAssistantCidr = action.Define(action.Spec{
	Name: "CheckAssistantCidr", Doc: "Lists what stands against further ranges of a private network.", Domain3: "vpc", Version: version,
	Refuses: []*catalogue.Condition{errNotFound, errValue, errMalformed, errTwice},
}, (*Service).checkAssistantCIDR)

// CheckAssistantCidrRequest is the input of CheckAssistantCidr.
type CheckAssistantCidrRequest struct {
	VpcId         string   `api:"required" touches:"vpc" doc:"The network."`
	NewCidrBlocks []string `api:"max=100" doc:"The ranges that it would have."`
	OldCidrBlocks []string `api:"max=100" doc:"The ranges that it would have no more."`
}

// Check refuses what ModifyAssistantCidr refuses.
func (r *CheckAssistantCidrRequest) Check() error { return (*ModifyAssistantCidrRequest)(r).Check() }

// CheckAssistantCidrResponse is the answer of CheckAssistantCidr.
type CheckAssistantCidrResponse struct{ ConflictSourceSet []ConflictSource }

// A ConflictSource is a range with what stands against it.
type ConflictSource struct {
	ConflictSourceId, SourceItem string
	ConflictItemSet              []ConflictItem
}

// A ConflictItem is what stands against a range; ConfilctId is the older spelling of the same.
type ConflictItem struct{ ConfilctId, DestinationItem, ConflictId string }

func (s *Service) checkAssistantCIDR(ctx context.Context, tx store.Tx, c *call.Call, in *CheckAssistantCidrRequest) (*CheckAssistantCidrResponse, error) {
	v, err := s.vpc(ctx, tx, c, in.VpcId)
	if err != nil {
		return nil, err
	}
	inside, err := s.subnetsOf(ctx, tx, v)
	if err != nil {
		return nil, err
	}
	out := &CheckAssistantCidrResponse{}
	add := func(cidr string, items []ConflictItem) {
		if len(items) > 0 {
			out.ConflictSourceSet = append(out.ConflictSourceSet, ConflictSource{v.ID, cidr, items})
		}
	}
	for _, cidr := range in.OldCidrBlocks {
		var items []ConflictItem
		for _, n := range inside {
			if inRange(cidr, n.CIDR) {
				items = append(items, ConflictItem{DestinationItem: n.CIDR, ConflictId: n.ID, ConfilctId: n.ID})
			}
		}
		add(cidr, items)
	}
	for _, cidr := range in.NewCidrBlocks {
		items, err := s.conflicts(ctx, tx, v, cidr)
		if err != nil {
			return nil, err
		}
		add(cidr, items)
	}
	return out, nil
}

// DescribeAssistantCidr lists further ranges.
var DescribeAssistantCidr = action.Define(action.Spec{
	Name: "DescribeAssistantCidr", Doc: "Lists further ranges of private networks.", Domain3: "vpc", Version: version, Lists: "vpc",
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooMany, errTogether, listing.ErrFilter},
}, (*Service).describeAssistantCIDR)

// DescribeAssistantCidrRequest is the input of DescribeAssistantCidr.
type DescribeAssistantCidrRequest struct {
	VpcIds  []string         `touches:"vpc" doc:"The networks: at most 100; not together with Filters."`
	Filters []listing.Filter `doc:"What to go by: vpc-id."`
	Offset  int64            `api:"min=0,default=0" doc:"How many to leave out at the start."`
	Limit   int64            `api:"min=1,max=100,default=20" doc:"How many to show at most."`
}

// Check refuses ids beside filters, malformed ids, and filters that are not known.
func (r *DescribeAssistantCidrRequest) Check() error {
	if err := checkIDs("VpcIds", "vpc", r.VpcIds, r.Filters); err != nil {
		return err
	}
	return listing.Check(r.Filters, "vpc-id")
}

// DescribeAssistantCidrResponse is the answer of DescribeAssistantCidr.
type DescribeAssistantCidrResponse struct {
	AssistantCidrSet []AssistantCIDR
	TotalCount       int64
}

func (s *Service) describeAssistantCIDR(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeAssistantCidrRequest) (*DescribeAssistantCidrResponse, error) {
	all, err := s.Store.VPCs(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	w, err := s.view(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	shown, err := pick(c, "VpcIds", "vpc", all, in.VpcIds, in.Filters, w.vpcFacet)
	if err != nil {
		return nil, err
	}
	var ranges []AssistantCIDR
	for _, v := range shown {
		ranges = append(ranges, w.assistants(&v, v.Assistant)...)
	}
	return &DescribeAssistantCidrResponse{paged(ranges, page{in.Offset, in.Limit}), int64(len(ranges))}, nil
}
