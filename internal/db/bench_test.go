package db_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/store/storetest"
)

func benchEngines(b *testing.B, do func(b *testing.B, d *db.DB)) {
	b.Run("memory", func(b *testing.B) { do(b, storetest.SQLite(b, things)) })
	b.Run("file", func(b *testing.B) {
		d, err := db.Open(b.Context(), db.Options{Path: filepath.Join(b.TempDir(), "cloud.db")})
		if err != nil {
			b.Fatal(err)
		}
		defer d.Close()
		if err := d.Migrate(b.Context(), things); err != nil {
			b.Fatal(err)
		}
		do(b, d)
	})
	b.Run("postgres", func(b *testing.B) { do(b, storetest.Postgres(b, things)) })
}

func BenchmarkUpdate(b *testing.B) {
	for _, clients := range []int{1, 8, 64} {
		b.Run(fmt.Sprint(clients), func(b *testing.B) {
			benchEngines(b, func(b *testing.B, d *db.DB) {
				var n atomic.Int64
				b.SetParallelism(max(1, clients/runtime.GOMAXPROCS(0)))
				b.RunParallel(func(p *testing.PB) {
					for p.Next() {
						id := fmt.Sprint(n.Add(1))
						if err := d.Update(b.Context(), func(tx store.Tx) error { return put(b.Context(), tx, id, 1) }); err != nil {
							b.Error(err)
						}
					}
				})
			})
		})
	}
}

func BenchmarkView(b *testing.B) {
	benchEngines(b, func(b *testing.B, d *db.DB) {
		if err := d.Update(b.Context(), func(tx store.Tx) error { return put(b.Context(), tx, "a", 1) }); err != nil {
			b.Fatal(err)
		}
		b.RunParallel(func(p *testing.PB) {
			for p.Next() {
				err := d.View(b.Context(), func(tx store.Tx) error {
					var n int
					return db.SQL(tx).QueryRow(b.Context(), "select n from things where id = ?", "a").Scan(&n)
				})
				if err != nil {
					b.Error(err)
				}
			}
		})
	})
}

// BenchmarkOpen makes an empty cloud with two migrations: anew, and from an image.
func BenchmarkOpen(b *testing.B) {
	first := storetest.SQLite(b, things)
	image, err := first.Snapshot(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	open := func(b *testing.B, image []byte, schemas ...db.Schema) {
		for b.Loop() {
			d, err := db.Open(b.Context(), db.Options{Image: image})
			if err == nil {
				err = d.Migrate(b.Context(), schemas...)
			}
			if err == nil {
				err = d.Update(b.Context(), func(tx store.Tx) error { return put(b.Context(), tx, "a", 1) })
			}
			if err == nil {
				err = d.Close()
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("anew", func(b *testing.B) { open(b, nil, things) })
	b.Run("image", func(b *testing.B) { open(b, image) })
}
