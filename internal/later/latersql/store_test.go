package latersql_test

import (
	"testing"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/later/latersql"
	"github.com/paifang/paifang/internal/later/latertest"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.EachEngine(t, latersql.Schema, func(t *testing.T, d *db.DB) { latertest.Store(t, d, latersql.Store{}) })
}
