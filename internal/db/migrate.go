package db

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"log/slog"
	"regexp"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// A Schema is the tables of one module. The same SQL makes them on both engines: BIGINT for numbers, times (microseconds)
// and bools, TEXT, BYTEA for bytes; nothing that counts by itself.
type Schema struct {
	// Name is the module's: lower case letters, digits and _.
	Name string

	// Files has a folder "migrations" with goose's SQL files, 00001_….sql on.
	Files fs.FS
}

var schemaName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,40}$`)

// Migrate brings the tables of each schema up to date, in the order given. Each has a version table of its own. Several
// nodes may do it at once. It may run beside transactions.
func (d *DB) Migrate(ctx context.Context, schemas ...Schema) error {
	if err := d.begin(ctx); err != nil {
		return err
	}
	defer d.open.leave()
	pool, options, err := d.migrator()
	if err != nil {
		return err
	}
	if d.engine == sqlite {
		defer pool.Close()
	}
	for _, s := range schemas {
		if err := migrate(ctx, d.engine, pool, s, options); err != nil {
			return fmt.Errorf("db: schema %s: %w", s.Name, err)
		}
	}
	return nil
}

// migrator is where migrations run. On SQLite it is a connection of its own: the writer keeps the one it has.
func (d *DB) migrator() (*sql.DB, []goose.ProviderOption, error) {
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger())}
	if d.engine == sqlite {
		pool, err := sql.Open("sqlite", d.file.dsn())
		if err != nil {
			return nil, nil, err
		}
		pool.SetMaxOpenConns(1)
		return pool, options, nil
	}
	// A lock in a table holds also behind PgBouncer in transaction mode; goose's advisory locks do not.
	locker, err := lock.NewPostgresTableLocker(
		lock.WithTableLockTimeout(50*time.Millisecond, 1200),
		lock.WithTableLogger(slog.New(slog.DiscardHandler)),
	)
	if err != nil {
		return nil, nil, err
	}
	return d.pool, append(options, goose.WithLocker(locker)), nil
}

func migrate(ctx context.Context, e engine, pool *sql.DB, s Schema, options []goose.ProviderOption) error {
	if !schemaName.MatchString(s.Name) {
		return fmt.Errorf("the name has to match %s", schemaName)
	}
	files, err := fs.Sub(s.Files, "migrations")
	if err != nil {
		return err
	}
	dialect := goose.DialectSQLite3
	if e == postgres {
		dialect = goose.DialectPostgres
	}
	options = append(options[:len(options):len(options)], goose.WithTableName("goose_"+s.Name))
	provider, err := goose.NewProvider(dialect, pool, files, options...)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}
