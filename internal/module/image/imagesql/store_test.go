package imagesql_test

import (
	"testing"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/image/imagesql"
	"github.com/paifang/paifang/internal/module/image/imagetest"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.EachEngine(t, imagesql.Schema, func(t *testing.T, d *db.DB) { imagetest.Store(t, d, imagesql.Store{}) })
}
