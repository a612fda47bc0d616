package image

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/store"
)

// imagesAtMost is how many private images an account may have in a region (facts/quotas-billing-lifecycle.md §2), where
// its quota image.images says nothing.
const imagesAtMost = 10

const jobReady = "image.ready"

// wanted is what CreateImage asks for in either form.
type wanted struct {
	instance, instanceParameter string
	name, nameParameter         string
	description, family         string
	tags                        []Tag
	dryRun                      bool
	// dataDisks are in the image beside the system disk.
	dataDisks []string
}

// create makes an image of an instance, which is there at once and finished after the delay image.create.
func (s *Service) create(ctx context.Context, tx store.Tx, c *call.Call, w wanted) (*Image, error) {
	of, err := s.Instances.Instance(ctx, tx, c.Caller.Account, c.Region, w.instance)
	if err != nil {
		return nil, err
	}
	if of == nil {
		return nil, errNoInstance.Errorf("The %s %s does not exist in %s.", w.instanceParameter, w.instance, c.Region)
	}
	if of.State != "RUNNING" && of.State != "STOPPED" {
		return nil, errInstanceState.Errorf("Instance %s is %s; RUNNING or STOPPED is expected.", of.ID, of.State)
	}
	if err := s.mayShoot(ctx, tx, of.ID, w.dataDisks); err != nil {
		return nil, err
	}
	all, err := s.Store.Images(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	for _, i := range all {
		if i.Instance == of.ID && i.State == Creating {
			return nil, errBusy.Errorf("Image %s is being made of instance %s; wait until it is %s.", i.ID, of.ID, Normal)
		}
	}
	base, err := s.visible(ctx, tx, c.Caller.Account, c.Region, of.ImageID)
	if err != nil {
		return nil, err
	}
	i := w.image(c, base, of.SystemDiskGB)
	i.Instance = of.ID
	if w.dryRun {
		return &i, s.room(ctx, tx, &i, w.nameParameter)
	}
	if err := s.add(ctx, tx, c, &i, w.nameParameter); err != nil {
		return nil, err
	}
	return &i, s.Snapshots.Shoot(ctx, tx, c, of.ID, w.dataDisks, i.ID, i.Name)
}

// image is what is wanted, with the system of base; nil where that is gone.
func (w *wanted) image(c *call.Call, base *Image, gb int64) Image {
	i := Image{
		Account: c.Caller.Account, Creator: c.Caller.Uin, Region: c.Region, Name: w.name, Description: w.description, Family: w.family,
		SizeGB: gb, State: Creating, Tags: w.tags, CreatedAt: c.Now, OSName: "Other", Platform: "Other", Architecture: "x86_64",
	}
	if base != nil {
		i.OSName, i.Platform, i.Architecture = base.OSName, base.Platform, base.Architecture
	}
	return i
}

// room refuses a private image whose name is in use, or that is one too many in its region.
func (s *Service) room(ctx context.Context, tx store.Tx, i *Image, nameParameter string) error {
	all, err := s.Store.Images(ctx, tx, i.Account, i.Region)
	if err != nil {
		return err
	}
	if err := nameIsFree(all, i, nameParameter); err != nil {
		return err
	}
	most, err := s.Accounts.Quota(ctx, tx, i.Account, "image.images", imagesAtMost)
	if err != nil {
		return err
	}
	if int64(len(all)) >= most {
		return errQuota.Errorf("The account has %d private images in %s; at most %d are allowed.", len(all), i.Region, most)
	}
	return nil
}

// PrivateImages is how many private images the caller's account has in the call's region, and how many it may have.
func (s *Service) PrivateImages(ctx context.Context, tx store.Tx, c *call.Call) (used, most int64, err error) {
	all, err := s.Store.Images(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return 0, 0, err
	}
	most, err = s.Accounts.Quota(ctx, tx, c.Caller.Account, "image.images", imagesAtMost)
	return int64(len(all)), most, err
}

// add keeps a new private image under an id of its own, and has it finished later.
func (s *Service) add(ctx context.Context, tx store.Tx, c *call.Call, i *Image, nameParameter string) error {
	if err := s.room(ctx, tx, i, nameParameter); err != nil {
		return err
	}
	for added := false; !added; {
		number, err := strconv.ParseInt(s.Random.Digits(8), 10, 64)
		if err != nil {
			return err
		}
		i.ID, i.Number = s.Random.ResourceID("img"), number
		if added, err = s.Store.AddImage(ctx, tx, *i); err != nil {
			return err
		}
	}
	if err := s.Tags.Attach(ctx, tx, i.Account, i.tagged(), i.Tags); err != nil {
		return err
	}
	due := c.Now.Add(s.Settings.Now().Delay("image.create"))
	return s.Later.Put(ctx, tx, later.Job{Kind: jobReady, Key: i.ID, Due: due})
}

// ready finishes an image.
func (s *Service) ready(ctx context.Context, tx store.Tx, j later.Job) error {
	i, err := s.Store.Image(ctx, tx, j.Key)
	if err != nil || i == nil {
		return err
	}
	i.State = Normal
	return s.Store.SetImage(ctx, tx, *i)
}

// nameIsFree refuses a name that another of the images has.
func nameIsFree(all []Image, i *Image, parameter string) error {
	for _, other := range all {
		if other.Name == i.Name && other.ID != i.ID {
			return errDuplicate.Errorf("The %s %q is that of image %s; one that is not in use in %s is expected.", parameter, i.Name, other.ID, i.Region)
		}
	}
	return nil
}
