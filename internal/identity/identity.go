// Package identity is what must be known of who calls: a key with who is behind it, what that identity may do, and how
// its main account stands. Modules load these from their stores; the Directory here keeps them in memory, since they
// are asked for by every request, and forgets them all as soon as one of them changes.
package identity

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/sign"
)

// A Key is a SecretId with what its owner signs by.
type Key struct {
	SecretID string
	Signing  *sign.Key
	// Enabled is false for a key that was disabled; a deleted one is not there at all, but for temporary ones, whose
	// rows are kept so that they are answered 4105 and not 4104.
	Enabled bool
	Caller  call.Caller

	// The rest is a temporary key's.
	Temporary bool
	// TokenHash is the SHA-256 of its token.
	TokenHash [32]byte
	Expires   time.Time // cloud time
	Revoked   bool
	// Session is the policy that the session was given, nil for none.
	Session *policy.Attached
}

// An Account is how a main account stands.
type Account struct {
	Uin, AppID, Name string
	// Blocked is why it is blocked, empty when it is not.
	Blocked string
	// Protected are the actions that want an MFA session: "cvm:TerminateInstances", "cvm:*".
	Protected []string
	// Rates are the requests a second that an identity may make of an action where the world or an operator set
	// another figure than the default: by "cvm:RunInstances", "cvm:*", "*".
	Rates map[string]int
	// Concurrency is how many of its calls may run at once; 0 for the default.
	Concurrency int
}

// Keys loads keys. A key that is not there is nil and no error.
type Keys interface {
	Key(ctx context.Context, secretID string) (*Key, error)
}

// Rights loads the policies of a caller: its own, those of its groups or its role, and its boundary.
type Rights interface {
	Rights(ctx context.Context, c call.Caller) (policy.Set, error)
}

// Accounts loads main accounts. One that is not there is nil and no error.
type Accounts interface {
	Account(ctx context.Context, uin string) (*Account, error)
}

// A Directory answers from memory what its loaders load. It is safe for concurrent use.
type Directory struct {
	keys     Keys
	rights   Rights
	accounts Accounts

	generation atomic.Uint64
	known      sync.Map // of lookup to entry
}

type lookup struct{ kind, name string }

type entry struct {
	generation uint64
	value      any
}

// NewDirectory is a directory over those loaders.
func NewDirectory(k Keys, r Rights, a Accounts) *Directory {
	return &Directory{keys: k, rights: r, accounts: a}
}

// Forget drops everything: what is asked for from now on is what the stores say from now on. It is called after every
// commit that changed a key, a policy, an attachment or an account.
func (d *Directory) Forget() {
	d.generation.Add(1)
	d.known.Clear()
}

// remember answers from memory, or loads. What was read before a change is not kept beyond it: the generation is read
// before the store is.
func remember[T any](d *Directory, l lookup, keepNil bool, load func() (*T, error)) (*T, error) {
	now := d.generation.Load()
	if e, ok := d.known.Load(l); ok && e.(entry).generation == now {
		return e.(entry).value.(*T), nil
	}
	v, err := load()
	if err != nil {
		return nil, err
	}
	if v != nil || keepNil {
		d.known.Store(l, entry{now, v})
	}
	return v, nil
}

// Key is the key of that SecretId, nil when there is none. Strangers' SecretIds are not kept: they would fill the
// memory.
func (d *Directory) Key(ctx context.Context, secretID string) (*Key, error) {
	return remember(d, lookup{"key", secretID}, false, func() (*Key, error) { return d.keys.Key(ctx, secretID) })
}

// Rights are the policies of a caller, with the session policy of its key.
func (d *Directory) Rights(ctx context.Context, k *Key) (policy.Set, error) {
	set, err := remember(d, lookup{"rights", k.Caller.Identity()}, false, func() (*policy.Set, error) {
		set, err := d.rights.Rights(ctx, k.Caller)
		return &set, err
	})
	if err != nil {
		return policy.Set{}, err
	}
	out := *set
	out.Session = k.Session
	return out, nil
}

// Account is the main account, nil when there is none.
func (d *Directory) Account(ctx context.Context, uin string) (*Account, error) {
	return remember(d, lookup{"account", uin}, false, func() (*Account, error) { return d.accounts.Account(ctx, uin) })
}
