// Package vpcsql keeps networks, subnets and addresses in SQL.
package vpcsql

import (
	"context"
	"embed"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/vpc"
	"github.com/paifang/paifang/internal/store"
)

//go:embed migrations
var files embed.FS

// Schema is vpc's tables.
var Schema = db.Schema{Name: "vpc", Files: files}

// Store is vpc's store; the sentences on vpc.Store hold for it.
type Store struct{}

var _ vpc.Store = Store{}

// NextNumber is a new number.
func (Store) NextNumber(ctx context.Context, tx store.Tx) (n int64, err error) {
	err = db.SQL(tx).QueryRow(ctx, `insert into vpc_numbers (id, last) values (1, 1)
		on conflict (id) do update set last = vpc_numbers.last + 1 returning last`).Scan(&n)
	return n, err
}

const vpcColumns = `id, number, account, region, name, cidr, created`

func scanVPC(scan func(...any) error) (v vpc.VPC, err error) {
	return v, scan(&v.ID, &v.Number, &v.Account, &v.Region, &v.Name, &v.CIDR, db.ScanTime(&v.Created))
}

// PutVPC keeps a network.
func (Store) PutVPC(ctx context.Context, tx store.Tx, v vpc.VPC) error {
	_, err := db.SQL(tx).Exec(ctx, `insert into vpcs (`+vpcColumns+`) values (?, ?, ?, ?, ?, ?, ?)
		on conflict (id) do update set number = excluded.number, account = excluded.account, region = excluded.region,
		name = excluded.name, cidr = excluded.cidr, created = excluded.created`,
		v.ID, v.Number, v.Account, v.Region, v.Name, v.CIDR, v.Created)
	return err
}

// VPC is one network.
func (Store) VPC(ctx context.Context, tx store.Tx, id string) (*vpc.VPC, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+vpcColumns+` from vpcs where id = ?`, id)
	return first(db.Collect(rows, err, scanVPC))
}

// VPCs lists networks.
func (Store) VPCs(ctx context.Context, tx store.Tx, account, region string) ([]vpc.VPC, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+vpcColumns+` from vpcs where account = ? and (region = ? or ? = '') order by number`, account, region, region)
	return db.Collect(rows, err, scanVPC)
}

const subnetColumns = `id, number, account, region, vpc, name, zone, cidr, created`

func scanSubnet(scan func(...any) error) (n vpc.Subnet, err error) {
	return n, scan(&n.ID, &n.Number, &n.Account, &n.Region, &n.VPC, &n.Name, &n.Zone, &n.CIDR, db.ScanTime(&n.Created))
}

// PutSubnet keeps a subnet.
func (Store) PutSubnet(ctx context.Context, tx store.Tx, n vpc.Subnet) error {
	_, err := db.SQL(tx).Exec(ctx, `insert into subnets (`+subnetColumns+`) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (id) do update set number = excluded.number, account = excluded.account, region = excluded.region,
		vpc = excluded.vpc, name = excluded.name, zone = excluded.zone, cidr = excluded.cidr, created = excluded.created`,
		n.ID, n.Number, n.Account, n.Region, n.VPC, n.Name, n.Zone, n.CIDR, n.Created)
	return err
}

// Subnet is one subnet.
func (Store) Subnet(ctx context.Context, tx store.Tx, id string) (*vpc.Subnet, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+subnetColumns+` from subnets where id = ?`, id)
	return first(db.Collect(rows, err, scanSubnet))
}

// Subnets lists subnets.
func (Store) Subnets(ctx context.Context, tx store.Tx, account, region string) ([]vpc.Subnet, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+subnetColumns+` from subnets where account = ? and (region = ? or ? = '') order by number`, account, region, region)
	return db.Collect(rows, err, scanSubnet)
}

// AddAddress keeps an address.
func (Store) AddAddress(ctx context.Context, tx store.Tx, a vpc.Address) (bool, error) {
	n, err := db.SQL(tx).Exec(ctx, `insert into vpc_addresses (pool, ip, account, holder) values (?, ?, ?, ?) on conflict (pool, ip) do nothing`,
		a.Pool, a.IP, a.Account, a.Holder)
	return n == 1, err
}

// Addresses lists a pool's addresses.
func (Store) Addresses(ctx context.Context, tx store.Tx, pool string) ([]vpc.Address, error) {
	rows, err := db.SQL(tx).Query(ctx, `select pool, ip, account, holder from vpc_addresses where pool = ? order by ip`, pool)
	return db.Collect(rows, err, func(scan func(...any) error) (a vpc.Address, err error) {
		return a, scan(&a.Pool, &a.IP, &a.Account, &a.Holder)
	})
}

// RemoveAddresses drops a holder's addresses.
func (Store) RemoveAddresses(ctx context.Context, tx store.Tx, account, holder string) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from vpc_addresses where account = ? and holder = ?`, account, holder)
	return err
}

func first[T any](all []T, err error) (*T, error) {
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}
