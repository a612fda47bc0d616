package lbsql_test

import (
	"testing"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/lb/lbsql"
	"github.com/paifang/paifang/internal/module/lb/lbtest"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.EachEngine(t, lbsql.Schema, func(t *testing.T, d *db.DB) { lbtest.Store(t, d, lbsql.Store{}) })
}
