package vpcsql_test

import (
	"testing"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/vpc/vpcsql"
	"github.com/paifang/paifang/internal/module/vpc/vpctest"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.EachEngine(t, vpcsql.Schema, func(t *testing.T, d *db.DB) { vpctest.Store(t, d, vpcsql.Store{}) })
}
