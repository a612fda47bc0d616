package vpc

import "github.com/paifang/paifang/catalogue"

// The conditions of joining a network, by the names that the caller of RunInstances sees (facts/api3-cvm.json), and
// those of the actions before it (facts/api2-modules.md §2).
var (
	errNoVPC       = catalogue.NotFound.Named("InvalidParameterValue.VpcIdNotExist").WithDesc("InnerError.VpcError")
	errNoSubnet    = catalogue.NotFound.Named("InvalidParameterValue.SubnetNotExist").WithDesc("InnerError.VpcError")
	errOtherVPC    = catalogue.OperationFailed.Named("InvalidParameterValue.VpcIdSubnetIdNotMatch").WithDesc("InnerError.VpcError")
	errOtherZone   = catalogue.OperationFailed.Named("InvalidParameterValue.SubnetIdZoneIdNotMatch").WithDesc("InnerError.VpcError")
	errNotInSubnet = catalogue.InvalidParameter.Named("VpcAddrNotInSubNet").WithDesc("InvalidParameter.IpNotInCidrRange")
	errReserved    = catalogue.InvalidParameter.Named("VpcAddrNotInSubNet").WithDesc("InvalidParameter.NotSupportReservedIp")
	errBadAddress  = catalogue.InvalidParameter.Named("InvalidParameterValue.InvalidIpFormat").WithDesc("InvalidParameter.InvalidIpFormat")
	errInUse       = catalogue.OperationFailed.Named("VpcIpIsUsed").WithDesc("InvalidParameter.IpInUse")
	errExhausted   = catalogue.OperationFailed.Named("FailedOperation.NoAvailableIpAddressCountInSubnet").WithDesc("InnerError.VpcError")
)

// Refusals are the conditions under which a thing may not join a network: for the declarations of the actions that
// have one join.
func Refusals() []*catalogue.Condition {
	return []*catalogue.Condition{
		errNoVPC, errNoSubnet, errOtherVPC, errOtherZone, errNotInSubnet, errReserved, errBadAddress, errInUse, errExhausted,
	}
}

// The conditions of vpc's own actions (facts/api3-vpc.json).
var (
	errNotFound = catalogue.NotFound.Named("ResourceNotFound")
	errHeld     = catalogue.OperationFailed.Named("ResourceInUse")
	errNoneLeft = catalogue.OperationFailed.Named("ResourceInsufficient.Subnet")
	errQuota    = catalogue.QuotaExceeded.Named("LimitExceeded")

	errValue          = catalogue.InvalidParameter.Named("InvalidParameterValue")
	errMalformed      = catalogue.InvalidParameter.Named("InvalidParameterValue.Malformed")
	errTooLong        = catalogue.InvalidParameter.Named("InvalidParameterValue.TooLong")
	errTooMany        = catalogue.InvalidParameter.Named("InvalidParameterValue.LimitExceeded")
	errRange          = catalogue.InvalidParameter.Named("InvalidParameterValue.Range")
	errOwnReserved    = catalogue.InvalidParameter.Named("InvalidParameterValue.Reserved")
	errTwice          = catalogue.InvalidParameter.Named("InvalidParameterValue.Duplicate")
	errMismatch       = catalogue.InvalidParameter.Named("InvalidParameterValue.ParameterMismatch")
	errSubnetOutside  = catalogue.InvalidParameter.Named("InvalidParameterValue.SubnetRange")
	errSubnetConflict = catalogue.InvalidParameter.Named("InvalidParameterValue.SubnetConflict")
	errVPCConflict    = catalogue.InvalidParameter.Named("InvalidParameterValue.VpcCidrConflict")
	errTogether       = catalogue.InvalidParameter.Named("InvalidParameter.Coexist")
	errFilterAlone    = catalogue.InvalidParameter.Named("InvalidParameter.FilterMissParameter")
	errOverRoute      = catalogue.InvalidParameter.Named("InvalidParameterValue.VpcCidrOverlapRoute")
	errNextHop        = catalogue.InvalidParameter.Named("InvalidParameterValue.RouteNextHopInvalid")

	errUnsupported  = catalogue.OperationFailed.Named("UnsupportedOperation")
	errECMP         = catalogue.OperationFailed.Named("UnsupportedOperation.Ecmp")
	errSystemRoute  = catalogue.OperationFailed.Named("UnsupportedOperation.SystemRoute")
	errDefaultTable = catalogue.OperationFailed.Named("UnsupportedOperation.DelDefaultRoute")
	errTableUsed    = catalogue.OperationFailed.Named("UnsupportedOperation.DelRouteWithSubnet")
	errOtherNetwork = catalogue.OperationFailed.Named("UnsupportedOperation.VpcMismatch")
)
