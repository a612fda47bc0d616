package cloud

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/paifang/paifang/internal/fault"
	"github.com/paifang/paifang/internal/settings/settingssql"
	"github.com/paifang/paifang/internal/store"
)

// The clock and the fault rules live in memory, where they are asked for by every call; what they are set to is kept, so
// that a cloud goes on after a restart where it was.
const (
	keptClock  = "clock"
	keptFaults = "faults"
)

// keptTime is how cloud time is kept: its distance from wall time, or where it stands still.
type keptTime struct {
	Frozen bool          `json:"frozen"`
	At     time.Time     `json:"at"`
	Ahead  time.Duration `json:"ahead"`
}

// SetClock sets cloud time and whether it stands still, each where it is given. What is due by then happens.
func (c *Cloud) SetClock(ctx context.Context, to *time.Time, frozen *bool) error {
	return c.moveClock(ctx, func() {
		if to != nil {
			c.Clock.Set(*to)
		}
		switch {
		case frozen == nil:
		case *frozen:
			c.Clock.Freeze()
		default:
			c.Clock.Unfreeze()
		}
	})
}

// AdvanceClock moves cloud time on. What is due by then happens.
func (c *Cloud) AdvanceClock(ctx context.Context, d time.Duration) error {
	return c.moveClock(ctx, func() { c.Clock.Advance(d) })
}

func (c *Cloud) moveClock(ctx context.Context, move func()) error {
	move()
	if err := c.keepClock(ctx); err != nil {
		return err
	}
	return c.runner.CatchUp(ctx)
}

func (c *Cloud) keepClock(ctx context.Context) error {
	frozen, ahead := c.Clock.Frozen()
	return c.keep(ctx, keptClock, keptTime{frozen, c.Clock.Now(), ahead})
}

// AddFault puts a fault rule in force.
func (c *Cloud) AddFault(ctx context.Context, r fault.Rule) (fault.Rule, error) {
	r, err := c.Faults.Add(r)
	if err != nil {
		return r, err
	}
	return r, c.keep(ctx, keptFaults, c.Faults.List())
}

// RemoveFault takes a fault rule out of force; it returns false when there is none of that id.
func (c *Cloud) RemoveFault(ctx context.Context, id string) (bool, error) {
	if !c.Faults.Remove(id) {
		return false, nil
	}
	return true, c.keep(ctx, keptFaults, c.Faults.List())
}

func (c *Cloud) keep(ctx context.Context, name string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return c.db.Update(ctx, func(tx store.Tx) error { return settingssql.Store{}.PutValue(ctx, tx, name, string(text)) })
}

// recallKept sets clock and fault rules to what was kept.
func (c *Cloud) recallKept(ctx context.Context, tx store.Tx) error {
	var at keptTime
	found, err := recallValue(ctx, tx, keptClock, &at)
	if err != nil {
		return err
	}
	switch {
	case !found:
	case at.Frozen:
		c.Clock.Freeze()
		c.Clock.Set(at.At)
	default:
		c.Clock.Unfreeze()
		c.Clock.Set(c.wall.Now().Add(at.Ahead))
	}
	var rules []fault.Rule
	if _, err := recallValue(ctx, tx, keptFaults, &rules); err != nil {
		return err
	}
	for _, r := range rules {
		if _, err := c.Faults.Add(r); err != nil {
			return err
		}
	}
	return nil
}

func recallValue(ctx context.Context, tx store.Tx, name string, into any) (found bool, err error) {
	text, found, err := settingssql.Store{}.Value(ctx, tx, name)
	if err != nil || !found {
		return false, err
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return false, fmt.Errorf("what was kept as %s: %w", name, err)
	}
	return true, nil
}
