package lb

import "github.com/paifang/paifang/catalogue"

// The conditions of load balancers. Names and numbers are those of facts/api2-modules.md §7, where it has one; the rest
// are ours.
var (
	errNoBalancer   = catalogue.NotFound.WithDesc("InvalidParameter.CCDBLBNotExist").Numbered(11041)
	errNoListener   = catalogue.NotFound.WithDesc("InvalidParameter.ListenerNotExist")
	errNoRule       = catalogue.NotFound.WithDesc("InvalidParameter.LocationNotExist")
	errNoServer     = catalogue.NotFound.WithDesc("InvalidParameter.InstanceNotExist")
	errNoNetwork    = catalogue.NotFound.WithDesc("InvalidVpc.NotFound")
	errNoSubnet     = catalogue.NotFound.WithDesc("InvalidSubnet.NotFound")
	errNoProject    = catalogue.NotFound.WithDesc("InvalidParameter.ProjectIdNotFound")
	errNoTask       = catalogue.NotFound.WithDesc("InvalidParameter.TaskNotExist")
	errStatus       = catalogue.OperationFailed.WithDesc("IncorrectStatus.LBWrongStatus").Numbered(12003)
	errBusy         = catalogue.OperationFailed.WithDesc("OperationDenied.TaskRunning")
	errIsolated     = catalogue.OperationFailed.WithDesc("OperationDenied.LBIsolated")
	errKind         = catalogue.OperationFailed.WithDesc("OperationDenied.LBTypeMismatch")
	errProtocol     = catalogue.OperationFailed.WithDesc("OperationDenied.ProtocolMismatch")
	errPortTaken    = catalogue.OperationFailed.WithDesc("OperationDenied.PortInUse")
	errRuleTaken    = catalogue.OperationFailed.WithDesc("OperationDenied.LocationInUse")
	errDomainTaken  = catalogue.OperationFailed.WithDesc("OperationDenied.DomainInUse")
	errBound        = catalogue.OperationFailed.WithDesc("OperationDenied.InstanceBound")
	errNotBound     = catalogue.OperationFailed.WithDesc("OperationDenied.InstanceNotBound")
	errOtherNetwork = catalogue.OperationFailed.WithDesc("OperationDenied.InstanceInOtherNetwork")
	errNotVerified  = catalogue.NotVerified
	errQuota        = catalogue.QuotaExceeded.WithDesc("LimitExceeded")
	errNoAddress    = catalogue.PurchaseFailed
)
