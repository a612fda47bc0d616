package rate_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/rate"
)

var start = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)

func take(t testing.TB, s rate.Source, key string, l rate.Limit) (bool, time.Duration) {
	t.Helper()
	ok, wait, err := s.Take(key, l)
	if err != nil {
		t.Fatal(err)
	}
	return ok, wait
}

func TestABurstIsAllowedThenOneEachCost(t *testing.T) {
	c := clock.NewManual(start)
	m := rate.NewMemory(c, 100)
	l := rate.Limit{Count: 10, Per: time.Second, Burst: 3}
	for i := range 3 {
		if ok, _ := take(t, m, "a", l); !ok {
			t.Fatalf("call %d of the burst was refused", i)
		}
	}
	if ok, wait := take(t, m, "a", l); ok || wait != 100*time.Millisecond {
		t.Errorf("got %v, wait %s; want a refusal and 100ms", ok, wait)
	}
	if ok, _ := take(t, m, "b", l); !ok {
		t.Error("another key was refused")
	}
	c.Advance(100*time.Millisecond - 1)
	if ok, wait := take(t, m, "a", l); ok || wait != 1 {
		t.Errorf("got %v, wait %s; want a refusal and 1ns", ok, wait)
	}
	c.Advance(1)
	if ok, _ := take(t, m, "a", l); !ok {
		t.Error("refused after the wait that was asked for")
	}
}

func TestTakeAllTakesOfAllOrOfNone(t *testing.T) {
	c := clock.NewManual(start)
	m := rate.NewMemory(c, 100)
	wide, narrow := rate.Limit{Count: 2, Per: time.Second}, rate.Limit{Count: 1, Per: time.Minute}
	both := []rate.Take{{Key: "wide", Limit: wide}, {Key: "narrow", Limit: narrow}}
	if ok, _, err := m.TakeAll(both...); err != nil || !ok {
		t.Fatalf("refused at first (%v)", err)
	}
	for range 5 {
		if ok, wait, err := m.TakeAll(both...); err != nil || ok || wait != time.Minute {
			t.Errorf("got %v, %s (%v), want a refusal and 1m", ok, wait, err)
		}
	}
	if ok, _ := take(t, m, "wide", wide); !ok {
		t.Error("the refusals used up the wide limit")
	}
	twice := rate.Take{Key: "twice", Limit: wide}
	if ok, _, err := m.TakeAll(twice, twice, twice); err != nil || ok {
		t.Errorf("three of two were allowed (%v)", err)
	}
	if ok, _, err := m.TakeAll(twice, twice); err != nil || !ok {
		t.Errorf("the refusal used something up (%v)", err)
	}
}

func TestAClockSetBackLocksNobodyOut(t *testing.T) {
	c := clock.NewManual(start)
	m := rate.NewMemory(c, 100)
	l := rate.Limit{Count: 1, Per: time.Second}
	take(t, m, "a", l)
	c.Advance(-24 * time.Hour)
	if ok, wait := take(t, m, "a", l); ok || wait > time.Second {
		t.Errorf("got %v, wait %s, want a wait of at most 1s", ok, wait)
	}
}

func TestLimitsThatMakeNoSenseAreErrors(t *testing.T) {
	m := rate.NewMemory(clock.NewManual(start), 100)
	for _, l := range []rate.Limit{
		{},
		{Count: 1},
		{Count: -1, Per: time.Second},
		{Count: 1, Per: -time.Second},
		{Count: 2, Per: 1},
		{Count: 1, Burst: -1, Per: time.Second},
		{Count: 1, Burst: 1 << 40, Per: time.Hour},
		{Count: 1, Per: 1 << 62},
	} {
		if ok, _, err := m.Take("a", l); err == nil || ok {
			t.Errorf("%+v: got %v, %v, want an error", l, ok, err)
		}
	}
}

func TestMemoryStaysBoundedAndKeepsTheBucketsDeepestInUse(t *testing.T) {
	c := clock.NewManual(start)
	m := rate.NewMemory(c, 100)
	slow := rate.Limit{Count: 1, Per: time.Hour}
	take(t, m, "deep", slow)
	for i := range 10_000 {
		take(t, m, fmt.Sprint(i), rate.Limit{Count: 10, Per: time.Minute})
		c.Advance(time.Millisecond)
		if got := m.Buckets(); got > 100 {
			t.Fatalf("%d buckets are kept, want at most 100", got)
		}
	}
	if ok, _ := take(t, m, "deep", slow); ok {
		t.Error("strangers pushed out a bucket in use")
	}
}

func TestOfConcurrentCallsExactlyTheAllowedPass(t *testing.T) {
	m := rate.NewMemory(clock.NewManual(start), 100)
	var passed atomic.Int64
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if ok, _, err := m.Take("a", rate.Limit{Count: 100, Per: time.Hour}); ok && err == nil {
					passed.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if passed.Load() != 100 {
		t.Errorf("%d calls passed, want 100", passed.Load())
	}
}

// model is a bucket told plainly: it holds tokens, in nanoseconds' worth of them, and fills as time goes by.
type model struct {
	level, room time.Duration
	at          time.Time
}

func (b *model) take(now time.Time, cost time.Duration) (bool, time.Duration) {
	b.level = min(b.room, b.level+now.Sub(b.at))
	b.at = now
	if b.level < cost {
		return false, cost - b.level
	}
	b.level -= cost
	return true, 0
}

func TestABucketAgreesWithThePlainModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count, burst := rapid.IntRange(1, 20).Draw(t, "count"), rapid.IntRange(1, 20).Draw(t, "burst")
		per := time.Duration(rapid.Int64Range(1000, int64(time.Minute)).Draw(t, "per"))
		cost := per / time.Duration(count)
		c := clock.NewManual(start)
		m := rate.NewMemory(c, 16)
		b := &model{level: cost * time.Duration(burst), room: cost * time.Duration(burst), at: start}
		for i := range rapid.IntRange(1, 100).Draw(t, "calls") {
			c.Advance(time.Duration(rapid.Int64Range(0, int64(per)/4).Draw(t, "pause")))
			ok, wait, err := m.Take("a", rate.Limit{Count: count, Burst: burst, Per: per})
			wantOK, wantWait := b.take(c.Now(), cost)
			if err != nil || ok != wantOK || wait != wantWait {
				t.Fatalf("call %d: got %v, wait %s (%v), want %v, wait %s", i, ok, wait, err, wantOK, wantWait)
			}
		}
	})
}

func TestSlotsLimitWhatIsUnderWay(t *testing.T) {
	var s rate.Slots
	first, ok1 := s.Acquire("a", 2)
	second, ok2 := s.Acquire("a", 2)
	_, ok3 := s.Acquire("a", 2)
	other, ok4 := s.Acquire("b", 1)
	if !ok1 || !ok2 || ok3 || !ok4 {
		t.Errorf("got %v %v %v %v, want true true false true", ok1, ok2, ok3, ok4)
	}
	first()
	first()
	third, ok := s.Acquire("a", 2)
	if !ok {
		t.Error("a released slot is not free")
	}
	if _, ok := s.Acquire("a", 2); ok {
		t.Error("releasing twice freed two")
	}
	second()
	third()
	other()
	if got := s.Keys(); got != 0 {
		t.Errorf("%d keys are kept, want none", got)
	}
	if _, ok := s.Acquire("a", 0); ok {
		t.Error("a slot of none was taken")
	}
}

func BenchmarkTake(b *testing.B) {
	m := rate.NewMemory(clock.NewManual(start), 1000)
	b.ReportAllocs()
	for b.Loop() {
		take(b, m, "a", rate.Limit{Count: 1000, Per: time.Second})
	}
}
