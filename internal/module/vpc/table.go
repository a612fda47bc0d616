package vpc

import "github.com/paifang/paifang/internal/action"

// table lists the actions by noun.
var table = []action.Action[*Service]{
	CreateVpc, DescribeVpcs, ModifyVpcAttribute, DeleteVpc,
	CreateSubnet, CreateSubnets, DescribeSubnets, ModifySubnetAttribute, DeleteSubnet,
}
