package sts

import "github.com/paifang/paifang/catalogue"

// The conditions of sts; names are those of facts/cam-sts.md §4, with the row that says what is the matter.
var (
	// A wrong code, one that was taken before, and no device at all are not told apart. 2.0 writes (60006).
	errMFA = catalogue.MFAFailed.WithName3("FailedOperation.CheckMFAError").Numbered(60006)
	// A device of another kind than a soft token.
	errMFAType = catalogue.InvalidParameter.Named("FailedOperation.MFATypeNotSupported")
	// Row 5100: the key is there and may do much, but being temporary forbids it this.
	errTemporary = catalogue.OperationFailed.Named("FailedOperation.TempKeyNotAllowed")
	// A role that is not there, and one of an account that is not.
	errNoRole   = catalogue.NotFound.Named("ResourceNotFound.RoleNotFound")
	errRoleArn  = catalogue.InvalidParameter.Named("InvalidParameter.ParamError").WithDesc("InvalidParameter.InvalidRoleArn")
	errParam    = catalogue.InvalidParameter.Named("InvalidParameter.ParamError").WithDesc("InvalidParameter")
	errDuration = catalogue.InvalidParameter.Named("InvalidParameter.OverTimeError").WithDesc("SetTimeOutOfTime")
	errPolicy   = catalogue.InvalidParameter.Named("InvalidParameter.StrategyInvalid").WithDesc("StrategyInvalid")
	errFormat   = catalogue.InvalidParameter.Named("InvalidParameter.StrategyFormatError").WithDesc("StrategyInvalid")
	errTooLong  = catalogue.InvalidParameter.Named("InvalidParameter.PolicyTooLong").WithDesc("StrategyInvalid")
	errResource = catalogue.InvalidParameter.Named("InvalidParameter.ResouceError").WithDesc("StrategyResourceInvalid")
	// The role does not trust the caller; what the caller may do is the door's to say.
	errUntrusted = catalogue.UnauthorizedOperation
	// An identity provider does not vouch for who calls, or not with this role. That there is no such provider is told
	// apart where the call is signed, in API 2.0.
	errAssertion   = catalogue.InvalidParameter.Named("InvalidParameter.ParamError").WithDesc("InvalidParameter.SAMLResponse")
	errNoProvider  = catalogue.NotFound.WithDesc("InvalidParameter.ProviderNotExist")
	errWebIdentity = catalogue.InvalidParameter.Named("InvalidParameter.WebIdentityTokenError")
	errNoGuest     = catalogue.UnauthorizedOperation.Named("UnauthorizedOperation")
	errBlocked     = catalogue.Forbidden
	// The role's trust policy can't be read or evaluated.
	errUndecidable = catalogue.CAMFailed
)

// policyErrors are the conditions of a session policy.
var policyErrors = []*catalogue.Condition{errPolicy, errFormat, errTooLong, errResource}
