package rate

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/paifang/paifang/internal/clock"
)

// Memory is a Source in this process. It keeps a bounded number of buckets: full ones are as good as none and go first,
// then those that will be full soonest, so that strangers cannot push out a bucket that is deep in use.
type Memory struct {
	clock   clock.Clock
	most    int
	mu      sync.Mutex
	buckets map[string]int64 // when it is full again, in nanoseconds since 1970
}

var _ Source = (*Memory)(nil)

// NewMemory is a Source with at most the given number of buckets, and never fewer than 16.
func NewMemory(c clock.Clock, most int) *Memory {
	return &Memory{clock: c, most: max(most, 16), buckets: map[string]int64{}}
}

// Take implements Source.
func (m *Memory) Take(key string, l Limit) (bool, time.Duration, error) {
	return m.TakeAll(Take{key, l})
}

// TakeAll implements Source.
func (m *Memory) TakeAll(takes ...Take) (bool, time.Duration, error) {
	for _, t := range takes {
		if _, _, err := t.Limit.cost(); err != nil {
			return false, 0, err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.clock.Now().UnixNano()
	before := make([]int64, len(takes))
	var wait int64
	for i, t := range takes {
		before[i] = m.buckets[t.Key] // 0: as full as one can be
		wait = max(wait, m.move(t, now))
	}
	if wait > 0 {
		for i, t := range slices.Backward(takes) { // a key that is named twice ends at what it was first
			m.restore(t.Key, before[i])
		}
		return false, time.Duration(wait), nil
	}
	if len(m.buckets) > m.most {
		m.evict(now)
	}
	return true, 0, nil
}

// move takes one call from a bucket and returns how much too early that was.
func (m *Memory) move(t Take, now int64) (early int64) {
	cost, room, _ := t.Limit.cost()
	full := max(m.buckets[t.Key], now)
	// A clock that was set back, or a limit that was lowered, locks nobody out for longer than a whole burst takes.
	full = min(full, now+int64(room)) + int64(cost)
	m.buckets[t.Key] = full
	return full - int64(room) - now
}

func (m *Memory) restore(key string, full int64) {
	if full == 0 {
		delete(m.buckets, key)
		return
	}
	m.buckets[key] = full
}

// evict makes room for a quarter of the bound, so that it is rarely called.
func (m *Memory) evict(now int64) {
	maps.DeleteFunc(m.buckets, func(_ string, full int64) bool { return full <= now })
	surplus := len(m.buckets) - m.most*3/4
	if surplus <= 0 {
		return
	}
	keys := slices.SortedFunc(maps.Keys(m.buckets), func(a, b string) int {
		return cmp.Or(cmp.Compare(m.buckets[a], m.buckets[b]), cmp.Compare(a, b))
	})
	for _, key := range keys[:surplus] {
		delete(m.buckets, key)
	}
}

// Buckets is how many buckets are kept.
func (m *Memory) Buckets() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.buckets)
}
