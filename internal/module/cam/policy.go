package cam

import (
	"time"

	"github.com/paifang/paifang/internal/policy"
)

// A Policy is a document with a name: the account's own, or a preset that every account finds.
type Policy struct {
	Account     string // empty for a preset
	ID          int64
	Name        string
	Description string
	Document    string // as it was given; that of one from a world may be no policy at all
	// CreateMode is 1 for the console, 2 for one written by hand (facts/cam-sts.md §2.3).
	CreateMode      int64
	AddedAt, Edited time.Time
	Versions        Versions
}

// Type is 1 for the account's own, 2 for a preset.
func (p *Policy) Type() int64 {
	if p.Account == "" {
		return 2
	}
	return 1
}

// attached is the policy as package policy takes it; one that can't be read is Broken, and then nothing is decided by it.
func (p *Policy) attached(via string, parse func([]byte) (*policy.Document, error)) policy.Attached {
	a := policy.Attached{ID: number(p.ID), Name: p.Name, Via: via}
	a.Document, a.Broken = parse([]byte(p.Document))
	return a
}

// presetsMade is what presets say of their age: they are older than any cloud here.
var presetsMade = time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC)

func presets() map[int64]Policy {
	all := map[int64]Policy{}
	for _, p := range policy.Presets() {
		all[int64(p.ID)] = Policy{
			ID: int64(p.ID), Name: p.Name, Description: p.Description, Document: p.Text, CreateMode: 2, AddedAt: presetsMade, Edited: presetsMade,
		}
	}
	return all
}

// A Kind is the kind of thing that policies are attached to.
type Kind string

// The kinds.
const (
	ToUser  Kind = "user"
	ToGroup Kind = "group"
	ToRole  Kind = "role"
)

// An Entity is one thing that policies are attached to: a user by its uin, a group or a role by its id.
type Entity struct {
	Kind Kind
	ID   string
}

// An Attachment is a policy attached to an entity.
type Attachment struct {
	Account string
	Entity
	Policy int64
	At     time.Time
}
