package later

import (
	"math"
	"sync"
	"sync/atomic"
	"time"
)

// A horizon is a time before which no job is due: never too late, perhaps too early. The zero horizon knows nothing yet.
type horizon struct {
	known atomic.Bool
	at    atomic.Int64 // microseconds since 1970; never is the largest

	mu    sync.Mutex // for what is written
	since int64      // the lowest since the scan began
}

const never = math.MaxInt64

// beyond tells whether nothing is due at now.
func (h *horizon) beyond(now time.Time) bool {
	return h.known.Load() && h.at.Load() > now.UnixMicro()
}

// lower is told of a job once it is committed.
func (h *horizon) lower(due time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.since = min(h.since, due.UnixMicro())
	h.at.Store(min(h.at.Load(), due.UnixMicro()))
}

// scan begins before a transaction looks for the first job. Jobs that are committed after what it sees are told to lower
// after this call, so that scanned does not forget them.
func (h *horizon) scan() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.since = never
}

// scanned is told what the transaction saw: the first entry, or nil.
func (h *horizon) scanned(first *Entry) {
	h.mu.Lock()
	defer h.mu.Unlock()
	at := int64(never)
	if first != nil {
		at = first.At.UnixMicro()
	}
	h.at.Store(min(at, h.since))
	h.known.Store(true)
}

// forget has the next catch-up look for itself.
func (h *horizon) forget() { h.known.Store(false) }
