package image

import (
	"context"
	"slices"
	"strconv"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// visible is the image that an account can see in a region (empty: in any), under either id; nil where there is none.
func (s *Service) visible(ctx context.Context, tx store.Tx, account, region, id string) (*Image, error) {
	for _, i := range public {
		if i.ID == id || strconv.FormatInt(i.Number, 10) == id {
			return &i, nil
		}
	}
	i, err := s.Store.Image(ctx, tx, id)
	if err != nil || i == nil || (region != "" && i.Region != region) {
		return nil, err
	}
	if i.Account == account {
		return i, nil
	}
	shares, err := s.Store.Shares(ctx, tx, i.ID)
	if err != nil || !slices.ContainsFunc(shares, func(sh Share) bool { return sh.Uin == account }) {
		return nil, err
	}
	return i, nil
}

// find is the image that the caller sees under an id; it refuses where there is none.
func (s *Service) find(ctx context.Context, tx store.Tx, c *call.Call, parameter, id string) (*Image, error) {
	if err := checkID(parameter, id); err != nil {
		return nil, err
	}
	i, err := s.visible(ctx, tx, c.Caller.Account, c.Region, id)
	if err != nil {
		return nil, err
	}
	if i == nil {
		return nil, errNoImage.Errorf("The %s %s does not exist in %s.", parameter, id, c.Region)
	}
	return i, nil
}

// own is find for what only the owner may do.
func (s *Service) own(ctx context.Context, tx store.Tx, c *call.Call, parameter, id string) (*Image, error) {
	i, err := s.find(ctx, tx, c, parameter, id)
	if err != nil {
		return nil, err
	}
	return i, i.owned(c.Caller.Account)
}

// listed are the images that a list without ids shows to the caller: the account's own, those shared with it, the public
// ones.
func (s *Service) listed(ctx context.Context, tx store.Tx, c *call.Call) ([]Image, error) {
	own, err := s.Store.Images(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	shared, err := s.Store.SharedWith(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	all := slices.Concat(own, shared, public)
	if err := s.tag(ctx, tx, c.Caller.Account, all); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(i Image) bool {
		return !c.Sees(call.Resource{Service: "cvm", Type: "image", ID: i.ID}, facts(&i, c.Caller.Account))
	}), nil
}

// tag fills in the tags of those images that are the account's own; another's tags are its own affair.
func (s *Service) tag(ctx context.Context, tx store.Tx, account string, all []Image) error {
	tags, err := s.Tags.All(ctx, tx, account, "cvm", "image", "")
	for n := range all {
		if all[n].Account == account {
			all[n].Tags = tags[all[n].ID]
		}
	}
	return err
}

// page is what a list shows of all.
func page(all []Image, offset, limit int64) []Image {
	from := min(offset, int64(len(all)))
	return all[from:min(from+limit, int64(len(all)))]
}
