package eip

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DisassociateAddress takes an address off what it is bound to.
var DisassociateAddress = action.Define(action.Spec{
	Name: "DisassociateAddress", Doc: "Takes an address off what it is bound to.",
	Domain: "eip", Domain3: "vpc", Version: version, Service: "cvm", Changes: true,
	Refuses: []*catalogue.Condition{errMalformed, errNoAddress, errStatus, errBusy, errArrears, errNotInstance, errDaily},
}, (*Service).disassociateAddress)

// DisassociateAddressRequest is the input of DisassociateAddress.
type DisassociateAddressRequest struct {
	AddressId                string `api:"required" touches:"eip" doc:"The address."`
	ReallocateNormalPublicIp bool   `doc:"Whether the instance gets a plain public address in its place; at most 10 times a day."`
}

// Check implements action.Checker.
func (r *DisassociateAddressRequest) Check() error { return checkID(r.AddressId) }

func (s *Service) disassociateAddress(ctx context.Context, tx store.Tx, c *call.Call, in *DisassociateAddressRequest) (*TaskResponse, error) {
	a, err := s.address(ctx, tx, c, in.AddressId)
	if err != nil {
		return nil, err
	}
	if err := a.may(Bound, BoundENI); err != nil {
		return nil, err
	}
	holder := a.Holder
	if holder.Kind == NATGateway || holder.Kind == HaVip {
		return nil, errStatus.Errorf("The address %s is held by %s, which has to let it go.", a.ID, holder.ID)
	}
	if in.ReallocateNormalPublicIp {
		if err := s.mayReassign(ctx, tx, c, a); err != nil {
			return nil, err
		}
	}
	if err := s.detach(ctx, tx, c, a); err != nil {
		return nil, err
	}
	if in.ReallocateNormalPublicIp {
		if err := s.Servers.Reassign(ctx, tx, a.Account, holder.ID); err != nil {
			return nil, err
		}
	}
	return s.moves(ctx, tx, c, a, Unbinding, Unbound)
}

// detach takes an address off its holder.
func (s *Service) detach(ctx context.Context, tx store.Tx, c *call.Call, a *Address) error {
	if a.Holder.Kind == Instance {
		if err := s.Servers.Hide(ctx, tx, a.Account, a.Holder.ID, a.IP); err != nil {
			return err
		}
	}
	a.Holder, a.Direct = Holder{}, false
	return s.reprice(ctx, tx, c, a)
}

// mayReassign refuses a plain address for what is no instance, or too often on a day.
func (s *Service) mayReassign(ctx context.Context, tx store.Tx, c *call.Call, a *Address) error {
	if a.Holder.Kind != Instance || a.Holder.Interface != "" {
		return errNotInstance.Errorf("The address %s is not bound to an instance's main private address, which alone can get a plain one in its place.", a.ID)
	}
	most, err := s.quota(ctx, tx, a.Account, quotaReassign)
	if err != nil {
		return err
	}
	today, err := s.Store.Count(ctx, tx, a.Account, a.Region, reassigned, day(c), 1)
	if err == nil && today > most {
		err = errDaily.Errorf("With %d plain addresses in place of elastic ones today the quota of %d is exceeded.", today, most)
	}
	return err
}
