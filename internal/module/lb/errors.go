package lb

import "github.com/paifang/paifang/catalogue"

// The conditions of load balancers, in both dialects. Names and numbers of API 2.0 are those of facts/api2-modules.md §7,
// where it has one, the rest are ours; names of API 3.0 are those that its actions list (facts/api3-clb.json).
// FailedOperation.ResourceInOperating has clients come again.
var (
	errNoBalancer    = named(catalogue.NotFound, "InvalidParameter.CCDBLBNotExist", "InvalidParameter.LBIdNotFound").Numbered(11041)
	errNoListener    = named(catalogue.NotFound, "InvalidParameter.ListenerNotExist", "InvalidParameter.ListenerIdNotFound")
	errNoRule        = named(catalogue.NotFound, "InvalidParameter.LocationNotExist", "InvalidParameter.LocationNotFound")
	errNoServer      = named(catalogue.NotFound, "InvalidParameter.InstanceNotExist", "InvalidParameterValue")
	errNoCertificate = named(catalogue.NotFound, "InvalidParameter.CertNotExist", "InvalidParameterValue")
	errNoNetwork     = named(catalogue.NotFound, "InvalidVpc.NotFound", "InvalidParameterValue")
	errNoSubnet      = named(catalogue.NotFound, "InvalidSubnet.NotFound", "InvalidParameterValue")
	errNoProject     = named(catalogue.NotFound, "InvalidParameter.ProjectIdNotFound", "InvalidParameterValue")
	errNoTask        = named(catalogue.NotFound, "InvalidParameter.TaskNotExist", "InvalidParameter")
	errStatus        = named(catalogue.OperationFailed, "IncorrectStatus.LBWrongStatus", "FailedOperation.ResourceInOperating").Numbered(12003)
	errBusy          = named(catalogue.OperationFailed, "OperationDenied.TaskRunning", "FailedOperation.ResourceInOperating")
	errIsolated      = named(catalogue.OperationFailed, "OperationDenied.LBIsolated", "FailedOperation.InvalidLBStatus")
	errKind          = named(catalogue.OperationFailed, "OperationDenied.LBTypeMismatch", "FailedOperation")
	errProtocol      = named(catalogue.OperationFailed, "OperationDenied.ProtocolMismatch", "InvalidParameter.ProtocolCheckFailed")
	errPortTaken     = named(catalogue.OperationFailed, "OperationDenied.PortInUse", "InvalidParameter.PortCheckFailed")
	errRuleTaken     = named(catalogue.OperationFailed, "OperationDenied.LocationInUse", "InvalidParameterValue.Duplicate")
	errDomainTaken   = named(catalogue.OperationFailed, "OperationDenied.DomainInUse", "InvalidParameterValue.Duplicate")
	errBound         = named(catalogue.OperationFailed, "OperationDenied.InstanceBound", "InvalidParameterValue.Duplicate")
	errNotBound      = named(catalogue.OperationFailed, "OperationDenied.InstanceNotBound", "InvalidParameterValue")
	errOtherNetwork  = named(catalogue.OperationFailed, "OperationDenied.InstanceInOtherNetwork", "InvalidParameterValue")
	errNotVerified   = catalogue.NotVerified
	errQuota         = named(catalogue.QuotaExceeded, "LimitExceeded", "LimitExceeded")
	errNoAddress     = catalogue.PurchaseFailed
)

// These are met in API 3.0 alone.
var (
	errProtected   = catalogue.OperationFailed.Named("FailedOperation")
	errTargetType  = catalogue.OperationFailed.Named("FailedOperation")
	errUnsupported = catalogue.OperationFailed.Named("UnsupportedOperation")
	errFilter      = catalogue.InvalidValue.Named("InvalidParameterValue.InvalidFilter")
	errFormat      = catalogue.InvalidValue.Named("InvalidParameter.FormatError")
	errToken       = catalogue.InvalidParameter.Named("InvalidParameter")
	errRewritten   = catalogue.OperationFailed.Named("InvalidParameter.RewriteAlreadyExist")
	errNoRewrite   = catalogue.NotFound.Named("InvalidParameter.SomeRewriteNotFound")
	errNoGroup     = catalogue.NotFound.Named("InvalidParameterValue")
	errGroupInUse  = catalogue.OperationFailed.Named("FailedOperation")
)

func named(row *catalogue.Condition, desc2, name3 string) *catalogue.Condition {
	return row.Named(name3).WithDesc(desc2)
}
