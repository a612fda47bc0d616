package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// What follows is for eni, which shows an instance as its primary network interface.

// SetPrivate has an instance have exactly these private addresses, which its network has given it; the first is the main
// one.
func (s *Service) SetPrivate(ctx context.Context, tx store.Tx, account, id string, ips []string) error {
	i, err := s.Instance(ctx, tx, account, id)
	if err != nil || i == nil {
		return err
	}
	i.PrivateIPs = ips
	return s.Store.PutInstance(ctx, tx, i)
}

// SetGroups has an instance guarded by exactly these security groups; it refuses those that are not there.
func (s *Service) SetGroups(ctx context.Context, tx store.Tx, account, id string, groups []string) error {
	i, err := s.Instance(ctx, tx, account, id)
	if err != nil || i == nil {
		return err
	}
	i.Groups = groups
	if err := s.guard(ctx, tx, i); err != nil {
		return err
	}
	return s.Store.PutInstance(ctx, tx, i)
}
