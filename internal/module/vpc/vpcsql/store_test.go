package vpcsql_test

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/vpc/vpcsql"
	"github.com/paifang/paifang/internal/module/vpc/vpctest"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.EachEngine(t, vpcsql.Schema, func(t *testing.T, d *db.DB) { vpctest.Store(t, d, vpcsql.Store{}) })
}

// A network of the time before route tables gets a default one.
func TestAnOlderNetworkGetsARouteTable(t *testing.T) {
	first, err := fs.ReadFile(vpcsql.Schema.Files, "migrations/00001_vpc.sql")
	if err != nil {
		t.Fatal(err)
	}
	older := db.Schema{Name: vpcsql.Schema.Name, Files: fstest.MapFS{"migrations/00001_vpc.sql": {Data: first}}}
	storetest.EachEngine(t, older, func(t *testing.T, d *db.DB) {
		err := d.Update(t.Context(), func(tx store.Tx) error {
			_, err := db.SQL(tx).Exec(t.Context(), `insert into vpcs (id, number, account, region, name, cidr) values ('vpc-old00001', 7, '1', 'gz', 'old', '10.0.0.0/16')`)
			if err != nil {
				return err
			}
			_, err = db.SQL(tx).Exec(t.Context(), `insert into subnets (id, number, account, region, vpc, name, zone, cidr)
				values ('subnet-old00001', 8, '1', 'gz', 'vpc-old00001', 'old', 'gz-1', '10.0.1.0/24')`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Migrate(t.Context(), vpcsql.Schema); err != nil {
			t.Fatal(err)
		}
		err = d.View(t.Context(), func(tx store.Tx) error {
			v, err := vpcsql.Store{}.VPC(t.Context(), tx, "vpc-old00001")
			if err != nil {
				return err
			}
			n, err := vpcsql.Store{}.Subnet(t.Context(), tx, "subnet-old00001")
			if err != nil {
				return err
			}
			table, err := vpcsql.Store{}.Table(t.Context(), tx, v.RouteTable)
			if err != nil {
				return err
			}
			if table == nil || !table.Default || table.VPC != v.ID || n.RouteTable != table.ID || v.Creator != "1" {
				t.Errorf("got %+v, %+v and %+v", v, n, table)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
