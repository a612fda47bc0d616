package account

import (
	"regexp"
	"slices"
	"time"

	"github.com/paifang/paifang/catalogue"
)

// An Identity is as what an account's owner is verified.
type Identity string

// The identities (facts/quotas-billing-lifecycle.md §3).
const (
	Unverified Identity = "none"
	Personal   Identity = "personal"
	Enterprise Identity = "enterprise"
)

// An Account is a main account.
type Account struct {
	Uin, AppID, Name string
	Mail, Phone      string
	Identity         Identity
	// Blocked is why it is blocked, empty when it is not.
	Blocked string
	// Protected are the actions that want an MFA session: "cvm:TerminateInstances", "cvm:*".
	Protected []string
	// Rates are the requests a second that an identity may make: by "cvm:RunInstances", "cvm:*", "*"; and by AllCalls
	// what all of them may make together.
	Rates map[string]int
	// Concurrency is how many of its calls may run at once; 0 for the default.
	Concurrency int
}

// AllCalls is the name of the rate of a whole main account.
const AllCalls = "account"

var (
	number = regexp.MustCompile(`^[1-9][0-9]{0,17}$`)
	scope  = regexp.MustCompile(`^([a-z][a-z0-9]*:([A-Za-z][A-Za-z0-9]*|\*)|\*)$`)
)

// check refuses an account that can't be, with row 4000.
func (a *Account) check() error {
	if !number.MatchString(a.Uin) {
		return catalogue.InvalidValue.Errorf("The uin of an account is %q; a number of at most 18 digits is expected.", a.Uin)
	}
	if !number.MatchString(a.AppID) {
		return catalogue.InvalidValue.Errorf("The appid of account %s is %q; a number of at most 18 digits is expected.", a.Uin, a.AppID)
	}
	if !slices.Contains([]Identity{Unverified, Personal, Enterprise}, a.Identity) {
		return catalogue.InvalidValue.Errorf("The identity of account %s is %q; none, personal or enterprise is expected.", a.Uin, a.Identity)
	}
	if a.Concurrency < 0 {
		return catalogue.InvalidValue.Errorf("The concurrency of account %s is %d; 0 (the default) or more is expected.", a.Uin, a.Concurrency)
	}
	for _, p := range a.Protected {
		if p == "*" || !scope.MatchString(p) {
			return catalogue.InvalidValue.Errorf("The MFA-protected action %q of account %s is not known; service:Action or service:* is expected.", p, a.Uin)
		}
	}
	for what, n := range a.Rates {
		if (what != AllCalls && !scope.MatchString(what)) || n < 1 {
			return catalogue.InvalidValue.Errorf("The rate %q: %d of account %s can't be; service:Action, service:*, * or account, and at least 1 a second are expected.", what, n, a.Uin)
		}
	}
	return nil
}

// A Project is what an account sorts its resources into.
type Project struct {
	Account    string
	ID         int64
	Name, Info string
	// Creator is the uin that made it.
	Creator string
	// Hidden holds while it is stopped: lists leave it out unless asked.
	Hidden    bool
	CreatedAt time.Time
}
