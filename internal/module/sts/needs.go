package sts

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/federation"
	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/internal/store"
)

// Keys is what sts asks of the keeper of keys.
type Keys interface {
	// IssueTemporary makes a temporary key for who, until then, with a session policy or without (empty).
	IssueTemporary(ctx context.Context, tx store.Tx, who call.Caller, sessionPolicy string, now, until time.Time) (secretID, secretKey, token string, err error)
	// EachKey hands over an identity's permanent keys by their age; it refuses where there is no such identity.
	EachKey(ctx context.Context, tx store.Tx, account, uin string, do func(secretID string, enabled bool, created time.Time)) error
	// RevokeTemporary ends a temporary key; it refuses where there is none.
	RevokeTemporary(ctx context.Context, tx store.Tx, account, secretID string) error
}

// Roles is what sts asks of the keeper of roles.
type Roles interface {
	// RoleTrust finds a role by its id or else its name: an empty roleID where there is none, a nil trust where its
	// trust policy can't be read.
	RoleTrust(ctx context.Context, tx store.Tx, account, id, name string) (roleID, roleName string, trust *policy.Trust, err error)
	// SessionMost is for how many seconds a session of a role may last at most; 0 where its owner sets no bound.
	SessionMost(ctx context.Context, tx store.Tx, account, roleID string) (int64, error)
}

// Providers is what sts asks of the keeper of identity providers.
type Providers interface {
	// ProviderMetadata is what a SAML provider of an account says of itself; nil where there is none.
	ProviderMetadata(ctx context.Context, tx store.Tx, account, name string) (*federation.Metadata, error)
	// ProviderKeys are those of an account's OpenID Connect provider, with its issuer and its clients; nil where there is none.
	ProviderKeys(ctx context.Context, tx store.Tx, account, name string) (keys *federation.Keys, issuer string, clients []string, err error)
}

// MFA is what sts asks of the keeper of MFA devices.
type MFA interface {
	// CheckMFA tells whether the identity has a device, and whether the code is one of now that was not taken before;
	// it is taken then.
	CheckMFA(ctx context.Context, tx store.Tx, account, uin, code string, now time.Time) (has, ok bool, err error)
}

// Accounts is what sts asks of the main accounts.
type Accounts interface {
	// AppID is the main account's other number.
	AppID(ctx context.Context, tx store.Tx, uin string) (string, error)
	// Blocked is why the main account is blocked; empty where it is not.
	Blocked(ctx context.Context, tx store.Tx, uin string) (string, error)
}
