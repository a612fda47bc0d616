package billing

import "github.com/paifang/paifang/catalogue"

// The conditions that billing refuses with. The documents of API 2.0 name none of their own; the names in 3.0 are those of
// facts/quotas-billing-lifecycle.md §4.
var (
	errBalance   = catalogue.InsufficientBalance
	errNoDeal    = catalogue.NotFound
	errPaid      = catalogue.OperationFailed.WithName3("FailedOperation.InvalidDeal")
	errNoVoucher = catalogue.InvalidParameter
	errNoBill    = catalogue.NotFound
	errForeign   = catalogue.NotFound
	errProduct   = catalogue.OperationFailed
)
