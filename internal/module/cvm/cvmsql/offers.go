package cvmsql

import (
	"context"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/store"
)

// PutZone keeps a zone.
func (Store) PutZone(ctx context.Context, tx store.Tx, z cvm.Zone) error {
	_, err := db.SQL(tx).Exec(ctx, `insert into cvm_zones (name, id, title, region, closed) values (?, ?, ?, ?, ?)
		on conflict (name) do update set id = excluded.id, title = excluded.title, region = excluded.region, closed = excluded.closed`,
		z.Name, z.ID, z.Title, z.Region, z.Closed)
	return err
}

// Zones lists zones.
func (Store) Zones(ctx context.Context, tx store.Tx, region string) ([]cvm.Zone, error) {
	rows, err := db.SQL(tx).Query(ctx, `select name, id, title, region, closed from cvm_zones where region = ? or ? = '' order by id`, region, region)
	return db.Collect(rows, err, func(scan func(...any) error) (z cvm.Zone, err error) {
		return z, scan(&z.Name, &z.ID, &z.Title, &z.Region, &z.Closed)
	})
}

const offerColumns = `zone, type, cpu, memory, hourly, monthly, spot, source, assumed, stock, sold`

func scanOffer(scan func(...any) error) (o cvm.Offer, err error) {
	return o, scan(&o.Zone, &o.Type, &o.CPU, &o.Memory, &o.Hourly, &o.Monthly, &o.Spot, &o.Source, &o.Assumed, &o.Stock, &o.Sold)
}

// PutOffer keeps an offer.
func (Store) PutOffer(ctx context.Context, tx store.Tx, o cvm.Offer) error {
	_, err := db.SQL(tx).Exec(ctx, `insert into cvm_offers (`+offerColumns+`) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (zone, type) do update set cpu = excluded.cpu, memory = excluded.memory, hourly = excluded.hourly,
		monthly = excluded.monthly, spot = excluded.spot, source = excluded.source, assumed = excluded.assumed, stock = excluded.stock, sold = excluded.sold`,
		o.Zone, o.Type, o.CPU, o.Memory, int64(o.Hourly), int64(o.Monthly), int64(o.Spot), o.Source, o.Assumed, o.Stock, o.Sold)
	return err
}

// Offer is one offer.
func (Store) Offer(ctx context.Context, tx store.Tx, zone, typ string) (*cvm.Offer, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+offerColumns+` from cvm_offers where zone = ? and type = ?`, zone, typ)
	all, err := db.Collect(rows, err, scanOffer)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

// Offers lists offers.
func (Store) Offers(ctx context.Context, tx store.Tx, zone string) ([]cvm.Offer, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+offerColumns+` from cvm_offers where zone = ? or ? = '' order by zone, type`, zone, zone)
	return db.Collect(rows, err, scanOffer)
}

// AddStock changes a stock.
func (Store) AddStock(ctx context.Context, tx store.Tx, zone, typ string, n int64) (bool, error) {
	var stock int64
	found, err := db.SQL(tx).QueryRow(ctx, `select stock from cvm_offers where zone = ? and type = ?`, zone, typ).Find(&stock)
	if err != nil || !found || stock == cvm.Unlimited {
		return err == nil, err
	}
	changed, err := db.SQL(tx).Exec(ctx, `update cvm_offers set stock = stock + ? where zone = ? and type = ? and stock + ? >= 0`, n, zone, typ, n)
	return changed == 1, err
}
