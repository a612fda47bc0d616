package vpcsql

import (
	"context"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/vpc"
	"github.com/paifang/paifang/internal/store"
)

const tableColumns = `id, number, account, creator, region, vpc, name, is_default, created`

func scanTable(scan func(...any) error) (t vpc.RouteTable, err error) {
	return t, scan(&t.ID, &t.Number, &t.Account, &t.Creator, &t.Region, &t.VPC, &t.Name, &t.Default, db.ScanTime(&t.Created))
}

// PutTable keeps a route table.
func (Store) PutTable(ctx context.Context, tx store.Tx, t vpc.RouteTable) error {
	_, err := db.SQL(tx).Exec(ctx, `insert into route_tables (`+tableColumns+`) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (id) do update set number = excluded.number, account = excluded.account, creator = excluded.creator,
		region = excluded.region, vpc = excluded.vpc, name = excluded.name, is_default = excluded.is_default, created = excluded.created`,
		t.ID, t.Number, t.Account, t.Creator, t.Region, t.VPC, t.Name, t.Default, t.Created)
	return err
}

// Table is one route table.
func (Store) Table(ctx context.Context, tx store.Tx, id string) (*vpc.RouteTable, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+tableColumns+` from route_tables where id = ?`, id)
	return first(db.Collect(rows, err, scanTable))
}

// Tables lists route tables.
func (Store) Tables(ctx context.Context, tx store.Tx, account, region string) ([]vpc.RouteTable, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+tableColumns+` from route_tables where account = ? and (region = ? or ? = '') order by number`, account, region, region)
	return db.Collect(rows, err, scanTable)
}

// RemoveTable drops a route table.
func (Store) RemoveTable(ctx context.Context, tx store.Tx, id string) error {
	if _, err := db.SQL(tx).Exec(ctx, `delete from routes where route_table = ?`, id); err != nil {
		return err
	}
	_, err := db.SQL(tx).Exec(ctx, `delete from route_tables where id = ?`, id)
	return err
}

const routeColumns = `r.number, r.id, r.route_table, r.destination, r.gateway_type, r.gateway, r.description, r.enabled, r.created`

func scanRoute(scan func(...any) error) (r vpc.Route, err error) {
	return r, scan(&r.Number, &r.ID, &r.Table, &r.Destination, &r.GatewayType, &r.Gateway, &r.Description, &r.Enabled, db.ScanTime(&r.Created))
}

// PutRoute keeps a route.
func (Store) PutRoute(ctx context.Context, tx store.Tx, r vpc.Route) error {
	_, err := db.SQL(tx).Exec(ctx, `insert into routes (number, id, route_table, destination, gateway_type, gateway, description, enabled, created)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (number) do update set id = excluded.id, route_table = excluded.route_table,
		destination = excluded.destination, gateway_type = excluded.gateway_type, gateway = excluded.gateway,
		description = excluded.description, enabled = excluded.enabled, created = excluded.created`,
		r.Number, r.ID, r.Table, r.Destination, r.GatewayType, r.Gateway, r.Description, r.Enabled, r.Created)
	return err
}

// Routes lists a table's routes.
func (Store) Routes(ctx context.Context, tx store.Tx, table string) ([]vpc.Route, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+routeColumns+` from routes r where r.route_table = ? order by r.number`, table)
	return db.Collect(rows, err, scanRoute)
}

// AllRoutes lists an account's routes.
func (Store) AllRoutes(ctx context.Context, tx store.Tx, account, region string) ([]vpc.Route, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+routeColumns+` from routes r join route_tables t on t.id = r.route_table
		where t.account = ? and (t.region = ? or ? = '') order by r.number`, account, region, region)
	return db.Collect(rows, err, scanRoute)
}

// RemoveRoute drops a route.
func (Store) RemoveRoute(ctx context.Context, tx store.Tx, number int64) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from routes where number = ?`, number)
	return err
}
