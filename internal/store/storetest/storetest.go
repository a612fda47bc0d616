// Package storetest decides on which engines a test of a store runs, and gives it an empty database on each. What a
// store has to do is said by the suites named …test.
package storetest

import (
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	"github.com/paifang/paifang/internal/db"
)

// EachEngine runs do as a subtest on SQLite and on PostgreSQL, each time with a new database that has the given schema,
// or list of schemas, and is closed afterwards. Where there is no PostgreSQL on the machine its subtest is skipped with
// the reason, and fails where the variable CI is set.
func EachEngine[S db.Schema | []db.Schema](t *testing.T, schemas S, do func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { do(t, SQLite(t, list(schemas)...)) })
	t.Run("postgres", func(t *testing.T) { do(t, Postgres(t, list(schemas)...)) })
}

func list[S db.Schema | []db.Schema](schemas S) []db.Schema {
	if one, ok := any(schemas).(db.Schema); ok {
		return []db.Schema{one}
	}
	return any(schemas).([]db.Schema)
}

// SQLite is a new database in memory with the tables of schemas, for as long as the test runs.
func SQLite(t testing.TB, schemas ...db.Schema) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), db.Options{})
	return opened(t, d, err, schemas)
}

// Postgres is a new schema, with the tables of schemas, on a PostgreSQL server that all tests of the process share and
// that ends with the process.
func Postgres(t testing.TB, schemas ...db.Schema) *db.DB {
	t.Helper()
	d, err := db.OpenPostgres(t.Context(), PostgresDSN(t))
	return opened(t, d, err, schemas)
}

// PostgresDSN names a new, empty schema on the shared server, for tests that open it more than once.
func PostgresDSN(t testing.TB) string {
	t.Helper()
	s, err := sharedServer()
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("PostgreSQL has to be there where CI is set: %v", err)
		}
		t.Skipf("not run on PostgreSQL: %v", err)
	}
	name := fmt.Sprintf("test%d", schemas.Add(1))
	if err := s.makeSchema(t.Context(), name); err != nil {
		t.Fatalf("make schema %s: %v", name, err)
	}
	return s.dsn + " search_path=" + name
}

var schemas atomic.Int64

func opened(t testing.TB, d *db.DB, err error, schemas []db.Schema) *db.DB {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	if err := d.Migrate(t.Context(), schemas...); err != nil {
		t.Fatal(err)
	}
	return d
}
