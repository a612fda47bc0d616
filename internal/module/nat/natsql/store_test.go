package natsql_test

import (
	"testing"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/nat/natsql"
	"github.com/paifang/paifang/internal/module/nat/nattest"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.EachEngine(t, natsql.Schema, func(t *testing.T, d *db.DB) { nattest.Store(t, d, natsql.Store{}) })
}
