// Package cloud puts a cloud together: databases, modules, door and gate, from a directory and a world. It wires and
// decides nothing; whoever runs a cloud (the command, a test) opens one here.
package cloud

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/door"
	"github.com/paifang/paifang/internal/fault"
	"github.com/paifang/paifang/internal/gate"
	"github.com/paifang/paifang/internal/identity"
	"github.com/paifang/paifang/internal/journal"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/later/latersql"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/rate"
	"github.com/paifang/paifang/internal/realservice"
	"github.com/paifang/paifang/internal/recording"
	"github.com/paifang/paifang/internal/replay"
	"github.com/paifang/paifang/internal/replay/replaysql"
	"github.com/paifang/paifang/internal/seal"
	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/settings/settingssql"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/world"
)

// maxBuckets bounds the memory of request rates.
const maxBuckets = 100_000

// Config says which cloud to open.
type Config struct {
	// Dir is where its state is; empty for one that keeps nothing.
	Dir string
	// World is the starting point; nil for the shipped one. It is applied to an empty directory only.
	World *world.World
	// Wall is the wall clock; nil for the machine's.
	Wall clock.Clock
	// At is cloud time to begin with; the zero time is the wall clock's.
	At time.Time
	// Frozen has cloud time stand still from the first moment on.
	Frozen bool
	// Log gets what operators must know; nil for nobody.
	Log *slog.Logger
	// Record gets every call with its answer; nil for nobody.
	Record *recording.Recorder
}

// A Cloud is open. It is safe for concurrent use.
type Cloud struct {
	Table    *action.Table
	Journal  *journal.Journal
	Faults   *fault.Rules
	Settings *settings.Keeper
	// Clock is cloud time.
	Clock *clock.Cloud
	// ReadyMade is the account that was made ready for whoever opened the cloud.
	ReadyMade Credentials
	// Metrics are its counters.
	Metrics *prometheus.Registry
	Modules

	db        *db.DB
	gate      *gate.Gate
	nonces    *replay.Memory
	runner    *later.Runner
	directory *identity.Directory
	random    *random.Source
	wall      clock.Clock
	log       *slog.Logger
	unlock    func() error
	snapshots snapshots
}

// Credentials are a key with its secret.
type Credentials struct {
	Account, SecretID, SecretKey string
}

// Open opens a cloud. The caller closes it.
func Open(ctx context.Context, config Config) (_ *Cloud, err error) {
	c := &Cloud{
		Journal: journal.New(journal.Kept), Faults: &fault.Rules{}, wall: config.Wall, log: config.Log, unlock: func() error { return nil },
	}
	if c.wall == nil {
		c.wall = clock.Wall{}
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.Close())
		}
	}()
	w := config.World
	if w == nil {
		w = &world.World{Version: world.FormatVersion}
	}
	c.random = random.New()
	if w.Seed != nil {
		c.random = random.Seeded(*w.Seed)
	}
	c.Clock = clock.NewCloud(c.wall)
	if config.Frozen {
		c.Clock.Freeze() // before it is set: nothing passes in between
	}
	if !config.At.IsZero() {
		c.Clock.Set(config.At)
	}
	box, err := c.openDir(ctx, config.Dir, w)
	if err != nil {
		return nil, err
	}
	if c.Settings, err = settings.Open(ctx, c.db, settingssql.Store{}, settingsOf(w)); err != nil {
		return nil, err
	}
	queue := later.NewQueue(latersql.Store{}, c.random)
	c.runner = later.NewRunner(c.db, queue, c.Clock, c.log)
	c.wire(box, queue)
	c.directory = identity.NewDirectory(c.CAM, c.CAM, c.Account)
	c.Table = action.NewTable(realservice.Actions(), c.actions()...)
	c.gate = &gate.Gate{
		Door: &door.Door{
			Table: c.Table, DB: c.db, Directory: c.directory, Settings: c.Settings, Wall: c.wall, Nonces: c.nonces,
			Rates: rate.NewMemory(c.wall, maxBuckets), Slots: &rate.Slots{},
		},
		DB: c.db, Nonces: &replaysql.Store{Window: replay.Window}, Faults: c.Faults, Journal: c.Journal,
		Wall: c.wall, Cloud: c.Clock, NewID: c.random.UUID, CatchUp: c.runner.CatchUp, Log: c.log,
	}
	if config.Record != nil {
		c.gate.Record = config.Record.Record
	}
	c.Metrics, c.gate.Observe = newMetrics()
	if err := c.begin(ctx, w); err != nil {
		return nil, err
	}
	return c, nil
}

// openDir opens what is in the directory: database, nonces, sealing key; and keeps others out of it.
func (c *Cloud) openDir(ctx context.Context, dir string, w *world.World) (*seal.Box, error) {
	nonces := replay.Options{Clock: c.wall, Boot: replay.BootID(), Strict: w.Checks["Nonces"] == "strict"}
	box := seal.Ephemeral()
	var options db.Options
	if dir != "" {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("make the directory: %w", err)
		}
		var err error
		if c.unlock, err = lock(dir); err != nil {
			return nil, err
		}
		if box, err = seal.FromFile(filepath.Join(dir, "sealing-key")); err != nil {
			return nil, err
		}
		options.Path = filepath.Join(dir, "paifang.db")
		nonces.Dir = filepath.Join(dir, "nonces")
		c.snapshots.dir = filepath.Join(dir, "snapshots")
	} else {
		options.Image = emptyImage(ctx)
	}
	var err error
	if c.db, err = db.Open(ctx, options); err != nil {
		return nil, err
	}
	if options.Image == nil {
		if err := c.db.Migrate(ctx, schemas...); err != nil {
			return nil, err
		}
	}
	if c.nonces, err = replay.Open(nonces); err != nil {
		return nil, fmt.Errorf("open the memory of nonces: %w", err)
	}
	return box, nil
}

// Handler answers calls to the API.
func (c *Cloud) Handler() http.Handler { return c.gate }

// Ready tells why calls can't be served; nil when they can.
func (c *Cloud) Ready(ctx context.Context) error { return c.runner.CatchUp(ctx) }

// Update opens a transaction that may write, for whoever runs the cloud. What is due happens before it.
func (c *Cloud) Update(ctx context.Context, do func(tx store.Tx) error) error {
	if err := c.runner.CatchUp(ctx); err != nil {
		return err
	}
	return c.db.Update(ctx, do)
}

// View opens a transaction that writes nothing, for whoever runs the cloud. What is due happens before it.
func (c *Cloud) View(ctx context.Context, do func(tx store.Tx) error) error {
	if err := c.runner.CatchUp(ctx); err != nil {
		return err
	}
	return c.db.View(ctx, do)
}

// ChangeSettings puts changed settings in force.
func (c *Cloud) ChangeSettings(ctx context.Context, change func(s *settings.Settings) error) error {
	return c.Settings.Change(ctx, c.db, change)
}

// Wall is the wall time that the cloud goes by.
func (c *Cloud) Wall() time.Time { return c.wall.Now() }

// Close ends the cloud. What was answered is kept.
func (c *Cloud) Close() error {
	var errs []error
	if c.nonces != nil {
		errs = append(errs, c.nonces.Close())
	}
	if c.db != nil {
		errs = append(errs, c.db.Close())
	}
	return errors.Join(append(errs, c.unlock())...)
}
