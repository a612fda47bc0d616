package account

import "github.com/paifang/paifang/catalogue"

// The conditions of accounts and projects. The documents name none of their own (facts/api2-modules.md §10), so these
// have the rows' own codeDesc.
var (
	errNoAccount   = catalogue.NotFound
	errNoProject   = catalogue.NotFound
	errProjectName = catalogue.OperationFailed
	errProjectFull = catalogue.QuotaExceeded.WithDesc("LimitExceeded")
)
