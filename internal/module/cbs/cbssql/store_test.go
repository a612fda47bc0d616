package cbssql_test

import (
	"testing"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cbs/cbssql"
	"github.com/paifang/paifang/internal/module/cbs/cbstest"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.EachEngine(t, cbssql.Schema, func(t *testing.T, d *db.DB) { cbstest.Store(t, d, cbssql.New()) })
}
