package replay

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/paifang/paifang/internal/random"
)

// state is what a start has to know of the last one. It is replaced as a whole and synced: it is there or it is not.
type state struct {
	Secret []byte // of the hashes
	Strict bool
	Open   bool   // not closed since
	Boot   string // the machine's start in which it was opened
	Floor  time.Time
}

const (
	stateFile   = "state.json"
	openState   = true
	closedState = false
)

// BootID names the machine's current start where it can be known (on Linux), and is empty elsewhere.
func BootID() string {
	b, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}

// load reads what is remembered. Whatever casts doubt on it raises the floor to now; nothing is let through for it.
func (m *Memory) load() error {
	copy(m.secret[:], random.Bytes(len(m.secret)))
	if m.options.Dir == "" {
		return nil
	}
	if err := os.MkdirAll(m.options.Dir, 0o700); err != nil {
		return err
	}
	now := m.options.Clock.Now()
	last, err := readState(m.options.Dir)
	if err != nil {
		return err
	}
	if last != nil {
		copy(m.secret[:], last.Secret)
		m.floor = last.Floor
	}
	found, err := m.loadSegments()
	if err != nil {
		return err
	}
	if m.doubtful(last, found) && now.After(m.floor) {
		m.floor = now
	}
	m.forget(now)
	return m.saveState(openState)
}

// doubtful tells whether nonces may have been lost since the last start, or can't be recognized.
func (m *Memory) doubtful(last *state, found bool) bool {
	switch {
	case last == nil:
		return found // the first start of all finds nothing
	case len(last.Secret) != len(m.secret), last.Strict != m.options.Strict:
		return true
	case !last.Open:
		return false
	}
	return m.options.Boot == "" || last.Boot != m.options.Boot
}

// readState is nil where there is none, and empty where it can't be understood.
func readState(dir string) (*state, error) {
	b, err := os.ReadFile(filepath.Join(dir, stateFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var s state
	if json.Unmarshal(b, &s) != nil {
		return &state{}, nil
	}
	return &s, nil
}

func (m *Memory) loadSegments() (found bool, err error) {
	files, err := os.ReadDir(m.options.Dir) // by name, so the oldest first
	if err != nil {
		return false, err
	}
	for _, f := range files {
		serial, ok := serialOf(f.Name())
		if !ok {
			continue
		}
		found = true
		s, err := readSegment(filepath.Join(m.options.Dir, f.Name()))
		if err != nil {
			return false, err
		}
		m.serial = serial + 1
		if len(s.sums) == 0 {
			s.remove()
			continue
		}
		m.segments = append(m.segments, s)
		m.size += len(s.sums)
	}
	return found, nil
}

func (m *Memory) saveState(open bool) error {
	if m.options.Dir == "" {
		return nil
	}
	b, err := json.Marshal(state{m.secret[:], m.options.Strict, open, m.options.Boot, m.floor})
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(m.options.Dir, ".state-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), filepath.Join(m.options.Dir, stateFile)); err != nil {
		return err
	}
	dir, err := os.Open(m.options.Dir)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
