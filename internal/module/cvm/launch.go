package cvm

import (
	"context"
	"errors"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/later"
	"github.com/paifang/paifang/internal/store"
)

// Quotas (facts/quotas-billing-lifecycle.md §2).
const (
	quotaPostpaid   = "cvm.postpaid_per_zone"
	quotaPrepaid    = "cvm.prepaid_per_zone_and_month"
	defaultPostpaid = 30
	defaultPrepaid  = 150
)

// A launch is a purchase of instances, in whichever action's words it was asked for.
type launch struct {
	// like is what each instance is to be.
	like Instance
	// count are wanted, atLeast have to be had.
	count, atLeast int64
	// months are paid in advance.
	months int64
	// addresses are wanted for the first of them.
	addresses []string
	// token makes the purchase happen once; digest stands for the request.
	token, digest string
	dryRun        bool
	// due is when they are terminated; zero for never.
	due time.Time
	// password is checked against the image's system, and kept nowhere; longest is how long it may be.
	password string
	longest  int
	// cpu, memory and family are wanted where no type was named.
	cpu, memory int64
	family      string

	offer Offer
}

// launch buys instances, in the order of checks that the contract fixes: 5000, 5100, 5500, 4400, 5200, 5300.
func (s *Service) launch(ctx context.Context, tx store.Tx, c *call.Call, l *launch) (*Result, error) {
	if l.token != "" {
		before, err := s.Store.Token(ctx, tx, c.Caller.Account, l.token)
		if err != nil {
			return nil, err
		}
		if before != nil && before.Request != l.digest {
			return nil, errTokenReused.Errorf("The ClientToken was used before with another request; a fresh one is expected.")
		}
		if before != nil {
			return before, nil
		}
	}
	for _, step := range []func(context.Context, store.Tx, *call.Call, *launch) error{
		s.place, s.qualify, s.withinQuota, s.withinGroup, s.withinHpc, s.fromStock,
	} {
		if err := step(ctx, tx, c, l); err != nil {
			return nil, err
		}
	}
	made, err := s.make(ctx, tx, c, l)
	if err != nil {
		return nil, err
	}
	r := &Result{Request: l.digest}
	for _, i := range made {
		r.Instances = append(r.Instances, i.ID)
	}
	if r.Deal, err = s.pay(ctx, tx, c, l, made); err != nil {
		return nil, err
	}
	if l.dryRun {
		return nil, catalogue.DryRun.Errorf("The request would have succeeded, but DryRun is set.")
	}
	for _, i := range made {
		if err := s.move(ctx, tx, i, run, c.Now, c.RequestID); err != nil {
			return nil, err
		}
		if !l.due.IsZero() {
			if _, err := s.addTimer(ctx, tx, c, i, l.due); err != nil {
				return nil, err
			}
		}
	}
	if l.token != "" {
		err = s.Store.PutToken(ctx, tx, c.Caller.Account, l.token, *r)
	}
	return r, err
}

// place refuses what names something that is not there, or does not go together.
func (s *Service) place(ctx context.Context, tx store.Tx, c *call.Call, l *launch) error {
	like, account := &l.like, c.Caller.Account
	if _, err := s.zone(ctx, tx, c.Region, like.Zone); err != nil {
		return err
	}
	img, err := s.image(ctx, tx, c, like.Image)
	if err != nil {
		return err
	}
	for _, id := range like.Keys {
		if _, err := s.keyPair(ctx, tx, account, id); err != nil {
			return err
		}
	}
	if err := s.snapshots(ctx, tx, c, like.Data); err != nil {
		return err
	}
	if err := s.project(ctx, tx, account, like.Project); err != nil {
		return err
	}
	if err := s.Groups.Known(ctx, tx, account, c.Region, holderKind, like.Groups); err != nil {
		return err
	}
	if like.Placement != "" {
		g, err := s.placementGroup(ctx, tx, c, like.Placement, errNoPlacementFor)
		if err != nil {
			return err
		}
		if why := g.lacks(like.Partition); why != "" {
			return errRange.Errorf("%s", why)
		}
	}
	if err := s.joinHpc(ctx, tx, c, like); err != nil {
		return err
	}
	if like.VPC != "" {
		like.VPCNumber, like.SubnetNumber, err = s.Networks.Join(ctx, tx, account, c.Region, like.VPC, like.Subnet, like.Zone, l.addresses, int(l.atLeast))
		if err != nil {
			return err
		}
	}
	if err := like.startFrom(img); err != nil {
		return err
	}
	if !l.due.IsZero() {
		if err := mayTime(like, l.due, c.Now); err != nil {
			return err
		}
	}
	return checkPassword(l.password, like.Windows, l.longest)
}

// image is an image that the caller may use.
func (s *Service) image(ctx context.Context, tx store.Tx, c *call.Call, id string) (Image, error) {
	img, ok, err := s.Images.Image(ctx, tx, c, id)
	if err == nil && !ok {
		err = errNoImage.Errorf("The image %s does not exist in this region.", id)
	}
	return img, err
}

func (s *Service) project(ctx context.Context, tx store.Tx, account string, id int64) error {
	ok, err := s.Accounts.HasProject(ctx, tx, account, id)
	if err == nil && !ok {
		err = errNoProject.Errorf("The project %d does not exist.", id)
	}
	return err
}

// startFrom puts an image on the instance.
func (i *Instance) startFrom(img Image) error {
	windows := img.Platform == "Windows"
	switch {
	case img.State != "NORMAL":
		return errImageState.Errorf("The image %s is %s; it has to be NORMAL.", img.ID, img.State)
	case windows && len(i.Keys) > 0:
		return errWindowsKey.Errorf("The image %s is of Windows, which a key pair does not open; a password is expected.", img.ID)
	}
	i.Image, i.ImageNumber, i.ImageType, i.OS, i.Windows = img.ID, img.NumericID, img.Type, img.OS, windows
	if i.System.Size == 0 {
		i.System.Size = max(50, img.SizeGB)
	}
	if i.System.Size < img.SizeGB {
		return errRange.Errorf("The system disk has %d GB; the image %s needs at least %d.", i.System.Size, img.ID, img.SizeGB)
	}
	return nil
}

// qualify refuses an account whose identity is not verified.
func (s *Service) qualify(ctx context.Context, tx store.Tx, c *call.Call, _ *launch) error {
	ok, err := s.Accounts.Verified(ctx, tx, c.Caller.Account)
	if err == nil && !ok {
		err = errNotVerified.Errorf("The identity of account %s is not verified; only a verified account may buy.", c.Caller.Account)
	}
	return err
}

// withinQuota refuses what is more than the account may have.
func (s *Service) withinQuota(ctx context.Context, tx store.Tx, c *call.Call, l *launch) error {
	account, zone := c.Caller.Account, l.like.Zone
	if err := s.Groups.Room(ctx, tx, account, holderKind, l.like.Groups, l.count); err != nil {
		return err
	}
	if l.like.isPrepaid() {
		limit, err := s.Accounts.Quota(ctx, tx, account, quotaPrepaid, defaultPrepaid)
		if err != nil {
			return err
		}
		used, err := s.Store.Bought(ctx, tx, account, zone, month(c))
		if err == nil && used+l.count > limit {
			err = errPrepaidFull.Errorf("%d prepaid instances were bought in zone %s this month; with %d more the quota of %d is exceeded.", used, zone, l.count, limit)
		}
		return err
	}
	if l.like.Charge == Spot {
		return s.withinSpotQuota(ctx, tx, c, zone, l.like.Type, l.count)
	}
	limit, err := s.Accounts.Quota(ctx, tx, account, quotaPostpaid, defaultPostpaid)
	if err != nil {
		return err
	}
	used, err := s.Store.CountPostpaid(ctx, tx, account, zone)
	if err == nil && used+l.count > limit {
		err = errPostpaidFull.Errorf("There are %d pay-as-you-go instances in zone %s; with %d more the quota of %d is exceeded.", used, zone, l.count, limit)
	}
	return err
}

func month(c *call.Call) string { return c.Now.In(beijing).Format("2006-01") }

// fromStock takes what there is of the type, and refuses what is not sold or too little.
func (s *Service) fromStock(ctx context.Context, tx store.Tx, c *call.Call, l *launch) error {
	if l.like.Type == "" {
		typ, err := s.typeWith(ctx, tx, l.like.Zone, l.cpu, l.memory, l.family)
		if err != nil {
			return err
		}
		l.like.Type = typ
	}
	offer, err := s.offer(ctx, tx, c, l.like.Zone, l.like.Type)
	if err != nil {
		return err
	}
	l.offer = *offer
	l.like.sized(*offer)
	if err := l.like.Topology.fits(*offer); err != nil {
		return err
	}
	if l.like.Charge == Spot {
		if err := s.bidFor(ctx, tx, &l.like, *offer, c.Region); err != nil {
			return err
		}
	}
	if offer.Stock == Unlimited {
		return nil
	}
	switch got := min(l.count, offer.Stock); {
	case got < l.count && l.like.Charge == Spot:
		return errSpotStock.Errorf("Zone %s has %d of type %s left; %d are bid for.", offer.Zone, offer.Stock, offer.Type, l.count)
	case got < l.atLeast && l.atLeast == l.count:
		return errSoldOut.Errorf("Zone %s has %d of type %s left; %d are wanted.", offer.Zone, offer.Stock, offer.Type, l.count)
	case got < l.atLeast:
		return errTooFew.Errorf("Zone %s has %d of type %s left; at least %d are wanted.", offer.Zone, offer.Stock, offer.Type, l.atLeast)
	default:
		l.count = got
	}
	taken, err := s.Store.AddStock(ctx, tx, offer.Zone, offer.Type, -l.count)
	if err == nil && !taken {
		err = errSoldOut.Errorf("Zone %s has no more of type %s.", offer.Zone, offer.Type)
	}
	return err
}

// offer is what a zone sells of a type.
func (s *Service) offer(ctx context.Context, tx store.Tx, c *call.Call, zone, typ string) (*Offer, error) {
	z, err := s.zone(ctx, tx, c.Region, zone)
	if err != nil {
		return nil, err
	}
	if z.Closed {
		return nil, errZoneShut.Errorf("Nothing is sold in zone %s at the moment.", zone)
	}
	o, err := s.Store.Offer(ctx, tx, zone, typ)
	if err != nil {
		return nil, err
	}
	if o == nil || !o.Sold {
		return nil, errNotSold.Errorf("The type %s is not sold in zone %s.", typ, zone)
	}
	return o, nil
}

func (i *Instance) sized(o Offer) {
	i.Type, i.Family, i.CPU, i.Memory = o.Type, o.Family(), o.CPU, o.Memory
}

// unpaid is a refusal of the till under the name that the older actions have for it.
func unpaid(err error) error {
	var r *catalogue.Refusal
	if errors.As(err, &r) && errors.Is(err, catalogue.InsufficientBalance) {
		return errBalance.Errorf("%s", r.Message)
	}
	return err
}

func (s *Service) expireAt(ctx context.Context, tx store.Tx, i *Instance) error {
	if err := s.Later.Cancel(ctx, tx, jobExpire, i.ID); err != nil {
		return err
	}
	return s.Later.Put(ctx, tx, later.Job{Kind: jobExpire, Key: i.ID, Due: i.Expires})
}
