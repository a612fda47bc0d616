package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// An order is what both older purchases say in the same words.
type order struct {
	zone                   *int64
	cpu, memory            int64
	image                  string
	storage, storageType   int64
	typ, bandwidthType     string
	bandwidth              int64
	wanIP                  *int64
	vpc, subnet            string
	gateway, root          int64
	password, key          string
	security, monitoring   int64
	project, count, months int64
	name, token            string
	addresses              []string
}

// check refuses what is malformed, or does not go together.
func (o *order) check() error {
	if _, err := oldFamily(o.typ); err != nil {
		return err
	}
	for _, err := range []error{checkOldImage(o.image), checkName(o.name), checkToken(o.token), checkPassword(o.password, false, maxOldPassword)} {
		if err != nil {
			return err
		}
	}
	switch {
	case o.storage%10 != 0:
		return errRange.Errorf("Parameter storageSize is %d; a multiple of 10 is expected.", o.storage)
	case o.password != "" && o.key != "":
		return errCombination.Errorf("Parameters password and keyId are both given; one of them is expected.")
	case (o.vpc == "") != (o.subnet == ""):
		return errCombination.Errorf("Parameters vpcId and subnetId are expected together.")
	case o.vpc != "" && !vpcForm.MatchString(o.vpc):
		return errMalformedVPC.Errorf("Parameter vpcId is %s; vpc- and 8 lower-case letters or digits are expected.", param.Quote(o.vpc))
	case o.subnet != "" && !subnetForm.MatchString(o.subnet):
		return errMalformedNet.Errorf("Parameter subnetId is %s; subnet- and 8 lower-case letters or digits are expected.", param.Quote(o.subnet))
	case len(o.addresses) > 0 && o.vpc == "":
		return errCombination.Errorf("Parameter privateIpAddresses is given; vpcId and subnetId are expected with it.")
	case len(o.addresses) > int(o.count):
		return errCombination.Errorf("Parameter privateIpAddresses has %d addresses for %d instances.", len(o.addresses), o.count)
	case o.key != "":
		return checkKeyIDs("keyId", []string{o.key})
	default:
		return nil
	}
}

// order buys what an older purchase says.
func (s *Service) order(ctx context.Context, tx store.Tx, c *call.Call, o *order) (*Result, error) {
	family, err := oldFamily(o.typ)
	if err != nil {
		return nil, err
	}
	z, err := s.zoneFor(ctx, tx, c, o, family)
	if err != nil {
		return nil, err
	}
	disk := diskTypes[o.storageType]
	like := Instance{
		Zone: z.Name, Image: o.image, Charge: Postpaid, Name: orElse(o.name, unnamed), Project: o.project,
		System: Disk{Type: disk, Size: o.root}, VPC: o.vpc, Subnet: o.subnet, Gateway: o.gateway == 1,
		Internet: Internet{internetCharges[o.bandwidthType], o.bandwidth, o.bandwidth > 0 && (o.wanIP == nil || *o.wanIP == 1)},
		Security: o.security == 1, Monitoring: o.monitoring == 1,
	}
	if o.months > 0 {
		like.Charge, like.Renew = Prepaid, RenewByHand
	}
	if o.storage > 0 {
		like.Data = []Disk{{Type: disk, Size: o.storage}}
	}
	if o.key != "" {
		like.Keys = []string{o.key}
	}
	l := &launch{
		like: like, count: o.count, atLeast: o.count, months: o.months, addresses: o.addresses, token: o.token,
		password: o.password, longest: maxOldPassword, cpu: o.cpu, memory: o.memory, family: family,
	}
	// Of an order all but the password counts for its token.
	if l.digest, err = digest("order", c.Region, []any{like, o.cpu, o.memory, family, o.count, o.months, o.addresses}); err != nil {
		return nil, err
	}
	return s.launch(ctx, tx, c, l)
}

// zoneFor is the zone of an order, or one that sells what it is about.
func (s *Service) zoneFor(ctx context.Context, tx store.Tx, c *call.Call, o *order, family string) (Zone, error) {
	if o.zone != nil {
		return s.zoneNumbered(ctx, tx, c.Region, *o.zone)
	}
	return s.someZone(ctx, tx, c.Region, o.cpu, o.memory, family)
}
