package cbs

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// What follows is for image: an image of an instance is a snapshot of its system disk.

// An ImageOf is an image that a snapshot is behind.
type ImageOf struct{ ID, Name string }

// ShootFor makes snapshots of the system disk of an instance of the caller's, and of those of its data disks that are named,
// for an image of it.
func (s *Service) ShootFor(ctx context.Context, tx store.Tx, c *call.Call, instance string, dataDisks []string, of ImageOf) error {
	disks, err := s.Store.Disks.Under(ctx, tx, instance)
	if err != nil {
		return err
	}
	for _, d := range disks {
		if d.Usage != SystemDisk && !slices.Contains(dataDisks, d.ID) || d.Account != c.Caller.Account {
			continue
		}
		if _, err := s.shoot(ctx, tx, d, Snapshot{Creator: c.Caller.Uin, Name: of.Name, Images: []ImageOf{of}}, c.Now); err != nil {
			return err
		}
	}
	return nil
}

// OwnSnapshot is the caller's snapshot in the call's region, with the instance that its disk is attached to; nil where there
// is none.
func (s *Service) OwnSnapshot(ctx context.Context, tx store.Tx, c *call.Call, id string) (n *Snapshot, instance string, err error) {
	n, err = s.Store.Snapshots.One(ctx, tx, id)
	if err != nil || n == nil || n.Account != c.Caller.Account || n.Region != c.Region {
		return nil, "", err
	}
	d, err := s.Store.Disks.One(ctx, tx, n.Disk)
	if err != nil || d == nil {
		return n, "", err
	}
	return n, d.Instance, nil
}

// Stand has snapshots of the caller's be behind an image.
func (s *Service) Stand(ctx context.Context, tx store.Tx, c *call.Call, ids []string, of ImageOf) error {
	all, err := s.snapshots(ctx, tx, c, ids)
	if err != nil {
		return err
	}
	for _, n := range all {
		n.Images = append(n.Images, of)
		if err := s.Store.Snapshots.Put(ctx, tx, n); err != nil {
			return err
		}
	}
	return nil
}

// Behind lists the account's snapshots in a region that are behind images, by image.
func (s *Service) Behind(ctx context.Context, tx store.Tx, account, region string) (map[string][]*Snapshot, error) {
	all, err := s.Store.Snapshots.All(ctx, tx, account, region)
	out := map[string][]*Snapshot{}
	for _, n := range all {
		for _, i := range n.Images {
			out[i.ID] = append(out[i.ID], n)
		}
	}
	return out, err
}

// ImageGone has no snapshot be behind an image any more; with drop, those that are behind no other go, unless they are
// shared or under way.
func (s *Service) ImageGone(ctx context.Context, tx store.Tx, account, region, image string, drop bool) error {
	behind, err := s.Behind(ctx, tx, account, region)
	if err != nil {
		return err
	}
	for _, n := range behind[image] {
		n.Images = slices.DeleteFunc(n.Images, func(i ImageOf) bool { return i.ID == image })
		if drop && len(n.Images) == 0 && len(n.Shares) == 0 && n.State == Normal {
			err = s.drop(ctx, tx, n)
		} else {
			err = s.Store.Snapshots.Put(ctx, tx, n)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// dropImages takes the images of a snapshot away, where the caller wants that; otherwise they are in its way.
func (s *Service) dropImages(ctx context.Context, tx store.Tx, c *call.Call, n *Snapshot, wanted bool) error {
	now, err := s.Store.Snapshots.One(ctx, tx, n.ID) // an image of several snapshots went with the first of them
	if err != nil || now == nil {
		return err
	}
	n.Images = now.Images
	if len(n.Images) > 0 && !wanted {
		return errBehindImage.Errorf("Snapshot %s is behind image %s; delete that first, or set DeleteBindImages.", n.ID, n.Images[0].ID)
	}
	for _, i := range n.Images {
		if err := s.Images.Drop(ctx, tx, c, i.ID); err != nil {
			return err
		}
	}
	n.Images = nil
	return nil
}
