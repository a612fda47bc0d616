package vpc_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paifang/paifang/internal/module/vpc"
)

// routesOf writes down a table's routes without the local ones.
func (c *cloud) routesOf(table string) string {
	c.t.Helper()
	var out []string
	for _, r := range do[vpc.DescribeRouteTablesResponse](c, "DescribeRouteTables", p{"RouteTableIds.0": table}).RouteTableSet[0].RouteSet {
		if r.RouteType == "USER" {
			out = append(out, fmt.Sprintf("%s %s %s %t", r.DestinationCidrBlock, r.GatewayType, r.GatewayId, r.Enabled))
		}
	}
	return strings.Join(out, ", ")
}

func TestTheLifeOfARoute(t *testing.T) {
	c := newCloud(t)
	id := c.makeVPC("a", "10.0.0.0/16")
	c.hold(c.makeSubnet(id, "10.0.1.0/24"), "ins-12345678")
	table := c.makeTable(id)
	made := do[vpc.CreateRoutesResponse](c, "CreateRoutes", newRoute.with(p{"RouteTableId": table, "Routes.0.RouteDescription": "out"}))
	if len(made.RouteTableSet) != 1 || len(made.RouteTableSet[0].RouteSet) != 1 || made.TotalCount != 1 {
		t.Fatalf("the answer shows more than the new route: %+v", made)
	}
	r := made.RouteTableSet[0].RouteSet[0]
	equal(t, vpc.RouteItem{
		DestinationCidrBlock: "172.20.0.0/16", GatewayType: "NAT", GatewayId: "nat-12345678", RouteId: r.RouteId, RouteDescription: "out", Enabled: true,
		RouteType: "USER", RouteTableId: table, RouteItemId: r.RouteItemId, CreatedTime: "2024-05-02 04:30:00",
	}, r)

	number := fmt.Sprint(r.RouteId)
	do[vpc.Nothing](c, "DisableRoutes", p{"RouteTableId": table, "RouteIds.0": number})
	equal(t, "172.20.0.0/16 NAT nat-12345678 false", c.routesOf(table))
	do[vpc.Nothing](c, "EnableRoutes", p{"RouteTableId": table, "RouteItemIds.0": r.RouteItemId})
	do[vpc.ReplaceRoutesResponse](c, "ReplaceRoutes", p{
		"RouteTableId": table, "Routes.0.RouteId": number, "Routes.0.DestinationCidrBlock": "0.0.0.0/0", "Routes.0.GatewayType": "EIP", "Routes.0.GatewayId": "0",
	})
	equal(t, "0.0.0.0/0 EIP 0 true", c.routesOf(table))
	conflicts := do[vpc.DescribeRouteConflictsResponse](c, "DescribeRouteConflicts", p{"RouteTableId": table, "DestinationCidrBlocks.0": "10.0.9.0/24", "DestinationCidrBlocks.1": "8.8.8.0/24"})
	equal(t, 2, len(conflicts.RouteConflictSet[0].ConflictSet))
	equal(t, 1, len(conflicts.RouteConflictSet[1].ConflictSet))

	do[vpc.Nothing](c, "ResetRoutes", p{
		"RouteTableId": table, "RouteTableName": "new", "Routes.0.DestinationCidrBlock": "172.30.0.0/16", "Routes.0.GatewayType": "NORMAL_CVM", "Routes.0.GatewayId": "10.0.1.2",
	})
	equal(t, "172.30.0.0/16 NORMAL_CVM 10.0.1.2 true", c.routesOf(table))
	hops := by("route-table-id", table).with(p{"Filters.1.Name": "vpc-id", "Filters.1.Values.0": id, "Filters.2.Name": "next-hop-type", "Filters.2.Values.0": "NORMAL_CVM"})
	one := do[vpc.DescribeRouteTablesResponse](c, "DescribeRouteTables", hops).RouteTableSet[0]
	equal(t, "new 1", fmt.Sprint(one.RouteTableName, " ", len(one.RouteSet)))
	do[vpc.DeleteRoutesResponse](c, "DeleteRoutes", p{"RouteTableId": table, "Routes.0.RouteId": fmt.Sprint(one.RouteSet[0].RouteId)})
	equal(t, "", c.routesOf(table))
	do[vpc.Nothing](c, "ModifyRouteTableAttribute", p{"RouteTableId": table, "RouteTableName": "newer"})
	do[vpc.Nothing](c, "DeleteRouteTable", p{"RouteTableId": table})
	equal(t, int64(1), do[vpc.DescribeRouteTablesResponse](c, "DescribeRouteTables", by("vpc-id", id)).TotalCount)
}

// rules writes down the entries of an ACL by direction, with their priorities.
func (c *cloud) rules(acl string) (in, out string) {
	c.t.Helper()
	a := do[vpc.DescribeNetworkAclsResponse](c, "DescribeNetworkAcls", by("network-acl-id", acl)).NetworkAclSet[0]
	text := func(entries []vpc.EntryItem) string {
		var lines []string
		for _, e := range entries {
			lines = append(lines, fmt.Sprint(e.Priority, e.Action, " ", e.Protocol, " ", e.Port, " ", e.CidrBlock+e.Ipv6CidrBlock))
		}
		return strings.Join(lines, ", ")
	}
	return text(a.IngressEntries), text(a.EgressEntries)
}

func TestTheLifeOfAnACL(t *testing.T) {
	const rest = "1Accept all ALL ::/0, %dDrop all ALL 0.0.0.0/0"
	c := newCloud(t)
	id := c.makeVPC("a", "10.0.0.0/16")
	subnet, acl := c.makeSubnet(id, "10.0.1.0/24"), c.makeACL(id)
	in, out := c.rules(acl)
	equal(t, fmt.Sprintf(rest, 1), in)
	equal(t, fmt.Sprintf(rest, 1), out)

	named := newEntry.with(p{"NetworkAclId": acl})
	do[vpc.Nothing](c, "CreateNetworkAclEntries", named)
	first := named.with(p{"NetworkAclEntrySet.Ingress.0.Port": "22-23", "NetworkAclEntrySet.Ingress.0.Action": "drop", "NetworkAclEntrySet.Ingress.0.Priority": "1"})
	do[vpc.Nothing](c, "CreateNetworkAclEntries", first)
	do[vpc.Nothing](c, "ModifyNetworkAclEntries", p{
		"NetworkAclId": acl, "NetworkAclEntrySet.Egress.0.Protocol": "all", "NetworkAclEntrySet.Egress.0.CidrBlock": "10.0.0.1", "NetworkAclEntrySet.Egress.0.Action": "ACCEPT",
	})
	in, out = c.rules(acl)
	equal(t, "1Drop tcp 22-23 10.8.0.0/16, 2Accept tcp 80 10.8.0.0/16, "+fmt.Sprintf(rest, 3), in)
	equal(t, "1Accept all ALL 10.0.0.1, "+fmt.Sprintf(rest, 2), out)

	second := do[vpc.DescribeNetworkAclsResponse](c, "DescribeNetworkAcls", p{"NetworkAclIds.0": acl}).NetworkAclSet[0].IngressEntries[1]
	do[vpc.Nothing](c, "ModifyNetworkAclEntries", named.with(p{
		"EnableUpdateAclEntries": "true", "NetworkAclEntrySet.Ingress.0.NetworkAclIpv4EntryId": second.NetworkAclIpv4EntryId, "NetworkAclEntrySet.Ingress.0.Port": "",
	}))
	do[vpc.Nothing](c, "DeleteNetworkAclEntries", first)
	in, _ = c.rules(acl)
	equal(t, "1Accept tcp ALL 10.8.0.0/16, "+fmt.Sprintf(rest, 2), in)

	do[vpc.Nothing](c, "AssociateNetworkAclSubnets", p{"NetworkAclId": acl, "SubnetIds.0": subnet})
	equal(t, acl, do[vpc.DescribeSubnetsResponse](c, "DescribeSubnets", nil).SubnetSet[0].NetworkAclId)
	do[vpc.Nothing](c, "DisassociateNetworkAclSubnets", p{"NetworkAclId": acl, "SubnetIds.0": subnet})
	do[vpc.Nothing](c, "ModifyNetworkAclAttribute", p{"NetworkAclId": acl, "NetworkAclName": "z"})
	another := c.makeACL(id)
	ordered := do[vpc.DescribeNetworkAclsResponse](c, "DescribeNetworkAcls", p{"OrderField": "NetworkAclName"}).NetworkAclSet
	equal(t, another+" "+acl, ordered[0].NetworkAclId+" "+ordered[1].NetworkAclId)
	do[vpc.Nothing](c, "DeleteNetworkAcl", p{"NetworkAclId": acl})
	equal(t, int64(0), do[vpc.DescribeNetworkAclsResponse](c, "DescribeNetworkAcls", by("network-acl-id", acl)).TotalCount)
}
