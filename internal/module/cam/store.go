package cam

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// Store keeps identities and their rights. Whatever is asked for with an account is that account's only. One that is
// absent is nil and no error. An Add… returns false, and keeps what it has, where an id or a name is taken; a Remove…
// and a Set… tell whether there was one.
type Store interface {
	Users
	Groups
	Policies
	Roles
	Keys
	Providers
}

// Providers keeps identity providers.
type Providers interface {
	// PutProvider keeps a provider, in place of the account's one of that kind and name.
	PutProvider(ctx context.Context, tx store.Tx, p *IdentityProvider) error
	Provider(ctx context.Context, tx store.Tx, account string, kind ProviderKind, name string) (*IdentityProvider, error)
	// Providers lists an account's providers of a kind: the latest first, then by name.
	Providers(ctx context.Context, tx store.Tx, account string, kind ProviderKind) ([]*IdentityProvider, error)
	// RemoveProvider drops a provider; it need not be there.
	RemoveProvider(ctx context.Context, tx store.Tx, p *IdentityProvider) error
}

// Users keeps sub-accounts.
type Users interface {
	// AddUser: the uin and the uid are unique over all accounts, the name within its own.
	AddUser(ctx context.Context, tx store.Tx, u User) (bool, error)
	// SetUser sets all but the account and the numbers.
	SetUser(ctx context.Context, tx store.Tx, u User) (bool, error)
	User(ctx context.Context, tx store.Tx, account, uin string) (*User, error)
	UserByName(ctx context.Context, tx store.Tx, account, name string) (*User, error)
	UserByUID(ctx context.Context, tx store.Tx, account, uid string) (*User, error)
	// Users lists by uin.
	Users(ctx context.Context, tx store.Tx, account string) ([]User, error)
	// RemoveUser also drops its memberships.
	RemoveUser(ctx context.Context, tx store.Tx, account, uin string) (bool, error)
}

// Groups keeps groups and who is in them.
type Groups interface {
	// AddGroup: the id is unique over all accounts, the name within its own.
	AddGroup(ctx context.Context, tx store.Tx, g Group) (bool, error)
	// SetGroup sets name and remark.
	SetGroup(ctx context.Context, tx store.Tx, g Group) (bool, error)
	Group(ctx context.Context, tx store.Tx, account string, id int64) (*Group, error)
	// Groups lists by id.
	Groups(ctx context.Context, tx store.Tx, account string) ([]Group, error)
	// RemoveGroup also drops its memberships.
	RemoveGroup(ctx context.Context, tx store.Tx, account string, id int64) (bool, error)
	// AddMember puts a user into a group; one that is in it stays.
	AddMember(ctx context.Context, tx store.Tx, group int64, uin string) error
	RemoveMember(ctx context.Context, tx store.Tx, group int64, uin string) (bool, error)
	// Members lists a group's users by uin.
	Members(ctx context.Context, tx store.Tx, group int64) ([]User, error)
	// GroupsOf lists a user's groups by id.
	GroupsOf(ctx context.Context, tx store.Tx, uin string) ([]Group, error)
}

// Policies keeps the accounts' own policies, and what all policies are attached to.
type Policies interface {
	// AddPolicy: the id is unique over all accounts, the name within its own.
	AddPolicy(ctx context.Context, tx store.Tx, p Policy) (bool, error)
	// SetPolicy sets name, description, document, create mode, versions and Edited.
	SetPolicy(ctx context.Context, tx store.Tx, p Policy) (bool, error)
	Policy(ctx context.Context, tx store.Tx, account string, id int64) (*Policy, error)
	// Policies lists by id.
	Policies(ctx context.Context, tx store.Tx, account string) ([]Policy, error)
	// RemovePolicy also drops its attachments, and boundaries that it is.
	RemovePolicy(ctx context.Context, tx store.Tx, account string, id int64) (bool, error)
	// Attach keeps an attachment; one that is there stays as it is.
	Attach(ctx context.Context, tx store.Tx, a Attachment) error
	Detach(ctx context.Context, tx store.Tx, account string, to Entity, id int64) (bool, error)
	// DetachAll drops all attachments of an entity.
	DetachAll(ctx context.Context, tx store.Tx, account string, to Entity) error
	// AttachedTo lists an entity's attachments by policy.
	AttachedTo(ctx context.Context, tx store.Tx, account string, to Entity) ([]Attachment, error)
	// Holders lists a policy's attachments by kind (users, groups, roles), then id as text.
	Holders(ctx context.Context, tx store.Tx, account string, id int64) ([]Attachment, error)
}

// Roles keeps roles.
type Roles interface {
	// AddRole: the id is unique over all accounts, the name within its own.
	AddRole(ctx context.Context, tx store.Tx, r Role) (bool, error)
	// SetRole sets description, trust policy, boundary, console login, the bound of sessions and Edited.
	SetRole(ctx context.Context, tx store.Tx, r Role) (bool, error)
	Role(ctx context.Context, tx store.Tx, account, id string) (*Role, error)
	RoleByName(ctx context.Context, tx store.Tx, account, name string) (*Role, error)
	// Roles lists by id.
	Roles(ctx context.Context, tx store.Tx, account string) ([]Role, error)
	RemoveRole(ctx context.Context, tx store.Tx, account, id string) (bool, error)
}

// Keys keeps keys, temporary ones too, and MFA devices.
type Keys interface {
	// AddKey: the SecretId is unique over all keys of its sort.
	AddKey(ctx context.Context, tx store.Tx, k Key) (bool, error)
	// SetKey sets Enabled and Description.
	SetKey(ctx context.Context, tx store.Tx, k Key) (bool, error)
	KeyByID(ctx context.Context, tx store.Tx, secretID string) (*Key, error)
	// KeysOf lists an identity's keys by their age, then SecretId.
	KeysOf(ctx context.Context, tx store.Tx, account, uin string) ([]Key, error)
	RemoveKey(ctx context.Context, tx store.Tx, account, secretID string) (bool, error)

	AddSession(ctx context.Context, tx store.Tx, s Session) (bool, error)
	SessionByID(ctx context.Context, tx store.Tx, secretID string) (*Session, error)
	// Sessions lists an account's temporary keys by their age, then SecretId.
	Sessions(ctx context.Context, tx store.Tx, account string) ([]Session, error)
	// Revoke ends one temporary key.
	Revoke(ctx context.Context, tx store.Tx, account, secretID string) (bool, error)
	// RevokeOfUser and RevokeOfRole end the temporary keys that an identity asked for other than by a role, and those
	// of a role's sessions.
	RevokeOfUser(ctx context.Context, tx store.Tx, account, uin string) error
	RevokeOfRole(ctx context.Context, tx store.Tx, account, roleID string) error

	// PutDevice keeps an identity's MFA device in place of the one that it has.
	PutDevice(ctx context.Context, tx store.Tx, d Device) error
	Device(ctx context.Context, tx store.Tx, account, uin string) (*Device, error)
	RemoveDevice(ctx context.Context, tx store.Tx, account, uin string) (bool, error)
	// Advance sets LastStep to a later step; it returns false, and changes nothing, where it is there or beyond.
	Advance(ctx context.Context, tx store.Tx, account, uin string, step int64) (bool, error)
}
