// Package nattest is what every store of NAT gateways has to do: a test for each sentence of nat.Store.
package nattest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/nat"
	"github.com/paifang/paifang/internal/store"
)

var at = time.Date(2024, 5, 1, 2, 3, 4, 5000000, time.UTC)

// Store holds s, over an empty database, against its contract.
func Store(t *testing.T, d store.DB, s nat.Store) {
	ctx := t.Context()
	full := &nat.Gateway{
		ID: "nat-a0000001", Account: "1", Creator: "2", Region: "here", VPC: "vpc-1", Name: "n", Zone: "z", State: nat.Pending, Bandwidth: 100,
		Connections: 7, Product: 1, Protected: true, Affinity: true, Suspended: true, Created: at,
		Forwards:     []nat.Forward{{Protocol: "TCP", IP: "1.1.1.1", Port: 80, To: "10.0.0.2", ToPort: 8080, Description: "d", Created: at}},
		Translations: []nat.Translation{{ID: "snat-1", Resource: "subnet-1", Kind: nat.OfSubnet, PrivateIP: "10.0.0.0/24", Public: []string{"1.1.1.1"}, Created: at}},
	}
	later := &nat.Gateway{ID: "nat-a0000002", Account: "1", Region: "here", Created: at.Add(time.Second)}
	there := &nat.Gateway{ID: "nat-a0000003", Account: "1", Region: "there", Created: at}
	others := &nat.Gateway{ID: "nat-b0000001", Account: "9", Region: "here", Created: at}
	err := d.Update(ctx, func(tx store.Tx) error {
		if got, err := s.Gateway(ctx, tx, full.ID); got != nil || err != nil {
			t.Errorf("an absent one: got %v, %v", got, err)
		}
		for _, g := range []*nat.Gateway{full, later, there, others} {
			if err := s.PutGateway(ctx, tx, g); err != nil {
				return err
			}
		}
		full.State = nat.Available
		if err := s.PutGateway(ctx, tx, full); err != nil {
			return err
		}
		if got, err := s.Gateway(ctx, tx, full.ID); err != nil || !cmp.Equal(got, full) {
			t.Errorf("error %v, difference %s", err, cmp.Diff(full, got))
		}
		lists := func(region string, want ...*nat.Gateway) {
			t.Helper()
			if got, err := s.Gateways(ctx, tx, "1", region); err != nil || !cmp.Equal(got, want) {
				t.Errorf("in %q: error %v, difference %s", region, err, cmp.Diff(want, got))
			}
		}
		lists("here", later, full)
		lists("", later, full, there)
		for range 2 {
			if err := s.RemoveGateway(ctx, tx, later.ID); err != nil {
				return err
			}
		}
		lists("here", full)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
