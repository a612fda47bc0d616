package vpc

import (
	"context"
	"net/netip"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

var refusesAssistants = []*catalogue.Condition{errNotFound, errValue, errMalformed, errTwice, errVPCConflict, errOverRoute, errHeld, errQuota}

// CreateAssistantCidr gives a network further ranges.
var CreateAssistantCidr = action.Define(action.Spec{
	Name: "CreateAssistantCidr", Doc: "Gives a private network further ranges.", Domain3: "vpc", Version: version, Changes: true, Refuses: refusesAssistants,
}, (*Service).createAssistantCIDR)

// CreateAssistantCidrRequest is the input of CreateAssistantCidr.
type CreateAssistantCidrRequest struct {
	VpcId      string   `api:"required" touches:"vpc" doc:"The network."`
	CidrBlocks []string `api:"required,max=100" doc:"The ranges: private ones of 12 to 28 bits, beside those that it has."`
}

// Check refuses a malformed id and ranges that can't be.
func (r *CreateAssistantCidrRequest) Check() error {
	return checkAssistants(r.VpcId, r.CidrBlocks, nil)
}

// checkAssistants refuses ranges that can't be, and one that is named twice.
func checkAssistants(id string, added, dropped []string) error {
	if err := checkID("VpcId", "vpc", id); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, cidr := range slices.Concat(added, dropped) {
		if err := checkRange(cidr, widestVPC); err != nil {
			return err
		}
		if seen[cidr] {
			return errTwice.Errorf("The range %s is given twice; it is expected once.", cidr)
		}
		seen[cidr] = true
	}
	return nil
}

// AssistantCIDRsResponse is the answer of those that change a network's further ranges: the new ones.
type AssistantCIDRsResponse struct{ AssistantCidrSet []AssistantCIDR }

func (s *Service) createAssistantCIDR(ctx context.Context, tx store.Tx, c *call.Call, in *CreateAssistantCidrRequest) (*AssistantCIDRsResponse, error) {
	return s.changeAssistants(ctx, tx, c, in.VpcId, in.CidrBlocks, nil)
}

// ModifyAssistantCidr gives a network further ranges and takes others away.
var ModifyAssistantCidr = action.Define(action.Spec{
	Name: "ModifyAssistantCidr", Doc: "Gives a private network further ranges, and takes others away.", Domain3: "vpc", Version: version, Changes: true, Refuses: refusesAssistants,
}, (*Service).modifyAssistantCIDR)

// ModifyAssistantCidrRequest is the input of ModifyAssistantCidr.
type ModifyAssistantCidrRequest struct {
	VpcId         string   `api:"required" touches:"vpc" doc:"The network."`
	NewCidrBlocks []string `api:"max=100" doc:"The ranges that it is to have."`
	OldCidrBlocks []string `api:"max=100" doc:"The ranges that it is to have no more."`
}

// Check refuses a malformed id, no range, and ranges that can't be.
func (r *ModifyAssistantCidrRequest) Check() error {
	if len(r.NewCidrBlocks)+len(r.OldCidrBlocks) == 0 {
		return catalogue.MissingParameter.Errorf("Neither `NewCidrBlocks` nor `OldCidrBlocks` is given; at least one is expected.")
	}
	return checkAssistants(r.VpcId, r.NewCidrBlocks, r.OldCidrBlocks)
}

func (s *Service) modifyAssistantCIDR(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyAssistantCidrRequest) (*AssistantCIDRsResponse, error) {
	return s.changeAssistants(ctx, tx, c, in.VpcId, in.NewCidrBlocks, in.OldCidrBlocks)
}

// DeleteAssistantCidr takes further ranges away.
var DeleteAssistantCidr = action.Define(action.Spec{
	Name: "DeleteAssistantCidr", Doc: "Takes further ranges of a private network away.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errValue, errMalformed, errTwice, errHeld},
}, (*Service).deleteAssistantCIDR)

// DeleteAssistantCidrRequest is the input of DeleteAssistantCidr.
type DeleteAssistantCidrRequest struct {
	VpcId      string   `api:"required" touches:"vpc" doc:"The network."`
	CidrBlocks []string `api:"required,max=100" doc:"The ranges."`
}

// Check refuses a malformed id and ranges that can't be.
func (r *DeleteAssistantCidrRequest) Check() error {
	return checkAssistants(r.VpcId, nil, r.CidrBlocks)
}

func (s *Service) deleteAssistantCIDR(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteAssistantCidrRequest) (*Nothing, error) {
	_, err := s.changeAssistants(ctx, tx, c, in.VpcId, nil, in.CidrBlocks)
	return &Nothing{}, err
}

// changeAssistants takes ranges away in which there is no subnet, and gives those that are beside all that there is.
func (s *Service) changeAssistants(ctx context.Context, tx store.Tx, c *call.Call, id string, added, dropped []string) (*AssistantCIDRsResponse, error) {
	v, err := s.vpc(ctx, tx, c, id)
	if err != nil {
		return nil, err
	}
	inside, err := s.subnetsOf(ctx, tx, v)
	if err != nil {
		return nil, err
	}
	for _, cidr := range dropped {
		at := slices.Index(v.Assistant, cidr)
		if at < 0 {
			return nil, errNotFound.Errorf("The range %s is no assistant CIDR of %s.", cidr, v.ID)
		}
		for _, n := range inside {
			if inRange(cidr, n.CIDR) {
				return nil, errHeld.Errorf("The range %s of %s is in use: the subnet %s is in it; an empty one is expected.", cidr, v.ID, n.ID)
			}
		}
		v.Assistant = slices.Delete(v.Assistant, at, at+1)
	}
	for _, cidr := range added {
		conflicts, err := s.conflicts(ctx, tx, v, cidr)
		if err != nil {
			return nil, err
		}
		for _, is := range conflicts {
			if is.ConflictId == v.ID {
				return nil, errVPCConflict.Errorf("The range %s overlaps %s of %s; a range beside it is expected.", cidr, is.DestinationItem, v.ID)
			}
			return nil, errOverRoute.Errorf("The range %s is the destination of a route of %s; another one is expected.", cidr, is.ConflictId)
		}
		v.Assistant = append(v.Assistant, cidr)
	}
	if len(added) > 0 {
		if err := s.allow(ctx, tx, c, assistants, len(v.Assistant)); err != nil {
			return nil, err
		}
	}
	if err := s.Store.PutVPC(ctx, tx, *v); err != nil {
		return nil, err
	}
	w, err := s.view(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	return &AssistantCIDRsResponse{w.assistants(v, added)}, nil
}

// conflicts is what stands against a further range of a network: its other ranges, and routes into the range.
func (s *Service) conflicts(ctx context.Context, tx store.Tx, v *VPC, cidr string) ([]ConflictItem, error) {
	p := netip.MustParsePrefix(cidr)
	var out []ConflictItem
	for _, own := range v.ranges() {
		if own.Overlaps(p) {
			out = append(out, ConflictItem{DestinationItem: own.String(), ConflictId: v.ID, ConfilctId: v.ID})
		}
	}
	tables, err := s.tablesOf(ctx, tx, v)
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		routes, err := s.Store.Routes(ctx, tx, t.ID)
		if err != nil {
			return nil, err
		}
		for _, r := range routes {
			if inRange(cidr, r.Destination) {
				out = append(out, ConflictItem{DestinationItem: r.Destination, ConflictId: t.ID, ConfilctId: t.ID})
			}
		}
	}
	return out, nil
}
