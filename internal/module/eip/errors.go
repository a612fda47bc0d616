package eip

import (
	"errors"

	"github.com/paifang/paifang/catalogue"
)

// The conditions, by the names of API 3.0 (facts/api3-vpc.json).
var (
	errMalformed     = catalogue.InvalidParameter.Named("InvalidParameterValue.AddressIdMalformed")
	errTooMany       = catalogue.InvalidParameter.Named("InvalidParameterValue.LimitExceeded")
	errFilter        = catalogue.InvalidParameter.Named("InvalidParameter.InvalidFilter")
	errFilters       = catalogue.InvalidParameter.Named("LimitExceeded.NumberOfFilters")
	errBandwidth     = catalogue.InvalidParameter.Named("InvalidParameterValue.BandwidthOutOfRange")
	errCombination   = catalogue.InvalidParameter.Named("InvalidParameterValue.Combination")
	errConflict      = catalogue.InvalidParameter.Named("InvalidParameterConflict")
	errRange         = catalogue.InvalidParameter.Named("InvalidParameterValue.Range")
	errTooLong       = catalogue.InvalidParameter.Named("InvalidParameterValue.TooLong")
	errInvalid       = catalogue.InvalidParameter.Named("InvalidParameterValue")
	errInstanceForm  = catalogue.InvalidParameter.Named("InvalidParameterValue.InstanceIdMalformed")
	errPackageForm   = catalogue.InvalidParameter.Named("InvalidParameterValue.BandwidthPackageIdMalformed")
	errResourceForm  = catalogue.InvalidParameter.Named("InvalidParameterValue.ResourceIdMalformed")
	errToken         = catalogue.InvalidParameter.Named("InvalidParameter")
	errPrepaidWanted = catalogue.InvalidParameter.Named("MissingParameter")

	errNoAddress   = catalogue.NotFound.Named("InvalidAddressId.NotFound")
	errUnknown     = catalogue.NotFound.Named("InvalidParameterValue.AddressNotFound")
	errNoInstance  = catalogue.NotFound.Named("InvalidInstanceId.NotFound")
	errNoInterface = catalogue.NotFound.Named("InvalidNetworkInterfaceId.NotFound")
	errNoPackage   = catalogue.NotFound.Named("InvalidParameterValue.BandwidthPackageNotFound")
	errNoResource  = catalogue.NotFound.Named("InvalidParameterValue.ResourceNotFound")
	errNotInside   = catalogue.NotFound.Named("InvalidParameterValue.ResourceNotExisted")
	errNoTask      = catalogue.NotFound.Named("FailedOperation.TaskFailed")
	errNoPlain     = catalogue.NotFound.Named("InvalidParameterValue.AddressIpsNotFound")

	errStatus        = catalogue.OperationFailed.Named("UnsupportedOperation.AddressStatusNotPermit")
	errBusy          = catalogue.OperationFailed.Named("OperationDenied.MutexTaskRunning")
	errArrears       = catalogue.OperationFailed.Named("OperationDenied.AddressInArrears")
	errInstanceState = catalogue.OperationFailed.Named("UnsupportedOperation.InstanceStateNotSupported")
	errBound         = catalogue.OperationFailed.Named("InvalidInstanceId.AlreadyBindEip")
	errBalancerBound = catalogue.OperationFailed.Named("InvalidParameterValue.LBAlreadyBindEip")
	errPublic        = catalogue.OperationFailed.Named("InvalidParameterValue.ResourceNotSupport")
	errPrivateBound  = catalogue.OperationFailed.Named("InvalidPrivateIpAddress.AlreadyBindEip")
	errPrivate       = catalogue.OperationFailed.Named("InvalidParameterValue.PrivateIpAddressNotMatch")
	errUnchanged     = catalogue.OperationFailed.Named("InvalidParameterValue.InternetChargeTypeNotChanged")
	errCharge        = catalogue.OperationFailed.Named("UnsupportedOperation.InvalidAddressInternetChargeType")
	errSmaller       = catalogue.OperationFailed.Named("InvalidParameterValue.BandwidthTooSmall")
	errNoPublic      = catalogue.OperationFailed.Named("InvalidParameterValue.InstanceHasNoWanIP")
	errNotInstance   = catalogue.OperationFailed.Named("InvalidParameterValue.OnlySupportedForMasterNetworkCard")
	errPackageUsed   = catalogue.OperationFailed.Named("InvalidParameterValue.BandwidthPackageInUse")
	errInside        = catalogue.OperationFailed.Named("InvalidParameterValue.ResourceAlreadyExisted")
	errPackageCharge = catalogue.OperationFailed.Named("UnsupportedOperation.InvalidResourceInternetChargeType")
	errPackageType   = catalogue.OperationFailed.Named("InvalidParameterValue.InvalidBandwidthPackageChargeType")

	errNotVerified  = catalogue.NotVerified.Named("UnauthorizedOperation.NoRealNameAuthentication")
	errFull         = catalogue.LimitExceeded.Named("AddressQuotaLimitExceeded")
	errDaily        = catalogue.LimitExceeded.Named("AddressQuotaLimitExceeded.DailyAllocate")
	errPackagesFull = catalogue.LimitExceeded.Named("LimitExceeded.BandwidthPackageQuota")
	errPackageFull  = catalogue.LimitExceeded.Named("LimitExceeded.BandwidthPackageResourceQuota")
	errNoneLeft     = catalogue.PurchaseFailed.Named("ResourceInsufficient")
	errBalance      = catalogue.InsufficientBalance.Named("FailedOperation.BalanceInsufficient")
)

// unpaid spells the till's refusal as these actions do.
func unpaid(err error) error {
	var r *catalogue.Refusal
	if errors.As(err, &r) && errors.Is(err, catalogue.InsufficientBalance) {
		return errBalance.Errorf("%s", r.Message)
	}
	return err
}
