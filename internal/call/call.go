// Package call is one request after its dialect has read it: who asks, for what, when. It knows no HTTP; what the door
// finds out is written down here, and the action reads it.
package call

import (
	"net/netip"
	"time"

	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/sign"
)

// A Dialect is the way in which a request was written down.
type Dialect uint8

// The dialects. API2Versioned is API 2.0's request with Version=2017-03-12 and so API 3.0's shape of answer.
const (
	API2 Dialect = iota
	API2Versioned
	API3
)

// String names the dialect as the journal and the docs do.
func (d Dialect) String() string {
	return [...]string{"2.0", "2.0 with Version", "3.0"}[d]
}

// A Call is one request.
type Call struct {
	RequestID string
	Dialect   Dialect
	// Received is the wall time of its arrival, Now the cloud time.
	Received, Now time.Time
	Remote        netip.Addr
	// PlainHTTP holds when it came without TLS.
	PlainHTTP bool
	// Method is GET or POST; Host as the caller sent it.
	Method, Host string

	// Domain is the label of the host that names a module: cvm, image, lb.
	Domain          string
	Action, Version string
	// Region is the long name (ap-guangzhou) of what the caller named, the cloud's own region where it named none.
	Region string
	// Language is that of messages, as the caller asked for it: zh-CN or en-US; empty where it did not.
	Language string
	// Client is what the caller's SDK calls itself.
	Client string

	SecretID, Token string
	// Unsigned holds where the caller said that nobody signed, as the few actions want it that take an identity provider's
	// word in place of a key's: there is no SecretID, no Proof and no Caller then.
	Unsigned bool
	// Timestamp is the number as sent, SentAt what it means.
	Timestamp int64
	SentAt    time.Time
	// Nonce is used once; HasNonce is false where the dialect has none.
	Nonce    uint64
	HasNonce bool
	// NonceClaimed holds once the door has claimed it; a change then writes it down with its effect.
	NonceClaimed bool
	// Proof is what the caller signed.
	Proof Proof
	// Unreadable is why the dialect could not read the request, or its common parameters; nil when it could.
	Unreadable error

	// Params is what is left of the parameters for the action.
	Params *param.Value

	// Caller is who signed, known once the signature holds.
	Caller Caller
	// Input is the action's request, decoded and validated by the door: a pointer to the action's request type.
	Input any
	// MaySee tells for an id-less list whether the caller may see a resource, of which conditions may ask what is
	// said about it; nil means everything. Ask by Sees.
	MaySee func(r Resource, about map[string][]string) bool

	// Cost is what the call charged or froze, by what for.
	Cost []Cost
}

// A Proof is the signature of a request with what it was made over.
type Proof interface {
	// Verify tells whether key made the signature, and in which reading of the request.
	Verify(key *sign.Key) (reading string, ok bool)
	// StringToSign is what the server would have signed; there is no secret in it.
	StringToSign() string
}

// Sees tells whether an id-less list shows the resource to the caller.
func (c *Call) Sees(r Resource, about map[string][]string) bool {
	return c.MaySee == nil || c.MaySee(r, about)
}

// A Cost is an amount that a call charged, froze or gave back (then it is negative).
type Cost struct {
	What   string
	Amount money.Amount
}

// Spent writes a cost down for the journal.
func (c *Call) Spent(what string, amount money.Amount) {
	c.Cost = append(c.Cost, Cost{what, amount})
}

// A Kind is the kind of identity that called.
type Kind uint8

// The kinds of callers.
const (
	Root       Kind = iota // the main account itself
	SubAccount             // a user under it
	Role                   // a session of a role
	Federated              // a session of GetFederationToken
)

// String names the kind.
func (k Kind) String() string {
	return [...]string{"root", "sub-account", "role", "federated"}[k]
}

// A Caller is the identity behind a key.
type Caller struct {
	Kind Kind
	// Account is the uin of the main account, which owns and pays.
	Account string
	// Uin is the identity's own; the main account's for root, and that of the user who asked for a session.
	Uin string
	// AppID is the main account's other number.
	AppID string
	// Name is the sub-account's, role's or session's name.
	Name string
	// RoleID and Session name a role session; Session alone a federated one.
	RoleID, Session string
	// MFA holds for a session that was got with an MFA code.
	MFA bool
	// Temporary holds for a key with a token.
	Temporary bool
}

// Identity names who is calling, uniquely among all callers: rates and policies are counted by it.
func (c Caller) Identity() string {
	switch c.Kind {
	case Role:
		return "role/" + c.Account + "/" + c.RoleID
	default:
		return "uin/" + c.Uin
	}
}

// A Resource is what CAM decides about: type and id of one thing of a service, or of all of them (id "*").
type Resource struct {
	Service, Type, ID string
	// Regionless holds for what is in no region (cam).
	Regionless bool
	// Account owns it where that is not the caller's main account: a role of another one.
	Account string
}

// QCS is the resource in six segments, for a call to that region and account.
func (r Resource) QCS(region, account string) string {
	if r.Regionless {
		region = ""
	}
	if r.Account != "" {
		account = r.Account
	}
	name := r.Type + "/" + r.ID
	if r.Type == "" {
		name = r.ID
	}
	return "qcs::" + r.Service + ":" + region + ":uin/" + account + ":" + name
}
