// Package image keeps the images that instances start from: the public ones, which are there for everybody, and the
// private ones that accounts make of their instances, copy to other regions and share. It decides who sees an image and
// who may start from it. What an instance is, is for cvm.
//
// Its actions live on the domain image in API 2.0, and in cvm in API 3.0; policies know them as cvm's.
package image

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// Deps is what image needs.
type Deps struct {
	Store     Store
	Later     *later.Queue
	Random    *random.Source
	Settings  *settings.Keeper
	Accounts  Accounts
	Instances Instances
	Snapshots Snapshots
	Tags      tagging.Keeper
}

// A Service keeps images.
type Service struct{ Deps }

var _ action.ResourceFacts = (*Service)(nil)

// New is the service. Its Instances may be set afterwards, before it is used: cvm asks for images in turn.
func New(d Deps) *Service { return &Service{d} }

// Handle has the runner finish the images that are being made.
func (s *Service) Handle(r *later.Runner) { r.Handle(jobReady, s.ready) }

// Actions are those of images.
func (s *Service) Actions() []*action.Bound {
	return action.BindAll(s,
		DescribeImages, CreateImage, DeleteImages, ModifyImageAttribute, ModifyImageSharePermission, DescribeImageSharePermission,
		SyncImages, DescribeImageQuota, DescribeImageFromFamily,
		LegacyDescribeImages, LegacyCreateImage, LegacyDeleteImages, ModifyImageAttributes, ShareImage, CancelShareImage,
		GetImageShareUinInfo, SyncCvmImage,
	)
}

// Image is the image that the caller's account can see in the call's region, under its id or its number; nil where there
// is none. Only one that is Normal can be started from.
func (s *Service) Image(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Image, error) {
	return s.visible(ctx, tx, c.Caller.Account, c.Region, id)
}

// ResourceFacts implements action.ResourceFacts: conditions may ask for cvm:region of an image (facts/cam-sts.md §2.1),
// and for qcs:create_uin of a private one.
func (s *Service) ResourceFacts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error) {
	if r.Type != "image" || r.ID == "*" {
		return r, nil, nil
	}
	i, err := s.visible(ctx, tx, account, "", r.ID)
	if err != nil || i == nil {
		return r, nil, err
	}
	r.ID = i.ID
	if i.Account == account {
		i.Tags, err = s.Tags.Of(ctx, tx, account, i.tagged())
	}
	return r, facts(i, account), err
}

func facts(i *Image, account string) map[string][]string {
	about := map[string][]string{}
	if i.Region != "" {
		about["cvm:region"] = []string{i.Region}
	}
	if i.Account == account {
		about["qcs:create_uin"], about["qcs:tag"] = []string{i.Creator}, tagging.Pairs(i.Tags)
		about["qcs:resource_tag"] = about["qcs:tag"]
	}
	return about
}
