package eni

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/listing"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// DescribeHaVips lists high-availability addresses.
var DescribeHaVips = action.Define(action.Spec{
	Name: "DescribeHaVips", Doc: "Lists high-availability addresses, the latest first.", Domain3: "vpc", Version: version, Lists: "havip",
	Refuses: []*catalogue.Condition{errMalformed, errTogether, listing.ErrFilter},
}, (*Service).describeVips)

// DescribeHaVipsRequest is the input of DescribeHaVips.
type DescribeHaVipsRequest struct {
	HaVipIds []string         `api:"max=100" touches:"havip" doc:"Their ids; those that are not there are left out."`
	Filters  []listing.Filter `api:"max=10" doc:"havip-id, havip-name, vpc-id, subnet-id, vip, address-ip, havip-association.instance-id, tag-key or tag:KEY."`
	Offset   int64            `api:"min=0" doc:"How many to leave out."`
	Limit    *int64           `api:"min=1,max=100" doc:"How many to list; 20 by default."`
}

// Check refuses ids beside filters, malformed ids, and filters that are not known.
func (r *DescribeHaVipsRequest) Check() error {
	if len(r.HaVipIds) > 0 && len(r.Filters) > 0 {
		return errTogether.Errorf("HaVipIds and Filters are both given; one of them is expected.")
	}
	if err := checkIDs("HaVipIds", "havip", r.HaVipIds); err != nil {
		return err
	}
	return listing.Check(r.Filters, "havip-id", "havip-name", "vpc-id", "subnet-id", "vip", "address-ip", "havip-association.instance-id", "tag-key")
}

// DescribeHaVipsResponse is the answer of DescribeHaVips.
type DescribeHaVipsResponse struct {
	TotalCount int64
	HaVipSet   []HaVipItem
}

// A HaVipItem is a high-availability address as answers show it.
type HaVipItem struct {
	HaVipId, HaVipName, Vip, VpcId, SubnetId, NetworkInterfaceId, InstanceId, AddressIp, State, CreatedTime, Business string
	HaVipAssociationSet                                                                                               []Association
	CheckAssociate                                                                                                    bool
	CdcId, FlushedTime                                                                                                string
	TagSet                                                                                                            []Tag
}

// An Association is what may have a high-availability address.
type Association struct{ InstanceId, HaVipId, InstanceType string }

func (s *Service) vipItem(ctx context.Context, tx store.Tx, h *HaVip, tags []tagging.Tag) (HaVipItem, error) {
	item := HaVipItem{
		HaVipId: h.ID, HaVipName: h.Name, Vip: h.IP, VpcId: h.VPC, SubnetId: h.Subnet, NetworkInterfaceId: h.Interface, State: h.state(),
		CreatedTime: listing.Time(h.Created), HaVipAssociationSet: []Association{}, CheckAssociate: h.Limited, TagSet: shown(tags),
	}
	bound, err := s.Addresses.Bound(ctx, tx, h.Account, h.ID)
	if err != nil {
		return item, err
	}
	if len(bound) > 0 {
		item.AddressIp = bound[0].IP
	}
	for _, one := range h.Instances {
		item.HaVipAssociationSet = append(item.HaVipAssociationSet, Association{one.ID, h.ID, one.Kind})
	}
	if h.Interface == "" {
		return item, nil
	}
	i, err := s.lookUp(ctx, tx, h.Account, h.Region, h.Interface)
	if i != nil {
		item.InstanceId = i.Instance
	}
	return item, err
}

func (s *Service) describeVips(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeHaVipsRequest) (*DescribeHaVipsResponse, error) {
	account := c.Caller.Account
	all, err := s.Store.HaVips(ctx, tx, account, c.Region)
	if err != nil {
		return nil, err
	}
	tags, err := s.Tags.All(ctx, tx, account, "vpc", "havip", c.Region)
	if err != nil {
		return nil, err
	}
	var items []HaVipItem
	for _, h := range all {
		if len(in.HaVipIds) > 0 && !slices.Contains(in.HaVipIds, h.ID) ||
			len(in.HaVipIds) == 0 && !c.Sees(call.Resource{Service: "vpc", Type: "havip", ID: h.ID}, about(h.Creator, h.VPC, tags[h.ID])) {
			continue
		}
		item, err := s.vipItem(ctx, tx, h, tags[h.ID])
		if err != nil {
			return nil, err
		}
		texts := map[string][]string{
			"havip-id": {h.ID}, "havip-name": {h.Name}, "vpc-id": {h.VPC}, "subnet-id": {h.Subnet}, "vip": {h.IP}, "address-ip": {item.AddressIp},
		}
		for _, one := range h.Instances {
			texts["havip-association.instance-id"] = append(texts["havip-association.instance-id"], one.ID)
		}
		if listing.Kept(in.Filters, texts, tags[h.ID]) {
			items = append(items, item)
		}
	}
	return &DescribeHaVipsResponse{int64(len(items)), append([]HaVipItem{}, listing.Page(items, in.Offset, in.Limit)...)}, nil
}

// ModifyHaVipAttribute renames a high-availability address.
var ModifyHaVipAttribute = action.Define(action.Spec{
	Name: "ModifyHaVipAttribute", Doc: "Renames a high-availability address.", Domain3: "vpc", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong},
}, (*Service).modifyVip)

// ModifyHaVipAttributeRequest is the input of ModifyHaVipAttribute.
type ModifyHaVipAttributeRequest struct {
	HaVipId   string  `api:"required" touches:"havip" doc:"The high-availability address."`
	HaVipName *string `doc:"Its new name, of at most 60 bytes."`
}

// Check refuses malformed values.
func (r *ModifyHaVipAttributeRequest) Check() error {
	if r.HaVipName != nil {
		if err := checkName(*r.HaVipName); err != nil {
			return err
		}
	}
	return checkID("HaVipId", "havip", r.HaVipId)
}

func (s *Service) modifyVip(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyHaVipAttributeRequest) (*Done, error) {
	h, err := s.vip(ctx, tx, c, in.HaVipId)
	if err != nil {
		return nil, err
	}
	if in.HaVipName != nil {
		h.Name = *in.HaVipName
	}
	return &Done{}, s.Store.PutHaVip(ctx, tx, h)
}

// DeleteHaVip takes a high-availability address away.
var DeleteHaVip = action.Define(action.Spec{
	Name: "DeleteHaVip", Doc: "Takes a high-availability address away that no elastic address is bound to.", Domain3: "vpc", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errOperation},
}, (*Service).deleteVip)

// HaVipRequest names a high-availability address.
type HaVipRequest struct {
	HaVipId string `api:"required" touches:"havip" doc:"The high-availability address."`
}

// Check refuses a malformed id.
func (r *HaVipRequest) Check() error { return checkID("HaVipId", "havip", r.HaVipId) }

func (s *Service) deleteVip(ctx context.Context, tx store.Tx, c *call.Call, in *HaVipRequest) (*Done, error) {
	h, err := s.vip(ctx, tx, c, in.HaVipId)
	if err != nil {
		return nil, err
	}
	bound, err := s.Addresses.Bound(ctx, tx, h.Account, h.ID)
	if err != nil {
		return nil, err
	}
	if len(bound) > 0 {
		return nil, errOperation.Errorf("The elastic address %s is bound to the HAVIP %s; take it off first.", bound[0].IP, h.ID)
	}
	if err := s.Networks.Free(ctx, tx, h.Account, h.ID); err != nil {
		return nil, err
	}
	if err := s.Tags.Drop(ctx, tx, h.Account, h.tagged()); err != nil {
		return nil, err
	}
	return &Done{}, s.Store.RemoveHaVip(ctx, tx, h.ID)
}

// HaVipAssociateAddressIp binds an elastic address.
var HaVipAssociateAddressIp = action.Define(action.Spec{
	Name: "HaVipAssociateAddressIp", Doc: "Binds an elastic address to a high-availability address.", Domain3: "vpc", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errBindEIP, errOperation},
}, (*Service).bindVip)

// HaVipAssociateAddressIpRequest is the input of HaVipAssociateAddressIp.
type HaVipAssociateAddressIpRequest struct {
	HaVipId   string `api:"required" touches:"havip" doc:"The high-availability address."`
	AddressIp string `api:"required" doc:"The elastic address, which is bound to nothing."`
}

// Check refuses malformed values.
func (r *HaVipAssociateAddressIpRequest) Check() error {
	if err := checkID("HaVipId", "havip", r.HaVipId); err != nil {
		return err
	}
	return checkIP("AddressIp", r.AddressIp)
}

func (s *Service) bindVip(ctx context.Context, tx store.Tx, c *call.Call, in *HaVipAssociateAddressIpRequest) (*Done, error) {
	h, err := s.vip(ctx, tx, c, in.HaVipId)
	if err != nil {
		return nil, err
	}
	bound, err := s.Addresses.Bound(ctx, tx, h.Account, h.ID)
	if err != nil {
		return nil, err
	}
	if len(bound) > 0 {
		return nil, errBindEIP.Errorf("The elastic address %s is bound to the HAVIP %s already.", bound[0].IP, h.ID)
	}
	there, free, err := s.Addresses.HoldAddress(ctx, tx, c, in.AddressIp, h.ID)
	switch {
	case err != nil:
		return nil, err
	case !there:
		return nil, errNotFound.Errorf("The address %s is none of the account's elastic addresses in %s.", in.AddressIp, c.Region)
	case !free:
		return nil, errOperation.Errorf("The elastic address %s is bound to something; one in state UNBIND is expected.", in.AddressIp)
	}
	return &Done{}, s.Networks.Did(ctx, tx, c, h.ID)
}

// HaVipDisassociateAddressIp takes an elastic address off.
var HaVipDisassociateAddressIp = action.Define(action.Spec{
	Name: "HaVipDisassociateAddressIp", Doc: "Takes the elastic address off a high-availability address.", Domain3: "vpc", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errUnbindEIP},
}, (*Service).unbindVip)

func (s *Service) unbindVip(ctx context.Context, tx store.Tx, c *call.Call, in *HaVipRequest) (*Done, error) {
	h, err := s.vip(ctx, tx, c, in.HaVipId)
	if err != nil {
		return nil, err
	}
	bound, err := s.Addresses.Bound(ctx, tx, h.Account, h.ID)
	if err != nil {
		return nil, err
	}
	if len(bound) == 0 {
		return nil, errUnbindEIP.Errorf("No elastic address is bound to the HAVIP %s.", h.ID)
	}
	if err := s.Addresses.LetAllGo(ctx, tx, h.Account, h.ID, c.Now); err != nil {
		return nil, err
	}
	return &Done{}, s.Networks.Did(ctx, tx, c, h.ID)
}

// AssociateHaVipInstance has instances be what may have high-availability addresses.
var AssociateHaVipInstance = action.Define(action.Spec{
	Name: "AssociateHaVipInstance", Doc: "Has instances and interfaces be what may have high-availability addresses that are limited to such.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errMismatch, errRepeated, errThere, errQuota},
}, (*Service).associateVip)

// DisassociateHaVipInstance takes that back.
var DisassociateHaVipInstance = action.Define(action.Spec{
	Name: "DisassociateHaVipInstance", Doc: "Has instances and interfaces be no longer what may have high-availability addresses.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errMismatch, errRepeated},
}, (*Service).disassociateVip)

// AssociationsRequest is the input of both.
type AssociationsRequest struct {
	HaVipAssociationSet []AssociationInput `api:"required,max=100" doc:"What, and which high-availability address."`
}

// Check refuses malformed values.
func (r *AssociationsRequest) Check() error {
	for _, a := range r.HaVipAssociationSet {
		if err := checkID("HaVipAssociationSet.HaVipId", "havip", a.HaVipId); err != nil {
			return err
		}
	}
	return checkAssociations(r.HaVipAssociationSet)
}

// Touches names the high-availability addresses to CAM.
func (r *AssociationsRequest) Touches(*call.Call) []call.Resource {
	var out []call.Resource
	for _, a := range r.HaVipAssociationSet {
		out = append(out, call.Resource{Service: "vpc", Type: "havip", ID: a.HaVipId})
	}
	return out
}

func (s *Service) associateVip(ctx context.Context, tx store.Tx, c *call.Call, in *AssociationsRequest) (*Done, error) {
	return s.eachVip(ctx, tx, c, in, func(h *HaVip, one HaVipInstance) error {
		if !h.Limited {
			return errMismatch.Errorf("The HAVIP %s is not limited to what it is bound to; one with CheckAssociate true is expected.", h.ID)
		}
		if slices.Contains(h.Instances, one) {
			return errThere.Errorf("The HAVIP %s is bound to %s already.", h.ID, one.ID)
		}
		return s.let(ctx, tx, c, h, one)
	})
}

func (s *Service) disassociateVip(ctx context.Context, tx store.Tx, c *call.Call, in *AssociationsRequest) (*Done, error) {
	return s.eachVip(ctx, tx, c, in, func(h *HaVip, one HaVipInstance) error {
		if !slices.Contains(h.Instances, one) {
			return errNotFound.Errorf("The HAVIP %s is not bound to %s.", h.ID, one.ID)
		}
		h.Instances = slices.DeleteFunc(h.Instances, func(other HaVipInstance) bool { return other == one })
		return nil
	})
}

// eachVip changes what high-availability addresses are bound to.
func (s *Service) eachVip(ctx context.Context, tx store.Tx, c *call.Call, in *AssociationsRequest, change func(*HaVip, HaVipInstance) error) (*Done, error) {
	for _, a := range in.HaVipAssociationSet {
		h, err := s.vip(ctx, tx, c, a.HaVipId)
		if err != nil {
			return nil, err
		}
		if err := change(h, a.instance()); err != nil {
			return nil, err
		}
		if err := s.Store.PutHaVip(ctx, tx, h); err != nil {
			return nil, err
		}
	}
	return &Done{}, nil
}
