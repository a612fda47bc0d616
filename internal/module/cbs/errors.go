package cbs

import "github.com/paifang/paifang/catalogue"

// The conditions of cbs, by the names of API 3.0 (facts/api3-cbs.json).
var (
	errValue   = catalogue.InvalidValue
	errTooMany = catalogue.InvalidParameter.Named("InvalidParameterValue.LimitExceeded")
	errFilter  = catalogue.InvalidParameter.Named("InvalidFilter")
	errConfig  = catalogue.InvalidParameter.Named("InvalidParameter.DiskConfigNotSupported")
	errToken   = catalogue.InvalidParameter.Named("InvalidParameter.InvalidClientToken")

	errNoDisk     = catalogue.NotFound.Named("InvalidDiskId.NotFound")
	errNoSnapshot = catalogue.NotFound.Named("InvalidSnapshotId.NotFound")
	errNoPolicy   = catalogue.NotFound.Named("InvalidAutoSnapshotPolicyId.NotFound")
	errNoInstance = catalogue.NotFound.Named("InvalidInstanceId.NotFound")
	errNoProject  = catalogue.NotFound.Named("InvalidParameter.ProjectIdNotExist")
	errNoBackup   = catalogue.NotFound.Named("ResourceNotFound.NotFound")

	errBusy          = catalogue.OperationFailed.Named("InvalidDisk.Busy")
	errInUse         = catalogue.OperationFailed.Named("ResourceBusy")
	errAttached      = catalogue.OperationFailed.Named("ResourceUnavailable.Attached")
	errNotPortable   = catalogue.OperationFailed.Named("InvalidDisk.NotPortable")
	errNotSupported  = catalogue.OperationFailed.Named("InvalidDisk.NotSupported")
	errOtherZone     = catalogue.OperationFailed.Named("ResourceUnavailable.ZoneNotMatch")
	errExpired       = catalogue.OperationFailed.Named("InvalidDisk.Expire")
	errSnapshotting  = catalogue.OperationFailed.Named("ResourceUnavailable.SnapshotCreating")
	errInstance      = catalogue.OperationFailed.Named("InvalidInstance.NotSupported")
	errSnapshotState = catalogue.OperationFailed.Named("InvalidSnapshot.NotSupported")
	errNoSuchOp      = catalogue.OperationFailed.Named("UnsupportedOperation")
	errNotVerified   = catalogue.NotVerified.Named("UnauthorizedOperation.NotCertification")

	errBound       = catalogue.OperationFailed.Named("InvalidDisk.AlreadyBound")
	errBehindImage = catalogue.OperationFailed.Named("UnsupportedOperation.SnapshotHasBindedImage")
	errShared      = catalogue.OperationFailed.Named("UnsupportedOperation.SnapHasShared")
	errSizeDiffers = catalogue.OperationFailed.Named("InvalidParameter.DiskSizeNotMatch")
	errNoAccount   = catalogue.NotFound.Named("InvalidParameter")

	errBackupState  = catalogue.OperationFailed.Named("ResourceUnavailable")
	errBackingUp    = catalogue.OperationFailed.Named("ResourceInUse")
	errTooManyBound = catalogue.LimitExceeded.Named("InvalidParameterValue.BindDiskLimitExceeded")
	errNoRoom       = catalogue.LimitExceeded.Named("InsufficientSnapshotQuota")
	errManyShares   = catalogue.LimitExceeded.Named("ResourceInsufficient.OverQuota")
	errManyPolicies = catalogue.LimitExceeded.Named("LimitExceeded.AutoSnapshotPolicyOutOfQuota")
	errManyBackups  = catalogue.LimitExceeded.Named("ResourceInsufficient.OverQuota")
	errTooManyDisks = catalogue.LimitExceeded.Named("LimitExceeded.InstanceAttachedDisk")

	errSoldOut      = catalogue.PurchaseFailed
	errCloudSoldOut = catalogue.PurchaseFailed.Named("ResourceInsufficient.CloudDiskSoldOut")
	errBalance      = catalogue.InsufficientBalance
)
