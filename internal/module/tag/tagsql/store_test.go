package tagsql_test

import (
	"testing"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/tag/tagsql"
	"github.com/paifang/paifang/internal/module/tag/tagtest"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.EachEngine(t, tagsql.Schema, func(t *testing.T, d *db.DB) { tagtest.Store(t, d, tagsql.Store{}) })
}
