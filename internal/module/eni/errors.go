package eni

import "github.com/paifang/paifang/catalogue"

// The conditions of interfaces and high-availability addresses (facts/api3-vpc.json).
var (
	errNotFound   = catalogue.NotFound.Named("ResourceNotFound")
	errNoInstance = catalogue.NotFound.Named("InvalidInstanceId.NotFound")
	errMalformed  = catalogue.InvalidParameter.Named("InvalidParameterValue.Malformed")
	errTooLong    = catalogue.InvalidParameter.Named("InvalidParameterValue.TooLong")
	errTooMany    = catalogue.InvalidParameter.Named("InvalidParameterValue.LimitExceeded")
	errTogether   = catalogue.InvalidParameter.Named("InvalidParameter.Coexist")
	errValue      = catalogue.InvalidParameter.Named("InvalidParameterValue")
	errTwice      = catalogue.InvalidParameter.Named("InvalidParameterValue.DuplicatePara")
	errRepeated   = catalogue.InvalidParameter.Named("InvalidParameterValue.Duplicate")
	errMismatch   = catalogue.InvalidParameter.Named("InvalidParameterValue.ParameterMismatch")
	errQuota      = catalogue.QuotaExceeded.Named("LimitExceeded")
	errInterfaces = catalogue.QuotaExceeded.Named("LimitExceeded.NetworkInterfaceLimitExceeded")
	errInUse      = catalogue.OperationFailed.Named("ResourceInUse")
	errOperation  = catalogue.OperationFailed.Named("UnsupportedOperation")
	errState      = catalogue.OperationFailed.Named("UnsupportedOperation.InvalidState")
	errAttached   = catalogue.OperationFailed.Named("UnsupportedOperation.AttachmentAlreadyExists")
	errDetached   = catalogue.OperationFailed.Named("UnsupportedOperation.AttachmentNotFound")
	errOtherVPC   = catalogue.OperationFailed.Named("UnsupportedOperation.VpcMismatch")
	errOtherZone  = catalogue.OperationFailed.Named("UnsupportedOperation.ZoneMismatch")
	errPrimary    = catalogue.OperationFailed.Named("UnsupportedOperation.PrimaryIp")
	errThere      = catalogue.OperationFailed.Named("InvalidParameterValue.DuplicatedHaVipAssociations")
	errBindEIP    = catalogue.OperationFailed.Named("UnsupportedOperation.BindEIP")
	errUnbindEIP  = catalogue.OperationFailed.Named("UnsupportedOperation.UnbindEIP")
)
