package replay_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/replay"
)

var start = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// a memory of one folder on one machine, with what a test changes of it.
type fixture struct {
	*replay.Memory
	options replay.Options
	clock   *clock.Manual
}

func open(t testing.TB, dir string) *fixture {
	t.Helper()
	f := &fixture{clock: clock.NewManual(start)}
	f.options = replay.Options{Dir: dir, Clock: f.clock, Boot: "boot 1"}
	f.reopen(t)
	return f
}

// reopen opens the folder again; a memory that was open is left as a killed process leaves it.
func (f *fixture) reopen(t testing.TB) {
	t.Helper()
	m, err := replay.Open(f.options)
	if err != nil {
		t.Fatal(err)
	}
	f.Memory = m
	t.Cleanup(func() {
		if err := m.Close(); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Error(err)
		}
	})
}

func (f *fixture) close(t testing.TB) {
	t.Helper()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// key is a nonce used with the Timestamp of now.
func (f *fixture) key(nonce string) replay.Key {
	return replay.Key{SecretID: "AKID1", Timestamp: f.clock.Now().Unix(), Nonce: nonce}
}

func (f *fixture) want(t testing.TB, want bool, k replay.Key) {
	t.Helper()
	got, err := f.Claim(k, f.clock.Now())
	if err != nil || got != want {
		t.Errorf("claim of %+v: fresh is %v (%v), want %v", k, got, err, want)
	}
}

func TestANonceIsFreshOnce(t *testing.T) {
	f := open(t, "")
	a := f.key("1")
	f.want(t, true, a)
	f.want(t, false, a)
	for name, other := range map[string]replay.Key{
		"nonce":     {SecretID: a.SecretID, Timestamp: a.Timestamp, Nonce: "2"},
		"timestamp": {SecretID: a.SecretID, Timestamp: a.Timestamp + 1, Nonce: a.Nonce},
		"key":       {SecretID: "AKID2", Timestamp: a.Timestamp, Nonce: a.Nonce},
		"boundary":  {SecretID: "AKID", Timestamp: a.Timestamp, Nonce: "11"},
	} {
		t.Run("another "+name, func(t *testing.T) {
			f.want(t, true, other)
			f.want(t, false, other)
		})
	}
}

func TestTheStrictReadingLeavesTheTimestampOut(t *testing.T) {
	f := open(t, "")
	f.options.Strict = true
	f.reopen(t)
	f.want(t, true, f.key("1"))
	f.clock.Advance(2 * replay.Window)
	f.want(t, false, f.key("1"))
	f.want(t, true, f.key("2"))
}

// Whatever the order of calls and the walk of the clock, one nonce is never fresh twice while its Timestamp is one that
// the door lets through, and one that is new always is.
func TestNothingIsTakenTwiceWhileItsTimestampIsGood(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := clock.NewManual(start)
		m, err := replay.Open(replay.Options{Clock: c})
		if err != nil {
			t.Fatal(err)
		}
		seen := map[replay.Key]bool{}
		for range rapid.IntRange(1, 150).Draw(t, "calls") {
			c.Advance(time.Duration(rapid.IntRange(0, 200).Draw(t, "pause")) * time.Second)
			now := c.Now()
			// A Timestamp from a coarse grid within the window, so that keys repeat.
			stamp := now.Add(time.Duration(rapid.IntRange(-299, 299).Draw(t, "skew")) * time.Second).Truncate(100 * time.Second)
			if now.Sub(stamp).Abs() > replay.Window {
				continue
			}
			k := replay.Key{SecretID: "AKID", Timestamp: stamp.Unix(), Nonce: rapid.StringMatching("[ab]").Draw(t, "nonce")}
			fresh, err := m.Claim(k, now)
			if err != nil || fresh == seen[k] {
				t.Fatalf("%+v at %s: fresh is %v (%v), want %v", k, now, fresh, err, !seen[k])
			}
			seen[k] = true
		}
		if m.Len() > 150 {
			t.Fatalf("%d nonces are kept", m.Len())
		}
	})
}

func TestWhatCanNotBeMetAgainIsForgotten(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir)
	for i := range 600 { // ten hours, a nonce a minute
		f.want(t, true, f.key(fmt.Sprint(i)))
		f.clock.Advance(time.Minute)
		if f.Len() > 15 {
			t.Fatalf("%d nonces are kept, want those of about 10 minutes", f.Len())
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.nonces"))
	if err != nil || len(files) > 7 {
		t.Errorf("%d files are kept (%v)", len(files), err)
	}
}

func TestAClockSetBackBringsNothingBack(t *testing.T) {
	f := open(t, "")
	a := f.key("1")
	f.want(t, true, a)
	f.clock.Advance(time.Hour)
	f.want(t, true, f.key("2")) // the first one is forgotten
	f.clock.Advance(-time.Hour)
	f.want(t, false, a)
	for i := range 60 { // and the memory stays bounded meanwhile
		f.clock.Advance(time.Minute)
		f.want(t, i >= 5, f.key(fmt.Sprint("later", i)))
	}
	if f.Len() > 20 {
		t.Errorf("%d nonces are kept", f.Len())
	}
}

func TestBeyondTheBoundNothingIsLetThrough(t *testing.T) {
	f := open(t, "")
	f.options.Most = 3
	f.reopen(t)
	for i := range 3 {
		f.want(t, true, f.key(fmt.Sprint(i)))
	}
	if fresh, err := f.Claim(f.key("new"), f.clock.Now()); fresh || !errors.Is(err, replay.ErrFull) {
		t.Errorf("got %v, %v, want ErrFull", fresh, err)
	}
	f.want(t, false, f.key("1"))
	f.clock.Advance(time.Hour)
	f.want(t, true, f.key("new"))
}

func TestOfConcurrentClaimsExactlyOneIsFresh(t *testing.T) {
	f := open(t, t.TempDir())
	for i := range 50 {
		k := f.key(fmt.Sprint(i))
		var fresh atomic.Int64
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				ok, err := f.Claim(k, f.clock.Now())
				if err != nil {
					t.Error(err)
				}
				if ok {
					fresh.Add(1)
				}
			})
		}
		wg.Wait()
		if fresh.Load() != 1 {
			t.Fatalf("%d claims of one nonce were fresh", fresh.Load())
		}
	}
}

func TestAfterCloseNothingIsClaimed(t *testing.T) {
	f := open(t, t.TempDir())
	f.close(t)
	if fresh, err := f.Claim(f.key("1"), start); fresh || !errors.Is(err, replay.ErrClosed) {
		t.Errorf("got %v, %v, want ErrClosed", fresh, err)
	}
	if err := f.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}

func TestStarts(t *testing.T) {
	for _, c := range []struct {
		name    string
		between func(t *testing.T, f *fixture, dir string)
		floor   bool // Timestamps before the second start are refused
	}{
		{"closed", func(t *testing.T, f *fixture, _ string) { f.close(t) }, false},
		{"closed, then the machine restarted", func(t *testing.T, f *fixture, _ string) { f.close(t); f.options.Boot = "boot 2" }, false},
		{"the process was killed", func(*testing.T, *fixture, string) {}, false},
		{"the machine restarted", func(_ *testing.T, f *fixture, _ string) { f.options.Boot = "boot 2" }, true},
		{"nobody knows whether the machine restarted", func(_ *testing.T, f *fixture, _ string) { f.options.Boot = "" }, true},
		{"the reading became strict", func(t *testing.T, f *fixture, _ string) { f.close(t); f.options.Strict = true }, true},
		{"the state is gone", func(t *testing.T, f *fixture, dir string) {
			f.close(t)
			if err := os.Remove(filepath.Join(dir, "state.json")); err != nil {
				t.Fatal(err)
			}
		}, true},
		{"the state is broken", func(t *testing.T, f *fixture, dir string) {
			f.close(t)
			if err := os.WriteFile(filepath.Join(dir, "state.json"), []byte("{"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			f := open(t, dir)
			if !f.Floor().IsZero() {
				t.Fatalf("the first start of all has a floor: %s", f.Floor())
			}
			used, unused := f.key("1"), f.key("2")
			f.want(t, true, used)
			f.clock.Advance(time.Minute)
			c.between(t, f, dir)
			f.reopen(t)
			want := time.Time{}
			if c.floor {
				want = f.clock.Now()
			}
			if got := f.Floor(); !got.Equal(want) {
				t.Errorf("the floor is %s, want %s", got, want)
			}
			f.want(t, false, used)
			f.want(t, !c.floor, unused)
			f.want(t, true, f.key("3"))
			f.reopen(t) // killed: what was refused stays so
			f.want(t, false, used)
			f.want(t, false, unused)
			f.want(t, false, f.key("3"))
		})
	}
}

func TestFilesAreForTheirOwnerAloneAndTellNoNames(t *testing.T) {
	dir := t.TempDir()
	f := open(t, dir)
	f.want(t, true, f.key("1234567"))
	f.close(t)
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 2 {
		t.Fatalf("%v (%v), want a state and a segment", files, err)
	}
	for _, file := range files {
		info, err := file.Info()
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v (%v)", file.Name(), info.Mode(), err)
		}
		b, err := os.ReadFile(filepath.Join(dir, file.Name()))
		if err != nil || strings.Contains(string(b), "AKID1") || strings.Contains(string(b), "1234567") {
			t.Errorf("%s tells who called (%v)", file.Name(), err)
		}
	}
}

func BenchmarkClaim(b *testing.B) {
	for name, dir := range map[string]string{"memory": "", "file": b.TempDir()} {
		b.Run(name, func(b *testing.B) {
			m, err := replay.Open(replay.Options{Dir: dir, Clock: clock.NewManual(start), Most: 1 << 30})
			if err != nil {
				b.Fatal(err)
			}
			defer m.Close()
			before := heap()
			n := int64(0)
			k := replay.Key{SecretID: "AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA", Nonce: "1234567890"}
			b.ReportAllocs()
			for b.Loop() {
				n++
				k.Timestamp = start.Unix() + n
				if fresh, err := m.Claim(k, start); err != nil || !fresh {
					b.Fatal(fresh, err)
				}
			}
			b.ReportMetric(float64(heap()-before)/float64(n), "B/entry")
		})
	}
}

func heap() int64 {
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return int64(s.HeapAlloc)
}
