// Package vpcsql keeps networks, subnets, route tables, ACLs and addresses in SQL.
package vpcsql

import (
	"context"
	"embed"
	"strings"

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

const vpcColumns = `id, number, account, creator, region, name, cidr, assistant, route_table, dns, domain, is_default, multicast, publish, publish6, created`

func scanVPC(scan func(...any) error) (v vpc.VPC, err error) {
	var assistant, dns string
	err = scan(&v.ID, &v.Number, &v.Account, &v.Creator, &v.Region, &v.Name, &v.CIDR, &assistant, &v.RouteTable, &dns, &v.Domain,
		&v.Default, &v.Multicast, &v.Publish, &v.Publish6, db.ScanTime(&v.Created))
	v.Assistant, v.DNS = words(assistant), words(dns)
	return v, err
}

// words are the texts that were kept as one; none has a blank in it.
func words(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Fields(s)
}

// PutVPC keeps a network.
func (Store) PutVPC(ctx context.Context, tx store.Tx, v vpc.VPC) error {
	_, err := db.SQL(tx).Exec(ctx, `insert into vpcs (`+vpcColumns+`) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (id) do update set number = excluded.number, account = excluded.account, creator = excluded.creator,
		region = excluded.region, name = excluded.name, cidr = excluded.cidr, assistant = excluded.assistant,
		route_table = excluded.route_table, dns = excluded.dns, domain = excluded.domain, is_default = excluded.is_default,
		multicast = excluded.multicast, publish = excluded.publish, publish6 = excluded.publish6, created = excluded.created`,
		v.ID, v.Number, v.Account, v.Creator, v.Region, v.Name, v.CIDR, strings.Join(v.Assistant, " "), v.RouteTable, strings.Join(v.DNS, " "),
		v.Domain, v.Default, v.Multicast, v.Publish, v.Publish6, v.Created)
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

// RemoveVPC drops a network.
func (Store) RemoveVPC(ctx context.Context, tx store.Tx, id string) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from vpcs where id = ?`, id)
	return err
}

const subnetColumns = `id, number, account, creator, region, vpc, name, zone, cidr, route_table, acl, is_default, broadcast, created`

func scanSubnet(scan func(...any) error) (n vpc.Subnet, err error) {
	return n, scan(&n.ID, &n.Number, &n.Account, &n.Creator, &n.Region, &n.VPC, &n.Name, &n.Zone, &n.CIDR, &n.RouteTable, &n.ACL,
		&n.Default, &n.Broadcast, db.ScanTime(&n.Created))
}

// PutSubnet keeps a subnet.
func (Store) PutSubnet(ctx context.Context, tx store.Tx, n vpc.Subnet) error {
	_, err := db.SQL(tx).Exec(ctx, `insert into subnets (`+subnetColumns+`) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (id) do update set number = excluded.number, account = excluded.account, creator = excluded.creator,
		region = excluded.region, vpc = excluded.vpc, name = excluded.name, zone = excluded.zone, cidr = excluded.cidr,
		route_table = excluded.route_table, acl = excluded.acl, is_default = excluded.is_default, broadcast = excluded.broadcast,
		created = excluded.created`,
		n.ID, n.Number, n.Account, n.Creator, n.Region, n.VPC, n.Name, n.Zone, n.CIDR, n.RouteTable, n.ACL, n.Default, n.Broadcast, n.Created)
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

// RemoveSubnet drops a subnet.
func (Store) RemoveSubnet(ctx context.Context, tx store.Tx, id string) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from subnets where id = ?`, id)
	return err
}

func first[T any](all []T, err error) (*T, error) {
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}
