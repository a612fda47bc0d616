package eipsql_test

import (
	"testing"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/eip/eipsql"
	"github.com/paifang/paifang/internal/module/eip/eiptest"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.EachEngine(t, eipsql.Schema, func(t *testing.T, d *db.DB) { eiptest.Store(t, d, eipsql.Store{}) })
}
