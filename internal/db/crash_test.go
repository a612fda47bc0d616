package db_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/store"
)

// crashFile, when set, makes this test binary the child of TestAKilledProcessLosesNothingThatWasAnswered.
const crashFile = "PAIFANG_TEST_CRASH_FILE"

func TestMain(m *testing.M) {
	if path := os.Getenv(crashFile); path != "" {
		writeUntilKilled(path)
	}
	os.Exit(m.Run())
}

// writeUntilKilled updates with eight clients and prints each id once its update was answered.
func writeUntilKilled(path string) {
	ctx := context.Background()
	d, err := db.Open(ctx, db.Options{Path: path})
	if err == nil {
		err = d.Migrate(ctx, things)
	}
	var out sync.Mutex
	var wg sync.WaitGroup
	for c := range 8 {
		wg.Go(func() {
			for i := 0; err == nil; i++ {
				id := fmt.Sprintf("%d-%d", c, i)
				if err := d.Update(ctx, func(tx store.Tx) error { return put(ctx, tx, id, 1) }); err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(3)
				}
				out.Lock()
				fmt.Println(id)
				out.Unlock()
			}
		})
	}
	wg.Wait()
	fmt.Fprintln(os.Stderr, err)
	os.Exit(3)
}

func TestAKilledProcessLosesNothingThatWasAnswered(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cloud ?#%.db")
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), crashFile+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var answered []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		answered = append(answered, lines.Text())
		if len(answered) == 500 {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	var exit *exec.ExitError
	if err := child.Wait(); !errors.As(err, &exit) || exit.ExitCode() != -1 {
		t.Fatalf("the child ended by itself: %v", err)
	}
	if last := answered[len(answered)-1]; !strings.Contains(last, "-") {
		answered = answered[:len(answered)-1] // a line cut off by the kill
	}
	d, err := db.Open(t.Context(), db.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	held := map[string]bool{}
	for _, id := range ids(t, d) {
		held[id] = true
	}
	for _, id := range answered {
		if !held[id] {
			t.Errorf("%s was answered and is lost", id)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v (%v), want 0600", info.Mode(), err)
	}
}
