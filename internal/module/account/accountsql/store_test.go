package accountsql_test

import (
	"testing"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/account/accountsql"
	"github.com/paifang/paifang/internal/module/account/accounttest"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.EachEngine(t, accountsql.Schema, func(t *testing.T, d *db.DB) { accounttest.Store(t, d, accountsql.Store{}) })
}
