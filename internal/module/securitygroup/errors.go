package securitygroup

import "github.com/paifang/paifang/catalogue"

// The conditions, by the names of API 3.0 (facts/api3-vpc.json).
var (
	errInvalid   = catalogue.InvalidParameter.Named("InvalidParameterValue")
	errMalformed = catalogue.InvalidParameter.Named("InvalidParameterValue.Malformed")
	errTooLong   = catalogue.InvalidParameter.Named("InvalidParameterValue.TooLong")
	errEmpty     = catalogue.InvalidParameter.Named("InvalidParameterValue.Empty")
	errRange     = catalogue.InvalidParameter.Named("InvalidParameterValue.Range")
	errTooMany   = catalogue.InvalidParameter.Named("InvalidParameterValue.LimitExceeded")
	errRepeated  = catalogue.InvalidParameter.Named("InvalidParameterValue.Duplicate")
	errCoexist   = catalogue.InvalidParameter.Named("InvalidParameter.Coexist")
	errFilter    = catalogue.InvalidParameter.Named("InvalidParameter.FilterInvalidKey")

	errNone = catalogue.NotFound.Named("ResourceNotFound")

	errVersion   = catalogue.OperationFailed.Named("UnsupportedOperation.VersionMismatch")
	errDuplicate = catalogue.OperationFailed.Named("UnsupportedOperation.DuplicatePolicy")
	errInUse     = catalogue.OperationFailed.Named("ResourceInUse")
	errDefault   = catalogue.OperationFailed.Named("UnsupportedOperation")
	errNested    = catalogue.OperationFailed.Named("UnsupportedOperation.RemoteRegionSgHasReferencedSg")

	errFull      = catalogue.LimitExceeded.Named("LimitExceeded")
	errRulesFull = catalogue.LimitExceeded.Named("LimitExceeded.SecurityGroupPolicySet")
)

// listing are the conditions of every list.
var listing = []*catalogue.Condition{errMalformed, errRange, errTooMany, errFilter}

// writing are the conditions of writing rules into a group.
var writing = []*catalogue.Condition{
	errInvalid, errMalformed, errTooLong, errEmpty, errRange, errTooMany, errCoexist, errNone, errDuplicate, errFull,
}

func with(all []*catalogue.Condition, more ...*catalogue.Condition) []*catalogue.Condition {
	return append(all[:len(all):len(all)], more...)
}
