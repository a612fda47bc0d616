package vpc_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/module/vpc"
	"github.com/paifang/paifang/internal/module/vpc/vpcsql"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/store/storetest"
)

const owner, region, zone = "100000000001", "ap-guangzhou", "ap-guangzhou-3"

type nets struct {
	*vpc.Service
	t  testing.TB
	db store.DB

	vpc, other      vpc.VPC
	subnet, faraway vpc.Subnet
}

func newNets(t testing.TB) *nets {
	n := &nets{t: t, db: storetest.SQLite(t, vpcsql.Schema)}
	n.Service = vpc.New(vpc.Deps{Store: vpcsql.Store{}, Random: random.Seeded(1)})
	n.must(func(ctx context.Context, tx store.Tx) (err error) {
		if n.vpc, err = n.PutVPC(ctx, tx, vpc.VPC{Account: owner, Region: region, CIDR: "10.0.0.0/16"}); err != nil {
			return err
		}
		if n.other, err = n.PutVPC(ctx, tx, vpc.VPC{Account: owner, Region: region, CIDR: "10.0.0.0/16"}); err != nil {
			return err
		}
		if n.subnet, err = n.PutSubnet(ctx, tx, vpc.Subnet{VPC: n.vpc.ID, Zone: zone, CIDR: "10.0.1.0/28"}); err != nil {
			return err
		}
		n.faraway, err = n.PutSubnet(ctx, tx, vpc.Subnet{VPC: n.vpc.ID, Zone: "ap-guangzhou-4", CIDR: "10.0.2.0/28"})
		return err
	})
	return n
}

func (n *nets) must(do func(ctx context.Context, tx store.Tx) error) {
	n.t.Helper()
	if err := n.db.Update(context.Background(), func(tx store.Tx) error { return do(context.Background(), tx) }); err != nil {
		n.t.Fatal(err)
	}
}

func TestJoiningIsRefusedForItsReason(t *testing.T) {
	n := newNets(t)
	n.must(func(ctx context.Context, tx store.Tx) error {
		_, err := n.Allocate(ctx, tx, owner, n.subnet.ID, []string{"10.0.1.9"}, []string{"ins-1"})
		return err
	})
	tests := []struct {
		why         string
		account     string
		region      string
		vpc, subnet string
		zone        string
		wanted      []string
		n           int
		number      int
		name        string
	}{
		{"no such vpc", owner, region, "vpc-00000000", n.subnet.ID, zone, nil, 1, 5000, "InvalidParameterValue.VpcIdNotExist"},
		{"another's vpc", "2", region, n.vpc.ID, n.subnet.ID, zone, nil, 1, 5000, "InvalidParameterValue.VpcIdNotExist"},
		{"in another region", owner, "ap-shanghai", n.vpc.ID, n.subnet.ID, zone, nil, 1, 5000, "InvalidParameterValue.VpcIdNotExist"},
		{"no such subnet", owner, region, n.vpc.ID, "subnet-00000000", zone, nil, 1, 5000, "InvalidParameterValue.SubnetNotExist"},
		{"subnet of another vpc", owner, region, n.other.ID, n.subnet.ID, zone, nil, 1, 5100, "InvalidParameterValue.VpcIdSubnetIdNotMatch"},
		{"subnet of another zone", owner, region, n.vpc.ID, n.faraway.ID, zone, nil, 1, 5100, "InvalidParameterValue.SubnetIdZoneIdNotMatch"},
		{"not an address", owner, region, n.vpc.ID, n.subnet.ID, zone, []string{"10.0.1"}, 1, 4000, "InvalidParameterValue.InvalidIpFormat"},
		{"an address of IPv6", owner, region, n.vpc.ID, n.subnet.ID, zone, []string{"::ffff:10.0.1.4"}, 1, 4000, "InvalidParameterValue.InvalidIpFormat"},
		{"outside", owner, region, n.vpc.ID, n.subnet.ID, zone, []string{"10.0.1.16"}, 1, 4000, "VpcAddrNotInSubNet"},
		{"the network's", owner, region, n.vpc.ID, n.subnet.ID, zone, []string{"10.0.1.0"}, 1, 4000, "VpcAddrNotInSubNet"},
		{"the gateway's", owner, region, n.vpc.ID, n.subnet.ID, zone, []string{"10.0.1.1"}, 1, 4000, "VpcAddrNotInSubNet"},
		{"broadcast", owner, region, n.vpc.ID, n.subnet.ID, zone, []string{"10.0.1.15"}, 1, 4000, "VpcAddrNotInSubNet"},
		{"in use", owner, region, n.vpc.ID, n.subnet.ID, zone, []string{"10.0.1.9"}, 1, 5100, "VpcIpIsUsed"},
		{"wanted twice", owner, region, n.vpc.ID, n.subnet.ID, zone, []string{"10.0.1.8", "10.0.1.8"}, 2, 5100, "VpcIpIsUsed"},
		{"too few left", owner, region, n.vpc.ID, n.subnet.ID, zone, nil, 13, 5100, "FailedOperation.NoAvailableIpAddressCountInSubnet"},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			n.must(func(ctx context.Context, tx store.Tx) error {
				_, _, err := n.Join(ctx, tx, tt.account, tt.region, tt.vpc, tt.subnet, tt.zone, tt.wanted, tt.n)
				var r *catalogue.Refusal
				if !errors.As(err, &r) || r.Condition.Code.Number != tt.number || r.Condition.Name3 != tt.name {
					t.Errorf("got %v, want %d %s", err, tt.number, tt.name)
				}
				return nil
			})
		})
	}
	n.must(func(ctx context.Context, tx store.Tx) error {
		v, sub, err := n.Join(ctx, tx, owner, region, n.vpc.ID, n.subnet.ID, zone, []string{"10.0.1.8"}, 12)
		if v != n.vpc.Number || sub != n.subnet.Number || v == sub {
			t.Errorf("numbers %d and %d", v, sub)
		}
		return err
	})
}

func TestAddressesAreTheWantedThenTheLowestFree(t *testing.T) {
	n := newNets(t)
	n.must(func(ctx context.Context, tx store.Tx) error {
		got, err := n.Allocate(ctx, tx, owner, n.subnet.ID, []string{"10.0.1.3"}, []string{"a", "b", "c"})
		if diff := cmp.Diff([]string{"10.0.1.3", "10.0.1.2", "10.0.1.4"}, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		return err
	})
	n.must(func(ctx context.Context, tx store.Tx) error {
		if err := n.Free(ctx, tx, owner, "b"); err != nil {
			return err
		}
		got, err := n.Allocate(ctx, tx, owner, n.subnet.ID, nil, []string{"d"})
		if diff := cmp.Diff([]string{"10.0.1.2"}, got); diff != "" {
			t.Errorf("what was given back is given again (-want +got):\n%s", diff)
		}
		return err
	})
}

func TestNoAddressIsGivenTwice(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := newNets(t)
		held := map[string]string{} // by pool and address
		next := 0
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			pool := rapid.SampledFrom([]string{"", n.subnet.ID, n.faraway.ID, "public"}).Draw(r, "pool")
			if rapid.Bool().Draw(r, "free") && next > 0 {
				holder := fmt.Sprint(rapid.IntRange(0, next-1).Draw(r, "holder"))
				n.must(func(ctx context.Context, tx store.Tx) error { return n.Free(ctx, tx, owner, holder) })
				for at, h := range held {
					if h == holder {
						delete(held, at)
					}
				}
				continue
			}
			holder := fmt.Sprint(next)
			next++
			var ips []string
			n.must(func(ctx context.Context, tx store.Tx) (err error) {
				if pool == "public" {
					ips, err = n.AllocatePublic(ctx, tx, owner, []string{holder})
				} else {
					ips, err = n.Allocate(ctx, tx, owner, pool, nil, []string{holder})
				}
				if errors.Is(err, catalogue.OperationFailed) {
					return nil // the subnet is full
				}
				return err
			})
			for _, ip := range ips {
				if h, taken := held[pool+ip]; taken {
					r.Fatalf("%s of %q is %s's and was given to %s", ip, pool, h, holder)
				}
				held[pool+ip] = holder
				if p := netip.MustParsePrefix("10.0.1.0/28"); pool == n.subnet.ID && !p.Contains(netip.MustParseAddr(ip)) {
					r.Fatalf("%s is not in %s", ip, p)
				}
			}
		}
	})
}

func TestNetworksThatMakeNoSenseAreNotMade(t *testing.T) {
	n := newNets(t)
	tests := []struct {
		why string
		do  func(ctx context.Context, tx store.Tx) error
	}{
		{"a public range", func(ctx context.Context, tx store.Tx) error {
			_, err := n.PutVPC(ctx, tx, vpc.VPC{Account: owner, Region: region, CIDR: "8.8.0.0/16"})
			return err
		}},
		{"host bits", func(ctx context.Context, tx store.Tx) error {
			_, err := n.PutVPC(ctx, tx, vpc.VPC{Account: owner, Region: region, CIDR: "10.0.0.1/16"})
			return err
		}},
		{"too large", func(ctx context.Context, tx store.Tx) error {
			_, err := n.PutVPC(ctx, tx, vpc.VPC{Account: owner, Region: region, CIDR: "10.0.0.0/8"})
			return err
		}},
		{"an id of another form", func(ctx context.Context, tx store.Tx) error {
			_, err := n.PutVPC(ctx, tx, vpc.VPC{ID: "net-1", Account: owner, Region: region, CIDR: "10.0.0.0/16"})
			return err
		}},
		{"another's id", func(ctx context.Context, tx store.Tx) error {
			_, err := n.PutVPC(ctx, tx, vpc.VPC{ID: n.vpc.ID, Account: "2", Region: region, CIDR: "10.0.0.0/16"})
			return err
		}},
		{"a subnet of no vpc", func(ctx context.Context, tx store.Tx) error {
			_, err := n.PutSubnet(ctx, tx, vpc.Subnet{VPC: "vpc-00000000", Zone: zone, CIDR: "10.0.3.0/28"})
			return err
		}},
		{"a subnet outside", func(ctx context.Context, tx store.Tx) error {
			_, err := n.PutSubnet(ctx, tx, vpc.Subnet{VPC: n.vpc.ID, Zone: zone, CIDR: "10.1.0.0/28"})
			return err
		}},
		{"subnets that overlap", func(ctx context.Context, tx store.Tx) error {
			_, err := n.PutSubnet(ctx, tx, vpc.Subnet{VPC: n.vpc.ID, Zone: zone, CIDR: "10.0.1.0/24"})
			return err
		}},
		{"a subnet that moves", func(ctx context.Context, tx store.Tx) error {
			_, err := n.PutSubnet(ctx, tx, vpc.Subnet{ID: n.subnet.ID, VPC: n.other.ID, Zone: zone, CIDR: "10.0.1.0/28"})
			return err
		}},
	}
	for _, tt := range tests {
		t.Run(tt.why, func(t *testing.T) {
			n.must(func(ctx context.Context, tx store.Tx) error {
				if err := tx.Savepoint(ctx, func() error { return tt.do(ctx, tx) }); err == nil {
					t.Error("it was made")
				}
				return nil
			})
		})
	}
	n.must(func(ctx context.Context, tx store.Tx) error {
		same := n.vpc
		same.Name, same.Number = "renamed", 0
		got, err := n.PutVPC(ctx, tx, same)
		if got.Number != n.vpc.Number || got.Name != "renamed" {
			t.Errorf("got %+v", got)
		}
		return err
	})
}
