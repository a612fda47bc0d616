package cam

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// attachErrors are the conditions of attaching to a thing that may not be there.
func attachErrors(absent *catalogue.Condition) []*catalogue.Condition {
	return []*catalogue.Condition{absent, errNoPolicy, errAttachedFull}
}

// attach attaches policies to an entity that is there: all, or none. One that is attached stays so.
func (s *Service) attach(ctx context.Context, tx store.Tx, c *call.Call, to Entity, ids []int64) (*NoResponse, error) {
	account := c.Caller.Account
	have, err := s.Store.AttachedTo(ctx, tx, account, to)
	if err != nil {
		return nil, err
	}
	attached := map[int64]bool{}
	for _, a := range have {
		attached[a.Policy] = true
	}
	for _, id := range ids {
		if _, err := s.hasPolicy(ctx, tx, account, id); err != nil {
			return nil, err
		}
		if attached[id] {
			continue
		}
		if err := s.room(ctx, tx, account, attachmentsMost, len(attached)); err != nil {
			return nil, err
		}
		if err := s.Store.Attach(ctx, tx, Attachment{Account: account, Entity: to, Policy: id, At: c.Now}); err != nil {
			return nil, err
		}
		attached[id] = true
	}
	s.changed(tx)
	return &NoResponse{}, nil
}

// detach detaches policies from an entity that is there: all, or none. One that is not attached is not there.
func (s *Service) detach(ctx context.Context, tx store.Tx, c *call.Call, from Entity, ids []int64) (*NoResponse, error) {
	for _, id := range ids {
		there, err := s.Store.Detach(ctx, tx, c.Caller.Account, from, id)
		if err != nil {
			return nil, err
		}
		if !there {
			return nil, errNoPolicy.Errorf("The policy %d is not attached to %s %s.", id, from.Kind, from.ID)
		}
	}
	s.changed(tx)
	return &NoResponse{}, nil
}

// entity refuses one that is not there.
func (s *Service) entity(ctx context.Context, tx store.Tx, account string, e Entity) error {
	var err error
	switch e.Kind {
	case ToUser:
		_, err = s.user(ctx, tx, account, e.ID)
	case ToGroup:
		var id int64
		if id, err = strconv.ParseInt(e.ID, 10, 64); err != nil {
			return errNoGroup.Errorf("The group %q does not exist.", e.ID)
		}
		_, err = s.group(ctx, tx, account, id)
	case ToRole:
		_, err = s.role(ctx, tx, account, e.ID, "")
	default:
		return catalogue.InvalidValue.Errorf("Policies can't be attached to a %s; a user, a group or a role is expected.", e.Kind)
	}
	return err
}

// entityItem shows what a policy is attached to.
func (s *Service) entityItem(ctx context.Context, tx store.Tx, a Attachment) (EntityItem, error) {
	item := EntityItem{ID: a.ID}
	switch a.Kind {
	case ToUser:
		u, err := s.user(ctx, tx, a.Account, a.ID)
		if err != nil {
			return item, err
		}
		uin, err := strconv.ParseInt(u.Uin, 10, 64)
		return EntityItem{ID: u.UID, Name: u.Name, Uin: uin, RelatedType: 1}, err
	case ToGroup:
		id, err := strconv.ParseInt(a.ID, 10, 64)
		if err != nil {
			return item, err
		}
		g, err := s.group(ctx, tx, a.Account, id)
		if err != nil {
			return item, err
		}
		item.Name, item.RelatedType = g.Name, 2
	default:
		r, err := s.role(ctx, tx, a.Account, a.ID, "")
		if err != nil {
			return item, err
		}
		item.Name, item.RelatedType = r.Name, 3
	}
	return item, nil
}

// ListAttachedResponse is the answer of the three lists of attached policies.
type ListAttachedResponse struct {
	Data struct {
		TotalNum int64          `json:"totalNum"`
		List     []AttachedItem `json:"list"`
	} `json:"data"`
}

// An AttachedItem is an attached policy.
type AttachedItem struct {
	PolicyID   int64  `json:"policyId"`
	PolicyName string `json:"policyName"`
	AddTime    string `json:"addTime"`
	CreateMode int64  `json:"createMode"`
}

// listAttached shows a page of what is attached to an entity that is there. A policyType of QCS or User shows presets
// or the account's own only.
func (s *Service) listAttached(ctx context.Context, tx store.Tx, account string, to Entity, page, rp int64, policyType string) (*ListAttachedResponse, error) {
	attached, err := s.Store.AttachedTo(ctx, tx, account, to)
	if err != nil {
		return nil, err
	}
	var all []AttachedItem
	for _, a := range attached {
		p, err := s.hasPolicy(ctx, tx, account, a.Policy)
		if err != nil {
			return nil, err
		}
		if (policyType == "QCS" && p.Type() != 2) || (policyType == "User" && p.Type() != 1) {
			continue
		}
		all = append(all, AttachedItem{p.ID, p.Name, inChina(a.At), p.CreateMode})
	}
	out := &ListAttachedResponse{}
	out.Data.TotalNum, out.Data.List = int64(len(all)), paged(all, page, rp)
	return out, nil
}
