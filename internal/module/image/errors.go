package image

import "github.com/paifang/paifang/catalogue"

// The conditions of images (facts/api2-modules.md §4, facts/api3-cvm.json).
var (
	errNoImage       = catalogue.NotFound.Named("InvalidImageId.NotFound")
	errMalformed     = catalogue.InvalidParameter.Named("InvalidImageId.Malformed")
	errState         = catalogue.OperationFailed.Named("InvalidImageId.IncorrectState")
	errInUse         = catalogue.OperationFailed.Named("InvalidImageId.InShared")
	errDuplicate     = catalogue.OperationFailed.Named("InvalidImageName.Duplicate")
	errQuota         = catalogue.QuotaExceeded.Named("ImageQuotaLimitExceeded")
	errShareQuota    = catalogue.QuotaExceeded.Named("OverQuota")
	errBusy          = catalogue.OperationFailed.Named("MutexOperation.TaskRunning")
	errPublic        = catalogue.OperationFailed.Named("UnauthorizedOperation.ImageNotBelongToAccount")
	errShared        = catalogue.OperationFailed.Named("UnsupportedOperation.SharedImageModifyUnsupported")
	errTooLong       = catalogue.InvalidParameter.Named("InvalidParameterValue.TooLarge")
	errTogether      = catalogue.InvalidParameter.Named("InvalidParameter.InvalidParameterCoexistImageIdsFilters")
	errFilter        = catalogue.InvalidParameter.Named("InvalidFilter")
	errNoInstance    = catalogue.NotFound.Named("InvalidInstanceId.NotFound")
	errInstanceState = catalogue.OperationFailed.Named("InvalidInstance.NotSupported")
	errNoAccount     = catalogue.NotFound.Named("InvalidAccountId.NotFound")
	errYourself      = catalogue.InvalidParameter.Named("InvalidAccountIs.YourSelf")
	errNoRegion      = catalogue.InvalidParameter.Named("InvalidRegion.NotFound")
	errSameRegion    = catalogue.InvalidParameter.Named("InvalidRegion.Unavailable")
	errNotShared     = catalogue.OperationFailed.Named("FailedOperation.AccountNotExist")
	errAlreadyShared = catalogue.OperationFailed.Named("FailedOperation.AccountAlreadyExists")
)
