package cam

import (
	"context"
	"strconv"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/internal/store"
)

// What an operator and a world do to identities, and other modules ask of them. Each is part of the caller's
// transaction; what can't be is refused with row 4000, what is not there with row 5000. No quota is asked for: an
// operator may make more than an account could.

// PutUser makes a sub-account, or sets all of the one with its name. An empty Uin or UID is drawn for a new one and
// kept for one that is there. It returns the user as it is kept.
func (s *Service) PutUser(ctx context.Context, tx store.Tx, u User) (User, error) {
	kept, err := s.Store.UserByName(ctx, tx, u.Account, u.Name)
	if err != nil {
		return u, err
	}
	if kept == nil {
		return s.addUser(ctx, tx, u)
	}
	if (u.Uin != "" && u.Uin != kept.Uin) || (u.UID != "" && u.UID != kept.UID) {
		return u, catalogue.InvalidValue.Errorf("The sub-account %s has uin %s and uid %s; others can't be given to it.", u.Name, kept.Uin, kept.UID)
	}
	u.Uin, u.UID, u.CreatedAt = kept.Uin, kept.UID, kept.CreatedAt
	_, err = s.Store.SetUser(ctx, tx, u)
	s.changed(tx)
	return u, err
}

// SubAccounts lists an account's users by uin.
func (s *Service) SubAccounts(ctx context.Context, tx store.Tx, account string) ([]User, error) {
	return s.Store.Users(ctx, tx, account)
}

// RemoveUser takes a sub-account away, with its keys, its sessions, its device, its memberships and attachments.
func (s *Service) RemoveUser(ctx context.Context, tx store.Tx, account, uin string) error {
	u, err := s.user(ctx, tx, account, uin)
	if err != nil {
		return err
	}
	return s.removeUser(ctx, tx, u)
}

// PutGroup makes a group, or sets the remark of the one with its name. An ID of 0 is drawn. It returns the group as it is kept.
func (s *Service) PutGroup(ctx context.Context, tx store.Tx, g Group) (Group, error) {
	all, err := s.Store.Groups(ctx, tx, g.Account)
	if err != nil {
		return g, err
	}
	for _, kept := range all {
		if kept.Name == g.Name {
			g.ID, g.CreatedAt = kept.ID, kept.CreatedAt
			_, err := s.Store.SetGroup(ctx, tx, g)
			return g, err
		}
	}
	return s.addGroup(ctx, tx, g)
}

// GroupList lists an account's groups by id.
func (s *Service) GroupList(ctx context.Context, tx store.Tx, account string) ([]Group, error) {
	return s.Store.Groups(ctx, tx, account)
}

// MemberList lists a group's users by uin.
func (s *Service) MemberList(ctx context.Context, tx store.Tx, account string, id int64) ([]User, error) {
	if _, err := s.group(ctx, tx, account, id); err != nil {
		return nil, err
	}
	return s.Store.Members(ctx, tx, id)
}

// EachGroup hands over the account's groups by id.
func (s *Service) EachGroup(ctx context.Context, tx store.Tx, account string, do func(id int64, name, remark string, created time.Time)) error {
	all, err := s.Store.Groups(ctx, tx, account)
	for _, g := range all {
		do(g.ID, g.Name, g.Remark, g.CreatedAt)
	}
	return err
}

// SetMember puts a user into a group, or takes it out.
func (s *Service) SetMember(ctx context.Context, tx store.Tx, account string, id int64, uin string, in bool) error {
	if _, err := s.group(ctx, tx, account, id); err != nil {
		return err
	}
	if _, err := s.user(ctx, tx, account, uin); err != nil {
		return err
	}
	s.changed(tx)
	if in {
		return s.Store.AddMember(ctx, tx, id, uin)
	}
	_, err := s.Store.RemoveMember(ctx, tx, id, uin)
	return err
}

// PutPolicy makes a policy, or sets all of the one with its name. A raw one is kept as it is, whatever it says: whoever
// has it attached is answered 4110 then. It returns the policy as it is kept.
func (s *Service) PutPolicy(ctx context.Context, tx store.Tx, p Policy, raw bool) (Policy, error) {
	if !raw {
		if _, err := policy.Parse([]byte(p.Document)); err != nil {
			return p, badDocument(err)
		}
	}
	if p.CreateMode == 0 {
		p.CreateMode = 2
	}
	if p.Edited.IsZero() {
		p.Edited = p.AddedAt
	}
	kept, err := s.PolicyNamed(ctx, tx, p.Account, p.Name)
	if err != nil {
		return p, err
	}
	if kept == nil {
		return s.addPolicy(ctx, tx, p)
	}
	if kept.Type() == 2 {
		return p, errPreset.Errorf("The policy %s is a preset, which can't be changed.", p.Name)
	}
	p.ID, p.AddedAt, p.Versions = kept.ID, kept.AddedAt, kept.Versions
	_, err = s.Store.SetPolicy(ctx, tx, p)
	s.changed(tx)
	return p, err
}

// PolicyNamed is the preset or the account's policy of that name, nil where there is none.
func (s *Service) PolicyNamed(ctx context.Context, tx store.Tx, account, name string) (*Policy, error) {
	all, err := s.PolicyList(ctx, tx, account)
	for i := range all {
		if all[i].Name == name {
			return &all[i], err
		}
	}
	return nil, err
}

// PolicyList lists the presets and the account's policies by id.
func (s *Service) PolicyList(ctx context.Context, tx store.Tx, account string) ([]Policy, error) {
	own, err := s.Store.Policies(ctx, tx, account)
	return append(s.presetList(), own...), err
}

// RemovePolicy takes a policy away, from all that have it.
func (s *Service) RemovePolicy(ctx context.Context, tx store.Tx, account string, id int64) error {
	return s.removePolicies(ctx, tx, account, []int64{id})
}

// AttachPolicy attaches a policy.
func (s *Service) AttachPolicy(ctx context.Context, tx store.Tx, account string, to Entity, id int64, now time.Time) error {
	if err := s.entity(ctx, tx, account, to); err != nil {
		return err
	}
	if _, err := s.hasPolicy(ctx, tx, account, id); err != nil {
		return err
	}
	s.changed(tx)
	return s.Store.Attach(ctx, tx, Attachment{Account: account, Entity: to, Policy: id, At: now})
}

// DetachPolicy detaches a policy; it need not be attached.
func (s *Service) DetachPolicy(ctx context.Context, tx store.Tx, account string, to Entity, id int64) error {
	if err := s.entity(ctx, tx, account, to); err != nil {
		return err
	}
	s.changed(tx)
	_, err := s.Store.Detach(ctx, tx, account, to, id)
	return err
}

// Attached lists what is attached to an entity, by policy.
func (s *Service) Attached(ctx context.Context, tx store.Tx, account string, to Entity) ([]Attachment, error) {
	return s.Store.AttachedTo(ctx, tx, account, to)
}

// SetBoundary bounds what a user or a role may do by a policy; 0 takes the bound away.
func (s *Service) SetBoundary(ctx context.Context, tx store.Tx, account string, of Entity, id int64) error {
	if id != 0 {
		if _, err := s.hasPolicy(ctx, tx, account, id); err != nil {
			return err
		}
	}
	s.changed(tx)
	switch of.Kind {
	case ToUser:
		u, err := s.user(ctx, tx, account, of.ID)
		if err != nil {
			return err
		}
		u.Boundary = id
		_, err = s.Store.SetUser(ctx, tx, *u)
		return err
	case ToRole:
		r, err := s.role(ctx, tx, account, of.ID, "")
		if err != nil {
			return err
		}
		r.Boundary = id
		_, err = s.Store.SetRole(ctx, tx, *r)
		return err
	default:
		return catalogue.InvalidValue.Errorf("A permission boundary is set for a %s; a user or a role is expected.", of.Kind)
	}
}

// PutRole makes a role, or sets all of the one with its name. An empty ID is drawn. A raw trust policy is kept as it is:
// nobody can take on the role then. It returns the role as it is kept.
func (s *Service) PutRole(ctx context.Context, tx store.Tx, r Role, raw bool) (Role, error) {
	if !raw {
		if _, err := policy.ParseTrust([]byte(r.Trust)); err != nil {
			return r, badDocument(err)
		}
	}
	if r.Edited.IsZero() {
		r.Edited = r.AddedAt
	}
	kept, err := s.Store.RoleByName(ctx, tx, r.Account, r.Name)
	if err != nil {
		return r, err
	}
	if kept == nil {
		return s.addRole(ctx, tx, r)
	}
	r.ID, r.AddedAt, r.ConsoleLogin, r.SessionSeconds = kept.ID, kept.AddedAt, kept.ConsoleLogin, kept.SessionSeconds
	_, err = s.Store.SetRole(ctx, tx, r)
	s.changed(tx)
	return r, err
}

// RoleList lists an account's roles by id.
func (s *Service) RoleList(ctx context.Context, tx store.Tx, account string) ([]Role, error) {
	return s.Store.Roles(ctx, tx, account)
}

// RemoveRole takes a role away and ends its sessions.
func (s *Service) RemoveRole(ctx context.Context, tx store.Tx, account, id string) error {
	r, err := s.role(ctx, tx, account, id, "")
	if err != nil {
		return err
	}
	return s.removeRole(ctx, tx, r)
}

// PutIdentityProvider makes an identity provider, or sets all of the one of its kind and name.
func (s *Service) PutIdentityProvider(ctx context.Context, tx store.Tx, p IdentityProvider) error {
	check := (&CreateSAMLProvider3Request{Name: p.Name, SAMLMetadataDocument: p.Document}).Check
	if p.Kind == OIDC {
		check = (&OIDCConfigRequest{Name: p.Name, IdentityUrl: p.URL, ClientId: p.Clients, IdentityKey: p.Document}).Check
	}
	if err := check(); err != nil {
		return err
	}
	return s.Store.PutProvider(ctx, tx, &p)
}

// IdentityProviders are an account's, of both kinds.
func (s *Service) IdentityProviders(ctx context.Context, tx store.Tx, account string) ([]*IdentityProvider, error) {
	saml, err := s.Store.Providers(ctx, tx, account, SAML)
	if err != nil {
		return nil, err
	}
	oidc, err := s.Store.Providers(ctx, tx, account, OIDC)
	return append(saml, oidc...), err
}

// changed has everybody told after the commit.
func (s *Service) changed(tx store.Tx) { tx.AfterCommit(s.Changed) }

func number(n int64) string { return strconv.FormatInt(n, 10) }
