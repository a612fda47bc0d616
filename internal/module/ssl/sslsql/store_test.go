package sslsql_test

import (
	"testing"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/ssl/sslsql"
	"github.com/paifang/paifang/internal/module/ssl/ssltest"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.EachEngine(t, sslsql.Schema, func(t *testing.T, d *db.DB) { ssltest.Store(t, d, sslsql.Store{}) })
}
