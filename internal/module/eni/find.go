package eni

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/store"
)

const jobSettle = "eni.settle"

// all are the account's interfaces in a region, primary ones too: the latest first, then by id.
func (s *Service) all(ctx context.Context, tx store.Tx, account, region string) ([]*Interface, error) {
	kept, err := s.Store.Interfaces(ctx, tx, account, region)
	if err != nil {
		return nil, err
	}
	servers, err := s.Servers.InNetworks(ctx, tx, account, region)
	if err != nil {
		return nil, err
	}
	about := map[string]*Interface{}
	var out []*Interface
	for _, i := range kept {
		if i.Primary {
			about[i.ID] = i
		} else {
			out = append(out, i)
		}
	}
	for n := range servers {
		out = append(out, primary(&servers[n], about[primaryID(servers[n].ID)]))
	}
	slices.SortFunc(out, func(a, b *Interface) int { return cmp.Or(b.Created.Compare(a.Created), strings.Compare(a.ID, b.ID)) })
	return out, nil
}

// lookUp is the account's interface in a region; nil where there is none.
func (s *Service) lookUp(ctx context.Context, tx store.Tx, account, region, id string) (*Interface, error) {
	i, err := s.Store.Interface(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	if i != nil && !i.Primary {
		if i.Account != account || i.Region != region {
			return nil, nil
		}
		return i, nil
	}
	servers, err := s.Servers.InNetworks(ctx, tx, account, region)
	if err != nil {
		return nil, err
	}
	for n := range servers {
		if primaryID(servers[n].ID) == id {
			return primary(&servers[n], i), nil
		}
	}
	return nil, nil
}

// find is the caller's interface in the call's region; it refuses where there is none.
func (s *Service) find(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Interface, error) {
	i, err := s.lookUp(ctx, tx, c.Caller.Account, c.Region, id)
	if err == nil && i == nil {
		err = errNotFound.Errorf("The network interface %.40q does not exist in %s.", id, c.Region)
	}
	return i, err
}

// server is the caller's instance in the call's region, which is in a network; it refuses where there is none.
func (s *Service) server(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Server, error) {
	v, err := s.Servers.Server(ctx, tx, c.Caller.Account, id)
	if err != nil {
		return nil, err
	}
	if v == nil || v.Region != c.Region {
		return nil, errNotFound.Errorf("The instance %.40q does not exist in %s.", id, c.Region)
	}
	return v, nil
}

// put keeps an interface; a primary one's addresses and groups go to its instance.
func (s *Service) put(ctx context.Context, tx store.Tx, i *Interface) error {
	if i.Primary {
		if err := s.Servers.SetPrivate(ctx, tx, i.Account, i.Instance, i.ips()); err != nil {
			return err
		}
	}
	return s.Store.PutInterface(ctx, tx, i)
}

// guard has an interface guarded by exactly these groups.
func (s *Service) guard(ctx context.Context, tx store.Tx, i *Interface, groups []string) error {
	i.Groups = groups
	if i.Primary {
		return s.Servers.SetGroups(ctx, tx, i.Account, i.Instance, groups)
	}
	return s.Groups.Guard(ctx, tx, i.Account, i.Region, groupKind, i.ID, groups)
}

// soon has an interface be on its way for a while.
func (s *Service) soon(ctx context.Context, tx store.Tx, i *Interface, now time.Time) error {
	if err := s.Store.PutInterface(ctx, tx, i); err != nil {
		return err
	}
	return s.Later.Put(ctx, tx, later.Job{Kind: jobSettle, Key: i.ID, Due: now.Add(s.Settings.Now().Delay("eni.task"))})
}

// settle ends what an interface is on its way to.
func (s *Service) settle(ctx context.Context, tx store.Tx, j later.Job) error {
	i, err := s.Store.Interface(ctx, tx, j.Key)
	if err != nil || i == nil {
		return err
	}
	if i.State == Detaching {
		i.hangFree()
	}
	i.State = Available
	return s.Store.PutInterface(ctx, tx, i)
}

func (i *Interface) hangFree() { i.Instance, i.Attached, i.Device, i.Kind = "", time.Time{}, 0, 0 }

// InterfaceFacts tells of the account's interface in the region what it hangs on and its private addresses; ok is false where
// there is none.
func (s *Service) InterfaceFacts(ctx context.Context, tx store.Tx, account, region, id string) (instance string, ips []string, ok bool, err error) {
	i, err := s.lookUp(ctx, tx, account, region, id)
	if err != nil || i == nil {
		return "", nil, false, err
	}
	return i.Instance, i.ips(), true, nil
}

// Attached lists the interfaces of an instance but for its primary one.
func (s *Service) Attached(ctx context.Context, tx store.Tx, account, instance string) ([]string, error) {
	kept, err := s.Store.Interfaces(ctx, tx, account, "")
	var out []string
	for _, i := range kept {
		if i.Instance == instance && !i.Primary {
			out = append(out, i.ID)
		}
	}
	return out, err
}

// InstanceGone takes the interfaces off an instance that is gone, and forgets what was written about its primary one.
func (s *Service) InstanceGone(ctx context.Context, tx store.Tx, account, instance string) error {
	kept, err := s.Store.Interfaces(ctx, tx, account, "")
	if err != nil {
		return err
	}
	for _, i := range kept {
		switch {
		case i.Instance != instance:
			continue
		case i.Primary:
			err = s.Store.RemoveInterface(ctx, tx, i.ID)
		default:
			if err = s.Addresses.Follow(ctx, tx, account, i.ID, ""); err == nil {
				i.hangFree()
				i.State = Available
				err = s.Store.PutInterface(ctx, tx, i)
			}
		}
		if err != nil {
			return err
		}
	}
	return s.forget(ctx, tx, account, instance, primaryID(instance))
}
