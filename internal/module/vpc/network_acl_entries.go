package vpc

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// An EntrySet is entries by their direction. A direction that is not there is left as it is.
type EntrySet struct {
	Ingress []EntryInput `doc:"What comes in."`
	Egress  []EntryInput `doc:"What goes out."`
}

// An EntryInput is a rule as requests have it.
type EntryInput struct {
	Protocol              string `doc:"TCP, UDP, ICMP or ALL."`
	Port                  string `doc:"A port, a range of them, or all; none for ICMP and ALL."`
	CidrBlock             string `doc:"Where it comes from or goes to: an IPv4 address or network."`
	Ipv6CidrBlock         string `doc:"The same in IPv6; not together with CidrBlock."`
	Action                string `doc:"ACCEPT or DROP."`
	Description           string `doc:"What it is for: at most 100 bytes."`
	ModifyTime            string `doc:"Not taken: it is in answers alone."`
	Priority              int64  `api:"min=0" doc:"Its place, the first being 1; the last by default."`
	NetworkAclIpv4EntryId string `doc:"Its id, for one that is there."`
	NetworkAclIpv6EntryId string `doc:"Its id, for one that is there and is of IPv6."`
}

func (i *EntryInput) id() string {
	if i.NetworkAclIpv4EntryId != "" {
		return i.NetworkAclIpv4EntryId
	}
	return i.NetworkAclIpv6EntryId
}

func (i *EntryInput) entry() (Entry, error) {
	e := Entry{Protocol: i.Protocol, Port: i.Port, CIDR: i.CidrBlock, CIDR6: i.Ipv6CidrBlock, Action: i.Action, Description: i.Description}
	return e, e.check()
}

var refusesEntries = []*catalogue.Condition{errNotFound, errValue, errMalformed, errTooLong, errTogether, errQuota}

// ModifyNetworkAclEntries puts entries in the place of those of an ACL.
var ModifyNetworkAclEntries = action.Define(action.Spec{
	Name: "ModifyNetworkAclEntries", Doc: "Puts entries in the place of all that a network ACL has in their direction, or changes entries by their ids.",
	Domain3: "vpc", Version: version, Changes: true, Refuses: refusesEntries,
}, (*Service).modifyNetworkACLEntries)

// ModifyNetworkAclEntriesRequest is the input of ModifyNetworkAclEntries.
type ModifyNetworkAclEntriesRequest struct {
	NetworkAclId           string    `api:"required" touches:"acl" doc:"The ACL."`
	NetworkAclEntrySet     *EntrySet `api:"required" doc:"The entries."`
	EnableUpdateAclEntries bool      `doc:"Whether to change the entries that are named by their ids, and leave the others."`
}

// Check refuses a malformed id, and entries that can't be.
func (r *ModifyNetworkAclEntriesRequest) Check() error {
	return checkEntries(r.NetworkAclId, r.NetworkAclEntrySet)
}

// CreateNetworkAclEntries adds entries to an ACL.
var CreateNetworkAclEntries = action.Define(action.Spec{
	Name: "CreateNetworkAclEntries", Doc: "Adds entries to a network ACL.", Domain3: "vpc", Version: version, Changes: true, Refuses: refusesEntries,
}, (*Service).createNetworkACLEntries)

// CreateNetworkAclEntriesRequest is the input of CreateNetworkAclEntries.
type CreateNetworkAclEntriesRequest struct {
	NetworkAclId       string    `api:"required" touches:"acl" doc:"The ACL."`
	NetworkAclEntrySet *EntrySet `api:"required" doc:"The entries."`
}

// Check refuses a malformed id, and entries that can't be.
func (r *CreateNetworkAclEntriesRequest) Check() error {
	return checkEntries(r.NetworkAclId, r.NetworkAclEntrySet)
}

// DeleteNetworkAclEntries drops entries of an ACL.
var DeleteNetworkAclEntries = action.Define(action.Spec{
	Name: "DeleteNetworkAclEntries", Doc: "Drops entries of a network ACL: all of them or none.", Domain3: "vpc", Version: version,
	Changes: true, Refuses: []*catalogue.Condition{errNotFound, errValue, errMalformed, errTooLong, errTogether},
}, (*Service).deleteNetworkACLEntries)

// DeleteNetworkAclEntriesRequest is the input of DeleteNetworkAclEntries.
type DeleteNetworkAclEntriesRequest struct {
	NetworkAclId       string    `api:"required" touches:"acl" doc:"The ACL."`
	NetworkAclEntrySet *EntrySet `api:"required" doc:"The entries, by their ids or by what they say."`
}

// Check refuses a malformed id, no entries, and entries without an id that can't be.
func (r *DeleteNetworkAclEntriesRequest) Check() error {
	if err := checkID("NetworkAclId", "acl", r.NetworkAclId); err != nil {
		return err
	}
	for _, e := range slices.Concat(r.NetworkAclEntrySet.Ingress, r.NetworkAclEntrySet.Egress) {
		if e.id() == "" {
			if _, err := e.entry(); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkEntries(acl string, set *EntrySet) error {
	for _, e := range slices.Concat(set.Ingress, set.Egress) {
		if _, err := e.entry(); err != nil {
			return err
		}
	}
	return checkID("NetworkAclId", "acl", acl)
}

func (s *Service) modifyNetworkACLEntries(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyNetworkAclEntriesRequest) (*Nothing, error) {
	return s.rewrite(ctx, tx, c, in.NetworkAclId, in.NetworkAclEntrySet, func(old []Entry, given []EntryInput) ([]Entry, error) {
		if !in.EnableUpdateAclEntries {
			return s.inserted(c, nil, given)
		}
		for _, one := range given {
			at, err := place(old, &one)
			if err != nil {
				return nil, err
			}
			e, err := one.entry()
			if err != nil {
				return nil, err
			}
			e.ID, e.Modified = old[at].ID, c.Now
			old[at] = e
		}
		return old, nil
	})
}

func (s *Service) createNetworkACLEntries(ctx context.Context, tx store.Tx, c *call.Call, in *CreateNetworkAclEntriesRequest) (*Nothing, error) {
	return s.rewrite(ctx, tx, c, in.NetworkAclId, in.NetworkAclEntrySet, func(old []Entry, given []EntryInput) ([]Entry, error) {
		return s.inserted(c, old, given)
	})
}

func (s *Service) deleteNetworkACLEntries(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteNetworkAclEntriesRequest) (*Nothing, error) {
	return s.rewrite(ctx, tx, c, in.NetworkAclId, in.NetworkAclEntrySet, func(old []Entry, given []EntryInput) ([]Entry, error) {
		for _, one := range given {
			at, err := place(old, &one)
			if err != nil {
				return nil, err
			}
			old = slices.Delete(old, at, at+1)
		}
		return old, nil
	})
}

// rewrite does something to the entries of each direction that is given.
func (s *Service) rewrite(ctx context.Context, tx store.Tx, c *call.Call, id string, set *EntrySet, do func(old []Entry, given []EntryInput) ([]Entry, error)) (*Nothing, error) {
	a, err := s.acl(ctx, tx, c, id)
	if err != nil {
		return nil, err
	}
	for _, d := range []struct {
		egress bool
		given  []EntryInput
	}{{false, set.Ingress}, {true, set.Egress}} {
		if d.given == nil {
			continue
		}
		old, err := s.Store.Entries(ctx, tx, a.ID, d.egress)
		if err != nil {
			return nil, err
		}
		now, err := do(old, d.given)
		if err != nil {
			return nil, err
		}
		if err := s.allow(ctx, tx, c, entries, len(now)); err != nil {
			return nil, err
		}
		if err := s.Store.PutEntries(ctx, tx, a.ID, d.egress, now); err != nil {
			return nil, err
		}
	}
	return &Nothing{}, nil
}

// inserted are entries with new ones in the places that they ask for.
func (s *Service) inserted(c *call.Call, all []Entry, given []EntryInput) ([]Entry, error) {
	for _, one := range given {
		e, err := one.entry()
		if err != nil {
			return nil, err
		}
		prefix := "acli4"
		if e.CIDR6 != "" {
			prefix = "acli6"
		}
		e.ID, e.Modified = s.Random.ResourceID(prefix), c.Now
		at := len(all)
		if one.Priority > 0 {
			at = int(min(one.Priority-1, int64(at)))
		}
		all = slices.Insert(all, at, e)
	}
	return all, nil
}

// place is where an entry is, by its id, else by what it says.
func place(all []Entry, one *EntryInput) (int, error) {
	at := slices.IndexFunc(all, func(e Entry) bool { return e.ID == one.id() })
	if one.id() == "" {
		like, err := one.entry()
		if err != nil {
			return 0, err
		}
		at = slices.IndexFunc(all, func(e Entry) bool { return e.same(&like) })
	}
	if at < 0 {
		return 0, errNotFound.Errorf("The entry %.40s %s %s %s does not exist in its direction of the ACL.", one.id(), one.Protocol, one.Port, one.CidrBlock+one.Ipv6CidrBlock)
	}
	return at, nil
}
