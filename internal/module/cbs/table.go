package cbs

import "github.com/paifang/paifang/internal/action"

// table lists the actions: of disks, of their prices, of snapshots, of policies, of backups.
var table = []action.Action[*Service]{
	CreateDisks, DescribeDisks, ModifyDiskAttributes, AttachDisks, DetachDisks, ResizeDisk, TerminateDisks,
	RenewDisk, ModifyDisksRenewFlag, ModifyDisksChargeType, ModifyDiskExtraPerformance, ModifyDiskBackupQuota, DescribeDiskConfigQuota, DescribeInstancesDiskNum,
	InquiryPriceCreateDisks, InquiryPriceResizeDisk, InquiryPriceRenewDisks, InquirePriceModifyDiskExtraPerformance, InquirePriceModifyDiskBackupQuota,
	CreateSnapshot, DescribeSnapshots, ModifySnapshotAttribute, DeleteSnapshots, ApplySnapshot, DescribeSnapshotSharePermission, ModifySnapshotsSharePermission,
	CreateSnapshotGroup, DescribeSnapshotGroups, DeleteSnapshotGroup, ApplySnapshotGroup, CopySnapshotCrossRegions, DescribeSnapshotOverview, GetSnapOverview, InitializeDisks,
	CreateAutoSnapshotPolicy, DescribeAutoSnapshotPolicies, ModifyAutoSnapshotPolicyAttribute, DeleteAutoSnapshotPolicies,
	BindAutoSnapshotPolicy, UnbindAutoSnapshotPolicy, DescribeDiskAssociatedAutoSnapshotPolicy,
	CreateDiskBackup, DescribeDiskBackups, DeleteDiskBackups, ApplyDiskBackup,
}
