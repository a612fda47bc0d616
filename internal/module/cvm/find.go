package cvm

import (
	"context"
	"regexp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

var (
	idForm     = regexp.MustCompile(`^ins-[a-z0-9]{8}$`)
	oldIDForm  = regexp.MustCompile(`^qcvm[0-9a-f]{32}$`)
	uuidForm   = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	imageForm  = regexp.MustCompile(`^img-[a-z0-9]{8}$`)
	vpcForm    = regexp.MustCompile(`^vpc-[a-z0-9]{8}$`)
	subnetForm = regexp.MustCompile(`^subnet-[a-z0-9]{8}$`)
	groupForm  = regexp.MustCompile(`^sg-[a-z0-9]{8}$`)
)

// maxIDs is how many resources one call may name (facts/quotas-billing-lifecycle.md §1).
const maxIDs = 100

// checkIDs refuses a list of instance ids that is too long, malformed or repeats one.
func checkIDs(ids []string) error {
	return checkList(ids, "InstanceIds", idForm, errMalformedID, "ins- and 8 lower-case letters or digits")
}

// checkList refuses a list of ids that is too long, malformed or repeats one.
func checkList(ids []string, name string, form *regexp.Regexp, malformed *catalogue.Condition, expected string) error {
	if len(ids) > maxIDs {
		return errTooManyIDs.Errorf("Parameter %s has %d items; at most %d are expected.", name, len(ids), maxIDs)
	}
	seen := map[string]bool{}
	for _, id := range ids {
		if !form.MatchString(id) {
			return malformed.Errorf("Parameter %s holds %s; %s are expected.", name, param.Quote(id), expected)
		}
		if seen[id] {
			return catalogue.InvalidValue.Errorf("Parameter %s holds %s twice; it is expected once.", name, id)
		}
		seen[id] = true
	}
	return nil
}

// checkAnyID refuses an id that has none of the three forms which the older actions take.
func checkAnyID(id string) error {
	if idForm.MatchString(id) || oldIDForm.MatchString(id) || uuidForm.MatchString(id) {
		return nil
	}
	return errMalformedID.Errorf("The instance id %s is malformed; ins- and 8 lower-case letters or digits, qcvm and 32 hex digits, or a UUID is expected.", param.Quote(id))
}

// instance is the caller's instance in the call's region under any of its ids; another's is as absent as none.
func (s *Service) instance(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Instance, error) {
	i, err := s.Store.Instance(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if i == nil || i.Account != c.Caller.Account || i.Region != c.Region {
		return nil, errNoInstance.Errorf("Instance %s does not exist in this region.", id)
	}
	return i, nil
}

// instances are the caller's instances in the order of ids; none when one of them is not there.
func (s *Service) instances(ctx context.Context, tx store.Tx, c *call.Call, ids []string) ([]*Instance, error) {
	all := make([]*Instance, len(ids))
	for n, id := range ids {
		i, err := s.instance(ctx, tx, c, id)
		if err != nil {
			return nil, err
		}
		all[n] = i
	}
	return all, nil
}

// zone is the zone of that name in the region.
func (s *Service) zone(ctx context.Context, tx store.Tx, region, name string) (Zone, error) {
	zones, err := s.Store.Zones(ctx, tx, "")
	if err != nil {
		return Zone{}, err
	}
	for _, z := range zones {
		switch {
		case z.Name != name:
		case z.Region != region:
			return z, errOtherRegion.Errorf("The zone %s is in region %s; a zone of %s is expected.", name, z.Region, region)
		default:
			return z, nil
		}
	}
	return Zone{}, errZone.Errorf("The zone %s is not supported; one that DescribeZones lists is expected.", param.Quote(name))
}

// keyPair is the account's pair.
func (s *Service) keyPair(ctx context.Context, tx store.Tx, account, id string) (*KeyPair, error) {
	all, err := s.Store.KeyPairs(ctx, tx, account)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].ID == id {
			return &all[i], nil
		}
	}
	return nil, errNoKey.Errorf("The key pair %s does not exist.", id)
}
