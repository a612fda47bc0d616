package cam

import (
	"regexp"
	"time"
)

// A User is a sub-account. It has no password: nobody logs in to a console here.
type User struct {
	Account string
	// Uin and UID are its two numbers; each is one sub-account's only.
	Uin, UID string
	Name     string
	Remark   string
	// ConsoleLogin is 1 for one that was meant to use the console.
	ConsoleLogin              int64
	Phone, CountryCode, Email string
	// Boundary is the policy that bounds what it may do, 0 for none.
	Boundary  int64
	CreatedAt time.Time
}

// A Group is users that share policies.
type Group struct {
	Account      string
	ID           int64
	Name, Remark string
	CreatedAt    time.Time
}

// A Role is what others may become for a while, if its trust policy trusts them.
type Role struct {
	Account         string
	ID, Name        string
	Description     string
	Trust           string // as it was given
	Boundary        int64  // the policy that bounds what it may do, 0 for none
	AddedAt, Edited time.Time
	// ConsoleLogin is 1 for one that was meant to use the console.
	ConsoleLogin int64
	// SessionSeconds is for how long a session may last at most, 0 for no bound of its own.
	SessionSeconds int64
}

var (
	// userName bounds a user's name; the documents print no rule, this is that of policies' names.
	userName = regexp.MustCompile(`^[A-Za-z0-9+=,.@_-]{1,128}$`)
	// policyName is also that of roles (facts/cam-sts.md §1).
	policyName = regexp.MustCompile(`^[A-Za-z0-9+=,.@_-]{1,128}$`)
	uinForm    = regexp.MustCompile(`^[1-9][0-9]{0,17}$`)
	number19   = regexp.MustCompile(`^[1-9][0-9]{0,18}$`)
)

// maxDescription is in bytes (facts/cam-sts.md §1).
const maxDescription = 300
