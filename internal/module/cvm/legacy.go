package cvm

import (
	"context"
	"regexp"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// What the older actions of API 2.0 share (facts/api2-modules.md §2). They name an instance by any of its three ids,
// zones by number, and a machine by its CPUs and memory.

// checkAnyIDs refuses a list with an id that has none of the three forms.
func checkAnyIDs(ids []string) error {
	if len(ids) > maxIDs {
		return errTooManyIDs.Errorf("Parameter instanceIds has %d items; at most %d are expected.", len(ids), maxIDs)
	}
	for _, id := range ids {
		if err := checkAnyID(id); err != nil {
			return err
		}
	}
	return nil
}

// each does something with each instance by itself: one that refuses does not hold up the others.
func (s *Service) each(ctx context.Context, tx store.Tx, c *call.Call, ids []string, do func(*Instance) error) (*action.BatchAnswer, error) {
	b, err := action.Each(ctx, tx, ids, func(id string) error {
		i, err := s.instance(ctx, tx, c, id)
		if err != nil {
			return err
		}
		return do(i)
	})
	if err != nil {
		return nil, err
	}
	return b.Answer(), nil
}

// batched are the conditions of a batch in which each instance may refuse.
func batched(m move, more ...*catalogue.Condition) []*catalogue.Condition {
	return refusals(m, append(more, catalogue.PartlyDone)...)
}

// zoneNumbered is the region's zone of that number.
func (s *Service) zoneNumbered(ctx context.Context, tx store.Tx, region string, id int64) (Zone, error) {
	zones, err := s.Store.Zones(ctx, tx, region)
	if err != nil {
		return Zone{}, err
	}
	for _, z := range zones {
		if z.ID == id {
			return z, nil
		}
	}
	return Zone{}, errZone.Errorf("Parameter zoneId is %d; the number of a zone of this region is expected.", id)
}

// someZone is a zone of the region that sells such a machine, the first that has one left; where none does, the first.
func (s *Service) someZone(ctx context.Context, tx store.Tx, region string, cpu, memory int64, family string) (Zone, error) {
	zones, err := s.Store.Zones(ctx, tx, region)
	if err != nil {
		return Zone{}, err
	}
	if len(zones) == 0 {
		return Zone{}, errZone.Errorf("The region %s has no zone.", region)
	}
	for _, z := range zones {
		offers, err := s.Store.Offers(ctx, tx, z.Name)
		if err != nil {
			return Zone{}, err
		}
		for _, o := range offers {
			if !z.Closed && o.inStock() && o.CPU == cpu && o.Memory == memory && (family == "" || o.Family() == family) {
				return z, nil
			}
		}
	}
	return zones[0], nil
}

// typeWith is the type with those CPUs, memory and family that a zone sells; of several the first that is in stock, by
// name.
func (s *Service) typeWith(ctx context.Context, tx store.Tx, zone string, cpu, memory int64, family string) (string, error) {
	offers, err := s.Store.Offers(ctx, tx, zone)
	if err != nil {
		return "", err
	}
	found := ""
	for _, o := range offers {
		if !o.Sold || forHpc(o.Type) || o.CPU != cpu || o.Memory != memory || (family != "" && o.Family() != family) {
			continue
		}
		if o.inStock() {
			return o.Type, nil
		}
		if found == "" {
			found = o.Type
		}
	}
	if found == "" {
		return "", errNoConfig.Errorf("No type with %d CPUs and %d GB of memory%s is sold in zone %s.", cpu, memory, inFamily(family), zone)
	}
	return found, nil
}

func inFamily(family string) string {
	if family == "" {
		return ""
	}
	return " of family " + family
}

var (
	oldTypeForm  = regexp.MustCompile(`^CVM\.[A-Z][A-Z0-9]{0,9}$`)
	oldImageForm = regexp.MustCompile(`^(img-[a-z0-9]{8}|[1-9][0-9]{0,17})$`)
)

// oldFamily is the family that an instanceType of the older actions names: S1 of CVM.S1.
func oldFamily(typ string) (string, error) {
	if typ == "" {
		return "", nil
	}
	if !oldTypeForm.MatchString(typ) {
		return "", errMalformedType.Errorf("Parameter instanceType is %s; CVM.S1, CVM.S2 or another family is expected.", param.Quote(typ))
	}
	return strings.TrimPrefix(typ, "CVM."), nil
}

// checkOldImage refuses an id that has neither form.
func checkOldImage(id string) error {
	if oldImageForm.MatchString(id) {
		return nil
	}
	return errMalformedImage.Errorf("Parameter imageId is %s; img- and 8 lower-case letters or digits are expected.", param.Quote(id))
}

// diskTypes are the kinds of disks by the older actions' numbers.
var diskTypes = map[int64]string{1: "LOCAL_BASIC", 2: "CLOUD_BASIC", 3: "LOCAL_SSD", 4: "CLOUD_SSD", 5: "CLOUD_PREMIUM"}

// diskNumber is the number of a kind of disk; 2, cloud, for those that came after the numbers.
func diskNumber(typ string) int64 {
	for n, t := range diskTypes {
		if t == typ {
			return n
		}
	}
	return 2
}

// internetCharges are the ways to pay for traffic by the older actions' names.
var internetCharges = map[string]string{"PayByHour": ByBandwidth, "PayByTraffic": ByTraffic, "PayByBandwidth": ByBandwidthMonths}
