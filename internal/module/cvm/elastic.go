package cvm

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/store"
)

// What follows is for eip, which keeps the elastic addresses: an instance shows them beside its own plain one.

// Show has an instance have an elastic address. A plain one that it had is given back (facts/api3-vpc.json,
// AssociateAddress), unless it has become this one.
func (s *Service) Show(ctx context.Context, tx store.Tx, account, id, ip string) error {
	i, err := s.Instance(ctx, tx, account, id)
	if err != nil || i == nil {
		return err
	}
	left := []string{}
	for _, had := range i.PublicIPs {
		plain, err := s.Networks.FreePublic(ctx, tx, account, had, i.ID)
		if err != nil {
			return err
		}
		if !plain {
			left = append(left, had)
		}
	}
	if !slices.Contains(left, ip) {
		left = append(left, ip)
	}
	i.PublicIPs = left
	return s.Store.PutInstance(ctx, tx, i)
}

// Hide takes an address off an instance, if it has it; a plain one is given back.
func (s *Service) Hide(ctx context.Context, tx store.Tx, account, id, ip string) error {
	i, err := s.Instance(ctx, tx, account, id)
	if err != nil || i == nil {
		return err
	}
	if _, err := s.Networks.FreePublic(ctx, tx, account, ip, i.ID); err != nil {
		return err
	}
	i.PublicIPs = slices.DeleteFunc(i.PublicIPs, func(had string) bool { return had == ip })
	return s.Store.PutInstance(ctx, tx, i)
}

// Reassign gives an instance a plain public address.
func (s *Service) Reassign(ctx context.Context, tx store.Tx, account, id string) error {
	i, err := s.Instance(ctx, tx, account, id)
	if err != nil || i == nil {
		return err
	}
	ips, err := s.Networks.AllocatePublic(ctx, tx, account, []string{i.ID})
	if err != nil {
		return err
	}
	i.PublicIPs = append(i.PublicIPs, ips...)
	return s.Store.PutInstance(ctx, tx, i)
}

// WithPublic is the account's instance in a region that has a public address; empty when there is none.
func (s *Service) WithPublic(ctx context.Context, tx store.Tx, account, region, ip string) (string, error) {
	all, err := s.Store.Instances(ctx, tx, account, region)
	for _, i := range all {
		if slices.Contains(i.PublicIPs, ip) {
			return i.ID, err
		}
	}
	return "", err
}
