package eip

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ReleaseAddresses returns addresses: all that it names, or none. One that is paid by the month is kept without service
// first, and goes when it is returned again.
var ReleaseAddresses = action.Define(action.Spec{
	Name: "ReleaseAddresses", Doc: "Returns addresses; one that is paid in advance is kept without service first, and goes when it is returned again.",
	Domain: "eip", Domain3: "vpc", Version: version, Service: "cvm", Changes: true,
	Refuses: []*catalogue.Condition{errMalformed, errTooMany, errNoAddress, errStatus, errBusy},
}, (*Service).releaseAddresses)

// AddressIdsRequest is the input of ReleaseAddresses.
type AddressIdsRequest struct {
	AddressIds []string `api:"required" touches:"eip" doc:"The addresses, at most 100."`
}

// Check implements action.Checker.
func (r *AddressIdsRequest) Check() error { return checkIDs(r.AddressIds) }

func (s *Service) releaseAddresses(ctx context.Context, tx store.Tx, c *call.Call, in *AddressIdsRequest) (*TaskResponse, error) {
	all, err := s.addresses(ctx, tx, c, in.AddressIds)
	if err != nil {
		return nil, err
	}
	t, err := s.start(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if a.Next != "" || a.Gone {
			return nil, errBusy.Errorf("The address %s is %s; a task runs on it, and it can be returned when that is done.", a.ID, a.State)
		}
		if err := a.in(Unbound); err != nil {
			return nil, err
		}
		if err := s.close(ctx, tx, c, a); err != nil {
			return nil, err
		}
		if a.isPrepaid() && !a.Suspended {
			if err := s.shelve(ctx, tx, a, c.Now); err != nil {
				return nil, err
			}
			continue
		}
		a.Gone, a.State, a.Task = true, Offlining, t.ID
		if err := s.Store.PutAddress(ctx, tx, a); err != nil {
			return nil, err
		}
	}
	t.Addresses = in.AddressIds
	return &TaskResponse{strconv.FormatInt(t.ID, 10)}, s.Store.PutTask(ctx, tx, t)
}
