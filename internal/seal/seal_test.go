package seal_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/paifang/paifang/internal/seal"
)

var (
	oldKey = bytes.Repeat([]byte{1}, seal.KeySize)
	newKey = bytes.Repeat([]byte{2}, seal.KeySize)
)

func box(t *testing.T, newest []byte, older ...[]byte) *seal.Box {
	t.Helper()
	b, err := seal.New(newest, older...)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestWhatWasSealedIsOpenedInItsContextOnly(t *testing.T) {
	b := seal.Ephemeral()
	rapid.Check(t, func(t *rapid.T) {
		plain, context := rapid.String().Draw(t, "plain"), rapid.String().Draw(t, "context")
		sealed := b.Seal(plain, context)
		if got, err := b.Open(sealed, context); err != nil || got != plain {
			t.Fatalf("got %q (%v), want %q", got, err, plain)
		}
		if _, err := b.Open(sealed, context+"x"); !errors.Is(err, seal.ErrUnreadable) {
			t.Fatalf("opened in another context: %v", err)
		}
		if b.Seal(plain, context) == sealed {
			t.Fatal("sealed twice to the same text")
		}
		if len(plain) > 8 && strings.Contains(sealed, plain) {
			t.Fatal("the sealed text shows the plain one")
		}
	})
}

func TestNoByteOfASealedTextCanBeChanged(t *testing.T) {
	b := box(t, newKey)
	sealed := b.Seal("secret", "row 1")
	for i := range sealed {
		for _, c := range []byte{'A', 'B', '.', '-'} {
			if sealed[i] == c {
				continue
			}
			changed := sealed[:i] + string(c) + sealed[i+1:]
			if _, err := b.Open(changed, "row 1"); !errors.Is(err, seal.ErrUnreadable) {
				t.Errorf("opened with byte %d changed to %q: %v", i, c, err)
			}
		}
		if _, err := b.Open(sealed[:i], "row 1"); !errors.Is(err, seal.ErrUnreadable) {
			t.Errorf("opened when cut after %d bytes: %v", i, err)
		}
	}
}

func TestKeysRotate(t *testing.T) {
	before, after, without := box(t, oldKey), box(t, newKey, oldKey), box(t, newKey)
	sealed := before.Seal("secret", "row 1")
	if got, err := after.Open(sealed, "row 1"); err != nil || got != "secret" {
		t.Errorf("the older key does not open: %q, %v", got, err)
	}
	if !after.Outdated(sealed) || before.Outdated(sealed) {
		t.Error("only a text of an older key is outdated")
	}
	again := after.Seal("secret", "row 1")
	if got, err := without.Open(again, "row 1"); err != nil || got != "secret" {
		t.Errorf("not sealed with the newest key: %q, %v", got, err)
	}
	if _, err := without.Open(sealed, "row 1"); !errors.Is(err, seal.ErrUnreadable) {
		t.Errorf("opened without its key: %v", err)
	}
}

func TestAKeyOfAnotherLengthIsRefused(t *testing.T) {
	if _, err := seal.New([]byte("short")); err == nil {
		t.Error("a short key was taken")
	}
}

func TestTheKeyFileIsMadeOnceForItsOwnerAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "seal.key")
	sealed := make([]string, 8)
	var wg sync.WaitGroup
	for i := range sealed {
		wg.Go(func() {
			b, err := seal.FromFile(path)
			if err != nil {
				t.Error(err)
				return
			}
			sealed[i] = b.Seal("secret", "row")
		})
	}
	wg.Wait()
	b, err := seal.FromFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range sealed {
		if got, err := b.Open(text, "row"); err != nil || got != "secret" {
			t.Errorf("two keys were made: %v", err)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v (%v), want 0600", info.Mode(), err)
	}
	if all, err := os.ReadDir(filepath.Dir(path)); err != nil || len(all) != 1 {
		t.Errorf("%v is left in the folder (%v), want the key alone", all, err)
	}
}

func TestKeyFilesThatAreRefused(t *testing.T) {
	good := base64.StdEncoding.EncodeToString(newKey) + "\n"
	for _, c := range []struct {
		name, text string
		mode       os.FileMode
	}{
		{"readable by the group", good, 0o640},
		{"readable by all", good, 0o604},
		{"writable by all", good, 0o602},
		{"empty", "", 0o600},
		{"no base64", "not a key!\n", 0o600},
		{"too short a key", "AAAA\n", 0o600},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "seal.key")
			if err := os.WriteFile(path, []byte(c.text), c.mode); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, c.mode); err != nil { // past the umask
				t.Fatal(err)
			}
			_, err := seal.FromFile(path)
			if err == nil {
				t.Fatal("taken")
			}
			if c.text != "" && strings.Contains(err.Error(), strings.TrimSpace(c.text)) {
				t.Errorf("the error shows the key: %v", err)
			}
		})
	}
}
