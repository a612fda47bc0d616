package image

import (
	"context"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// sharesAtMost is with how many accounts an image may be shared (facts/quotas-billing-lifecycle.md §2), where the quota
// image.shares says nothing.
const sharesAtMost = 50

// share lets other main accounts see an image and start from it.
func (s *Service) share(ctx context.Context, tx store.Tx, c *call.Call, parameter, id, uinParameter string, uins []string) error {
	i, err := s.own(ctx, tx, c, parameter, id)
	if err != nil {
		return err
	}
	if err := i.normal(); err != nil {
		return err
	}
	most, err := s.sharesAtMost(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, uin := range uins {
		if uin == c.Caller.Account {
			return errYourself.Errorf("The %s holds %s, the image's owner; other accounts are expected.", uinParameter, uin)
		}
		exists, err := s.Accounts.Exists(ctx, tx, uin)
		if err != nil {
			return err
		}
		if !exists {
			return errNoAccount.Errorf("The %s holds %q; there is no such main account.", uinParameter, uin)
		}
		added, err := s.Store.AddShare(ctx, tx, Share{Image: i.ID, Uin: uin, At: c.Now})
		if err != nil {
			return err
		}
		if !added {
			return errAlreadyShared.Errorf("Image %s is shared with account %s already.", i.ID, uin)
		}
	}
	shares, err := s.Store.Shares(ctx, tx, i.ID)
	if err != nil {
		return err
	}
	if int64(len(shares)) > most {
		return errShareQuota.Errorf("Image %s would be shared with %d accounts; at most %d are allowed.", i.ID, len(shares), most)
	}
	return nil
}

// unshare takes that back.
func (s *Service) unshare(ctx context.Context, tx store.Tx, c *call.Call, parameter, id string, uins []string) error {
	i, err := s.own(ctx, tx, c, parameter, id)
	if err != nil {
		return err
	}
	for _, uin := range uins {
		removed, err := s.Store.RemoveShare(ctx, tx, i.ID, uin)
		if err != nil {
			return err
		}
		if !removed {
			return errNotShared.Errorf("Image %s is not shared with account %s.", i.ID, uin)
		}
	}
	return nil
}

func (s *Service) sharesAtMost(ctx context.Context, tx store.Tx, c *call.Call) (int64, error) {
	return s.Accounts.Quota(ctx, tx, c.Caller.Account, "image.shares", sharesAtMost)
}
