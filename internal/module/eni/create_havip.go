package eni

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// CreateHaVip makes a high-availability address.
var CreateHaVip = action.Define(action.Spec{
	Name: "CreateHaVip", Doc: "Makes a high-availability address (HAVIP) of a subnet.", Domain3: "vpc", Version: version, Changes: true, Creates: []string{"havip"},
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong, errMismatch, errRepeated, errRange, errReserved, errInUse, errNoneLeft, errQuota},
}, (*Service).createVip)

// CreateHaVipRequest is the input of CreateHaVip.
type CreateHaVipRequest struct {
	VpcId               string             `api:"required" touches:"vpc" doc:"The network."`
	HaVipName           string             `api:"required" doc:"Its name, of at most 60 bytes."`
	SubnetId            string             `touches:"subnet" doc:"The subnet; that of NetworkInterfaceId by default."`
	Vip                 string             `doc:"The address; any that is free by default."`
	NetworkInterfaceId  string             `touches:"eni" doc:"The interface that has it at first."`
	CheckAssociate      bool               `doc:"Whether only what it is bound to may have it."`
	Tags                []Tag              `api:"max=50" doc:"Its tags."`
	HaVipAssociationSet []AssociationInput `api:"max=100" doc:"What may have it, where CheckAssociate is true."`
}

// An AssociationInput is an instance or an interface that may have a high-availability address.
type AssociationInput struct {
	InstanceId   string `api:"required" doc:"The instance or the interface."`
	HaVipId      string `doc:"The high-availability address."`
	InstanceType string `api:"oneof=CVM ENI" doc:"What InstanceId is; it says it itself."`
}

func (a *AssociationInput) instance() HaVipInstance {
	kind := kindInstance
	if len(a.InstanceId) > 4 && a.InstanceId[:4] == "eni-" {
		kind = kindInterface
	}
	return HaVipInstance{a.InstanceId, kind}
}

// check refuses malformed ids, a type that is not the id's, and what is named twice.
func checkAssociations(all []AssociationInput) error {
	seen := map[AssociationInput]bool{}
	for _, a := range all {
		kind := map[string]string{kindInstance: "ins", kindInterface: "eni"}[a.instance().Kind]
		if err := checkID("HaVipAssociationSet.InstanceId", kind, a.InstanceId); err != nil {
			return err
		}
		if a.InstanceType != "" && a.InstanceType != a.instance().Kind {
			return errMismatch.Errorf("InstanceType is %s and InstanceId %s; %s is expected.", a.InstanceType, a.InstanceId, a.instance().Kind)
		}
		if key := (AssociationInput{InstanceId: a.InstanceId, HaVipId: a.HaVipId}); seen[key] {
			return errRepeated.Errorf("HaVipAssociationSet names %s twice; each once is expected.", a.InstanceId)
		} else {
			seen[key] = true
		}
	}
	return nil
}

// Check refuses malformed values.
func (r *CreateHaVipRequest) Check() error {
	if err := checkName(r.HaVipName); err != nil {
		return err
	}
	if r.Vip != "" {
		if err := checkIP("Vip", r.Vip); err != nil {
			return err
		}
	}
	if r.SubnetId == "" && r.NetworkInterfaceId == "" {
		return catalogue.MissingParameter.Errorf("The request names no subnet; SubnetId or NetworkInterfaceId is expected.")
	}
	if len(r.HaVipAssociationSet) > 0 && !r.CheckAssociate {
		return errMismatch.Errorf("HaVipAssociationSet is given and CheckAssociate is false; true is expected.")
	}
	return checkAssociations(r.HaVipAssociationSet)
}

// Conditions lets policies ask for the tags that it is to have.
func (r *CreateHaVipRequest) Conditions(*call.Call) map[string][]string { return requestTags(r.Tags) }

// CreateHaVipResponse is the answer of CreateHaVip.
type CreateHaVipResponse struct{ HaVip HaVipItem }

func (s *Service) createVip(ctx context.Context, tx store.Tx, c *call.Call, in *CreateHaVipRequest) (*CreateHaVipResponse, error) {
	account, subnet := c.Caller.Account, in.SubnetId
	if in.NetworkInterfaceId != "" {
		i, err := s.find(ctx, tx, c, in.NetworkInterfaceId)
		if err != nil {
			return nil, err
		}
		if subnet == "" {
			subnet = i.Subnet
		}
		if i.Subnet != subnet {
			return nil, errMismatch.Errorf("The network interface %s is in %s; one in %s is expected.", i.ID, i.Subnet, subnet)
		}
	}
	sub, err := s.Networks.SubnetIn(ctx, tx, account, c.Region, subnet)
	if err != nil {
		return nil, err
	}
	if sub == nil || sub.VPC != in.VpcId {
		return nil, errNotFound.Errorf("The VpcId %.40q has no subnet %.40q in %s.", in.VpcId, subnet, c.Region)
	}
	all, err := s.Store.HaVips(ctx, tx, account, c.Region)
	if err != nil {
		return nil, err
	}
	most, err := s.quota(ctx, tx, account, quotaHaVips)
	if err != nil {
		return nil, err
	}
	var n int64
	for _, h := range all {
		if h.VPC == in.VpcId {
			n++
		}
	}
	if n >= most {
		return nil, errQuota.Errorf("The network %s has %d HAVIPs; at most %d are allowed.", in.VpcId, n, most)
	}
	h := &HaVip{
		Account: account, Creator: c.Caller.Uin, Region: c.Region, VPC: sub.VPC, Subnet: sub.ID, Name: in.HaVipName, Interface: in.NetworkInterfaceId,
		Limited: in.CheckAssociate, Created: c.Now,
	}
	for h.ID == "" {
		h.ID = s.Random.ResourceID("havip")
		if other, err := s.Store.HaVip(ctx, tx, h.ID); err != nil {
			return nil, err
		} else if other != nil {
			h.ID = ""
		}
	}
	var wanted []string
	others := 1
	if in.Vip != "" {
		wanted, others = []string{in.Vip}, 0
	}
	ips, err := s.Networks.Take(ctx, tx, account, c.Region, sub.ID, h.ID, wanted, others)
	if err != nil {
		return nil, err
	}
	h.IP = ips[0]
	for _, a := range in.HaVipAssociationSet {
		if err := s.let(ctx, tx, c, h, a.instance()); err != nil {
			return nil, err
		}
	}
	if err := s.Tags.Attach(ctx, tx, account, h.tagged(), plain(in.Tags)); err != nil {
		return nil, err
	}
	if err := s.Store.PutHaVip(ctx, tx, h); err != nil {
		return nil, err
	}
	item, err := s.vipItem(ctx, tx, h, plain(in.Tags))
	return &CreateHaVipResponse{item}, err
}

// let has something be what may have a high-availability address.
func (s *Service) let(ctx context.Context, tx store.Tx, c *call.Call, h *HaVip, one HaVipInstance) error {
	var vpc string
	if one.Kind == kindInterface {
		i, err := s.find(ctx, tx, c, one.ID)
		if err != nil {
			return err
		}
		vpc = i.VPC
	} else {
		v, err := s.server(ctx, tx, c, one.ID)
		if err != nil {
			return err
		}
		vpc = v.VPC
	}
	if vpc != h.VPC {
		return errMismatch.Errorf("%s is in %s; something in %s, the network of %s, is expected.", one.ID, orNone(vpc), h.VPC, h.ID)
	}
	most, err := s.quota(ctx, tx, h.Account, quotaInstances)
	if err != nil {
		return err
	}
	if n := int64(len(h.Instances)); n >= most {
		return errQuota.Errorf("The HAVIP %s is bound to %d instances and interfaces; at most %d are allowed.", h.ID, n, most)
	}
	h.Instances = append(h.Instances, one)
	return nil
}
