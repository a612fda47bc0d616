package cloud

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"sync"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/store"
)

// spent is left out of snapshots: a nonce that was used stays used, whatever the cloud goes back to.
const spent = "spent_nonces"

var snapshotName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// snapshots keeps what was taken: in files of the directory, or in memory for a cloud that keeps nothing.
type snapshots struct {
	mu  sync.Mutex
	dir string
	mem map[string][]byte
}

// ErrNoSnapshot is returned for a name under which nothing was taken.
var ErrNoSnapshot = errors.New("there is no such snapshot")

// Snapshot keeps the whole state of the cloud under a name, in place of what was kept under it.
func (c *Cloud) Snapshot(ctx context.Context, name string) error {
	if !snapshotName.MatchString(name) {
		return fmt.Errorf("the name %q: 1 to 64 letters, digits, dots, _ or - are expected", name)
	}
	if err := c.keepClock(ctx); err != nil {
		return err
	}
	var text bytes.Buffer
	err := c.View(ctx, func(tx store.Tx) error {
		dump, err := c.db.Dump(ctx, tx, spent)
		if err != nil {
			return err
		}
		zip := gzip.NewWriter(&text)
		return errors.Join(gob.NewEncoder(zip).Encode(dump), zip.Close())
	})
	if err != nil {
		return fmt.Errorf("snapshot %s: %w", name, err)
	}
	return c.snapshots.put(name, text.Bytes())
}

// Restore brings the cloud back to a snapshot: its resources, accounts, keys, money, settings, clock and fault rules.
func (c *Cloud) Restore(ctx context.Context, name string) error {
	text, err := c.snapshots.get(name)
	if err != nil {
		return err
	}
	zip, err := gzip.NewReader(bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("snapshot %s: %w", name, err)
	}
	dump := &db.Dump{}
	if err := gob.NewDecoder(zip).Decode(dump); err != nil {
		return fmt.Errorf("snapshot %s: %w", name, err)
	}
	err = c.db.Update(ctx, func(tx store.Tx) error {
		if err := c.db.Restore(ctx, tx, dump, spent); err != nil {
			return err
		}
		for _, r := range c.Faults.List() {
			c.Faults.Remove(r.ID)
		}
		return c.recallKept(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("restore %s: %w", name, err)
	}
	c.runner.Wake()
	c.directory.Forget()
	return c.Settings.Reload(ctx, c.db)
}

// Snapshots lists the names of what was taken.
func (c *Cloud) Snapshots() ([]string, error) { return c.snapshots.names() }

const snapshotSuffix = ".snapshot"

func (s *snapshots) put(name string, text []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dir == "" {
		if s.mem == nil {
			s.mem = map[string][]byte{}
		}
		s.mem[name] = text
		return nil
	}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	path := filepath.Join(s.dir, name+snapshotSuffix)
	if err := os.WriteFile(path+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

func (s *snapshots) get(name string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	text, ok := s.mem[name]
	if s.dir != "" && snapshotName.MatchString(name) {
		var err error
		text, err = os.ReadFile(filepath.Join(s.dir, name+snapshotSuffix))
		if ok = err == nil; !ok && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	if !ok {
		return nil, ErrNoSnapshot
	}
	return text, nil
}

func (s *snapshots) names() ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	names := []string{}
	for name := range s.mem {
		names = append(names, name)
	}
	if s.dir != "" {
		files, err := os.ReadDir(s.dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, f := range files {
			if name, ok := strings.CutSuffix(f.Name(), snapshotSuffix); ok {
				names = append(names, name)
			}
		}
	}
	sort.Strings(names)
	return names, nil
}
