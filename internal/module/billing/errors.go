package billing

import "github.com/paifang/paifang/catalogue"

// The conditions that billing refuses with.
var (
	errBalance = catalogue.InsufficientBalance
)
