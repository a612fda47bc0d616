package vpc_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/module/vpc"
)

var (
	newVPC    = p{"VpcName": "n", "CidrBlock": "10.0.0.0/16"}
	newSubnet = p{"VpcId": "<vpc>", "SubnetName": "n", "CidrBlock": "10.0.9.0/24", "Zone": zone}
	newRoute  = p{"RouteTableId": "<table>", "Routes.0.DestinationCidrBlock": "172.20.0.0/16", "Routes.0.GatewayType": "NAT", "Routes.0.GatewayId": "nat-12345678"}
	newEntry  = p{
		"NetworkAclId": "<acl>", "NetworkAclEntrySet.Ingress.0.Protocol": "TCP", "NetworkAclEntrySet.Ingress.0.Port": "80",
		"NetworkAclEntrySet.Ingress.0.CidrBlock": "10.8.0.0/16", "NetworkAclEntrySet.Ingress.0.Action": "ACCEPT",
	}
	long = strings.Repeat("x", 61)
)

// withEntry is newEntry with another member of its entry.
func withEntry(member, value string) p {
	return newEntry.with(p{"NetworkAclEntrySet.Ingress.0." + member: value})
}

// refusals are the ways to be refused: what is called, and under which name. IDs are written by their names in the scene,
// in angle brackets.
var refusals = []struct {
	why, action string
	params      p
	quotas      map[string]int64
	number      int
	name        string
}{
	{"a name that is too long", "CreateVpc", newVPC.with(p{"VpcName": long}), nil, 4000, "InvalidParameterValue.TooLong"},
	{"a malformed range", "CreateVpc", newVPC.with(p{"CidrBlock": "10.0.0.0"}), nil, 4000, "InvalidParameterValue.Malformed"},
	{"a public range", "CreateVpc", newVPC.with(p{"CidrBlock": "8.8.0.0/16"}), nil, 4000, "InvalidParameterValue"},
	{"a range that is too wide", "CreateVpc", newVPC.with(p{"CidrBlock": "10.0.0.0/11"}), nil, 4000, "InvalidParameterValue"},
	{"five DNS servers", "CreateVpc", newVPC.with(p{"DnsServers.0": "1.1.1.1", "DnsServers.1": "1.1.1.2", "DnsServers.2": "1.1.1.3", "DnsServers.3": "1.1.1.4", "DnsServers.4": "1.1.1.5"}), nil, 4000, "InvalidParameterValue.LimitExceeded"},
	{"a malformed DNS server", "CreateVpc", newVPC.with(p{"DnsServers.0": "dns"}), nil, 4000, "InvalidParameterValue.Malformed"},
	{"a malformed domain", "CreateVpc", newVPC.with(p{"DomainName": "a b"}), nil, 4000, "InvalidParameterValue.Malformed"},
	{"too many VPCs", "CreateVpc", newVPC, map[string]int64{"vpc.vpcs": 2}, 4400, "LimitExceeded"},
	{"too many for a default one", "CreateDefaultVpc", nil, map[string]int64{"vpc.vpcs": 2}, 4400, "LimitExceeded"},
	{"a default one in no zone", "CreateDefaultVpc", p{"Zone": "ap-nowhere-1"}, nil, 4000, "InvalidParameterValue"},
	{"a malformed id", "DeleteVpc", p{"VpcId": "vpc-1"}, nil, 4000, "InvalidParameterValue.Malformed"},
	{"no such VPC", "DeleteVpc", p{"VpcId": "vpc-00000000"}, nil, 5000, "ResourceNotFound"},
	{"another's VPC", "DeleteVpc", p{"VpcId": "<theirs>"}, nil, 5000, "ResourceNotFound"},
	{"another region's VPC", "ModifyVpcAttribute", p{"VpcId": "<far>"}, nil, 5000, "ResourceNotFound"},
	{"a VPC with subnets", "DeleteVpc", p{"VpcId": "<vpc>"}, nil, 5100, "ResourceInUse"},
	{"a VPC with a guest", "DeleteVpc", p{"VpcId": "<lent>"}, nil, 5100, "ResourceInUse"},
	{"a new name that is too long", "ModifyVpcAttribute", p{"VpcId": "<vpc>", "VpcName": long}, nil, 4000, "InvalidParameterValue.TooLong"},
	{"a listed VPC that is not there", "DescribeVpcs", p{"VpcIds.0": "vpc-00000000"}, nil, 5000, "ResourceNotFound"},
	{"ids and filters", "DescribeVpcs", p{"VpcIds.0": "<vpc>", "Filters.0.Name": "vpc-id", "Filters.0.Values.0": "<vpc>"}, nil, 4000, "InvalidParameter.Coexist"},
	{"no such filter", "DescribeVpcs", p{"Filters.0.Name": "zone", "Filters.0.Values.0": "x"}, nil, 4000, "InvalidParameter.FilterInvalidKey"},
	{"a task that is not there", "DescribeVpcTaskResult", p{"TaskId": "none"}, nil, 5000, "ResourceNotFound"},
	{"a malformed offset", "DescribeVpcs", p{"Offset": "x"}, nil, 4000, "InvalidParameterValue.Malformed"},
	{"a page that is too long", "DescribeSubnets", p{"Limit": "101"}, nil, 4000, "InvalidParameterValue.Range"},
	{"a malformed token", "DescribeSubnets", p{"NextToken": "?"}, nil, 4000, "InvalidParameterValue.Malformed"},
	{"too many ids", "DescribeSubnets", many("SubnetIds", "subnet-%08d"), nil, 4000, "InvalidParameterValue.LimitExceeded"},

	{"an assistant range that overlaps", "CreateAssistantCidr", p{"VpcId": "<vpc>", "CidrBlocks.0": "10.0.0.0/20"}, nil, 4000, "InvalidParameterValue.VpcCidrConflict"},
	{"an assistant range that is routed", "CreateAssistantCidr", p{"VpcId": "<vpc>", "CidrBlocks.0": "172.16.0.0/16"}, nil, 4000, "InvalidParameterValue.VpcCidrOverlapRoute"},
	{"an assistant range twice", "CreateAssistantCidr", p{"VpcId": "<vpc>", "CidrBlocks.0": "192.168.0.0/24", "CidrBlocks.1": "192.168.0.0/24"}, nil, 4000, "InvalidParameterValue.Duplicate"},
	{"too many assistant ranges", "CreateAssistantCidr", p{"VpcId": "<vpc>", "CidrBlocks.0": "192.168.0.0/24"}, map[string]int64{"vpc.assistant_cidrs": 1}, 4400, "LimitExceeded"},
	{"no assistant range", "DeleteAssistantCidr", p{"VpcId": "<vpc>", "CidrBlocks.0": "192.168.0.0/24"}, nil, 5000, "ResourceNotFound"},
	{"an assistant range with a subnet", "ModifyAssistantCidr", p{"VpcId": "<vpc>", "OldCidrBlocks.0": "10.4.0.0/16"}, nil, 5100, "ResourceInUse"},
	{"a check of nothing", "CheckAssistantCidr", p{"VpcId": "<vpc>"}, nil, 4000, "MissingParameter"},
	{"no such limit", "DescribeVpcLimits", p{"LimitTypes.0": "vpc-max-moons"}, nil, 4000, "InvalidParameterValue"},
	{"a subnet of another VPC", "DescribeUsedIpAddress", p{"VpcId": "<other>", "SubnetId": "<subnet>"}, nil, 4000, "InvalidParameterValue.ParameterMismatch"},
	{"a malformed address", "DescribeUsedIpAddress", p{"VpcId": "<vpc>", "IpAddresses.0": "ten"}, nil, 4000, "InvalidParameterValue.Malformed"},
	{"too many addresses", "DescribeVpcPrivateIpAddresses", many("PrivateIpAddresses", "10.0.0.%d").with(p{"VpcId": "<vpc>"}), nil, 4000, "InvalidParameterValue.LimitExceeded"},

	{"a subnet outside", "CreateSubnet", newSubnet.with(p{"CidrBlock": "10.9.0.0/24"}), nil, 4000, "InvalidParameterValue.SubnetRange"},
	{"a subnet as wide as two", "CreateSubnet", newSubnet.with(p{"CidrBlock": "10.0.0.0/15"}), nil, 4000, "InvalidParameterValue"},
	{"subnets that overlap", "CreateSubnet", newSubnet.with(p{"CidrBlock": "10.0.1.0/25"}), nil, 4000, "InvalidParameterValue.SubnetConflict"},
	{"subnets of one call that overlap", "CreateSubnets", p{
		"VpcId": "<vpc>", "Subnets.0.SubnetName": "a", "Subnets.0.CidrBlock": "10.0.9.0/24", "Subnets.0.Zone": zone,
		"Subnets.1.SubnetName": "b", "Subnets.1.CidrBlock": "10.0.9.0/24", "Subnets.1.Zone": zone,
	}, nil, 4000, "InvalidParameterValue.SubnetConflict"},
	{"a table of another VPC", "CreateSubnets", p{
		"VpcId": "<other>", "Subnets.0.SubnetName": "a", "Subnets.0.CidrBlock": "10.0.9.0/24", "Subnets.0.Zone": zone, "Subnets.0.RouteTableId": "<table>",
	}, nil, 5000, "ResourceNotFound"},
	{"no such zone", "CreateSubnet", newSubnet.with(p{"Zone": "ap-guangzhou-9"}), nil, 4000, "InvalidParameterValue"},
	{"too many subnets", "CreateSubnet", newSubnet, map[string]int64{"vpc.subnets": 2}, 4400, "LimitExceeded"},
	{"a subnet of no VPC", "CreateSubnet", newSubnet.with(p{"VpcId": "vpc-00000000"}), nil, 5000, "ResourceNotFound"},
	{"a subnet's long name", "ModifySubnetAttribute", p{"SubnetId": "<subnet>", "SubnetName": long}, nil, 4000, "InvalidParameterValue.TooLong"},
	{"a subnet with an instance", "DeleteSubnet", p{"SubnetId": "<subnet>"}, nil, 5100, "ResourceInUse"},
	{"no such subnet", "DeleteSubnet", p{"SubnetId": "subnet-00000000"}, nil, 5000, "ResourceNotFound"},

	{"too many route tables", "CreateRouteTable", p{"VpcId": "<vpc>", "RouteTableName": "t"}, map[string]int64{"vpc.route_tables": 2}, 4400, "LimitExceeded"},
	{"a default route table", "DeleteRouteTable", p{"RouteTableId": "<default>"}, nil, 5100, "UnsupportedOperation.DelDefaultRoute"},
	{"a route table with a subnet", "DeleteRouteTable", p{"RouteTableId": "<table>"}, nil, 5100, "UnsupportedOperation.DelRouteWithSubnet"},
	{"a subnet elsewhere", "ReplaceRouteTableAssociation", p{"RouteTableId": "<theirtable>", "SubnetId": "<subnet>"}, nil, 5100, "UnsupportedOperation.VpcMismatch"},
	{"hops of no table", "DescribeRouteTables", p{"Filters.0.Name": "next-hop-type", "Filters.0.Values.0": "NAT"}, nil, 4000, "InvalidParameter.FilterMissParameter"},
	{"a malformed destination", "CreateRoutes", newRoute.with(p{"Routes.0.DestinationCidrBlock": "172.20.0.1/16"}), nil, 4000, "InvalidParameterValue.Malformed"},
	{"a destination of the VPC's own", "CreateRoutes", newRoute.with(p{"Routes.0.DestinationCidrBlock": "10.4.1.0/24"}), nil, 4000, "InvalidParameterValue.VpcCidrConflict"},
	{"no such type of gateway", "CreateRoutes", newRoute.with(p{"Routes.0.GatewayType": "MOON"}), nil, 4000, "InvalidParameterValue"},
	{"an EIP by its id", "CreateRoutes", newRoute.with(p{"Routes.0.GatewayType": "EIP"}), nil, 4000, "InvalidParameterValue.RouteNextHopInvalid"},
	{"a host by its id", "CreateRoutes", newRoute.with(p{"Routes.0.GatewayType": "NORMAL_CVM"}), nil, 4000, "InvalidParameterValue.RouteNextHopInvalid"},
	{"an address that nothing has", "CreateRoutes", newRoute.with(p{"Routes.0.GatewayType": "NORMAL_CVM", "Routes.0.GatewayId": "10.0.1.9"}), nil, 5000, "ResourceNotFound"},
	{"no such NAT gateway", "CreateRoutes", newRoute.with(p{"Routes.0.GatewayId": "nat-00000000"}), nil, 5000, "ResourceNotFound"},
	{"a gateway that nobody keeps", "CreateRoutes", newRoute.with(p{"Routes.0.GatewayType": "VPN", "Routes.0.GatewayId": "vpngw-12345678"}), nil, 5000, "ResourceNotFound"},
	{"the same route", "CreateRoutes", newRoute.with(p{"Routes.0.DestinationCidrBlock": "172.16.0.0/16"}), nil, 4000, "InvalidParameterValue.Duplicate"},
	{"another way to the same", "CreateRoutes", newRoute.with(p{"Routes.0.DestinationCidrBlock": "172.16.0.0/16", "Routes.0.GatewayType": "EIP", "Routes.0.GatewayId": "0"}), nil, 5100, "UnsupportedOperation.Ecmp"},
	{"a system's route", "CreateRoutes", newRoute.with(p{"Routes.0.RouteType": "NETD"}), nil, 5100, "UnsupportedOperation.SystemRoute"},
	{"IPv6", "CreateRoutes", newRoute.with(p{"Routes.0.DestinationIpv6CidrBlock": "2001:db8::/64"}), nil, 5100, "UnsupportedOperation"},
	{"too many routes", "CreateRoutes", newRoute, map[string]int64{"vpc.routes": 2}, 4400, "LimitExceeded"},
	{"too many routes of a call", "DeleteRoutes", manyRoutes(), nil, 4000, "InvalidParameterValue.LimitExceeded"},
	{"a table's long name", "ResetRoutes", newRoute.with(p{"RouteTableName": long}), nil, 4000, "InvalidParameterValue.TooLong"},
	{"a local route", "DeleteRoutes", p{"RouteTableId": "<table>", "Routes.0.RouteId": "<local>"}, nil, 5100, "UnsupportedOperation.SystemRoute"},
	{"no such route", "DeleteRoutes", p{"RouteTableId": "<table>", "Routes.0.RouteId": "999"}, nil, 5000, "ResourceNotFound"},
	{"a route without an id", "DeleteRoutes", p{"RouteTableId": "<table>", "Routes.0.GatewayType": "NAT"}, nil, 4000, "MissingParameter"},
	{"a route that becomes another", "ReplaceRoutes", newRoute.with(p{"Routes.0.RouteId": "<off>", "Routes.0.DestinationCidrBlock": "172.16.0.0/16"}), nil, 4000, "InvalidParameterValue.Duplicate"},
	{"both ids of routes", "EnableRoutes", p{"RouteTableId": "<table>", "RouteIds.0": "1", "RouteItemIds.0": "x"}, nil, 4000, "InvalidParameter.Coexist"},
	{"no routes", "DisableRoutes", p{"RouteTableId": "<table>"}, nil, 4000, "MissingParameter"},
	{"a second way that is to hold", "EnableRoutes", p{"RouteTableId": "<table>", "RouteIds.0": "<off>"}, nil, 5100, "UnsupportedOperation.Ecmp"},

	{"too many ACLs", "CreateNetworkAcl", p{"VpcId": "<vpc>", "NetworkAclName": "a"}, map[string]int64{"vpc.acls": 1}, 4400, "LimitExceeded"},
	{"an ACL by five members", "CreateNetworkAcl", p{"VpcId": "<vpc>", "NetworkAclName": "a", "NetworkAclType": "QUINTUPLE"}, nil, 5100, "UnsupportedOperation"},
	{"an ACL that a subnet has", "DeleteNetworkAcl", p{"NetworkAclId": "<acl>"}, nil, 5100, "ResourceInUse"},
	{"no such ACL", "ModifyNetworkAclAttribute", p{"NetworkAclId": "acl-00000000", "NetworkAclName": "a"}, nil, 5000, "ResourceNotFound"},
	{"an ACL's long name", "ModifyNetworkAclAttribute", p{"NetworkAclId": "<acl>", "NetworkAclName": long}, nil, 4000, "InvalidParameterValue.TooLong"},
	{"a second ACL", "AssociateNetworkAclSubnets", p{"NetworkAclId": "<acl2>", "SubnetIds.0": "<subnet>"}, nil, 5100, "UnsupportedOperation"},
	{"an ACL elsewhere", "AssociateNetworkAclSubnets", p{"NetworkAclId": "<otheracl>", "SubnetIds.0": "<subnet>"}, nil, 5100, "UnsupportedOperation.VpcMismatch"},
	{"an ACL that a subnet has not", "DisassociateNetworkAclSubnets", p{"NetworkAclId": "<acl2>", "SubnetIds.0": "<subnet>"}, nil, 5000, "ResourceNotFound"},
	{"no such protocol", "CreateNetworkAclEntries", withEntry("Protocol", "GRE"), nil, 4000, "InvalidParameterValue"},
	{"no such action", "ModifyNetworkAclEntries", withEntry("Action", "MAYBE"), nil, 4000, "InvalidParameterValue"},
	{"ports that run backwards", "CreateNetworkAclEntries", withEntry("Port", "90-80"), nil, 4000, "InvalidParameterValue"},
	{"a port beyond", "CreateNetworkAclEntries", withEntry("Port", "65536"), nil, 4000, "InvalidParameterValue"},
	{"a malformed port", "CreateNetworkAclEntries", withEntry("Port", "http"), nil, 4000, "InvalidParameterValue.Malformed"},
	{"a port of ICMP", "CreateNetworkAclEntries", withEntry("Protocol", "ICMP"), nil, 4000, "InvalidParameterValue"},
	{"a malformed peer", "CreateNetworkAclEntries", withEntry("CidrBlock", "everywhere"), nil, 4000, "InvalidParameterValue.Malformed"},
	{"both families", "CreateNetworkAclEntries", withEntry("Ipv6CidrBlock", "::/0"), nil, 4000, "InvalidParameter.Coexist"},
	{"no peer", "CreateNetworkAclEntries", withEntry("CidrBlock", ""), nil, 4000, "MissingParameter"},
	{"a long description", "CreateNetworkAclEntries", withEntry("Description", strings.Repeat("x", 101)), nil, 4000, "InvalidParameterValue.TooLong"},
	{"too many entries", "CreateNetworkAclEntries", newEntry, map[string]int64{"vpc.acl_entries": 1}, 4400, "LimitExceeded"},
	{"no such entry", "DeleteNetworkAclEntries", newEntry, nil, 5000, "ResourceNotFound"},
	{"no such entry by its id", "ModifyNetworkAclEntries", newEntry.with(p{"EnableUpdateAclEntries": "true", "NetworkAclEntrySet.Ingress.0.NetworkAclIpv4EntryId": "acli4-00000000"}), nil, 5000, "ResourceNotFound"},
}

func many(name, form string) p {
	out := p{}
	for n := range 101 {
		out[fmt.Sprintf("%s.%d", name, n)] = fmt.Sprintf(form, n)
	}
	return out
}

func manyRoutes() p {
	out := p{"RouteTableId": "<table>"}
	for n := range 101 {
		out[fmt.Sprintf("Routes.%d.RouteId", n)] = "1"
	}
	return out
}

// newScene is a cloud with everything in it, and ids by name.
func newScene(t *testing.T) (*cloud, map[string]string) {
	c, ids := newCloud(t), map[string]string{}
	c.caller.Account = stranger
	ids["theirs"] = c.makeVPC("theirs", "10.0.0.0/16")
	c.caller.Account, c.region = owner, "ap-shanghai"
	ids["far"] = c.makeVPC("far", "10.0.0.0/16")
	c.region = region
	ids["vpc"], ids["other"], ids["lent"] = c.makeVPC("one", "10.0.0.0/16"), c.makeVPC("other", "10.0.0.0/16"), c.makeVPC("lent", "10.0.0.0/16")
	c.guests[ids["lent"]] = "lb-12345678"
	do[vpc.AssistantCIDRsResponse](c, "CreateAssistantCidr", p{"VpcId": ids["vpc"], "CidrBlocks.0": "10.4.0.0/16"})
	ids["subnet"], ids["subnet2"] = c.makeSubnet(ids["vpc"], "10.0.1.0/24"), c.makeSubnet(ids["vpc"], "10.4.1.0/24")
	c.hold(ids["subnet"], "ins-12345678")
	ids["table"], ids["theirtable"] = c.makeTable(ids["vpc"]), c.makeTable(ids["other"])
	do[vpc.Nothing](c, "ReplaceRouteTableAssociation", p{"RouteTableId": ids["table"], "SubnetId": ids["subnet"]})
	table := p{"RouteTableId": ids["table"]}
	do[vpc.CreateRoutesResponse](c, "CreateRoutes", newRoute.with(table).with(p{"Routes.0.DestinationCidrBlock": "172.16.0.0/16"}))
	off := do[vpc.CreateRoutesResponse](c, "CreateRoutes", newRoute.with(table).with(p{
		"Routes.0.DestinationCidrBlock": "172.16.0.0/16", "Routes.0.GatewayType": "NORMAL_CVM", "Routes.0.GatewayId": "10.0.1.2", "Routes.0.Enabled": "false",
	}))
	ids["off"] = fmt.Sprint(off.RouteTableSet[0].RouteSet[0].RouteId)
	for _, r := range do[vpc.DescribeRouteTablesResponse](c, "DescribeRouteTables", p{"RouteTableIds.0": ids["table"]}).RouteTableSet[0].RouteSet {
		if r.RouteType == "NETD" {
			ids["local"] = fmt.Sprint(r.RouteId)
		}
	}
	ids["default"] = do[vpc.DescribeSubnetsResponse](c, "DescribeSubnets", p{"SubnetIds.0": ids["subnet2"]}).SubnetSet[0].RouteTableId
	ids["acl"], ids["acl2"], ids["otheracl"] = c.makeACL(ids["vpc"]), c.makeACL(ids["vpc"]), c.makeACL(ids["other"])
	do[vpc.Nothing](c, "AssociateNetworkAclSubnets", p{"NetworkAclId": ids["acl"], "SubnetIds.0": ids["subnet"]})
	do[vpc.Nothing](c, "CreateNetworkAclEntries", newEntry.with(p{"NetworkAclId": ids["acl"], "NetworkAclEntrySet.Ingress.0.Port": "443"}))
	return c, ids
}

func TestEveryRefusalIsMetForItsReason(t *testing.T) {
	c, ids := newScene(t) // what is refused changes nothing
	met, declared := map[string]bool{}, map[string]bool{}
	for _, b := range c.Actions() {
		for _, condition := range b.Refuses {
			declared[condition.Name3] = true
		}
	}
	for _, r := range refusals {
		t.Run(r.action+", "+r.why, func(t *testing.T) {
			c.t, c.quotas = t, r.quotas
			params := p{}
			for k, v := range r.params {
				if name, ok := strings.CutPrefix(v, "<"); ok {
					v = ids[strings.TrimSuffix(name, ">")]
				}
				params[k] = v
			}
			_, err := c.try(r.action, params)
			refused(t, err, r.number, r.name)
			met[r.name] = true
			var is *catalogue.Refusal
			b, _ := c.find(r.action)
			if errors.As(err, &is) && is.Condition.Name3 != "MissingParameter" &&
				!slices.ContainsFunc(b.Refuses, func(d *catalogue.Condition) bool { return *d == *is.Condition }) {
				t.Errorf("%s does not declare that it refuses with %s", r.action, is.Condition.Name3)
			}
		})
	}
	for name := range declared {
		if !met[name] {
			t.Errorf("no test meets %s", name)
		}
	}
}
