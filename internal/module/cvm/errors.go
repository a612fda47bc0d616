package cvm

import "github.com/paifang/paifang/catalogue"

// The conditions of cvm, by the names of API 3.0 (facts/api3-cvm.json), with the codeDesc of the older actions where
// their documents print one (facts/api2-modules.md §2).
var (
	errMalformedID    = catalogue.InvalidParameter.Named("InvalidInstanceId.Malformed").WithDesc("InvalidParameter")
	errTooManyIDs     = catalogue.InvalidParameter.Named("InvalidParameterValue.LimitExceeded").WithDesc("InvalidParameter")
	errFilter         = catalogue.InvalidParameter.Named("InvalidFilter").WithDesc("InvalidParameter")
	errFilterValues   = catalogue.InvalidParameter.Named("InvalidFilterValue.LimitExceeded").WithDesc("InvalidParameter")
	errCombination    = catalogue.InvalidParameter.Named("InvalidParameterCombination").WithDesc("InvalidParameter")
	errName           = catalogue.InvalidParameter.Named("InvalidInstanceName.TooLong").WithDesc("InvalidParameter")
	errPassword       = catalogue.InvalidParameter.Named("InvalidPassword").WithDesc("InvalidParameter.PasswordNotConformSpecs")
	errPeriod         = catalogue.InvalidParameter.Named("InvalidPeriod").WithDesc("InvalidParameter")
	errToken          = catalogue.InvalidParameter.Named("InvalidClientToken.TooLong").WithDesc("InvalidParameter")
	errTokenReused    = catalogue.InvalidParameter.Named("InvalidParameter.ParameterConflict").WithDesc("InvalidParameter")
	errMinCount       = catalogue.InvalidParameter.Named("InvalidParameterValue.InvalidParameterMinCount").WithDesc("InvalidParameter")
	errZone           = catalogue.InvalidParameter.Named("InvalidParameterValue.ZoneNotSupported").WithDesc("InvalidParameter.InvaildZoneId")
	errOtherRegion    = catalogue.InvalidParameter.Named("InvalidZone.MismatchRegion").WithDesc("InvalidParameter.InvaildZoneId")
	errMalformedType  = catalogue.InvalidParameter.Named("InvalidInstanceType.Malformed").WithDesc("InvalidParameter")
	errMalformedImage = catalogue.InvalidParameter.Named("InvalidImageId.Malformed").WithDesc("InvalidParameter.MissImageId")
	errMalformedKey   = catalogue.InvalidParameter.Named("InvalidKeyPairId.Malformed").WithDesc("InvalidParameter")
	errMalformedVPC   = catalogue.InvalidParameter.Named("InvalidParameterValue.VpcIdMalformed").WithDesc("InvalidParameter")
	errMalformedNet   = catalogue.InvalidParameter.Named("InvalidParameterValue.SubnetIdMalformed").WithDesc("InvalidParameter")
	errMalformedGroup = catalogue.InvalidParameter.Named("InvalidSgId.Malformed").WithDesc("InvalidParameter")
	errRange          = catalogue.InvalidParameter.Named("InvalidParameterValue.Range").WithDesc("InvalidParameter")
	errUserData       = catalogue.InvalidParameter.Named("InvalidParameterValue.InvalidUserDataFormat").WithDesc("InvalidParameter")
	errHostName       = catalogue.InvalidParameter.Named("InvalidParameterValue.IllegalHostName").WithDesc("InvalidParameter")
	errTags           = catalogue.InvalidParameter.Named("InvalidParameterValue.DuplicateTags").WithDesc("InvalidParameter")
	errBandwidth      = catalogue.InvalidParameter.Named("InvalidParameterValue.Range").WithDesc("InvalidParameter.Bandwidth")

	errNoInstance = catalogue.NotFound.Named("InvalidInstanceId.NotFound").WithDesc("InvalidParameter.ResourceNotFound")
	errNoImage    = catalogue.NotFound.Named("InvalidImageId.NotFound").WithDesc("InvalidParameter.MissImageId")
	errNoSnapshot = catalogue.NotFound.Named("InvalidParameter.SnapshotNotFound").WithDesc("InvalidParameter")
	errNoKey      = catalogue.NotFound.Named("InvalidKeyPairId.NotFound").WithDesc("InvalidParameter.ResourceNotFound")
	errNoProject  = catalogue.NotFound.Named("InvalidProjectId.NotFound").WithDesc("InvalidParameter.ProjectIdNotFound")

	errKeyNameEmpty   = catalogue.InvalidParameter.Named("InvalidKeyPairNameEmpty").WithDesc("InvalidParameter")
	errKeyNameLong    = catalogue.InvalidParameter.Named("InvalidKeyPairNameTooLong").WithDesc("InvalidParameter")
	errKeyNameChar    = catalogue.InvalidParameter.Named("InvalidKeyPairNameIncludeIllegalChar").WithDesc("InvalidParameter")
	errPublicKey      = catalogue.InvalidParameter.Named("InvalidPublicKey.Malformed").WithDesc("InvalidParameter")
	errKeyNameTaken   = catalogue.OperationFailed.Named("InvalidKeyPairName.Duplicate")
	errPublicKeyTaken = catalogue.OperationFailed.Named("InvalidPublicKey.Duplicate")
	errKeyInUse       = catalogue.OperationFailed.Named("InvalidParameterValue.KeyPairNotSupported")
	errKeysFull       = catalogue.LimitExceeded.Named("InvalidKeyPair.LimitExceeded")
	errWindows        = catalogue.OperationFailed.Named("UnsupportedOperation.InstanceOsWindows")

	errTaskRunning  = inTheWay("MutexOperation.TaskRunning")
	errIsolated     = inTheWay("UnsupportedOperation.InstanceStateIsolating")
	errNotCharging  = inTheWay("UnsupportedOperation.StoppedModeStopCharging")
	errImageState   = catalogue.OperationFailed.Named("InvalidParameterValue.InvalidImageState")
	errWindowsKey   = catalogue.OperationFailed.Named("UnsupportedOperation.KeyPairUnsupportedWindows")
	errProtected    = catalogue.OperationFailed.Named("UnsupportedOperation.InstancesProtected")
	errSnapshotSize = catalogue.OperationFailed.Named("FailedOperation.SnapshotSizeLargerThanDataSize")
	errDataDisk     = catalogue.OperationFailed.Named("UnsupportedOperation.InvalidDataDisk")
	errSameType     = catalogue.OperationFailed.Named("UnsupportedOperation.OriginalInstanceTypeInvalid").WithDesc("NotSupport.InstanceConfig")
	errNotPostpaid  = catalogue.OperationFailed.Named("UnsupportedOperation.InstanceChargeType").WithDesc("OperationConstraints.InvaildInstanceStatus")
	errMixed        = catalogue.OperationFailed.Named("UnsupportedOperation.InstanceMixedPricingModel")
	errChargeType   = catalogue.OperationFailed.Named("UnsupportedOperation.InstanceChargeType").WithDesc("NotSupport.NotPrepaidUser")
	errBalancer     = catalogue.OperationFailed.Named("OperationConstraints.InstanceBindWithLoadBalance")
	errNotGuarded   = catalogue.OperationFailed.Named("FailedOperation.SecurityGroupActionFailed")
	errNotVerified  = catalogue.NotVerified.WithDesc("PermissionDenied.UserQualificationAuditFailed")
	errPostpaidFull = catalogue.LimitExceeded.Named("InstancesQuotaLimitExceeded").WithDesc("LimitExceeded.InstanceQuota")
	errPrepaidFull  = catalogue.LimitExceeded.Named("LimitExceeded.PrepayQuota").WithDesc("LimitExceeded.InstanceQuota")

	errNotSold  = catalogue.PurchaseFailed.Named("ResourceInsufficient.SpecifiedInstanceType")
	errNoConfig = catalogue.PurchaseFailed.Named("ResourceInsufficient.SpecifiedInstanceType").WithDesc("NotSupport.InstanceConfig")
	errSoldOut  = catalogue.PurchaseFailed.Named("ResourcesSoldOut.SpecifiedInstanceType")
	errZoneShut = catalogue.PurchaseFailed.Named("ResourceInsufficient.AvailabilityZoneSoldOut")
	errTooFew   = catalogue.PurchaseFailed.Named("ResourceInsufficient.InsufficientOfferingMinimum")
	errDiskSold = catalogue.PurchaseFailed.Named("ResourceInsufficient.CloudDiskSoldOut")
	errBalance  = catalogue.InsufficientBalance.WithDesc("OperationConstraints.AccountBalanceNotEnough")
)

// guarding are securitygroup's refusals of what may not guard an instance; a test holds them to securitygroup.
var guarding = []*catalogue.Condition{
	catalogue.NotFound.Named("InvalidSecurityGroupId.NotFound"),
	catalogue.LimitExceeded.Named("LimitExceeded.AssociateUSGLimitExceeded"),
	catalogue.LimitExceeded.Named("LimitExceeded.CvmsVifsPerSecGroupLimitExceeded"),
}

// joining are vpc's refusals of who may not join a network, for the declarations of purchases; a test holds them to vpc.
var joining = []*catalogue.Condition{
	catalogue.NotFound.Named("InvalidParameterValue.VpcIdNotExist").WithDesc("InnerError.VpcError"),
	catalogue.NotFound.Named("InvalidParameterValue.SubnetNotExist").WithDesc("InnerError.VpcError"),
	catalogue.OperationFailed.Named("InvalidParameterValue.VpcIdSubnetIdNotMatch").WithDesc("InnerError.VpcError"),
	catalogue.OperationFailed.Named("InvalidParameterValue.SubnetIdZoneIdNotMatch").WithDesc("InnerError.VpcError"),
	catalogue.InvalidParameter.Named("VpcAddrNotInSubNet").WithDesc("InvalidParameter.IpNotInCidrRange"),
	catalogue.InvalidParameter.Named("VpcAddrNotInSubNet").WithDesc("InvalidParameter.NotSupportReservedIp"),
	catalogue.InvalidParameter.Named("InvalidParameterValue.InvalidIpFormat").WithDesc("InvalidParameter.InvalidIpFormat"),
	catalogue.OperationFailed.Named("VpcIpIsUsed").WithDesc("InvalidParameter.IpInUse"),
	catalogue.OperationFailed.Named("FailedOperation.NoAvailableIpAddressCountInSubnet").WithDesc("InnerError.VpcError"),
}

// inTheWay is a state that forbids the operation. The older actions have one codeDesc for all, spelt like this.
func inTheWay(name string) *catalogue.Condition {
	return catalogue.OperationFailed.Named(name).WithDesc("OperationConstraints.InvaildInstanceStatus")
}

// errState is the refusal of an operation because of each state.
var errState = map[State]*catalogue.Condition{
	Pending:      inTheWay("UnsupportedOperation.InstanceStatePending"),
	LaunchFailed: inTheWay("UnsupportedOperation.InstanceStateLaunchFailed"),
	Running:      inTheWay("UnsupportedOperation.InstanceStateRunning"),
	Stopped:      inTheWay("UnsupportedOperation.InstanceStateStopped"),
	Starting:     inTheWay("UnsupportedOperation.InstanceStateStarting"),
	Stopping:     inTheWay("UnsupportedOperation.InstanceStateStopping"),
	Rebooting:    inTheWay("UnsupportedOperation.InstanceStateRebooting"),
	Shutdown:     inTheWay("UnsupportedOperation.InstanceStateShutdown"),
	Terminating:  inTheWay("UnsupportedOperation.InstanceStateTerminating"),
	EnterRescue:  inTheWay("UnsupportedOperation.InstanceStateEnterRescueMode"),
	Rescue:       inTheWay("UnsupportedOperation.InstanceStateRescueMode"),
	ExitRescue:   inTheWay("UnsupportedOperation.InstanceStateExitRescueMode"),
}

// refusals are the conditions of naming instances and of making a move, and more.
func refusals(m move, more ...*catalogue.Condition) []*catalogue.Condition {
	out := append([]*catalogue.Condition{errMalformedID, errTooManyIDs, errNoInstance}, more...)
	if m.from == nil {
		return out
	}
	for _, s := range States {
		if (&Instance{State: s}).may(m) != nil {
			out = append(out, errState[s])
		}
	}
	return append(out, errTaskRunning, errIsolated)
}
