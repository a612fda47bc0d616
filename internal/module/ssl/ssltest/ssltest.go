// Package ssltest is what every store of certificates has to do: a test for each sentence of ssl.Store.
package ssltest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/ssl"
	"github.com/paifang/paifang/internal/store"
)

var at = time.Date(2024, 5, 1, 2, 3, 4, 5000000, time.UTC)

// Store holds s, over an empty database, against its contract.
func Store(t *testing.T, d store.DB, s ssl.Store) {
	ctx := t.Context()
	full := &ssl.Certificate{
		ID: "a0000001", Account: "1", Creator: "2", Alias: "n", Kind: ssl.Server, Project: 3, Text: "text", SealedKey: "sealed",
		CreatedAt: at, Domain: "a.test", Issuer: "i", Subject: "s", Algorithm: "RSA 2048", Fingerprint: "F", Names: []string{"a.test", "*.a.test"},
		Begin: at, End: at.AddDate(1, 0, 0), Wildcard: true, ChainLength: 2, SerialNumber: "1f",
	}
	later := &ssl.Certificate{ID: "a0000002", Account: "1", CreatedAt: at.Add(time.Second)}
	same := &ssl.Certificate{ID: "a0000000", Account: "1", CreatedAt: at}
	others := &ssl.Certificate{ID: "b0000001", Account: "9", CreatedAt: at}
	err := d.Update(ctx, func(tx store.Tx) error {
		if got, err := s.Certificate(ctx, tx, full.ID); got != nil || err != nil {
			t.Errorf("an absent one: got %v, %v", got, err)
		}
		for _, c := range []*ssl.Certificate{full, later, same, others} {
			if err := s.PutCertificate(ctx, tx, c); err != nil {
				return err
			}
		}
		if got, err := s.Certificate(ctx, tx, full.ID); err != nil || !cmp.Equal(got, full) {
			t.Errorf("error %v, difference %s", err, cmp.Diff(full, got))
		}
		full.Alias, full.Project = "m", 4
		if err := s.PutCertificate(ctx, tx, full); err != nil {
			return err
		}
		got, err := s.Certificates(ctx, tx, "1")
		if want := []*ssl.Certificate{later, same, full}; err != nil || !cmp.Equal(got, want) {
			t.Errorf("error %v, difference %s", err, cmp.Diff(want, got))
		}
		for range 2 {
			if err := s.RemoveCertificate(ctx, tx, full.ID); err != nil {
				return err
			}
		}
		got, err = s.Certificates(ctx, tx, "1")
		if want := []*ssl.Certificate{later, same}; err != nil || !cmp.Equal(got, want) {
			t.Errorf("error %v, difference %s", err, cmp.Diff(want, got))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
