package enisql_test

import (
	"testing"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/eni/enisql"
	"github.com/paifang/paifang/internal/module/eni/enitest"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.EachEngine(t, enisql.Schema, func(t *testing.T, d *db.DB) { enitest.Store(t, d, enisql.Store{}) })
}
