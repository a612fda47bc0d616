package vpc_test

import (
	"context"
	"fmt"
	"net/netip"
	"testing"

	"pgregory.net/rapid"

	"github.com/paifang/paifang/internal/module/vpc"
	"github.com/paifang/paifang/internal/store"
)

// Whatever is called in whatever order, nothing refers to what is not there, ranges are beside one another and in their
// network, quotas are kept, and what is refused changes nothing.
func TestNetworksStayWhole(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := newCloud(t)
		c.quotas = map[string]int64{"vpc.vpcs": 3, "vpc.subnets": 4, "vpc.route_tables": 3, "vpc.assistant_cidrs": 2}
		ids := map[string][]string{"vpc": {"vpc-00000000"}, "subnet": {"subnet-00000000"}, "rtb": {"rtb-00000000"}, "acl": {"acl-00000000"}}
		any := func(kind string) string { return rapid.SampledFrom(ids[kind]).Draw(r, kind) }
		cidr := func() string {
			return netip.PrefixFrom(netip.AddrFrom4([4]byte{
				rapid.SampledFrom([]byte{10, 192}).Draw(r, "a"), rapid.SampledFrom([]byte{0, 168}).Draw(r, "b"), byte(rapid.IntRange(0, 3).Draw(r, "c")), 0,
			}), rapid.SampledFrom([]int{16, 22, 24, 25}).Draw(r, "bits")).Masked().String()
		}
		calls := []func() (string, p, string){
			func() (string, p, string) { return "CreateVpc", p{"VpcName": "v", "CidrBlock": cidr()}, "vpc" },
			func() (string, p, string) {
				return "CreateSubnet", p{"VpcId": any("vpc"), "SubnetName": "s", "CidrBlock": cidr(), "Zone": zone}, "subnet"
			},
			func() (string, p, string) {
				return "CreateRouteTable", p{"VpcId": any("vpc"), "RouteTableName": "t"}, "rtb"
			},
			func() (string, p, string) {
				return "CreateNetworkAcl", p{"VpcId": any("vpc"), "NetworkAclName": "a"}, "acl"
			},
			func() (string, p, string) { return "DeleteVpc", p{"VpcId": any("vpc")}, "" },
			func() (string, p, string) { return "DeleteSubnet", p{"SubnetId": any("subnet")}, "" },
			func() (string, p, string) { return "DeleteRouteTable", p{"RouteTableId": any("rtb")}, "" },
			func() (string, p, string) { return "DeleteNetworkAcl", p{"NetworkAclId": any("acl")}, "" },
			func() (string, p, string) {
				return "ReplaceRouteTableAssociation", p{"RouteTableId": any("rtb"), "SubnetId": any("subnet")}, ""
			},
			func() (string, p, string) {
				return "AssociateNetworkAclSubnets", p{"NetworkAclId": any("acl"), "SubnetIds.0": any("subnet")}, ""
			},
			func() (string, p, string) {
				return "ModifyAssistantCidr", p{"VpcId": any("vpc"), "NewCidrBlocks.0": cidr()}, ""
			},
			func() (string, p, string) {
				return "ModifyAssistantCidr", p{"VpcId": any("vpc"), "OldCidrBlocks.0": cidr()}, ""
			},
			func() (string, p, string) {
				return "CreateRoutes", p{"RouteTableId": any("rtb"), "Routes.0.DestinationCidrBlock": cidr(), "Routes.0.GatewayType": "EIP", "Routes.0.GatewayId": "0"}, ""
			},
		}
		for range rapid.IntRange(1, 30).Draw(r, "steps") {
			name, params, kind := rapid.SampledFrom(calls).Draw(r, "call")()
			before := c.all()
			out, err := c.try(name, params)
			if err != nil && c.all().text != before.text {
				r.Fatalf("%s %v was refused, %v, and changed something", name, params, err)
			}
			switch made := out.(type) {
			case *vpc.CreateVpcResponse:
				ids[kind] = append(ids[kind], made.Vpc.VpcId)
			case *vpc.CreateSubnetResponse:
				ids[kind] = append(ids[kind], made.Subnet.SubnetId)
			case *vpc.CreateRouteTableResponse:
				ids[kind] = append(ids[kind], made.RouteTable.RouteTableId)
			case *vpc.CreateNetworkAclResponse:
				ids[kind] = append(ids[kind], made.NetworkAcl.NetworkAclId)
			}
			if wrong := c.all().wrong(c.quotas); wrong != "" {
				r.Fatalf("after %s %v: %s", name, params, wrong)
			}
		}
	})
}

// A whole is all that there is of an account.
type whole struct {
	vpcs    map[string]vpc.VPC
	subnets []vpc.Subnet
	tables  map[string]vpc.RouteTable
	acls    map[string]vpc.ACL
	routes  []vpc.Route
	text    string
}

func (c *cloud) all() *whole {
	w := &whole{vpcs: map[string]vpc.VPC{}, tables: map[string]vpc.RouteTable{}, acls: map[string]vpc.ACL{}}
	ctx := context.Background()
	err := c.db.View(ctx, func(tx store.Tx) error {
		vpcs, err := c.Store.VPCs(ctx, tx, owner, "")
		if err != nil {
			return err
		}
		tables, err := c.Store.Tables(ctx, tx, owner, "")
		if err != nil {
			return err
		}
		acls, err := c.Store.ACLs(ctx, tx, owner, "")
		if err != nil {
			return err
		}
		if w.routes, err = c.Store.AllRoutes(ctx, tx, owner, ""); err != nil {
			return err
		}
		for _, v := range vpcs {
			w.vpcs[v.ID] = v
		}
		for _, t := range tables {
			w.tables[t.ID] = t
		}
		for _, a := range acls {
			w.acls[a.ID] = a
		}
		w.subnets, err = c.Store.Subnets(ctx, tx, owner, "")
		w.text = fmt.Sprint(vpcs, tables, acls, w.routes, w.subnets)
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return w
}

// wrong says what does not hold.
func (w *whole) wrong(quotas map[string]int64) string {
	subnets, tables := map[string]int64{}, map[string]int64{}
	for _, t := range w.tables {
		tables[t.VPC]++
		if v, ok := w.vpcs[t.VPC]; !ok || t.Default != (v.RouteTable == t.ID) {
			return fmt.Sprintf("%s is a table of %+v", t.ID, v)
		}
	}
	for _, a := range w.acls {
		if _, ok := w.vpcs[a.VPC]; !ok {
			return a.ID + " is in no network"
		}
	}
	for _, v := range w.vpcs {
		if _, ok := w.tables[v.RouteTable]; !ok {
			return v.ID + " has no route table"
		}
		if int64(len(v.Assistant)) > quotas["vpc.assistant_cidrs"] || tables[v.ID] > quotas["vpc.route_tables"] {
			return v.ID + " is over a quota"
		}
	}
	for i, n := range w.subnets {
		v := w.vpcs[n.VPC]
		subnets[n.VPC]++
		p, inside := netip.MustParsePrefix(n.CIDR), false
		for _, own := range append([]string{v.CIDR}, v.Assistant...) {
			whole := netip.MustParsePrefix(own)
			inside = inside || whole.Contains(p.Addr()) && whole.Bits() <= p.Bits()
		}
		if !inside || w.tables[n.RouteTable].VPC != n.VPC || n.ACL != "" && w.acls[n.ACL].VPC != n.VPC || subnets[n.VPC] > quotas["vpc.subnets"] {
			return fmt.Sprintf("%+v is not of %+v", n, v)
		}
		for _, o := range w.subnets[:i] {
			if o.VPC == n.VPC && p.Overlaps(netip.MustParsePrefix(o.CIDR)) {
				return o.ID + " overlaps " + n.ID
			}
		}
	}
	for _, r := range w.routes {
		v := w.vpcs[w.tables[r.Table].VPC]
		for _, own := range append([]string{v.CIDR}, v.Assistant...) {
			whole, p := netip.MustParsePrefix(own), netip.MustParsePrefix(r.Destination)
			if whole.Contains(p.Addr()) && whole.Bits() <= p.Bits() {
				return fmt.Sprintf("%+v leads out of %s what stays in it", r, v.ID)
			}
		}
	}
	if int64(len(w.vpcs)) > quotas["vpc.vpcs"] {
		return "there are too many networks"
	}
	return ""
}
