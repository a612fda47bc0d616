package securitygroup

import (
	"context"
	"slices"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/store"
)

// The kinds of holders: what groups guard.
const (
	Instance         = "instance"
	NetworkInterface = "eni"
	LoadBalancer     = "clb"
)

// conditions are how a guard is refused: by the names that the actions of the holder's module list.
type conditions struct{ absent, tooMany, full *catalogue.Condition }

var (
	ofInstance = conditions{
		absent:  catalogue.NotFound.Named("InvalidSecurityGroupId.NotFound"),
		tooMany: catalogue.LimitExceeded.Named("LimitExceeded.AssociateUSGLimitExceeded"),
		full:    catalogue.LimitExceeded.Named("LimitExceeded.CvmsVifsPerSecGroupLimitExceeded"),
	}
	ofOthers = conditions{absent: errNone, tooMany: errFull, full: errFull}
)

func conditionsOf(kind string) conditions {
	if kind == Instance {
		return ofInstance
	}
	return ofOthers
}

// Known refuses groups that the account does not have in the region, by the name that holders of the kind have for it.
func (s *Service) Known(ctx context.Context, tx store.Tx, account, region, kind string, groups []string) error {
	for _, id := range groups {
		g, err := s.Store.Group(ctx, tx, account, id)
		if err != nil {
			return err
		}
		if g == nil || g.Region != region {
			return conditionsOf(kind).absent.Errorf("The security group %s does not exist in this region.", id)
		}
	}
	return nil
}

// Room refuses more groups than a holder may have, and groups that can't take n holders more.
func (s *Service) Room(ctx context.Context, tx store.Tx, account, kind string, groups []string, n int64) error {
	if err := s.few(ctx, tx, account, kind, groups); err != nil {
		return err
	}
	return s.vacant(ctx, tx, account, kind, groups, n)
}

func (s *Service) few(ctx context.Context, tx store.Tx, account, kind string, groups []string) error {
	most, err := s.quota(ctx, tx, account, quotaOfInstance)
	if err == nil && int64(len(groups)) > most {
		err = conditionsOf(kind).tooMany.Errorf("%d security groups are named; at most %d can guard one %s.", len(groups), most, kind)
	}
	return err
}

func (s *Service) vacant(ctx context.Context, tx store.Tx, account, kind string, groups []string, n int64) error {
	most, err := s.quota(ctx, tx, account, quotaHolders)
	if err != nil {
		return err
	}
	for _, id := range groups {
		count, err := s.Store.Guarded(ctx, tx, account, id)
		if err != nil {
			return err
		}
		if have := total(count); have+n > most {
			return conditionsOf(kind).full.Errorf("The security group %s guards %d resources; with %d more it exceeds %d.", id, have, n, most)
		}
	}
	return nil
}

func total(count map[string]int64) (n int64) {
	for _, one := range count {
		n += one
	}
	return n
}

// Guard has a holder guarded by exactly these groups. It refuses what Known refuses, and what Room refuses of the groups
// that it did not have.
func (s *Service) Guard(ctx context.Context, tx store.Tx, account, region, kind, holder string, groups []string) error {
	if err := s.Known(ctx, tx, account, region, kind, groups); err != nil {
		return err
	}
	before, err := s.Store.Guards(ctx, tx, account, holder)
	if err != nil {
		return err
	}
	if err := s.few(ctx, tx, account, kind, groups); err != nil {
		return err
	}
	added := slices.DeleteFunc(slices.Clone(groups), func(id string) bool { return slices.Contains(before, id) })
	if err := s.vacant(ctx, tx, account, kind, added, 1); err != nil {
		return err
	}
	return s.Store.SetGuards(ctx, tx, account, kind, holder, groups)
}

// Unguard forgets a holder; it need not be known.
func (s *Service) Unguard(ctx context.Context, tx store.Tx, account, holder string) error {
	return s.Store.SetGuards(ctx, tx, account, "", holder, nil)
}

// GroupsOf lists the groups that guard a holder.
func (s *Service) GroupsOf(ctx context.Context, tx store.Tx, account, holder string) ([]string, error) {
	return s.Store.Guards(ctx, tx, account, holder)
}

// Default is the id of the account's default group of a project in the region, which is made where there is none.
func (s *Service) Default(ctx context.Context, tx store.Tx, account, creator, region string, project int64, now time.Time) (string, error) {
	g, err := s.defaultGroup(ctx, tx, account, region, project)
	if err != nil {
		return "", err
	}
	if g == nil {
		g = newDefault(account, creator, region, project, now)
		err = s.keep(ctx, tx, g, now)
	}
	return g.ID, err
}

// defaultGroup is a project's default group, nil where there is none yet.
func (s *Service) defaultGroup(ctx context.Context, tx store.Tx, account, region string, project int64) (*Group, error) {
	all, err := s.Store.Groups(ctx, tx, account, region)
	if err != nil {
		return nil, err
	}
	for _, g := range all {
		if g.Default && g.Project == project {
			return g, nil
		}
	}
	return nil, nil
}

// newDefault is a default group: it lets all of IPv4 through.
func newDefault(account, creator, region string, project int64, now time.Time) *Group {
	all := []Rule{{Protocol: everything, Port: everything, CIDR: "0.0.0.0/0", Action: "ACCEPT", Modified: now}}
	return &Group{
		Account: account, Creator: creator, Region: region, Name: "default", Description: "The default security group", Project: project,
		Default: true, Ingress: all, Egress: slices.Clone(all),
	}
}
