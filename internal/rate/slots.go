package rate

import "sync"

// Slots limits how many calls of a key are under way at once. It keeps a key only while a call of it is. It is safe for
// concurrent use, and its zero value is ready.
type Slots struct {
	mu   sync.Mutex
	used map[string]int
}

// Acquire takes one of most slots of the key, if one is free. The caller releases it; releasing twice does nothing.
func (s *Slots) Acquire(key string, most int) (release func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.used[key] >= most {
		return func() {}, false
	}
	if s.used == nil {
		s.used = map[string]int{}
	}
	s.used[key]++
	return sync.OnceFunc(func() { s.release(key) }), true
}

func (s *Slots) release(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.used[key]--; s.used[key] == 0 {
		delete(s.used, key)
	}
}

// Keys is how many keys have a call under way.
func (s *Slots) Keys() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.used)
}
