// Package lbsql keeps load balancers in SQL.
package lbsql

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/lb"
	"github.com/paifang/paifang/internal/store"
)

//go:embed migrations
var files embed.FS

// Schema is lb's tables.
var Schema = db.Schema{Name: "lb", Files: files}

// Store is lb's store; the sentences on lb.Store hold for it. Listeners are kept as JSON with their load balancer: they
// are never asked for without it.
type Store struct{}

var _ lb.Store = Store{}

const columns = `id, account, creator, region, name, forward, type, domain, vip, project, vpc, vpc_number, subnet, subnet_number,
	ready, isolated, task, created_at, status_at, listeners, terms`

// AddBalancer keeps a new load balancer.
func (Store) AddBalancer(ctx context.Context, tx store.Tx, b lb.LoadBalancer) (bool, error) {
	listeners, terms, err := texts(b)
	if err != nil {
		return false, err
	}
	n, err := db.SQL(tx).Exec(ctx, `insert into load_balancers (`+columns+`)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
		b.ID, b.Account, b.Creator, b.Region, b.Name, b.Forward, b.Type, b.Domain, b.VIP, b.Project, b.VPC.ID, b.VPC.Number, b.Subnet.ID,
		b.Subnet.Number, b.Ready, b.Isolated, b.Task, b.CreatedAt, b.StatusAt, listeners, terms)
	if err != nil || n == 0 {
		return false, err
	}
	return true, putBackends(ctx, tx, b)
}

// SetBalancer changes a load balancer.
func (Store) SetBalancer(ctx context.Context, tx store.Tx, b lb.LoadBalancer) error {
	listeners, terms, err := texts(b)
	if err != nil {
		return err
	}
	n, err := db.SQL(tx).Exec(ctx, `update load_balancers set creator = ?, name = ?, forward = ?, type = ?, domain = ?, project = ?, vpc = ?,
		vpc_number = ?, subnet = ?, subnet_number = ?, ready = ?, isolated = ?, task = ?, status_at = ?, listeners = ?, terms = ? where id = ?`,
		b.Creator, b.Name, b.Forward, b.Type, b.Domain, b.Project, b.VPC.ID, b.VPC.Number, b.Subnet.ID, b.Subnet.Number, b.Ready,
		b.Isolated, b.Task, b.StatusAt, listeners, terms, b.ID)
	if err != nil || n == 0 {
		return err
	}
	return putBackends(ctx, tx, b)
}

// texts are a load balancer's listeners and terms as they are kept.
func texts(b lb.LoadBalancer) (listeners, terms string, err error) {
	one, err := json.Marshal(b.Listeners)
	if err != nil {
		return "", "", err
	}
	other, err := json.Marshal(b.Terms)
	return string(one), string(other), err
}

func putBackends(ctx context.Context, tx store.Tx, b lb.LoadBalancer) error {
	q := db.SQL(tx)
	if _, err := q.Exec(ctx, `delete from lb_backends where lb = ?`, b.ID); err != nil {
		return err
	}
	for i, k := range b.Backends {
		if _, err := q.Exec(ctx, `insert into lb_backends (lb, place, listener, rule, instance, port, weight, at) values (?, ?, ?, ?, ?, ?, ?, ?)`,
			b.ID, i, k.Listener, k.Rule, k.Instance, k.Port, k.Weight, k.At); err != nil {
			return err
		}
	}
	return nil
}

// Balancer is one load balancer.
func (Store) Balancer(ctx context.Context, tx store.Tx, account, id string) (*lb.LoadBalancer, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+columns+` from load_balancers where account = ? and id = ?`, account, id)
	found, err := db.Collect(rows, err, scanBalancer)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], fillBackends(ctx, tx, found, `lb = ?`, id)
}

// Balancers lists load balancers.
func (Store) Balancers(ctx context.Context, tx store.Tx, account, region string) ([]lb.LoadBalancer, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+columns+` from load_balancers where account = ? and (region = ? or ? = '')
		order by created_at desc, id`, account, region, region)
	found, err := db.Collect(rows, err, scanBalancer)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found, fillBackends(ctx, tx, found, `lb in (select id from load_balancers where account = ?)`, account)
}

func scanBalancer(scan func(...any) error) (b lb.LoadBalancer, err error) {
	var listeners, terms string
	err = scan(&b.ID, &b.Account, &b.Creator, &b.Region, &b.Name, &b.Forward, &b.Type, &b.Domain, &b.VIP, &b.Project, &b.VPC.ID,
		&b.VPC.Number, &b.Subnet.ID, &b.Subnet.Number, &b.Ready, db.ScanTime(&b.Isolated), &b.Task, db.ScanTime(&b.CreatedAt),
		db.ScanTime(&b.StatusAt), &listeners, &terms)
	if err != nil {
		return b, err
	}
	if err := json.Unmarshal([]byte(listeners), &b.Listeners); err != nil {
		return b, fmt.Errorf("load balancer %s: listeners: %w", b.ID, err)
	}
	if err := json.Unmarshal([]byte(terms), &b.Terms); err != nil {
		return b, fmt.Errorf("load balancer %s: terms: %w", b.ID, err)
	}
	return b, nil
}

// fillBackends gives each load balancer its backends, of which where selects at least those.
func fillBackends(ctx context.Context, tx store.Tx, balancers []lb.LoadBalancer, where string, arg any) error {
	type bound struct {
		balancer string
		lb.Backend
	}
	rows, err := db.SQL(tx).Query(ctx, `select lb, listener, rule, instance, port, weight, at from lb_backends where `+where+` order by lb, place`, arg)
	all, err := db.Collect(rows, err, func(scan func(...any) error) (k bound, err error) {
		return k, scan(&k.balancer, &k.Listener, &k.Rule, &k.Instance, &k.Port, &k.Weight, db.ScanTime(&k.At))
	})
	if err != nil {
		return err
	}
	of := map[string][]lb.Backend{}
	for _, k := range all {
		of[k.balancer] = append(of[k.balancer], k.Backend)
	}
	for i := range balancers {
		balancers[i].Backends = of[balancers[i].ID]
	}
	return nil
}

// RemoveBalancer drops a load balancer.
func (Store) RemoveBalancer(ctx context.Context, tx store.Tx, id string) error {
	if _, err := db.SQL(tx).Exec(ctx, `delete from lb_backends where lb = ?`, id); err != nil {
		return err
	}
	_, err := db.SQL(tx).Exec(ctx, `delete from load_balancers where id = ?`, id)
	return err
}

// Bound lists the load balancers of an instance.
func (Store) Bound(ctx context.Context, tx store.Tx, account, instance string) ([]string, error) {
	rows, err := db.SQL(tx).Query(ctx, `select distinct b.id from load_balancers b join lb_backends k on k.lb = b.id
		where b.account = ? and k.instance = ? order by b.id`, account, instance)
	return db.Collect(rows, err, func(scan func(...any) error) (id string, err error) { return id, scan(&id) })
}
