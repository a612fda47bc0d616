package replay_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/replay"
)

// crashDir, when set, makes this test binary the child of TestAKilledProcessForgetsNoClaim.
const crashDir = "PAIFANG_TEST_CRASH_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		claimUntilKilled(dir)
	}
	os.Exit(m.Run())
}

func numbered(n int) replay.Key {
	return replay.Key{SecretID: "AKID1", Timestamp: start.Unix(), Nonce: fmt.Sprint(n)}
}

// claimUntilKilled prints a line for each claim once it was answered.
func claimUntilKilled(dir string) {
	m, err := replay.Open(replay.Options{Dir: dir, Clock: clock.NewManual(start), Boot: "boot 1"})
	for n := 0; err == nil; n++ {
		if _, err = m.Claim(numbered(n), start); err == nil {
			fmt.Println(n)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(3)
}

func TestAKilledProcessForgetsNoClaim(t *testing.T) {
	dir := t.TempDir()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), crashDir+"="+dir)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	answered := 0
	for lines := bufio.NewReader(out); ; {
		if _, err := lines.ReadString('\n'); err != nil {
			break // a line that was cut off does not count
		}
		if answered++; answered == 2000 {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	var exit *exec.ExitError
	if err := child.Wait(); !errors.As(err, &exit) || exit.ExitCode() != -1 {
		t.Fatalf("the child ended by itself: %v", err)
	}
	f := open(t, dir)
	if !f.Floor().IsZero() {
		t.Errorf("a killed process raised the floor to %s", f.Floor())
	}
	for n := range answered {
		f.want(t, false, numbered(n))
	}
	f.want(t, true, f.key("new"))
}

// segmentFile is the one segment of a folder in which n nonces were claimed.
func segmentFile(t testing.TB, dir string, n int) string {
	t.Helper()
	f := open(t, dir)
	for i := range n {
		f.want(t, true, numbered(i))
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.nonces"))
	if err != nil || len(files) != 1 {
		t.Fatalf("segments %v (%v), want one", files, err)
	}
	return files[0]
}

func TestATornTailIsToleratedAndTheRestRemembered(t *testing.T) {
	whole, err := os.ReadFile(segmentFile(t, t.TempDir(), 3))
	if err != nil {
		t.Fatal(err)
	}
	record := len(whole) / 3
	for cut := range record {
		dir := t.TempDir()
		path := segmentFile(t, dir, 3)
		if err := os.Truncate(path, int64(2*record+cut)); err != nil {
			t.Fatal(err)
		}
		f := open(t, dir)
		f.want(t, false, numbered(0))
		f.want(t, false, numbered(1))
		f.want(t, true, numbered(2))
		f.reopen(t)
		f.want(t, false, numbered(2))
	}
}

func TestABrokenRecordHidesNoOther(t *testing.T) {
	dir := t.TempDir()
	path := segmentFile(t, dir, 3)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/3+5] ^= 1
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	f := open(t, dir)
	f.want(t, false, numbered(0))
	f.want(t, false, numbered(2))
	if got := f.Len(); got != 2 {
		t.Errorf("%d nonces are remembered, want 2", got)
	}
}

// FuzzSegment opens a folder with any bytes for a segment: it works on, and remembers what was whole.
func FuzzSegment(f *testing.F) {
	seed, err := os.ReadFile(segmentFile(f, f.TempDir(), 3))
	if err != nil {
		f.Fatal(err)
	}
	for _, b := range [][]byte{nil, seed, seed[:len(seed)-1], bytes.Repeat([]byte{0xff}, len(seed)), append(seed[:len(seed):len(seed)], 1)} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		dir := t.TempDir()
		path := segmentFile(t, dir, 2)
		own, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(own, b...), 0o600); err != nil {
			t.Fatal(err)
		}
		m := open(t, dir)
		if got, most := m.Len(), 2+len(b); got < 0 || got > most {
			t.Errorf("%d nonces are remembered", got)
		}
		m.want(t, false, numbered(0))
		m.want(t, false, numbered(1))
	})
}
