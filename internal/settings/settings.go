// Package settings is what the operator of a cloud has set about the cloud as a whole, and may change while it runs:
// maintenance, allow-lists, checks that are off, delays. It decides nothing; the door and the modules ask it.
package settings

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/paifang/paifang/internal/store"
)

// Settings are all of them. A value is never changed once it is in use.
type Settings struct {
	// Region is what a call without a region means.
	Region string `json:"region"`
	// ChecksOff names the checks of the door that are switched off.
	ChecksOff []string `json:"checks_off,omitempty"`
	// Skew is added to the wall clock that the door goes by.
	Skew time.Duration `json:"skew,omitempty"`
	// StrictNonces makes a nonce count over the whole window, whatever its Timestamp.
	StrictNonces bool `json:"strict_nonces,omitempty"`
	// PlainHTTP names the modules that may be called without TLS.
	PlainHTTP   []string      `json:"plain_http,omitempty"`
	Maintenance []Maintenance `json:"maintenance,omitempty"`
	AllowLists  []AllowList   `json:"allow_lists,omitempty"`
	// Delays are how long a transition of a resource takes, by its name: "cvm.start". See Delay.
	Delays map[string]time.Duration `json:"delays,omitempty"`
}

// A Maintenance closes a module, or one action of it.
type Maintenance struct {
	Module string `json:"module"`
	// Action is empty for the whole module.
	Action string `json:"action,omitempty"`
}

// An AllowList names the only accounts that may call a module, or one action of it.
type AllowList struct {
	Module string `json:"module"`
	// Action is empty for the whole module.
	Action   string   `json:"action,omitempty"`
	Accounts []string `json:"accounts"`
}

// Covers tells whether an entry for module and action (empty: all) is about this domain, service and action.
func covers(module, action, domain, service, name string) bool {
	return (module == domain || module == service) && (action == "" || action == name)
}

// UnderMaintenance tells whether the action is closed.
func (s *Settings) UnderMaintenance(domain, service, action string) bool {
	return slices.ContainsFunc(s.Maintenance, func(m Maintenance) bool { return covers(m.Module, m.Action, domain, service, action) })
}

// Allowed tells whether the account is on every allow-list that the action has.
func (s *Settings) Allowed(domain, service, action, account string) bool {
	for _, l := range s.AllowLists {
		if covers(l.Module, l.Action, domain, service, action) && !slices.Contains(l.Accounts, account) {
			return false
		}
	}
	return true
}

// Off tells whether the check is switched off.
func (s *Settings) Off(check string) bool { return slices.Contains(s.ChecksOff, check) }

// TakesPlainHTTP tells whether the module may be called without TLS.
func (s *Settings) TakesPlainHTTP(domain string) bool { return slices.Contains(s.PlainHTTP, domain) }

// Transitions are the delays that there are, with what holds for each where nothing was set: short, but long enough
// that a client which does not poll is found out.
var Transitions = map[string]time.Duration{
	"cvm.run":       2 * time.Second,
	"cvm.start":     2 * time.Second,
	"cvm.stop":      2 * time.Second,
	"cvm.reboot":    2 * time.Second,
	"cvm.reset":     2 * time.Second,
	"cvm.terminate": 2 * time.Second,
	"cbs.attach":    time.Second,
	"cbs.detach":    time.Second,
	"cbs.resize":    time.Second,
	"cbs.rollback":  time.Second,
	"cbs.snapshot":  time.Second,
	"eip.task":      time.Second,
	"eni.task":      time.Second,
	"image.create":  2 * time.Second,
	"lb.create":     time.Second,
	"lb.task":       time.Second,
	"nat.create":    2 * time.Second,
}

// Delay is how long the transition takes.
func (s *Settings) Delay(transition string) time.Duration {
	if d, ok := s.Delays[transition]; ok {
		return d
	}
	return Transitions[transition]
}

// Store keeps settings.
type Store interface {
	// Settings are those last put, nil when there are none.
	Settings(ctx context.Context, tx store.Tx) (*Settings, error)
	PutSettings(ctx context.Context, tx store.Tx, s *Settings) error
}

// A Keeper holds the settings in force. It is safe for concurrent use.
type Keeper struct {
	store Store
	now   atomic.Pointer[Settings]
	mu    sync.Mutex // one change at a time
}

// Open reads the settings, or takes first when there are none yet.
func Open(ctx context.Context, db store.DB, s Store, first Settings) (*Keeper, error) {
	k := &Keeper{store: s}
	k.now.Store(&first)
	return k, k.Reload(ctx, db)
}

// Reload puts in force what the store holds, where it holds anything.
func (k *Keeper) Reload(ctx context.Context, db store.DB) error {
	err := db.View(ctx, func(tx store.Tx) error {
		kept, err := k.store.Settings(ctx, tx)
		if kept != nil {
			k.now.Store(kept)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	return nil
}

// Now are the settings in force. They may not be changed.
func (k *Keeper) Now() *Settings { return k.now.Load() }

// Change stores what change makes of a copy of the settings, and puts it in force once it is durable.
func (k *Keeper) Change(ctx context.Context, db store.DB, change func(s *Settings) error) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return db.Update(ctx, func(tx store.Tx) error { return k.ChangeIn(ctx, tx, change) })
}

// ChangeIn is Change within a transaction that the caller has opened, alone.
func (k *Keeper) ChangeIn(ctx context.Context, tx store.Tx, change func(s *Settings) error) error {
	next := k.now.Load().clone()
	if err := change(next); err != nil {
		return err
	}
	if err := k.store.PutSettings(ctx, tx, next); err != nil {
		return fmt.Errorf("store settings: %w", err)
	}
	tx.AfterCommit(func() { k.now.Store(next) })
	return nil
}

func (s *Settings) clone() *Settings {
	c := *s
	c.ChecksOff = slices.Clone(s.ChecksOff)
	c.PlainHTTP = slices.Clone(s.PlainHTTP)
	c.Maintenance = slices.Clone(s.Maintenance)
	c.AllowLists = slices.Clone(s.AllowLists)
	c.Delays = map[string]time.Duration{}
	for k, v := range s.Delays {
		c.Delays[k] = v
	}
	return &c
}
