package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Options say which SQLite database to open.
type Options struct {
	// Path is the database's file, made with its folder if need be. Empty is a database in memory: really a file in a
	// private temporary folder that Close removes, because readers run beside a writer only on a file in WAL mode.
	Path string

	// Image is what a database in memory starts with: what Snapshot returned. Opening a copy takes a tenth of the time
	// of making the tables anew.
	Image []byte
}

// Open opens a SQLite database. What an answered Update wrote to a file survives a power cut. The caller closes the DB.
func Open(ctx context.Context, o Options) (_ *DB, err error) {
	f, err := makeFile(o)
	if err != nil {
		return nil, fmt.Errorf("db: %w", err)
	}
	write, err := sql.Open("sqlite", f.dsn())
	if err != nil {
		return nil, errors.Join(err, f.remove())
	}
	write.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite", f.dsn("query_only(1)"))
	if err != nil {
		return nil, errors.Join(err, write.Close(), f.remove())
	}
	if err := write.PingContext(ctx); err != nil {
		return nil, fmt.Errorf("db: open %s: %w", f.path, errors.Join(err, write.Close(), read.Close(), f.remove()))
	}
	return &DB{engine: sqlite, file: f, writer: newWriter(write), reader: newReader(read)}, nil
}

// A file is where a SQLite database is.
type file struct {
	path      string
	temporary string // the folder to remove, if it is ours
}

func makeFile(o Options) (f file, err error) {
	if o.Path == "" {
		if f.temporary, err = os.MkdirTemp("", "paifang-db-"); err != nil {
			return file{}, err
		}
		f.path = filepath.Join(f.temporary, "cloud.db")
		if err := os.WriteFile(f.path, o.Image, 0o600); err != nil {
			return file{}, errors.Join(err, f.remove())
		}
		return f, nil
	}
	if o.Image != nil {
		return file{}, errors.New("an image can only be opened in memory")
	}
	if f.path, err = filepath.Abs(o.Path); err != nil {
		return file{}, err
	}
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return file{}, err
	}
	made, err := os.OpenFile(f.path, os.O_CREATE|os.O_RDWR, 0o600) // SQLite itself would let everybody read it
	if err != nil {
		return file{}, err
	}
	return f, made.Close()
}

// dsn names the file for the driver, which runs busy_timeout first and the other pragmas in alphabetical order.
func (f file) dsn(pragmas ...string) string {
	synchronous := "synchronous(full)"
	if f.temporary != "" {
		synchronous = "synchronous(off)"
	}
	pragmas = append(pragmas, "busy_timeout(10000)", "foreign_keys(1)", "journal_mode(wal)", synchronous, "temp_store(memory)")
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(f.path)}
	u.RawQuery = url.Values{"_pragma": pragmas, "_txlock": {"immediate"}}.Encode()
	return u.String()
}

func (f file) remove() error {
	if f.temporary == "" {
		return nil
	}
	return os.RemoveAll(f.temporary)
}

// Snapshot is the whole SQLite database as it is now, for Options.Image.
func (d *DB) Snapshot(ctx context.Context) ([]byte, error) {
	if d.engine != sqlite {
		return nil, fmt.Errorf("db: a snapshot of %s is not taken here", d.engine)
	}
	if err := d.begin(ctx); err != nil {
		return nil, err
	}
	defer d.open.leave()
	folder, err := os.MkdirTemp("", "paifang-snapshot-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	copied := filepath.Join(folder, "image.db")
	if err := vacuumInto(ctx, d.file, copied); err != nil {
		return nil, fmt.Errorf("db: snapshot: %w", err)
	}
	return os.ReadFile(copied)
}

func vacuumInto(ctx context.Context, f file, target string) error {
	own, err := sql.Open("sqlite", f.dsn())
	if err != nil {
		return err
	}
	defer own.Close()
	_, err = own.ExecContext(ctx, "vacuum into ?", target)
	return err
}
