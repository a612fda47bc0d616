// Package sslsql keeps certificates in SQL.
package sslsql

import (
	"context"
	"embed"
	"encoding/json"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/ssl"
	"github.com/paifang/paifang/internal/store"
)

//go:embed migrations
var files embed.FS

// Schema is ssl's table.
var Schema = db.Schema{Name: "ssl", Files: files}

// Store is ssl's store; the sentences on ssl.Store hold for it.
type Store struct{}

var _ ssl.Store = Store{}

// PutCertificate keeps a certificate.
func (Store) PutCertificate(ctx context.Context, tx store.Tx, c *ssl.Certificate) error {
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	_, err = db.SQL(tx).Exec(ctx, `insert into ssl_certificates (id, account, created_at, certificate) values (?, ?, ?, ?)
		on conflict (id) do update set account = excluded.account, created_at = excluded.created_at, certificate = excluded.certificate`,
		c.ID, c.Account, c.CreatedAt, string(text))
	return err
}

// Certificate is one certificate.
func (Store) Certificate(ctx context.Context, tx store.Tx, id string) (*ssl.Certificate, error) {
	rows, err := db.SQL(tx).Query(ctx, `select certificate from ssl_certificates where id = ?`, id)
	found, err := db.Collect(rows, err, scan)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// Certificates lists an account's certificates.
func (Store) Certificates(ctx context.Context, tx store.Tx, account string) ([]*ssl.Certificate, error) {
	rows, err := db.SQL(tx).Query(ctx, `select certificate from ssl_certificates where account = ? order by created_at desc, id`, account)
	return db.Collect(rows, err, scan)
}

// RemoveCertificate drops a certificate.
func (Store) RemoveCertificate(ctx context.Context, tx store.Tx, id string) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from ssl_certificates where id = ?`, id)
	return err
}

func scan(scan func(...any) error) (*ssl.Certificate, error) {
	var text string
	if err := scan(&text); err != nil {
		return nil, err
	}
	c := new(ssl.Certificate)
	return c, json.Unmarshal([]byte(text), c)
}
