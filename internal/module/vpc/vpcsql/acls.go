package vpcsql

import (
	"context"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/vpc"
	"github.com/paifang/paifang/internal/store"
)

const aclColumns = `id, number, account, creator, region, vpc, name, created`

func scanACL(scan func(...any) error) (a vpc.ACL, err error) {
	return a, scan(&a.ID, &a.Number, &a.Account, &a.Creator, &a.Region, &a.VPC, &a.Name, db.ScanTime(&a.Created))
}

// PutACL keeps an ACL.
func (Store) PutACL(ctx context.Context, tx store.Tx, a vpc.ACL) error {
	_, err := db.SQL(tx).Exec(ctx, `insert into acls (`+aclColumns+`) values (?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (id) do update set number = excluded.number, account = excluded.account, creator = excluded.creator,
		region = excluded.region, vpc = excluded.vpc, name = excluded.name, created = excluded.created`,
		a.ID, a.Number, a.Account, a.Creator, a.Region, a.VPC, a.Name, a.Created)
	return err
}

// ACL is one ACL.
func (Store) ACL(ctx context.Context, tx store.Tx, id string) (*vpc.ACL, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+aclColumns+` from acls where id = ?`, id)
	return first(db.Collect(rows, err, scanACL))
}

// ACLs lists ACLs.
func (Store) ACLs(ctx context.Context, tx store.Tx, account, region string) ([]vpc.ACL, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+aclColumns+` from acls where account = ? and (region = ? or ? = '') order by number`, account, region, region)
	return db.Collect(rows, err, scanACL)
}

// RemoveACL drops an ACL.
func (Store) RemoveACL(ctx context.Context, tx store.Tx, id string) error {
	if _, err := db.SQL(tx).Exec(ctx, `delete from acl_entries where acl = ?`, id); err != nil {
		return err
	}
	_, err := db.SQL(tx).Exec(ctx, `delete from acls where id = ?`, id)
	return err
}

const entryColumns = `e.id, e.acl, e.egress, e.protocol, e.port, e.cidr, e.cidr6, e.action, e.description, e.modified`

func scanEntry(scan func(...any) error) (e vpc.Entry, err error) {
	return e, scan(&e.ID, &e.ACL, &e.Egress, &e.Protocol, &e.Port, &e.CIDR, &e.CIDR6, &e.Action, &e.Description, db.ScanTime(&e.Modified))
}

// PutEntries keeps the entries of a direction.
func (Store) PutEntries(ctx context.Context, tx store.Tx, acl string, egress bool, entries []vpc.Entry) error {
	if _, err := db.SQL(tx).Exec(ctx, `delete from acl_entries where acl = ? and egress = ?`, acl, egress); err != nil {
		return err
	}
	for place, e := range entries {
		if _, err := db.SQL(tx).Exec(ctx, `insert into acl_entries (acl, egress, place, id, protocol, port, cidr, cidr6, action, description, modified)
			values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			acl, egress, place, e.ID, e.Protocol, e.Port, e.CIDR, e.CIDR6, e.Action, e.Description, e.Modified); err != nil {
			return err
		}
	}
	return nil
}

// Entries lists the entries of a direction.
func (Store) Entries(ctx context.Context, tx store.Tx, acl string, egress bool) ([]vpc.Entry, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+entryColumns+` from acl_entries e where e.acl = ? and e.egress = ? order by e.place`, acl, egress)
	return db.Collect(rows, err, scanEntry)
}

// AllEntries lists the entries of an account's ACLs.
func (Store) AllEntries(ctx context.Context, tx store.Tx, account, region string) ([]vpc.Entry, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+entryColumns+` from acl_entries e join acls a on a.id = e.acl
		where a.account = ? and (a.region = ? or ? = '') order by e.acl, e.egress, e.place`, account, region, region)
	return db.Collect(rows, err, scanEntry)
}
