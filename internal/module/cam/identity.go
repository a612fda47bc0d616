package cam

import (
	"context"
	"fmt"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/identity"
	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/sign"
)

// Key implements identity.Keys.
func (s *Service) Key(ctx context.Context, secretID string) (*identity.Key, error) {
	var out *identity.Key
	err := s.DB.View(ctx, func(tx store.Tx) (err error) {
		if out, err = s.permanent(ctx, tx, secretID); out != nil || err != nil {
			return err
		}
		out, err = s.temporary(ctx, tx, secretID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load key: %w", err)
	}
	return out, nil
}

func (s *Service) permanent(ctx context.Context, tx store.Tx, secretID string) (*identity.Key, error) {
	k, err := s.Store.KeyByID(ctx, tx, secretID)
	if k == nil || err != nil {
		return nil, err
	}
	secret, err := s.Box.Open(k.Sealed, keyContext(k.SecretID))
	if err != nil {
		return nil, err
	}
	who := call.Caller{Kind: call.Root, Account: k.Account, Uin: k.Uin}
	if who.AppID, err = s.Accounts.AppID(ctx, tx, k.Account); err != nil {
		return nil, err
	}
	if k.Uin != k.Account {
		who.Kind = call.SubAccount
		u, err := s.Store.User(ctx, tx, k.Account, k.Uin)
		if u == nil || err != nil {
			return nil, err
		}
		who.Name = u.Name
	}
	return &identity.Key{SecretID: k.SecretID, Signing: sign.NewKey(secret), Enabled: k.Enabled, Caller: who}, nil
}

func (s *Service) temporary(ctx context.Context, tx store.Tx, secretID string) (*identity.Key, error) {
	k, err := s.Store.SessionByID(ctx, tx, secretID)
	if k == nil || err != nil {
		return nil, err
	}
	secret, err := s.Box.Open(k.Sealed, sessionContext(k.SecretID))
	if err != nil {
		return nil, err
	}
	out := &identity.Key{
		SecretID: k.SecretID, Signing: sign.NewKey(secret), Enabled: true, Caller: k.Caller,
		Temporary: true, Expires: k.Expires, Revoked: k.Revoked,
	}
	copy(out.TokenHash[:], k.TokenHash)
	if k.Policy != "" {
		a := (&Policy{Name: "session policy", Document: k.Policy}).attached("session", policy.Parse)
		out.Session = &a
	}
	return out, nil
}

// Rights implements identity.Rights. A main account may do everything, also in a session that it asked for; but a role
// has only the rights of the role, whoever took it on.
func (s *Service) Rights(ctx context.Context, c call.Caller) (policy.Set, error) {
	if c.Kind != call.Role && c.Uin == c.Account {
		return policy.Set{Root: true}, nil
	}
	var set policy.Set
	err := s.DB.View(ctx, func(tx store.Tx) (err error) {
		if c.Kind == call.Role {
			set, err = s.rightsOfRole(ctx, tx, c)
		} else {
			set, err = s.rightsOfUser(ctx, tx, c)
		}
		return err
	})
	if err != nil {
		return policy.Set{}, fmt.Errorf("load rights of %s: %w", c.Identity(), err)
	}
	return set, nil
}

func (s *Service) rightsOfUser(ctx context.Context, tx store.Tx, c call.Caller) (set policy.Set, err error) {
	u, err := s.Store.User(ctx, tx, c.Account, c.Uin)
	if u == nil || err != nil {
		return set, err
	}
	if err := s.collect(ctx, tx, c.Account, Entity{ToUser, u.Uin}, "user", &set); err != nil {
		return set, err
	}
	groups, err := s.Store.GroupsOf(ctx, tx, u.Uin)
	if err != nil {
		return set, err
	}
	for _, g := range groups {
		if err := s.collect(ctx, tx, c.Account, Entity{ToGroup, number(g.ID)}, "group "+g.Name, &set); err != nil {
			return set, err
		}
	}
	set.Boundary, err = s.boundary(ctx, tx, c.Account, u.Boundary)
	return set, err
}

func (s *Service) rightsOfRole(ctx context.Context, tx store.Tx, c call.Caller) (set policy.Set, err error) {
	r, err := s.Store.Role(ctx, tx, c.Account, c.RoleID)
	if r == nil || err != nil {
		return set, err
	}
	if err := s.collect(ctx, tx, c.Account, Entity{ToRole, r.ID}, "role "+r.Name, &set); err != nil {
		return set, err
	}
	set.Boundary, err = s.boundary(ctx, tx, c.Account, r.Boundary)
	return set, err
}

// collect adds the policies attached to an entity.
func (s *Service) collect(ctx context.Context, tx store.Tx, account string, to Entity, via string, set *policy.Set) error {
	attached, err := s.Store.AttachedTo(ctx, tx, account, to)
	if err != nil {
		return err
	}
	for _, a := range attached {
		p, err := s.policy(ctx, tx, account, a.Policy)
		if err != nil {
			return err
		}
		if p == nil {
			return fmt.Errorf("policy %d is attached to %s %s and is not there", a.Policy, to.Kind, to.ID)
		}
		set.Policies = append(set.Policies, p.attached(via, policy.Parse))
	}
	return nil
}

func (s *Service) boundary(ctx context.Context, tx store.Tx, account string, id int64) (*policy.Attached, error) {
	if id == 0 {
		return nil, nil
	}
	p, err := s.policy(ctx, tx, account, id)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return nil, fmt.Errorf("policy %d is a boundary and is not there", id)
	}
	a := p.attached("permission boundary", policy.ParseBoundary)
	return &a, nil
}

// policy is a preset or the account's own policy, nil where there is none.
func (s *Service) policy(ctx context.Context, tx store.Tx, account string, id int64) (*Policy, error) {
	if p, ok := s.presets[id]; ok {
		return &p, nil
	}
	return s.Store.Policy(ctx, tx, account, id)
}
