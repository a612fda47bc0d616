package db

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/paifang/paifang/internal/store"
)

// A Dump is the rows of some tables at one moment, in a form that either engine takes back.
type Dump struct {
	Tables []Table
}

// A Table is the rows of one table.
type Table struct {
	Name    string
	Columns []string
	// Rows hold int64, string, []byte or nil.
	Rows [][]any
}

// tableName keeps a dump from being more than data: names are written into statements.
var tableName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

// Dump reads all tables but goose's own and those named, in the transaction.
func (d *DB) Dump(ctx context.Context, tx store.Tx, but ...string) (*Dump, error) {
	names, err := d.tables(ctx, tx, but)
	if err != nil {
		return nil, fmt.Errorf("dump: %w", err)
	}
	out := &Dump{}
	for _, name := range names {
		t, err := readTable(ctx, tx, name)
		if err != nil {
			return nil, fmt.Errorf("dump %s: %w", name, err)
		}
		out.Tables = append(out.Tables, t)
	}
	return out, nil
}

// Restore puts the rows of a dump in place of what its tables hold, in the transaction. Tables that the dump does not have
// are emptied, but for goose's and those named.
func (d *DB) Restore(ctx context.Context, tx store.Tx, dump *Dump, but ...string) error {
	names, err := d.tables(ctx, tx, but)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	there := map[string]bool{}
	for _, name := range names {
		there[name] = true
		if _, err := SQL(tx).Exec(ctx, "delete from "+name); err != nil {
			return fmt.Errorf("restore %s: %w", name, err)
		}
	}
	for _, t := range dump.Tables {
		if !there[t.Name] {
			return fmt.Errorf("restore: there is no table %q here; the dump is of another version", t.Name)
		}
		if err := writeTable(ctx, tx, t); err != nil {
			return fmt.Errorf("restore %s: %w", t.Name, err)
		}
	}
	return nil
}

// tables lists the tables of the database by name.
func (d *DB) tables(ctx context.Context, tx store.Tx, but []string) ([]string, error) {
	query := `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`
	if d.engine != sqlite {
		query = `select table_name from information_schema.tables where table_schema = current_schema() order by table_name`
	}
	rows, err := SQL(tx).Query(ctx, query)
	all, err := Collect(rows, err, func(scan func(...any) error) (name string, err error) { return name, scan(&name) })
	if err != nil {
		return nil, err
	}
	skip := map[string]bool{}
	for _, name := range but {
		skip[name] = true
	}
	var out []string
	for _, name := range all {
		if !skip[name] && !strings.HasPrefix(name, "goose") && tableName.MatchString(name) {
			out = append(out, name)
		}
	}
	return out, nil
}

func readTable(ctx context.Context, tx store.Tx, name string) (Table, error) {
	t := Table{Name: name}
	rows, err := SQL(tx).Query(ctx, "select * from "+name)
	if err != nil {
		return t, err
	}
	defer rows.Close()
	if t.Columns, err = rows.Columns(); err != nil {
		return t, err
	}
	for rows.Next() {
		row, into := make([]any, len(t.Columns)), make([]any, len(t.Columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return t, err
		}
		for i, v := range row {
			if b, ok := v.([]byte); ok {
				row[i] = append([]byte{}, b...) // the driver keeps its own
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t, rows.Err()
}

func writeTable(ctx context.Context, tx store.Tx, t Table) error {
	for _, c := range t.Columns {
		if !tableName.MatchString(c) {
			return fmt.Errorf("%q is no column", c)
		}
	}
	query := "insert into " + t.Name + " (" + strings.Join(t.Columns, ", ") + ") values (?" + strings.Repeat(", ?", len(t.Columns)-1) + ")"
	for _, row := range t.Rows {
		if len(row) != len(t.Columns) {
			return fmt.Errorf("a row has %d values, and %d columns are there", len(row), len(t.Columns))
		}
		if _, err := SQL(tx).Exec(ctx, query, row...); err != nil {
			return err
		}
	}
	return nil
}
