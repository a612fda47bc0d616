package cloud

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/disk"
	"github.com/paifang/paifang/internal/module/cbs"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/module/image"
	"github.com/paifang/paifang/internal/module/lb"
	"github.com/paifang/paifang/internal/module/ssl"
	"github.com/paifang/paifang/internal/module/vpc"
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

// pictures shows image the snapshots.
type pictures struct{ cbs *cbs.Service }

// Shoot makes snapshots of the system disk of an instance and of data disks of it, which are behind an image then.
func (p pictures) Shoot(ctx context.Context, tx store.Tx, c *call.Call, instance string, dataDisks []string, image, name string) error {
	return p.cbs.ShootFor(ctx, tx, c, instance, dataDisks, cbs.ImageOf{ID: image, Name: name})
}

// Disks lists the disks of an instance.
func (p pictures) Disks(ctx context.Context, tx store.Tx, instance string) ([]image.Disk, error) {
	all, err := p.cbs.OfInstance(ctx, tx, instance)
	var out []image.Disk
	for _, d := range all {
		k, _ := disk.Find(d.Type)
		out = append(out, image.Disk{ID: d.ID, System: d.System, Local: k.Local})
	}
	return out, err
}

// Snapshot is the caller's snapshot, nil when there is none.
func (p pictures) Snapshot(ctx context.Context, tx store.Tx, c *call.Call, id string) (*image.Snapshot, error) {
	n, instance, err := p.cbs.OwnSnapshot(ctx, tx, c, id)
	if err != nil || n == nil {
		return nil, err
	}
	return &image.Snapshot{ID: n.ID, Usage: n.DiskUsage, GB: n.DiskSize, State: n.State, Encrypted: n.Encrypted, Instance: instance}, nil
}

// Stand has snapshots be behind an image.
func (p pictures) Stand(ctx context.Context, tx store.Tx, c *call.Call, ids []string, image, name string) error {
	return p.cbs.Stand(ctx, tx, c, ids, cbs.ImageOf{ID: image, Name: name})
}

// Behind lists the snapshots that are behind images, by image.
func (p pictures) Behind(ctx context.Context, tx store.Tx, account, region string) (map[string][]image.Snapshot, error) {
	all, err := p.cbs.Behind(ctx, tx, account, region)
	out := map[string][]image.Snapshot{}
	for id, snapshots := range all {
		for _, n := range snapshots {
			out[id] = append(out[id], image.Snapshot{ID: n.ID, Usage: n.DiskUsage, GB: n.DiskSize})
		}
	}
	return out, err
}

// ImageGone has no snapshot be behind an image any more.
func (p pictures) ImageGone(ctx context.Context, tx store.Tx, account, region, image string, drop bool) error {
	return p.cbs.ImageGone(ctx, tx, account, region, image, drop)
}

// servers shows lb the instances.
type servers struct{ cvm *cvm.Service }

// Server is the account's instance, nil when there is none.
func (s servers) Server(ctx context.Context, tx store.Tx, account, id string) (*lb.Server, error) {
	i, err := s.cvm.Instance(ctx, tx, account, id)
	if err != nil || i == nil {
		return nil, err
	}
	out := &lb.Server{ID: i.ID, OldID: i.OldID, Name: i.Name, Region: i.Region, WanIPs: i.PublicIPs, VPC: i.VPC, Status: i.Status()}
	if len(i.PrivateIPs) > 0 {
		out.LanIP = i.PrivateIPs[0]
	}
	return out, nil
}

// networks shows lb the networks.
type networks struct{ *vpc.Service }

// Network is the account's network under its id or its number, nil when there is none.
func (n networks) Network(ctx context.Context, tx store.Tx, account, region, id string) (*lb.Network, error) {
	all, err := n.VPCs(ctx, tx, account, region)
	for _, v := range all {
		if v.ID == id || strconv.FormatInt(v.Number, 10) == id {
			return &lb.Network{ID: v.ID, Number: v.Number, Range: v.CIDR}, err
		}
	}
	return nil, err
}

// Default is the account's default network, nil when it has none.
func (n networks) Default(ctx context.Context, tx store.Tx, account, region string) (*lb.Network, error) {
	all, err := n.VPCs(ctx, tx, account, region)
	for _, v := range all {
		if v.Default {
			return &lb.Network{ID: v.ID, Number: v.Number, Range: v.CIDR}, err
		}
	}
	return nil, err
}

// Subnet is a subnet of a network, under its id or its number, nil when there is none.
func (n networks) Subnet(ctx context.Context, tx store.Tx, account, region, network, id string) (*lb.Network, error) {
	all, err := n.Subnets(ctx, tx, account, region)
	for _, s := range all {
		if s.VPC == network && (s.ID == id || strconv.FormatInt(s.Number, 10) == id) {
			return &lb.Network{ID: s.ID, Number: s.Number, Range: s.CIDR}, err
		}
	}
	return nil, err
}

// zones shows lb the zones.
type zones struct{ cvm *cvm.Service }

// Zone is a region's zone by its name or its number, nil where there is none.
func (z zones) Zone(ctx context.Context, tx store.Tx, region, id string) (*lb.Zone, error) {
	all, err := z.cvm.Zones(ctx, tx)
	for _, one := range all {
		if one.Region == region && (one.Name == id || strconv.FormatInt(one.ID, 10) == id) {
			return &lb.Zone{Name: one.Name, ID: one.ID}, err
		}
	}
	return nil, err
}

// certificates shows lb the certificates.
type certificates struct{ *ssl.Service }

// Certificate tells whether the account has the certificate, and whether it is an authority's.
func (s certificates) Certificate(ctx context.Context, tx store.Tx, account, id string) (has, authority bool, err error) {
	c, err := s.Service.Certificate(ctx, tx, account, id)
	return c != nil, c != nil && c.Kind == ssl.Authority, err
}

// KeepCertificate keeps a new one, an authority's where it has no key.
func (s certificates) KeepCertificate(ctx context.Context, tx store.Tx, c *call.Call, name, certificate, key string) (string, error) {
	kind := ssl.Server
	if key == "" {
		kind = ssl.Authority
	}
	kept, err := s.Keep(ctx, tx, c, name, kind, certificate, key)
	if err != nil {
		return "", err
	}
	return kept.ID, nil
}

// owners are the modules whose things have tags, one of which knows a thing.
type owners []any

// ResourceFacts is what the first module says that knows the resource.
func (o owners) ResourceFacts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error) {
	for _, owner := range o {
		if knows, ok := owner.(action.ResourceFacts); ok {
			if found, facts, err := knows.ResourceFacts(ctx, tx, account, r); err != nil || facts != nil {
				return found, facts, err
			}
		}
	}
	return r, nil, nil
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
