// Package account keeps the main accounts: who they are, how they stand, what they may have and which projects they sort
// their resources into. It decides whether an account is verified and how many of a thing it may have. What an account
// owns and pays, and who may act for it, is for other modules.
//
// Its actions live on the domains account and tag; those whose names end in 3 are tag's in API 3.0.
package account

import (
	"context"
	"fmt"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/identity"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/store"
)

// Deps is what account needs.
type Deps struct {
	DB     store.DB
	Store  Store
	Random *random.Source
	// Groups are the user groups that DescribeUserGroup shows.
	Groups Groups
	// Changed is called after every commit that changed how an account stands.
	Changed func()
}

// A Service keeps the main accounts.
type Service struct{ Deps }

var _ identity.Accounts = (*Service)(nil)

// New is the service. Its Groups may be set afterwards, before it is used: cam asks for quotas in turn.
func New(d Deps) *Service { return &Service{d} }

// Actions are those of account, and of tag as far as they are about projects.
func (s *Service) Actions() []*action.Bound {
	return action.BindAll(s,
		AddProject, DescribeProject, UpdateProject, TagUpdateProject, StartProject, StopProject, DescribeUserGroup,
		TagAddProject3, TagDescribeProjects3, TagUpdateProject3,
	)
}

// Account implements identity.Accounts.
func (s *Service) Account(ctx context.Context, uin string) (*identity.Account, error) {
	var out *identity.Account
	err := s.DB.View(ctx, func(tx store.Tx) error {
		a, err := s.Store.Account(ctx, tx, uin)
		if err != nil || a == nil {
			return err
		}
		out = &identity.Account{
			Uin: a.Uin, AppID: a.AppID, Name: a.Name, Blocked: a.Blocked, Protected: a.Protected, Rates: a.Rates, Concurrency: a.Concurrency,
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("load account %s: %w", uin, err)
	}
	return out, nil
}

// Owner is what shows of a main account elsewhere: its name, mail and phone; empty where there is no such account.
func (s *Service) Owner(ctx context.Context, tx store.Tx, uin string) (name, mail, phone string, err error) {
	a, err := s.Store.Account(ctx, tx, uin)
	if err != nil || a == nil {
		return "", "", "", err
	}
	return a.Name, a.Mail, a.Phone, nil
}

// AppID is the main account's other number, empty where there is no such account.
func (s *Service) AppID(ctx context.Context, tx store.Tx, uin string) (string, error) {
	a, err := s.Store.Account(ctx, tx, uin)
	if err != nil || a == nil {
		return "", err
	}
	return a.AppID, nil
}

// Blocked is why the main account is blocked; empty where it is not, and where there is no such account.
func (s *Service) Blocked(ctx context.Context, tx store.Tx, uin string) (string, error) {
	a, err := s.Store.Account(ctx, tx, uin)
	if err != nil || a == nil {
		return "", err
	}
	return a.Blocked, nil
}

// Verified tells whether the account's identity is verified, as whatever.
func (s *Service) Verified(ctx context.Context, tx store.Tx, uin string) (bool, error) {
	a, err := s.Store.Account(ctx, tx, uin)
	if err != nil || a == nil {
		return false, err
	}
	return a.Identity != Unverified, nil
}

// Quota is how many of name ("cvm.postpaid_per_zone") the account may have: def where nobody set another figure.
func (s *Service) Quota(ctx context.Context, tx store.Tx, uin, name string, def int64) (int64, error) {
	n, set, err := s.Store.Quota(ctx, tx, uin, name)
	if err != nil || !set {
		return def, err
	}
	return n, nil
}

// HasProject tells whether the account has the project. Project 0, the default one, is always there.
func (s *Service) HasProject(ctx context.Context, tx store.Tx, uin string, id int64) (bool, error) {
	if id == 0 {
		return true, nil
	}
	p, err := s.Store.Project(ctx, tx, uin, id)
	return p != nil, err
}

// version3 is that of tag's actions in API 3.0.
const version3 = "2018-08-13"
