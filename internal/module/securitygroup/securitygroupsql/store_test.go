package securitygroupsql_test

import (
	"testing"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/securitygroup/securitygroupsql"
	"github.com/paifang/paifang/internal/module/securitygroup/securitygrouptest"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.EachEngine(t, securitygroupsql.Schema, func(t *testing.T, d *db.DB) { securitygrouptest.Store(t, d, securitygroupsql.Store{}) })
}
