package sdk

import (
	"fmt"
	"testing"

	vpc "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/vpc/v20170312"
)

func lifeOfNetworks(t *testing.T, a access) {
	c := typed(t, a, vpc.NewClient)
	made := do(t, c.CreateVpc, vpc.NewCreateVpcRequest(), `{"VpcName": "web", "CidrBlock": "10.0.0.0/16", "Tags": [{"Key": "team", "Value": "a b+c"}]}`)
	id := *made.Response.Vpc.VpcId
	byID := fmt.Sprintf(`{"VpcIds": [%q]}`, id)

	found := one(t, "VpcSet", do(t, c.DescribeVpcs, vpc.NewDescribeVpcsRequest(), byID).Response.VpcSet)
	is(t, "VpcName", found.VpcName, "web")
	is(t, "CidrBlock", found.CidrBlock, "10.0.0.0/16")
	is(t, "IsDefault", found.IsDefault, false)
	is(t, "the tag's value", one(t, "TagSet", found.TagSet).Value, "a b+c")

	do(t, c.ModifyVpcAttribute, vpc.NewModifyVpcAttributeRequest(), fmt.Sprintf(`{"VpcId": %q, "VpcName": "网络", "DnsServers": ["10.0.0.2", "10.0.0.3"]}`, id))
	filtered := do(t, c.DescribeVpcs, vpc.NewDescribeVpcsRequest(), fmt.Sprintf(`{"Filters": [{"Name": "vpc-id", "Values": [%q]}], "Offset": "0", "Limit": "10"}`, id))
	is(t, "TotalCount", filtered.Response.TotalCount, uint64(1))
	found = one(t, "VpcSet", filtered.Response.VpcSet)
	is(t, "VpcName", found.VpcName, "网络")
	if len(found.DnsServerSet) != 2 {
		t.Errorf("DnsServerSet: got %d servers, want 2", len(found.DnsServerSet))
	}

	subnet := do(t, c.CreateSubnet, vpc.NewCreateSubnetRequest(), fmt.Sprintf(`{"VpcId": %q, "SubnetName": "front", "CidrBlock": "10.0.1.0/24", "Zone": "ap-guangzhou-3"}`, id)).Response.Subnet
	is(t, "AvailableIpAddressCount", subnet.AvailableIpAddressCount, uint64(253))
	refused(t, c.CreateSubnet, vpc.NewCreateSubnetRequest(), fmt.Sprintf(`{"VpcId": %q, "SubnetName": "twice", "CidrBlock": "10.0.1.0/25", "Zone": "ap-guangzhou-3"}`, id), "InvalidParameterValue.SubnetConflict")
	refused(t, c.DeleteVpc, vpc.NewDeleteVpcRequest(), fmt.Sprintf(`{"VpcId": %q}`, id), "ResourceInUse")

	table := do(t, c.CreateRouteTable, vpc.NewCreateRouteTableRequest(), fmt.Sprintf(`{"VpcId": %q, "RouteTableName": "own"}`, id)).Response.RouteTable
	do(t, c.ReplaceRouteTableAssociation, vpc.NewReplaceRouteTableAssociationRequest(), fmt.Sprintf(`{"SubnetId": %q, "RouteTableId": %q}`, *subnet.SubnetId, *table.RouteTableId))
	seen := one(t, "RouteTableSet", do(t, c.DescribeRouteTables, vpc.NewDescribeRouteTablesRequest(), fmt.Sprintf(`{"RouteTableIds": [%q]}`, *table.RouteTableId)).Response.RouteTableSet)
	is(t, "the table's subnet", one(t, "AssociationSet", seen.AssociationSet).SubnetId, *subnet.SubnetId)

	do(t, c.DeleteSubnet, vpc.NewDeleteSubnetRequest(), fmt.Sprintf(`{"SubnetId": %q}`, *subnet.SubnetId))
	do(t, c.DeleteRouteTable, vpc.NewDeleteRouteTableRequest(), fmt.Sprintf(`{"RouteTableId": %q}`, *table.RouteTableId))
	do(t, c.DeleteVpc, vpc.NewDeleteVpcRequest(), fmt.Sprintf(`{"VpcId": %q}`, id))
	refused(t, c.DeleteVpc, vpc.NewDeleteVpcRequest(), fmt.Sprintf(`{"VpcId": %q}`, id), "ResourceNotFound")
	refused(t, c.CreateVpc, vpc.NewCreateVpcRequest(), `{"VpcName": "web", "CidrBlock": "11.0.0.0/16"}`, "InvalidParameterValue")
}

func lifeOfSecurityGroups(t *testing.T, a access) {
	c := typed(t, a, vpc.NewClient)
	made := do(t, c.CreateSecurityGroup, vpc.NewCreateSecurityGroupRequest(), `{"GroupName": "web", "GroupDescription": "front"}`).Response.SecurityGroup
	id := *made.SecurityGroupId
	do(t, c.CreateSecurityGroupPolicies, vpc.NewCreateSecurityGroupPoliciesRequest(), fmt.Sprintf(
		`{"SecurityGroupId": %q, "SecurityGroupPolicySet": {"Ingress": [{"Protocol": "TCP", "Port": "80,443", "CidrBlock": "0.0.0.0/0", "Action": "ACCEPT"}]}}`, id))
	rules := do(t, c.DescribeSecurityGroupPolicies, vpc.NewDescribeSecurityGroupPoliciesRequest(), fmt.Sprintf(`{"SecurityGroupId": %q}`, id)).Response.SecurityGroupPolicySet
	rule := one(t, "Ingress", rules.Ingress)
	is(t, "Port", rule.Port, "80,443")
	is(t, "Action", rule.Action, "ACCEPT")

	do(t, c.ModifySecurityGroupAttribute, vpc.NewModifySecurityGroupAttributeRequest(), fmt.Sprintf(`{"SecurityGroupId": %q, "GroupName": "api"}`, id))
	found := one(t, "SecurityGroupSet", do(t, c.DescribeSecurityGroups, vpc.NewDescribeSecurityGroupsRequest(), fmt.Sprintf(`{"SecurityGroupIds": [%q]}`, id)).Response.SecurityGroupSet)
	is(t, "SecurityGroupName", found.SecurityGroupName, "api")
	is(t, "SecurityGroupDesc", found.SecurityGroupDesc, "front")

	do(t, c.DeleteSecurityGroup, vpc.NewDeleteSecurityGroupRequest(), fmt.Sprintf(`{"SecurityGroupId": %q}`, id))
	refused(t, c.DeleteSecurityGroup, vpc.NewDeleteSecurityGroupRequest(), fmt.Sprintf(`{"SecurityGroupId": %q}`, id), "ResourceNotFound")
}

func lifeOfAddresses(t *testing.T, a access) {
	c := typed(t, a, vpc.NewClient)
	id := *one(t, "AddressSet", do(t, c.AllocateAddresses, vpc.NewAllocateAddressesRequest(), `{"AddressCount": 1, "InternetMaxBandwidthOut": 5}`).Response.AddressSet)
	do(t, c.ModifyAddressAttribute, vpc.NewModifyAddressAttributeRequest(), fmt.Sprintf(`{"AddressId": %q, "AddressName": "front"}`, id))
	found := one(t, "AddressSet", do(t, c.DescribeAddresses, vpc.NewDescribeAddressesRequest(), fmt.Sprintf(`{"AddressIds": [%q]}`, id)).Response.AddressSet)
	is(t, "AddressName", found.AddressName, "front")
	is(t, "AddressStatus", found.AddressStatus, "UNBIND")
	is(t, "Bandwidth", found.Bandwidth, uint64(5))
	do(t, c.ReleaseAddresses, vpc.NewReleaseAddressesRequest(), fmt.Sprintf(`{"AddressIds": [%q]}`, id))
	refused(t, c.ReleaseAddresses, vpc.NewReleaseAddressesRequest(), fmt.Sprintf(`{"AddressIds": [%q]}`, id), "InvalidAddressId.NotFound")
}
