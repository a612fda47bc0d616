package vpc

import "github.com/paifang/paifang/internal/action"

// table lists the actions by noun.
var table = []action.Action[*Service]{
	CreateVpc, DescribeVpcs, ModifyVpcAttribute, DeleteVpc,
	CreateDefaultVpc, CreateAssistantCidr, ModifyAssistantCidr, DeleteAssistantCidr, CheckAssistantCidr, DescribeAssistantCidr,
	DescribeVpcTaskResult, DescribeVpcLimits, DescribeAccountAttributes, DescribeVpcInstances, DescribeVpcPrivateIpAddresses, DescribeUsedIpAddress,
	DescribeVpcResourceDashboard, DescribeSubnetResourceDashboard,
	CreateSubnet, CreateSubnets, DescribeSubnets, ModifySubnetAttribute, DeleteSubnet,
	CreateRouteTable, DescribeRouteTables, ModifyRouteTableAttribute, DeleteRouteTable, ReplaceRouteTableAssociation,
	CreateRoutes, DeleteRoutes, ReplaceRoutes, EnableRoutes, DisableRoutes, ResetRoutes, DescribeRouteConflicts,
	CreateNetworkAcl, DescribeNetworkAcls, ModifyNetworkAclAttribute, DeleteNetworkAcl,
	ModifyNetworkAclEntries, CreateNetworkAclEntries, DeleteNetworkAclEntries,
	AssociateNetworkAclSubnets, DisassociateNetworkAclSubnets,
}
