package vpc

import (
	"context"
	"strings"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// An ACLItem is a network ACL as answers show it.
type ACLItem struct {
	VpcId, NetworkAclId, NetworkAclName, CreatedTime string
	SubnetSet                                        []SubnetItem
	IngressEntries, EgressEntries                    []EntryItem
	NetworkAclType                                   string
	TagSet                                           []Tag
}

// An EntryItem is a rule as answers show it.
type EntryItem struct {
	Protocol, Port, CidrBlock, Ipv6CidrBlock     string
	Action, Description, ModifyTime              string
	Priority                                     int64
	NetworkAclIpv4EntryId, NetworkAclIpv6EntryId string
}

// last are the rules that hold where no other does; they are no entries of their own.
var last = []Entry{
	{Protocol: everything, Port: everything, CIDR6: "::/0", Action: "Accept"},
	{Protocol: everything, Port: everything, CIDR: "0.0.0.0/0", Action: "Drop"},
}

// An aclView is what ACLs are shown by.
type aclView struct {
	*view
	entries map[string][]Entry
	tags    map[string][]tagging.Tag
}

func (s *Service) aclView(ctx context.Context, tx store.Tx, c *call.Call) (*aclView, error) {
	w := &aclView{entries: map[string][]Entry{}}
	var err error
	if w.view, err = s.view(ctx, tx, c); err != nil {
		return nil, err
	}
	all, err := s.Store.AllEntries(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	for _, e := range all {
		w.entries[e.ACL] = append(w.entries[e.ACL], e)
	}
	w.tags, err = s.Tags.All(ctx, tx, c.Caller.Account, "vpc", "acl", c.Region)
	return w, err
}

func (w *aclView) item(a *ACL) ACLItem {
	out := ACLItem{
		VpcId: a.VPC, NetworkAclId: a.ID, NetworkAclName: a.Name, CreatedTime: shownTime(a.Created), NetworkAclType: triple,
		TagSet: shownTags(w.tags[a.ID]), IngressEntries: w.direction(a, false), EgressEntries: w.direction(a, true),
	}
	for i := range w.subnets {
		if w.subnets[i].ACL == a.ID {
			out.SubnetSet = append(out.SubnetSet, w.subnet(&w.subnets[i]))
		}
	}
	return out
}

// direction shows the entries of a direction and the rules that hold where none does. Priorities are counted by family.
func (w *aclView) direction(a *ACL, egress bool) []EntryItem {
	var out []EntryItem
	var four, six int64
	show := func(e *Entry) {
		one := EntryItem{
			Protocol: e.Protocol, Port: strings.ToUpper(e.Port), CidrBlock: e.CIDR, Ipv6CidrBlock: e.CIDR6, Action: e.Action, Description: e.Description,
			ModifyTime: shownTime(e.Modified),
		}
		if e.CIDR6 != "" {
			six++
			one.Priority, one.NetworkAclIpv6EntryId = six, e.ID
		} else {
			four++
			one.Priority, one.NetworkAclIpv4EntryId = four, e.ID
		}
		out = append(out, one)
	}
	for _, e := range w.entries[a.ID] {
		if e.Egress == egress {
			show(&e)
		}
	}
	for _, e := range last {
		show(&e)
	}
	return out
}
