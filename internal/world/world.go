// Package world is the declared starting point of a cloud: a YAML file that says which accounts, keys, policies,
// balances, zones, prices, stock, quotas, rates and faults there are. It decides whether a file is well-formed; bringing
// it about is the cloud's affair.
package world

import (
	"time"

	"github.com/paifang/paifang/internal/money"
)

// A World is a file's content. What a file leaves out holds as in the shipped world.
type World struct {
	// Version is that of this format: 1.
	Version int `yaml:"version"`
	// Region is what a call without a region means.
	Region string `yaml:"region,omitempty"`
	// Language is that of messages: en-US.
	Language string `yaml:"language,omitempty"`
	// Seed makes ids repeatable, for the same calls in the same order; keys and secrets never come from it.
	Seed *uint64 `yaml:"seed,omitempty"`

	Accounts []Account `yaml:"accounts,omitempty"`
	Zones    []Zone    `yaml:"zones,omitempty"`

	// Delays are how long transitions take: {cvm.start: 2s}.
	Delays map[string]Duration `yaml:"delays,omitempty"`
	// Maintenance names what is closed.
	Maintenance []Scope     `yaml:"maintenance,omitempty"`
	AllowLists  []AllowList `yaml:"allow_lists,omitempty"`
	// PlainHTTP names the modules that may be called without TLS.
	PlainHTTP []string `yaml:"plain_http,omitempty"`
	// Checks are the checks of the door that are switched off, {ReplayedNonce: off}; and {Nonces: strict}.
	Checks map[string]string `yaml:"checks,omitempty"`
	// Skew shifts what the door takes for wall time.
	Skew Duration `yaml:"skew,omitempty"`

	Resources Resources `yaml:"resources,omitempty"`
	Faults    []Fault   `yaml:"faults,omitempty"`
}

// An Account is a main account.
type Account struct {
	Uin   string `yaml:"uin"`
	AppID string `yaml:"app_id,omitempty"`
	Name  string `yaml:"name,omitempty"`
	// Balance is its cash in yuan.
	Balance Yuan `yaml:"balance,omitempty"`
	// Vouchers are those that it has.
	Vouchers []Voucher `yaml:"vouchers,omitempty"`
	// Identity is none, personal or enterprise; enterprise when left out.
	Identity string `yaml:"identity,omitempty"`
	// Blocked is why it is blocked.
	Blocked string `yaml:"blocked,omitempty"`
	Keys    []Key  `yaml:"keys,omitempty"`
	MFA     MFA    `yaml:"mfa,omitempty"`

	Policies    []Policy     `yaml:"policies,omitempty"`
	Groups      []Group      `yaml:"groups,omitempty"`
	Roles       []Role       `yaml:"roles,omitempty"`
	SubAccounts []SubAccount `yaml:"sub_accounts,omitempty"`
	// IdentityProviders vouch for guests, who take on the roles that trust them.
	IdentityProviders []IdentityProvider `yaml:"identity_providers,omitempty"`

	// Quotas are resource quotas by their names: {cvm.postpaid_per_zone: 30}.
	Quotas map[string]int64 `yaml:"quotas,omitempty"`
	// Rates are requests a second: {"cvm:RunInstances": 1, "*": 1000, account: 5000}.
	Rates map[string]int `yaml:"rates,omitempty"`
	// Concurrency is how many calls of it may run at once.
	Concurrency int `yaml:"concurrency,omitempty"`
}

// A Voucher pays orders that are paid in advance.
type Voucher struct {
	// Value is its worth in yuan, above zero.
	Value Yuan `yaml:"value"`
	// ValidDays is for how many days from the start of the cloud on; 365 when left out.
	ValidDays int64 `yaml:"valid_days,omitempty"`
	// Products are those that it pays: cvm, cbs, eip; all when left out.
	Products []string `yaml:"products,omitempty"`
}

// A Key is a permanent key. Without a SecretKey one is made.
type Key struct {
	SecretID  string `yaml:"secret_id,omitempty"`
	SecretKey string `yaml:"secret_key,omitempty"`
	Disabled  bool   `yaml:"disabled,omitempty"`
}

// MFA is an identity's device and, on a main account, what is protected by one.
type MFA struct {
	// Secret is a TOTP secret in base32.
	Secret string `yaml:"secret,omitempty"`
	// Protect names actions that want an MFA session: cvm:TerminateInstances, cvm:*.
	Protect []string `yaml:"protect,omitempty"`
}

// A Policy is a custom policy: a document, or a text that nobody looks at, to bring about 4110.
type Policy struct {
	Name        string   `yaml:"name"`
	Description string   `yaml:"description,omitempty"`
	Document    Document `yaml:"document,omitempty"`
	Raw         string   `yaml:"raw,omitempty"`
}

// A Group is a group of sub-accounts.
type Group struct {
	Name string `yaml:"name"`
	// Policies are names of the account's own or of preset ones.
	Policies []string `yaml:"policies,omitempty"`
}

// A Role may be assumed by whom its trust policy names.
type Role struct {
	Name     string   `yaml:"name"`
	Trust    Document `yaml:"trust"`
	Policies []string `yaml:"policies,omitempty"`
	Boundary string   `yaml:"boundary,omitempty"`
}

// An IdentityProvider vouches for guests: by SAML 2.0 where it has metadata, by OpenID Connect where it has a URL, clients
// and keys.
type IdentityProvider struct {
	Name        string `yaml:"name"`
	Description string `yaml:"description,omitempty"`
	// Metadata is its SAML 2.0 metadata, an XML document.
	Metadata string `yaml:"metadata,omitempty"`
	// URL is the issuer of its tokens, Clients are for whom they may be, Keys is a JSON Web Key Set.
	URL     string   `yaml:"url,omitempty"`
	Clients []string `yaml:"clients,omitempty"`
	Keys    string   `yaml:"keys,omitempty"`
}

// A SubAccount is a user under the main account.
type SubAccount struct {
	Name     string   `yaml:"name"`
	Uin      string   `yaml:"uin,omitempty"`
	Keys     []Key    `yaml:"keys,omitempty"`
	Policies []string `yaml:"policies,omitempty"`
	Groups   []string `yaml:"groups,omitempty"`
	Boundary string   `yaml:"boundary,omitempty"`
	MFA      MFA      `yaml:"mfa,omitempty"`
}

// A Zone sells types of instances.
type Zone struct {
	Zone string `yaml:"zone"`
	// ID is its number: 100003. One is made for a zone that the shipped world does not know.
	ID    int64  `yaml:"id,omitempty"`
	Name  string `yaml:"name,omitempty"`
	Types []Type `yaml:"types,omitempty"`
}

// A Type is sold in a zone. What is left out is as in the shipped world.
type Type struct {
	Type   string `yaml:"type"`
	CPU    int64  `yaml:"cpu,omitempty"`
	Memory int64  `yaml:"memory,omitempty"`
	// Stock is how many there are; unlimited when left out.
	Stock *int64 `yaml:"stock,omitempty"`
	Price Price  `yaml:"price,omitempty"`
	// NoSpot holds where it is not sold on the spot market.
	NoSpot bool `yaml:"no_spot,omitempty"`
}

// A Price is in yuan.
type Price struct {
	Hour  *Yuan `yaml:"hour,omitempty"`
	Month *Yuan `yaml:"month,omitempty"`
	// Spot is the price of an hour on the spot market; a fifth of Hour, which is assumed, when left out.
	Spot *Yuan `yaml:"spot,omitempty"`
	// Source is where the figure comes from.
	Source  string `yaml:"source,omitempty"`
	Assumed bool   `yaml:"assumed,omitempty"`
}

// A Scope is a module, or one action of it.
type Scope struct {
	Module string `yaml:"module"`
	Action string `yaml:"action,omitempty"`
}

// An AllowList names the only accounts that may call.
type AllowList struct {
	Module   string   `yaml:"module"`
	Action   string   `yaml:"action,omitempty"`
	Accounts []string `yaml:"accounts"`
}

// Resources are there from the start.
type Resources struct {
	VPCs      []VPC      `yaml:"vpcs,omitempty"`
	Instances []Instance `yaml:"instances,omitempty"`
}

// A VPC has subnets, in which instances can be bought.
type VPC struct {
	Account string   `yaml:"account"`
	ID      string   `yaml:"id"`
	Name    string   `yaml:"name,omitempty"`
	Region  string   `yaml:"region,omitempty"`
	CIDR    string   `yaml:"cidr"`
	Subnets []Subnet `yaml:"subnets,omitempty"`
}

// A Subnet lies in one zone.
type Subnet struct {
	ID   string `yaml:"id"`
	Name string `yaml:"name,omitempty"`
	Zone string `yaml:"zone"`
	CIDR string `yaml:"cidr"`
}

// An Instance costs nothing until it is changed: it was there before the money was.
type Instance struct {
	Account string `yaml:"account"`
	ID      string `yaml:"id"`
	Name    string `yaml:"name,omitempty"`
	Zone    string `yaml:"zone"`
	Type    string `yaml:"type"`
	Image   string `yaml:"image,omitempty"`
	// State is RUNNING when left out.
	State string `yaml:"state,omitempty"`
	// ChargeType is POSTPAID_BY_HOUR when left out, PREPAID or SPOTPAID.
	ChargeType string `yaml:"charge_type,omitempty"`
}

// A Fault makes matching calls fail; see the package fault.
type Fault struct {
	Module  string   `yaml:"module,omitempty"`
	Action  string   `yaml:"action,omitempty"`
	Account string   `yaml:"account,omitempty"`
	Skip    int      `yaml:"skip,omitempty"`
	Times   int      `yaml:"times,omitempty"`
	Delay   Duration `yaml:"delay,omitempty"`
	Refuse  int      `yaml:"refuse,omitempty"`
	Break   string   `yaml:"break,omitempty"`
}

// Yuan is an exact amount.
type Yuan money.Amount

// Duration is written as 2s, 10m, 1h30m.
type Duration time.Duration

// A Document is a policy document as JSON text; a file may give it as YAML or as a string of JSON.
type Document string
