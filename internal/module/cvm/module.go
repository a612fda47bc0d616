// Package cvm keeps the instances, the zones and offers that they are bought from, and the key pairs that open them. It
// decides what an instance may be asked in which state, what it costs, and whether there is one to sell. Who pays and
// whether he can is billing's affair, addresses are vpc's, images image's.
//
// One set of instances stands behind two kinds of actions: those with Version=2017-03-12, which API 3.0 has too, and the
// older ones of API 2.0.
package cvm

import (
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/tagging"
)

// Deps is what cvm needs.
type Deps struct {
	Store    Store
	Later    *later.Queue
	Random   *random.Source
	Settings *settings.Keeper

	Till       purchase.Till
	Accounts   Accounts
	Networks   Networks
	Images     Images
	Balancers  Balancers
	Groups     Groups
	Elastic    Elastic
	Interfaces Interfaces
	Tags       tagging.Keeper
	Disks      Disks
}

// A Service keeps instances.
type Service struct{ Deps }

// New is the service. What it needs of other modules may be set afterwards, before it is used: some need it in turn.
func New(d Deps) *Service {
	s := &Service{d}
	s.Store = withDisks{d.Store, s}
	return s
}

// Handle has the runner do what is due: the ends of transitions, and what follows when a paid time ends.
func (s *Service) Handle(r *later.Runner) {
	r.Handle(jobMove, s.endMove)
	r.Handle(jobExpire, s.expire)
	r.Handle(jobEmptyBin, s.emptyBin)
	r.Handle(jobTimer, s.ring)
}

// Actions are those of cvm.
func (s *Service) Actions() []*action.Bound { return action.BindAll(s, table...) }
