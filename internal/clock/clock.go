// Package clock is where time comes from. Nothing else in Paifang asks the machine what time it is.
//
// There are two times. Wall time decides freshness: Timestamps, nonces, request rates, MFA codes, TLS. Cloud time
// decides what happens to resources: states, expiry, tokens, money; it can be set, frozen and moved.
package clock

import (
	"context"
	"sync"
	"time"
)

// A Clock tells a time.
type Clock interface {
	Now() time.Time
}

// Wall is the machine's clock, off by Skew.
type Wall struct {
	// Skew is added to what the machine says; a world sets it to provoke 4500.
	Skew time.Duration
}

// Now is the machine's time in UTC, skewed.
func (w Wall) Now() time.Time { return time.Now().Add(w.Skew).UTC() }

// Cloud is a clock that runs along another one until it is told otherwise. It is safe for concurrent use.
type Cloud struct {
	mu     sync.Mutex
	base   Clock
	offset time.Duration // what is added to base while running
	frozen bool
	at     time.Time // the time shown while frozen
}

// NewCloud is a cloud clock that shows what base shows.
func NewCloud(base Clock) *Cloud { return &Cloud{base: base} }

// Now is the cloud's time in UTC.
func (c *Cloud) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Cloud) now() time.Time {
	if c.frozen {
		return c.at
	}
	return c.base.Now().Add(c.offset).UTC()
}

// Set makes the clock show t; a frozen clock stays frozen.
func (c *Cloud) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = t.UTC()
	c.offset = t.Sub(c.base.Now())
}

// Advance moves the clock by d and returns the new time.
func (c *Cloud) Advance(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
	c.offset += d
	return c.now()
}

// Freeze stops the clock at the time it shows.
func (c *Cloud) Freeze() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.frozen = c.now(), true
}

// Unfreeze lets the clock run on from the time it shows.
func (c *Cloud) Unfreeze() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.frozen {
		c.offset = c.at.Sub(c.base.Now())
		c.frozen = false
	}
}

// Frozen tells whether the clock stands still, and how far the cloud is from its base.
func (c *Cloud) Frozen() (frozen bool, offset time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.frozen, c.now().Sub(c.base.Now())
}

// Manual is a clock that moves only when it is told to. It is safe for concurrent use; the zero value shows year 1.
type Manual struct {
	mu sync.Mutex
	t  time.Time
}

// NewManual is a clock that shows t.
func NewManual(t time.Time) *Manual { return &Manual{t: t.UTC()} }

// Now is the time last set.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.t
}

// Advance moves the clock by d.
func (m *Manual) Advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.t = m.t.Add(d)
}

// Sleep waits for d of the machine's time, or until ctx ends.
func Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
