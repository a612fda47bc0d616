// Package cbs keeps the disks of all instances and those that are bought apart, their snapshots, the policies that take
// snapshots by themselves, and backups. It decides what a disk may be asked in which state, what it costs and whether a
// zone has any left. Who pays and whether he can is billing's affair, what an instance is doing cvm's, tags are tag's.
//
// A disk that is bought with an instance is paid with it, until it leaves it: then it pays for itself.
package cbs

import (
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/tagging"
)

// Deps is what cbs needs.
type Deps struct {
	Store    Store
	Later    *later.Queue
	Random   *random.Source
	Settings *settings.Keeper

	Till      purchase.Till
	Tags      tagging.Keeper
	Accounts  Accounts
	Zones     Zones
	Instances Instances
	Images    Images
}

// A Service keeps disks.
type Service struct{ Deps }

// New is the service. What it needs of other modules may be set afterwards, before it is used: some need it in turn.
func New(d Deps) *Service { return &Service{d} }

// Handle has the runner do what is due: the ends of transitions, what follows when a paid time ends, and what snapshot
// policies ask for.
func (s *Service) Handle(r *later.Runner) {
	r.Handle(jobMove, s.endMove)
	r.Handle(jobExpire, s.expire)
	r.Handle(jobEmptyBin, s.emptyBin)
	r.Handle(jobShot, s.shot)
	r.Handle(jobOutdate, s.outdate)
	r.Handle(jobRolled, s.rolled)
	r.Handle(jobBackedUp, s.backedUp)
	r.Handle(jobPolicy, s.runPolicy)
}

// Actions are those of cbs.
func (s *Service) Actions() []*action.Bound { return action.BindAll(s, table...) }

const version = "2017-03-12"

// spec completes the declaration of an action. CAM knows disks, and what is done to them, as cvm's
// (facts/cam-sts.md §2.1).
func spec(a action.Spec) action.Spec {
	a.Domain3, a.Version, a.Service = "cbs", version, "cvm"
	return a
}

// Nothing is the output of actions that answer with their request's id alone.
type Nothing struct{}
