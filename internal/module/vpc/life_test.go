package vpc_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/module/vpc"
	"github.com/paifang/paifang/internal/store"
)

func equal[T any](t testing.TB, want, got T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func by(name string, values ...string) p {
	out := p{"Filters.0.Name": name}
	for i, v := range values {
		out[fmt.Sprintf("Filters.0.Values.%d", i)] = v
	}
	return out
}

func TestTheLifeOfANetwork(t *testing.T) {
	c := newCloud(t)
	made := do[vpc.CreateVpcResponse](c, "CreateVpc", p{
		"VpcName": "web", "CidrBlock": "10.0.0.0/16", "EnableMulticast": "false", "Tags.0.Key": "city", "Tags.0.Value": "shanghai",
		"EnableRouteVpcPublish": "false", "EnableRouteVpcPublishIpv6": "false",
	}).Vpc
	equal(t, vpc.VPCItem{
		VpcName: "web", VpcId: made.VpcId, CidrBlock: "10.0.0.0/16", CreatedTime: "2024-05-02 04:30:00",
		DnsServerSet: []string{"183.60.83.19", "183.60.82.98"}, EnableDhcp: true, TagSet: []vpc.Tag{{Key: "city", Value: "shanghai"}},
	}, made)

	subnet := do[vpc.CreateSubnetResponse](c, "CreateSubnet", p{"VpcId": made.VpcId, "SubnetName": "front", "CidrBlock": "10.0.1.0/28", "Zone": zone}).Subnet
	tables := do[vpc.DescribeRouteTablesResponse](c, "DescribeRouteTables", by("vpc-id", made.VpcId).with(p{"Filters.1.Name": "association.main", "Filters.1.Values.0": "true"}))
	equal(t, int64(1), tables.TotalCount)
	main := tables.RouteTableSet[0]
	equal(t, []vpc.RouteTableAssociation{{SubnetId: subnet.SubnetId, RouteTableId: main.RouteTableId}}, main.AssociationSet)
	equal(t, main.RouteTableId, subnet.RouteTableId)

	do[vpc.Nothing](c, "ModifySubnetAttribute", p{"SubnetId": subnet.SubnetId, "EnableBroadcast": "true", "SubnetName": "back"})
	do[vpc.Nothing](c, "ModifyVpcAttribute", p{"VpcId": made.VpcId, "VpcName": "shop", "EnableMulticast": "true", "DnsServers.0": "1.1.1.1", "DomainName": "example.com"})
	ips := c.hold(subnet.SubnetId, "ins-12345678", "eni-12345678")
	list := do[vpc.DescribeSubnetsResponse](c, "DescribeSubnets", by("subnet-id", subnet.SubnetId))
	equal(t, vpc.SubnetItem{
		VpcId: made.VpcId, SubnetId: subnet.SubnetId, SubnetName: "back", CidrBlock: "10.0.1.0/28", EnableBroadcast: true, Zone: zone,
		RouteTableId: main.RouteTableId, CreatedTime: "2024-05-02 04:30:00", AvailableIpAddressCount: 11, TotalIpAddressCount: 13, TagSet: []vpc.Tag{},
	}, list.SubnetSet[0])
	shown := do[vpc.DescribeVpcsResponse](c, "DescribeVpcs", by("vpc-name", "sho"))
	if v := shown.VpcSet[0]; v.VpcName != "shop" || !v.EnableMulticast || v.DomainName != "example.com" || v.DnsServerSet[0] != "1.1.1.1" {
		t.Errorf("got %+v", v)
	}

	used := p{"VpcId": made.VpcId, "SubnetId": subnet.SubnetId, "IpAddresses.0": ips[0]}
	equal(t, []vpc.IPAddressState{{VpcId: made.VpcId, SubnetId: subnet.SubnetId, IpAddress: ips[0], ResourceType: "CVM", ResourceId: "ins-12345678"}},
		do[vpc.DescribeUsedIpAddressResponse](c, "DescribeUsedIpAddress", used).IpAddressStates)
	equal(t, []vpc.PrivateIPAddress{{PrivateIpAddress: ips[1], CidrBlock: "10.0.1.0/28", PrivateIpAddressType: "ENI"}},
		do[vpc.DescribeVpcPrivateIpAddressesResponse](c, "DescribeVpcPrivateIpAddresses", p{"VpcId": made.VpcId, "PrivateIpAddresses.0": ips[1], "PrivateIpAddresses.1": "10.0.1.9"}).VpcPrivateIpAddressSet)
	board := do[vpc.DescribeVpcResourceDashboardResponse](c, "DescribeVpcResourceDashboard", p{"VpcIds.0": made.VpcId}).ResourceDashboardSet[0]
	equal(t, vpc.ResourceDashboard{VpcId: made.VpcId, CVM: 1, Subnet: 1, RouteTable: 1}, board)
	stats := do[vpc.DescribeSubnetResourceDashboardResponse](c, "DescribeSubnetResourceDashboard", p{"SubnetIds.0": subnet.SubnetId}).ResourceStatisticsSet[0]
	equal(t, int64(2), stats.Ip)

	for _, holder := range []string{"ins-12345678", "eni-12345678"} {
		err := c.db.Update(context.Background(), func(tx store.Tx) error { return c.Free(context.Background(), tx, owner, holder) })
		if err != nil {
			t.Fatal(err)
		}
	}
	equal(t, int64(0), do[vpc.DescribeUsedIpAddressResponse](c, "DescribeUsedIpAddress", used).TotalCount)
	do[vpc.Nothing](c, "DeleteSubnet", p{"SubnetId": subnet.SubnetId})
	do[vpc.Nothing](c, "DeleteVpc", p{"VpcId": made.VpcId})
	equal(t, int64(0), do[vpc.DescribeVpcsResponse](c, "DescribeVpcs", by("vpc-id", made.VpcId)).TotalCount)
	equal(t, int64(0), do[vpc.DescribeRouteTablesResponse](c, "DescribeRouteTables", nil).TotalCount)
	equal(t, 0, len(c.tags))
}

func TestListsAreFilteredAndPaged(t *testing.T) {
	c := newCloud(t)
	a, b := c.makeVPC("a", "10.0.0.0/16"), c.makeVPC("b", "172.16.0.0/16")
	var ids []string
	for n := range 5 {
		ids = append(ids, c.makeSubnet(a, fmt.Sprintf("10.0.%d.0/24", n)))
	}
	tagged := do[vpc.CreateSubnetsResponse](c, "CreateSubnets", p{
		"VpcId": b, "Tags.0.Key": "city", "Tags.0.Value": "shanghai",
		"Subnets.0.SubnetName": "x", "Subnets.0.CidrBlock": "172.16.0.0/24", "Subnets.0.Zone": zone,
	}).SubnetSet[0].SubnetId
	subnets := func(params p) string {
		t.Helper()
		var out []string
		for _, n := range do[vpc.DescribeSubnetsResponse](c, "DescribeSubnets", params).SubnetSet {
			out = append(out, n.SubnetId)
		}
		return strings.Join(out, " ")
	}
	all := strings.Join(append(ids, tagged), " ")
	equal(t, all, subnets(nil))
	equal(t, strings.Join(ids[1:3], " "), subnets(p{"Offset": "1", "Limit": "2"}))
	equal(t, "", subnets(p{"Offset": "100"}))
	equal(t, tagged, subnets(by("vpc-id", b)))
	equal(t, tagged, subnets(by("tag:city", "shanghai", "beijing")))
	equal(t, tagged, subnets(by("tag-key", "city")))
	equal(t, "", subnets(by("tag:city", "beijing")))
	equal(t, ids[0]+" "+tagged, subnets(by("cidr-block", "10.0.0.0/24", "172.16.0.0")))
	equal(t, "", subnets(by("zone", zone).with(p{"Filters.1.Name": "is-default", "Filters.1.Values.0": "true"})))

	var paged []string
	for params := (p{"MaxResults": "4"}); ; {
		out := do[vpc.DescribeSubnetsResponse](c, "DescribeSubnets", params)
		for _, n := range out.SubnetSet {
			paged = append(paged, n.SubnetId)
		}
		if out.NextToken == "" {
			break
		}
		params = p{"MaxResults": "4", "NextToken": out.NextToken}
	}
	equal(t, all, strings.Join(paged, " "))

	c.seeing = func(r call.Resource, about map[string][]string) bool {
		return r.Type == "subnet" && r.Service == "vpc" && about["vpc:vpc"][0] == b && about["qcs:tag"][0] == "city&shanghai"
	}
	equal(t, tagged, subnets(nil))
}

func TestADefaultNetworkIsMadeOnce(t *testing.T) {
	c := newCloud(t)
	first := do[vpc.CreateDefaultVpcResponse](c, "CreateDefaultVpc", p{"Zone": zone})
	equal(t, first, do[vpc.CreateDefaultVpcResponse](c, "CreateDefaultVpc", p{"Force": "true"}))
	equal(t, int64(1), do[vpc.DescribeVpcsResponse](c, "DescribeVpcs", by("is-default", "true")).TotalCount)
}

func TestAssistantRangesMakeRoom(t *testing.T) {
	c := newCloud(t)
	id := c.makeVPC("a", "10.0.0.0/16")
	_, err := c.try("CreateSubnet", p{"VpcId": id, "SubnetName": "n", "CidrBlock": "192.168.1.0/24", "Zone": zone})
	refused(t, err, 4000, "InvalidParameterValue.SubnetRange")
	equal(t, 0, len(do[vpc.CheckAssistantCidrResponse](c, "CheckAssistantCidr", p{"VpcId": id, "NewCidrBlocks.0": "192.168.0.0/16"}).ConflictSourceSet))
	do[vpc.AssistantCIDRsResponse](c, "CreateAssistantCidr", p{"VpcId": id, "CidrBlocks.0": "192.168.0.0/16"})
	subnet := c.makeSubnet(id, "192.168.1.0/24")
	one := do[vpc.DescribeAssistantCidrResponse](c, "DescribeAssistantCidr", by("vpc-id", id)).AssistantCidrSet[0]
	equal(t, "192.168.0.0/16 "+subnet, one.CidrBlock+" "+one.SubnetSet[0].SubnetId)
	conflict := do[vpc.CheckAssistantCidrResponse](c, "CheckAssistantCidr", p{"VpcId": id, "OldCidrBlocks.0": "192.168.0.0/16"}).ConflictSourceSet[0]
	equal(t, subnet, conflict.ConflictItemSet[0].ConflictId)
	do[vpc.Nothing](c, "DeleteSubnet", p{"SubnetId": subnet})
	moved := do[vpc.AssistantCIDRsResponse](c, "ModifyAssistantCidr", p{"VpcId": id, "OldCidrBlocks.0": "192.168.0.0/16", "NewCidrBlocks.0": "192.168.0.0/20"})
	equal(t, "192.168.0.0/20", moved.AssistantCidrSet[0].CidrBlock)
	do[vpc.Nothing](c, "DeleteAssistantCidr", p{"VpcId": id, "CidrBlocks.0": "192.168.0.0/20"})
	equal(t, int64(0), do[vpc.DescribeAssistantCidrResponse](c, "DescribeAssistantCidr", nil).TotalCount)
}

func TestConditionsMayAskOfWhatIsThere(t *testing.T) {
	c := newCloud(t)
	c.caller.Uin = "100000000009"
	id := do[vpc.CreateVpcResponse](c, "CreateVpc", newVPC.with(p{"Tags.0.Key": "k", "Tags.0.Value": "v"})).Vpc.VpcId
	table, acl, subnet := c.makeTable(id), c.makeACL(id), c.makeSubnet(id, "10.0.1.0/24")
	for _, r := range []call.Resource{
		{Service: "vpc", Type: "vpc", ID: id}, {Service: "vpc", Type: "rtb", ID: table}, {Service: "vpc", Type: "acl", ID: acl}, {Service: "vpc", Type: "subnet", ID: subnet},
	} {
		for account, want := range map[string]string{owner: "100000000009 " + id, stranger: ""} {
			err := c.db.View(context.Background(), func(tx store.Tx) error {
				_, about, err := c.ResourceFacts(context.Background(), tx, account, r)
				got := ""
				if about != nil {
					got = about["qcs:create_uin"][0] + " " + about["vpc:vpc"][0]
				}
				if got != want || r.Type == "vpc" && account == owner && about["qcs:resource_tag"][0] != "k&v" {
					t.Errorf("%v of %s: got %v, want %q", r, account, about, want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestInstancesAndLimitsAreTold(t *testing.T) {
	c := newCloud(t)
	c.quotas["vpc.routes"] = 7
	c.inhabit = []vpc.Instance{{ID: "ins-1", Name: "a", VPC: "vpc-1", Memory: 2}, {ID: "ins-2", Name: "b", VPC: "vpc-2"}}
	got := do[vpc.DescribeVpcInstancesResponse](c, "DescribeVpcInstances", by("vpc-id", "vpc-1"))
	if got.TotalCount != 1 || got.InstanceSet[0].InstanceId != "ins-1" || got.InstanceSet[0].Memory != 2 {
		t.Errorf("got %+v", got)
	}
	equal(t, []vpc.VPCLimit{{LimitType: "appid-max-vpcs", LimitValue: 5}, {LimitType: "route-table-max-policies", LimitValue: 7}},
		do[vpc.DescribeVpcLimitsResponse](c, "DescribeVpcLimits", p{"LimitTypes.0": "appid-max-vpcs", "LimitTypes.1": "route-table-max-policies"}).VpcLimitSet)
	equal(t, "supported-platforms", do[vpc.DescribeAccountAttributesResponse](c, "DescribeAccountAttributes", nil).AccountAttributeSet[0].AttributeName)
}
