package cvmsql_test

import (
	"testing"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cvm/cvmsql"
	"github.com/paifang/paifang/internal/module/cvm/cvmtest"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.EachEngine(t, cvmsql.Schema, func(t *testing.T, d *db.DB) { cvmtest.Store(t, d, cvmsql.Store{}) })
}
