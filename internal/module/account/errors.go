package account

import "github.com/paifang/paifang/catalogue"

// The conditions of accounts and projects. The documents name none of their own (facts/api2-modules.md §10), so these
// have the rows' own codeDesc in API 2.0; their names in 3.0 are those of the service tag.
var (
	errNoAccount       = catalogue.NotFound
	errNoProject       = catalogue.NotFound.WithName3("ResourceNotFound.RecordNotFound")
	errProjectName     = catalogue.OperationFailed.WithName3("InvalidParameter.ProjectNameExisted")
	errProjectFull     = catalogue.QuotaExceeded.WithDesc("LimitExceeded").WithName3("FailedOperation.ProjectNumExceed")
	errProjectDisabled = catalogue.OperationFailed.Named("FailedOperation.ProjectDisabled")
)
