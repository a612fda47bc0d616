package cvm

import "github.com/paifang/paifang/internal/action"

// table lists the actions: those of 2017-03-12 first.
var table = []action.Action[*Service]{
	RunInstances, DescribeInstances, StartInstances, StopInstances, RebootInstances, TerminateInstances,
	DescribeInstancesStatus, DescribeRegions, DescribeZones, DescribeInstanceTypeConfigs, DescribeZoneInstanceConfigInfos,
	InquiryPriceRunInstances, RenewInstances, InquiryPriceRenewInstances, ResetInstancesType, InquiryPriceResetInstancesType,
	ModifyInstancesAttribute, ModifyInstancesProject, ModifyInstancesRenewFlag, ResetInstance, ResetInstancesPassword,
	CreateKeyPair, ImportKeyPair, DescribeKeyPairs, DeleteKeyPairs, ModifyKeyPairAttribute,
	AssociateInstancesKeyPairs, DisassociateInstancesKeyPairs,
}
