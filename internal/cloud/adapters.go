package cloud

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/module/image"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/world"
)

// Modules never import each other; where one's words for a thing differ from another's, they are translated here.

// images shows cvm the images.
type images struct{ *image.Service }

// Image is the image that the caller can start from.
func (i images) Image(ctx context.Context, tx store.Tx, c *call.Call, id string) (cvm.Image, bool, error) {
	found, err := i.Service.Image(ctx, tx, c, id)
	if err != nil || found == nil {
		return cvm.Image{}, false, err
	}
	return cvm.Image{
		ID: found.ID, Name: found.Name, OS: found.OSName, Type: string(found.Kind(c.Caller.Account)), Platform: found.Platform,
		SizeGB: found.SizeGB, NumericID: found.Number, State: string(found.State),
	}, true, nil
}

// instances shows image what images are made of.
type instances struct{ *cvm.Service }

// Instance is the account's instance in the region, nil when there is none.
func (s instances) Instance(ctx context.Context, tx store.Tx, account, region, id string) (*image.Instance, error) {
	i, err := s.Service.Instance(ctx, tx, account, id)
	if err != nil || i == nil || i.Region != region {
		return nil, err
	}
	return &image.Instance{ID: i.ID, State: string(i.State), ImageID: i.Image, SystemDiskGB: i.System.Size}, nil
}

// renewals lets billing's SetAutoRenew set how instances renew.
type renewals struct{ *cvm.Service }

// SetAutoRenew sets how instances renew.
func (s renewals) SetAutoRenew(ctx context.Context, tx store.Tx, c *call.Call, ids []string, autoRenew int64) error {
	flags := map[int64]string{0: "NOTIFY_AND_MANUAL_RENEW", 1: "NOTIFY_AND_AUTO_RENEW", 2: "DISABLE_NOTIFY_AND_MANUAL_RENEW"}
	for _, id := range ids {
		i, err := s.Service.Instance(ctx, tx, c.Caller.Account, id)
		if err != nil {
			return err
		}
		if i == nil || i.Region != c.Region {
			return catalogue.NotFound.Errorf("Instance %s does not exist in this region.", id)
		}
		i.Renew = flags[autoRenew]
		if err := s.Store.PutInstance(ctx, tx, i); err != nil {
			return err
		}
	}
	return nil
}

// adopt makes an instance that a world declares.
func (c *Cloud) adopt(ctx context.Context, tx store.Tx, i world.Instance) error {
	state, charge := cvm.State(i.State), i.ChargeType
	if state == "" {
		state = "RUNNING"
	}
	if charge == "" {
		charge = "POSTPAID_BY_HOUR"
	}
	_, err := c.CVM.Adopt(ctx, tx, cvm.Instance{
		Account: i.Account, Creator: i.Account, ID: i.ID, Name: i.Name, Zone: i.Zone, Type: i.Type, Image: i.Image, State: state, Charge: charge,
	}, c.Clock.Now())
	return err
}
