package cbs

import (
	"context"
	"errors"
	"regexp"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

var (
	diskForm     = regexp.MustCompile(`^disk-[a-z0-9]{8}$`)
	instanceForm = regexp.MustCompile(`^ins-[a-z0-9]{8}$`)
)

// maxIDs is how many things one call may name (facts/quotas-billing-lifecycle.md §1).
const maxIDs = 100

// checkIDs refuses a list of ids that is too long, malformed or repeats one.
func checkIDs(name string, ids []string, form *regexp.Regexp, most int) error {
	if len(ids) > most {
		return errTooMany.Errorf("Parameter %s has %d items; at most %d are expected.", name, len(ids), most)
	}
	for n, id := range ids {
		if err := checkID(name, id, form); err != nil {
			return err
		}
		if slices.Contains(ids[:n], id) {
			return errValue.Errorf("Parameter %s holds %s twice; it is expected once.", name, id)
		}
	}
	return nil
}

// checkID refuses an id that is malformed.
func checkID(name, id string, form *regexp.Regexp) error {
	if form.MatchString(id) {
		return nil
	}
	prefix := form.String()[1 : len(form.String())-len("[a-z0-9]{8}$")]
	return errValue.Errorf("Parameter %s holds %s; %s and 8 lower-case letters or digits are expected.", name, param.Quote(id), prefix)
}

func checkDisks(ids []string) error { return checkIDs("DiskIds", ids, diskForm, maxIDs) }

// naming are the conditions of naming disks.
func naming(more ...*catalogue.Condition) []*catalogue.Condition {
	return append([]*catalogue.Condition{errValue, errTooMany, errNoDisk}, more...)
}

// moving are those of having them make a move, too.
func moving(m move, more ...*catalogue.Condition) []*catalogue.Condition {
	all := naming(more...)
	for _, s := range States {
		if err := (&Disk{State: s}).may(m); err != nil {
			all = append(all, catalogue.As(err).Condition)
		}
	}
	return all
}

// disk is the caller's disk in the call's region; another's is as absent as none. What is part of a machine is no disk to
// the callers of cbs.
func (s *Service) disk(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Disk, error) {
	d, err := s.Store.Disks.One(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if d == nil || d.Account != c.Caller.Account || d.Region != c.Region || d.kind().Local {
		return nil, errNoDisk.Errorf("Disk %s does not exist in this region.", id)
	}
	return d, nil
}

// disks are the caller's disks in the order of ids; none when one of them is not there.
func (s *Service) disks(ctx context.Context, tx store.Tx, c *call.Call, ids []string) ([]*Disk, error) {
	all := make([]*Disk, len(ids))
	for n, id := range ids {
		d, err := s.disk(ctx, tx, c, id)
		if err != nil {
			return nil, err
		}
		all[n] = d
	}
	return all, nil
}

// instance is the caller's instance in the call's region.
func (s *Service) instance(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Instance, error) {
	i, err := s.Instances.Instance(ctx, tx, c.Caller.Account, id)
	if err != nil {
		return nil, err
	}
	if i == nil || i.Region != c.Region {
		return nil, errNoInstance.Errorf("Instance %s does not exist in this region.", id)
	}
	return i, nil
}

// refused tells whether an error is a refusal.
func refused(err error) bool {
	var r *catalogue.Refusal
	return errors.As(err, &r)
}

// paid refuses a disk that is not at its owner's service because he has not paid.
func (d *Disk) paid(c *call.Call, refusal *catalogue.Condition) error {
	switch {
	case d.Unusable:
		return refusal.Errorf("Disk %s can't be used because the account is in arrears; a balance above zero is expected.", d.ID)
	case d.expired(c.Now):
		return refusal.Errorf("Disk %s is past its paid time, which ended at %s; it has to be renewed first.", d.ID, local(d.Expires))
	default:
		return nil
	}
}
