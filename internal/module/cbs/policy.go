package cbs

import (
	"context"
	"regexp"
	"slices"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

var policyForm = regexp.MustCompile(`^asp-[a-z0-9]{8}$`)

// Quotas. The figures are assumed: no source prints them.
const (
	quotaPolicies     = "cbs.snapshot_policies"
	defaultPolicies   = 30
	quotaBoundDisks   = "cbs.disks_per_policy"
	defaultBoundDisks = 80
	// lasting is how many days snapshots of a policy are kept where it does not say.
	lasting = 7
)

// A Policy takes snapshots of its disks by itself.
type Policy struct {
	ID, Account, Region, Name string
	Active                    bool
	// Times are when; each of them.
	Times []PolicyTimes
	// Days are how long its snapshots are kept; 0 for ever.
	Days int64
	// Disks are those that it is bound to.
	Disks []string
	// Next is when it takes them; zero while it does not.
	Next    time.Time
	Created time.Time
}

// PolicyTimes are some times of a day on some days, by local time.
type PolicyTimes struct {
	Hour         []int64 `api:"required,max=24" doc:"The hours, 0 to 23."`
	DayOfWeek    []int64 `api:"max=7" doc:"The days of the week, 0 for Sunday to 6."`
	DayOfMonth   []int64 `api:"max=31" doc:"The days of the month, 1 to 31; a month without one is passed over."`
	IntervalDays int64   `api:"min=0,max=365" doc:"Every that many days, from the day on which the policy was made."`
}

// check refuses times that there are not, or days said in several ways.
func (t *PolicyTimes) check() error {
	for _, part := range []struct {
		name      string
		values    []int64
		low, high int64
	}{{"Hour", t.Hour, 0, 23}, {"DayOfWeek", t.DayOfWeek, 0, 6}, {"DayOfMonth", t.DayOfMonth, 1, 31}} {
		for _, v := range part.values {
			if v < part.low || v > part.high {
				return errValue.Errorf("Parameter Policy.%s holds %d; %d to %d are expected.", part.name, v, part.low, part.high)
			}
		}
	}
	ways := 0
	for _, given := range []bool{len(t.DayOfWeek) > 0, len(t.DayOfMonth) > 0, t.IntervalDays > 0} {
		if given {
			ways++
		}
	}
	if ways != 1 {
		return errValue.Errorf("Parameter Policy says the days in %d ways; one of DayOfWeek, DayOfMonth and IntervalDays is expected.", ways)
	}
	return nil
}

// on tells whether they fall on a day; first is the day on which their policy was made.
func (t *PolicyTimes) on(day, first time.Time) bool {
	if t.IntervalDays > 0 {
		return int64(day.Sub(first)/(24*time.Hour))%t.IntervalDays == 0
	}
	return slices.Contains(t.DayOfWeek, int64(day.Weekday())) || slices.Contains(t.DayOfMonth, int64(day.Day()))
}

// next is the first of a policy's times after a moment; zero for one that has none within two years.
func (p *Policy) next(after time.Time) time.Time {
	first := midnight(p.Created)
	for day := midnight(after); day.Before(after.AddDate(2, 0, 0)); day = day.AddDate(0, 0, 1) {
		var best time.Time
		for _, t := range p.Times {
			if !t.on(day, first) {
				continue
			}
			for _, h := range t.Hour {
				at := day.Add(time.Duration(h) * time.Hour)
				if at.After(after) && (best.IsZero() || at.Before(best)) {
					best = at
				}
			}
		}
		if !best.IsZero() {
			return best.UTC()
		}
	}
	return time.Time{}
}

func midnight(t time.Time) time.Time {
	t = t.In(beijing)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, beijing)
}

const jobPolicy = "cbs.policy" // a policy takes its snapshots

// schedule has a policy take its snapshots at its next time, and keeps it.
func (s *Service) schedule(ctx context.Context, tx store.Tx, p *Policy, after time.Time) error {
	if err := s.Later.Cancel(ctx, tx, jobPolicy, p.ID); err != nil {
		return err
	}
	p.Next = time.Time{}
	if p.Active {
		p.Next = p.next(after)
	}
	if !p.Next.IsZero() {
		if err := s.Later.Put(ctx, tx, later.Job{Kind: jobPolicy, Key: p.ID, Due: p.Next}); err != nil {
			return err
		}
	}
	return s.Store.Policies.Put(ctx, tx, p)
}

// runPolicy takes a policy's snapshots: of each disk that can be taken one of. What the account has no room for is left.
func (s *Service) runPolicy(ctx context.Context, tx store.Tx, j later.Job) error {
	p, err := s.Store.Policies.One(ctx, tx, j.Key)
	if err != nil || p == nil || !p.Active {
		return err
	}
	for _, id := range p.Disks {
		d, err := s.Store.Disks.One(ctx, tx, id)
		if err != nil {
			return err
		}
		if d == nil {
			continue
		}
		if err := s.shootFor(ctx, tx, p, d, j.Due); err != nil {
			return err
		}
	}
	return s.schedule(ctx, tx, p, j.Due)
}

func (s *Service) shootFor(ctx context.Context, tx store.Tx, p *Policy, d *Disk, now time.Time) error {
	if d.may(shooting) != nil || d.paid(&call.Call{Now: now}, errNotSupported) != nil {
		return nil
	}
	for _, room := range []error{s.noSnapshotUnderWay(ctx, tx, d), s.roomForSnapshot(ctx, tx, d.Account, d.Region)} {
		if refused(room) {
			return nil
		} else if room != nil {
			return room
		}
	}
	n := Snapshot{Creator: d.Account, Name: p.Name + "_" + now.In(beijing).Format("20060102150405"), Policy: p.ID}
	if p.Days > 0 {
		n.Deadline = now.AddDate(0, 0, int(p.Days))
	}
	_, err := s.shoot(ctx, tx, d, n, now)
	return err
}

// policy is the caller's policy in the call's region; another's is as absent as none.
func (s *Service) policy(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Policy, error) {
	p, err := s.Store.Policies.One(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if p == nil || p.Account != c.Caller.Account || p.Region != c.Region {
		return nil, errNoPolicy.Errorf("Snapshot policy %s does not exist in this region.", id)
	}
	return p, nil
}

// policiesOf lists the policies that a disk is bound to, the newest first.
func (s *Service) policiesOf(ctx context.Context, tx store.Tx, d *Disk) ([]*Policy, error) {
	all, err := s.Store.Policies.All(ctx, tx, d.Account, d.Region)
	return slices.DeleteFunc(all, func(p *Policy) bool { return !slices.Contains(p.Disks, d.ID) }), err
}

// unbind takes a disk that is gone out of its policies.
func (s *Service) unbind(ctx context.Context, tx store.Tx, d *Disk) error {
	all, err := s.policiesOf(ctx, tx, d)
	if err != nil {
		return err
	}
	for _, p := range all {
		p.Disks = slices.DeleteFunc(p.Disks, func(id string) bool { return id == d.ID })
		if err := s.Store.Policies.Put(ctx, tx, p); err != nil {
			return err
		}
	}
	return nil
}

// A PolicyItem is the API's AutoSnapshotPolicy.
type PolicyItem struct {
	DiskIdSet               []string
	IsActivated             bool
	AutoSnapshotPolicyState string
	IsCopyToRemote          int64
	IsPermanent             bool
	NextTriggerTime         string
	AutoSnapshotPolicyName  string
	AutoSnapshotPolicyId    string
	Policy                  []PolicyTimes
	CreateTime              string
	RetentionDays           int64
	CopyToAccountUin        *string
	InstanceIdSet           []string
	RetentionMonths         int64
	RetentionAmount         int64
	AdvancedRetentionPolicy *AdvancedRetentionPolicy
	CopyFromAccountUin      *string
	Tags                    []Tag
}

// An AdvancedRetentionPolicy is the API's; no policy has one here.
type AdvancedRetentionPolicy struct{ Days, Weeks, Months, Years int64 }

func (p *Policy) item(tags []tagging.Tag) PolicyItem {
	return PolicyItem{
		DiskIdSet: p.Disks, IsActivated: p.Active, AutoSnapshotPolicyState: Normal, IsPermanent: p.Days == 0, NextTriggerTime: local(p.Next),
		AutoSnapshotPolicyName: p.Name, AutoSnapshotPolicyId: p.ID, Policy: p.Times, CreateTime: local(p.Created), RetentionDays: p.Days, Tags: untag(tags),
	}
}
