package camsql_test

import (
	"testing"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cam/camsql"
	"github.com/paifang/paifang/internal/module/cam/camtest"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.EachEngine(t, camsql.Schema, func(t *testing.T, d *db.DB) { camtest.Store(t, d, camsql.Store{}) })
}
