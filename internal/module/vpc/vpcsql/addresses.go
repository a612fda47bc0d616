package vpcsql

import (
	"context"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/vpc"
	"github.com/paifang/paifang/internal/store"
)

func scanAddress(scan func(...any) error) (a vpc.Address, err error) {
	return a, scan(&a.Pool, &a.IP, &a.Account, &a.Holder)
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
	return db.Collect(rows, err, scanAddress)
}

// AddressesIn lists the addresses in a network.
func (Store) AddressesIn(ctx context.Context, tx store.Tx, id string) ([]vpc.Address, error) {
	rows, err := db.SQL(tx).Query(ctx, `select a.pool, a.ip, a.account, a.holder from vpc_addresses a join subnets s on s.id = a.pool
		where s.vpc = ? order by a.pool, a.ip`, id)
	return db.Collect(rows, err, scanAddress)
}

// Held counts addresses.
func (Store) Held(ctx context.Context, tx store.Tx, account string) (map[string]int64, error) {
	held := map[string]int64{}
	rows, err := db.SQL(tx).Query(ctx, `select pool, count(*) from vpc_addresses where account = ? group by pool`, account)
	_, err = db.Collect(rows, err, func(scan func(...any) error) (struct{}, error) {
		var pool string
		var n int64
		err := scan(&pool, &n)
		held[pool] = n
		return struct{}{}, err
	})
	return held, err
}

// RemoveAddresses drops a holder's addresses.
func (Store) RemoveAddresses(ctx context.Context, tx store.Tx, account, holder string) error {
	_, err := db.SQL(tx).Exec(ctx, `delete from vpc_addresses where account = ? and holder = ?`, account, holder)
	return err
}

// RemoveAddress drops one address.
func (Store) RemoveAddress(ctx context.Context, tx store.Tx, a vpc.Address) (bool, error) {
	n, err := db.SQL(tx).Exec(ctx, `delete from vpc_addresses where pool = ? and ip = ? and account = ? and holder = ?`, a.Pool, a.IP, a.Account, a.Holder)
	return n == 1, err
}

// HandAddress gives an address another holder.
func (Store) HandAddress(ctx context.Context, tx store.Tx, a vpc.Address) error {
	_, err := db.SQL(tx).Exec(ctx, `update vpc_addresses set holder = ? where pool = ? and ip = ? and account = ?`, a.Holder, a.Pool, a.IP, a.Account)
	return err
}
