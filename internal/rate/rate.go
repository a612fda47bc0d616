// Package rate decides whether one more call is allowed now, and when the next one will be. What is counted together
// (the key) and how much is allowed (the Limit) is decided by its users.
//
// It is GCRA: a bucket is one time, the one at which it will be full again ("theoretical arrival time"). A call moves it
// on by the cost of a call, and is refused if that would put it further ahead than the burst allows.
package rate

import (
	"errors"
	"time"
)

// A Limit allows Count calls Per time, of which Burst may come at once. Burst 0 means Count.
type Limit struct {
	Count, Burst int
	Per          time.Duration
}

// cost is how long one call takes to be allowed again, and room how far ahead a bucket may be.
func (l Limit) cost() (cost, room time.Duration, err error) {
	burst := l.Burst
	if burst == 0 {
		burst = l.Count
	}
	if l.Count <= 0 || burst < 0 || l.Per < time.Duration(l.Count) || l.Per > maxRoom {
		return 0, 0, errors.New("rate: a limit is a positive count of calls per 1 ns a call to 1 year")
	}
	cost = l.Per / time.Duration(l.Count)
	if cost > maxRoom/time.Duration(burst) {
		return 0, 0, errors.New("rate: a burst takes at most a year to fill again")
	}
	return cost, cost * time.Duration(burst), nil
}

const maxRoom = 366 * 24 * time.Hour

// A Source holds buckets. It is safe for concurrent use.
type Source interface {
	// Take allows one call for the key, or says how long to wait until one is allowed. A refusal uses up nothing.
	Take(key string, l Limit) (ok bool, retryAfter time.Duration, err error)

	// TakeAll allows one call for all of the keys, or uses up nothing of any; retryAfter is the longest wait.
	TakeAll(takes ...Take) (ok bool, retryAfter time.Duration, err error)
}

// A Take is one key with its limit. TakeAll may name a key twice: then it is taken twice.
type Take struct {
	Key   string
	Limit Limit
}
