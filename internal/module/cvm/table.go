package cvm

import "github.com/paifang/paifang/internal/action"

// table lists the actions: those of 2017-03-12, then the older ones.
var table = []action.Action[*Service]{
	RunInstances, DescribeInstances, StartInstances, StopInstances, RebootInstances, TerminateInstances,
	DescribeInstancesStatus, DescribeInstancesAttributes, DescribeRegions, DescribeZones, DescribeInstanceTypeConfigs, DescribeZoneInstanceConfigInfos,
	RegionDescribeProducts, RegionDescribeRegions, RegionDescribeZones, APIDescribeRegions, APIDescribeZones,
	InquiryPriceRunInstances, RenewInstances, InquiryPriceRenewInstances, ResetInstancesType, InquiryPriceResetInstancesType,
	ResizeInstanceDisks, ResetInstancesInternetMaxBandwidth, ModifyInstancesAttribute, ModifyInstancesProject, ModifyInstancesRenewFlag, ModifyInstancesVpcAttribute, ModifyInstancesChargeType, InquiryPriceModifyInstancesChargeType, ResetInstance, ResetInstancesPassword,
	CreateDisasterRecoverGroup, DescribeDisasterRecoverGroups, DescribeDisasterRecoverGroupQuota, ModifyDisasterRecoverGroupAttribute,
	DeleteDisasterRecoverGroups, ModifyInstancesDisasterRecoverGroup,
	CreateLaunchTemplate, CreateLaunchTemplateVersion, DescribeLaunchTemplates, DescribeLaunchTemplateVersions, ModifyLaunchTemplateDefaultVersion,
	DeleteLaunchTemplate, DeleteLaunchTemplateVersions,
	DescribeAccountQuota, DescribeInstanceFamilyConfigs, DescribeInternetChargeTypeConfigs, DescribeInstanceInternetBandwidthConfigs, DescribeInstancesModification,
	InquiryPriceResizeInstanceDisks, InquiryPriceResetInstance, InquiryPriceResetInstancesInternetMaxBandwidth, InquiryPriceTerminateInstances,
	DeleteInstancesDisasterRecoverGroups, ModifyInstanceDiskType,
	EnterRescueMode, ExitRescueMode,
	CreateHpcCluster, DescribeHpcClusters, ModifyHpcClusterAttribute, DeleteHpcClusters,
	ImportInstancesActionTimer, DescribeInstancesActionTimer, DeleteInstancesActionTimer,
	CreateKeyPair, ImportKeyPair, DescribeKeyPairs, DeleteKeyPairs, ModifyKeyPairAttribute,
	AssociateInstancesKeyPairs, DisassociateInstancesKeyPairs, AssociateSecurityGroups, DisassociateSecurityGroups,

	LegacyDescribeInstances, RunInstancesHour, LegacyRunInstances, LegacyStartInstances, LegacyStopInstances, RestartInstances,
	ReturnInstance, ResetInstances, ResetInstancePassword, ModifyInstanceAttributes, ModifyInstanceProject, RenewInstance,
	ResizeInstanceHour, UpdateInstanceBandwidthHour, InquiryInstancePriceHour,
	LegacyDescribeKeyPairs, LegacyCreateKeyPair, LegacyImportKeyPair, BindInstanceKey, UnBindInstanceKey, DeleteKeyPair,
	DescribeAvailabilityZones, DescribeZoneAbility, DescribeProductRegionList,
}
