package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// holderKind is what securitygroup calls instances.
const holderKind = "instance"

// guard has an instance guarded by its groups.
func (s *Service) guard(ctx context.Context, tx store.Tx, i *Instance) error {
	return s.Groups.Guard(ctx, tx, i.Account, i.Region, holderKind, i.ID, i.Groups)
}

// groupFor gives an instance that names no group its project's default one.
func (s *Service) groupFor(ctx context.Context, tx store.Tx, c *call.Call, i *Instance) error {
	if len(i.Groups) > 0 {
		return nil
	}
	id, err := s.Groups.Default(ctx, tx, c.Caller.Account, c.Caller.Uin, c.Region, i.Project, c.Now)
	i.Groups = []string{id}
	return err
}
