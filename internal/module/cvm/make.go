package cvm

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// make draws the instances' ids and addresses and keeps them.
func (s *Service) make(ctx context.Context, tx store.Tx, c *call.Call, l *launch) ([]*Instance, error) {
	if err := s.groupFor(ctx, tx, c, &l.like); err != nil {
		return nil, err
	}
	made := make([]*Instance, l.count)
	ids := make([]string, l.count)
	for n := range made {
		i := l.like
		i.Account, i.Creator, i.Region = c.Caller.Account, c.Caller.Uin, c.Region
		i.Name = numbered(l.like.Name, int64(n), l.count)
		i.Isolated, i.StopCharging = NotIsolated, NotApplicable
		i.Created, i.Changed = c.Now, c.Now
		i.Data = append([]Disk(nil), l.like.Data...)
		if err := s.partitioned(ctx, tx, c, &i); err != nil {
			return nil, err
		}
		if err := s.add(ctx, tx, &i); err != nil {
			return nil, err
		}
		if err := s.guard(ctx, tx, &i); err != nil {
			return nil, err
		}
		if err := s.Tags.Attach(ctx, tx, i.Account, i.tagged(), i.Tags); err != nil {
			return nil, err
		}
		if err := s.buildDisks(ctx, tx, &i); err != nil {
			return nil, err
		}
		made[n], ids[n] = &i, i.ID
	}
	return made, s.address(ctx, tx, made, ids, l.addresses)
}

// add draws the ids of an instance and keeps it.
func (s *Service) add(ctx context.Context, tx store.Tx, i *Instance) error {
	for drawn := i.ID == ""; ; {
		if drawn {
			i.ID = s.Random.ResourceID("ins")
		}
		i.UUID = s.Random.UUID()
		i.OldID = "qcvm" + strings.ReplaceAll(s.Random.UUID(), "-", "")
		if added, err := s.Store.AddInstance(ctx, tx, i); err != nil || added {
			return err
		}
		if !drawn {
			return fmt.Errorf("the instance id %s is taken", i.ID)
		}
	}
}

// address gives the instances their addresses.
func (s *Service) address(ctx context.Context, tx store.Tx, made []*Instance, ids, wanted []string) error {
	like := made[0]
	private, err := s.Networks.Allocate(ctx, tx, like.Account, like.Subnet, wanted, ids)
	if err != nil {
		return err
	}
	for n, ip := range private {
		made[n].PrivateIPs = []string{ip}
	}
	if !like.Internet.Assigned {
		return nil
	}
	public, err := s.Networks.AllocatePublic(ctx, tx, like.Account, ids)
	if err != nil {
		return err
	}
	for n, ip := range public {
		made[n].PublicIPs = []string{ip}
	}
	return nil
}

var pattern = regexp.MustCompile(`\{R:(\d{1,9})\}`)

// numbered is the name of the n-th of count instances: {R:x} counts up from x; without it, several get 1, 2, … behind
// the name.
func numbered(name string, n, count int64) string {
	if pattern.MatchString(name) {
		return pattern.ReplaceAllStringFunc(name, func(m string) string {
			x, _ := strconv.ParseInt(pattern.FindStringSubmatch(m)[1], 10, 64)
			return strconv.FormatInt(x+n, 10)
		})
	}
	if count == 1 || name == "" {
		return name
	}
	return name + strconv.FormatInt(n+1, 10)
}
