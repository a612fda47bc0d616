package billingsql_test

import (
	"testing"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/billing/billingsql"
	"github.com/paifang/paifang/internal/module/billing/billingtest"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.EachEngine(t, billingsql.Schema, func(t *testing.T, d *db.DB) { billingtest.Store(t, d, billingsql.Store{}) })
}
