package lb

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// AssociateTargetGroups has listeners and rules send to target groups: all of them, or none.
var AssociateTargetGroups = action.Define(changes("AssociateTargetGroups", "Has listeners and rules send to target groups.",
	refuses(errKind, errNoListener, errNoRule, errNoGroup, errTargetType, errOtherNetwork, errBound, errGroupInUse)...), (*Service).associate)

// AssociationsRequest is the input of AssociateTargetGroups and DisassociateTargetGroups.
type AssociationsRequest struct {
	Associations []TargetGroupAssociation `api:"required,max=20" doc:"What sends to which."`
}

// A TargetGroupAssociation is a listener or a rule and a group.
type TargetGroupAssociation struct {
	LoadBalancerId string `api:"required" touches:"clb" doc:"The load balancer."`
	TargetGroupId  string `api:"required" touches:"targetgroup" doc:"The group."`
	ListenerId     string `doc:"The listener."`
	LocationId     string `doc:"The rule, of a listener for HTTP or HTTPS."`
	Weight         *int64 `api:"min=0,max=100" doc:"The group's share, of TARGETGROUP-V2."`
}

// associations makes a change of each association; shares are the groups of its listener or rule.
func (s *Service) associations(ctx context.Context, tx store.Tx, c *call.Call, in *AssociationsRequest, do func(b *LoadBalancer, at Target, g *TargetGroup, a TargetGroupAssociation, shares *[]GroupShare) error) (*Done, error) {
	var ids []string
	for _, a := range in.Associations {
		ids = append(ids, a.LoadBalancerId)
	}
	return s.changedAll(ctx, tx, c, ids, func(b *LoadBalancer) error {
		for _, a := range in.Associations {
			if a.LoadBalancerId != b.ID {
				continue
			}
			g, err := s.group(ctx, tx, c, a.TargetGroupId)
			if err != nil {
				return err
			}
			at, err := b.where(a.ListenerId, a.LocationId, "", "")
			if err != nil {
				return err
			}
			if err := do(b, at, g, a, b.shares(at)); err != nil {
				return err
			}
		}
		return nil
	})
}

// shares are the groups that a listener or a rule of it, which is there, sends to.
func (b *LoadBalancer) shares(at Target) *[]GroupShare {
	var found *[]GroupShare
	for i := range b.Listeners {
		if l := &b.Listeners[i]; l.ID == at.Listener {
			found = &l.Groups
			for j := range l.Rules {
				if at.Rule != "" && l.Rules[j].ID == at.Rule {
					found = &l.Rules[j].Groups
				}
			}
		}
	}
	return found
}

func (s *Service) associate(ctx context.Context, tx store.Tx, c *call.Call, in *AssociationsRequest) (*Done, error) {
	used, err := s.associated(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	return s.associations(ctx, tx, c, in, func(b *LoadBalancer, at Target, g *TargetGroup, a TargetGroupAssociation, shares *[]GroupShare) error {
		kind := b.sendsTo(at)
		switch {
		case kind == "NODE":
			return errTargetType.Errorf("The %s sends to NODE; TARGETGROUP or TARGETGROUP-V2 is expected.", b.place(at, 0))
		case g.VPC != b.VPC.ID:
			return errOtherNetwork.Errorf("Target group %s is in network %s, load balancer %s in %s; the same one is expected.", g.ID, g.VPC, b.ID, b.VPC.ID)
		case slices.ContainsFunc(*shares, func(have GroupShare) bool { return have.ID == g.ID }):
			return errBound.Errorf("The %s sends to target group %s already.", b.place(at, 0), g.ID)
		case kind == "TARGETGROUP" && len(*shares) > 0:
			return errTargetType.Errorf("The %s sends to target group %s; TARGETGROUP-V2 is expected for several.", b.place(at, 0), (*shares)[0].ID)
		case g.Type == "v1" && len(used[g.ID]) > 0:
			return errGroupInUse.Errorf("Listener %s sends to target group %s, which is of type v1; one of v2 is expected for several.", used[g.ID][0].ListenerId, g.ID)
		}
		share := GroupShare{ID: g.ID, Weight: defaultWeight}
		put(&share.Weight, a.Weight)
		*shares = append(*shares, share)
		used[g.ID] = append(used[g.ID], AssociationItem{ListenerId: at.Listener})
		return nil
	})
}

// DisassociateTargetGroups ends that: for all of them, or for none.
var DisassociateTargetGroups = action.Define(changes("DisassociateTargetGroups", "Has listeners and rules no longer send to target groups.",
	refuses(errKind, errNoListener, errNoRule, errNoGroup, errNotBound)...), (*Service).disassociate)

func (s *Service) disassociate(ctx context.Context, tx store.Tx, c *call.Call, in *AssociationsRequest) (*Done, error) {
	return s.associations(ctx, tx, c, in, func(b *LoadBalancer, at Target, g *TargetGroup, _ TargetGroupAssociation, shares *[]GroupShare) error {
		i := slices.IndexFunc(*shares, func(have GroupShare) bool { return have.ID == g.ID })
		if i < 0 {
			return errNotBound.Errorf("The %s does not send to target group %s.", b.place(at, 0), g.ID)
		}
		*shares = slices.Delete(*shares, i, i+1)
		return nil
	})
}

// associated are the listeners and rules that send to each group of the caller's in the region.
func (s *Service) associated(ctx context.Context, tx store.Tx, c *call.Call) (map[string][]AssociationItem, error) {
	all, err := s.Store.Balancers(ctx, tx, c.Caller.Account, c.Region)
	of := map[string][]AssociationItem{}
	for _, b := range all {
		for _, l := range b.Listeners {
			item := AssociationItem{
				LoadBalancerId: b.ID, ListenerId: l.ID, Protocol: protocolNames[l.Protocol], Port: l.Port, LoadBalancerName: b.Name, ListenerName: l.Name,
			}
			for _, g := range l.Groups {
				item.Weight = g.Weight
				of[g.ID] = append(of[g.ID], item)
			}
			for _, r := range l.Rules {
				item.LocationId, item.Domain, item.Url, item.RuleId = &r.ID, &r.Domain, &r.URL, r.ID
				for _, g := range r.Groups {
					item.Weight = g.Weight
					of[g.ID] = append(of[g.ID], item)
				}
			}
		}
	}
	return of, err
}
