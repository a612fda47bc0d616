package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/disk"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// InquiryPriceResizeInstanceDisks tells what larger disks would cost.
var InquiryPriceResizeInstanceDisks = action.Define(action.Spec{
	Name: "InquiryPriceResizeInstanceDisks", Doc: "Tells what an instance with larger disks would cost: an hour, or the difference for the rest of the paid time.",
	Domain3: "cvm", Version: version, Rate: 10, Refuses: refusals(move{}, errRange, errDataDisk, errNotSold),
}, (*Service).inquireDisks)

func (s *Service) inquireDisks(ctx context.Context, tx store.Tx, c *call.Call, in *ResizeInstanceDisksRequest) (*PriceResponse, error) {
	return s.priceOf(ctx, tx, c, []string{in.InstanceId}, func(i *Instance) (Price, error) {
		larger, err := i.growth(in)
		if err != nil {
			return Price{}, err
		}
		return s.priceWith(ctx, tx, c, i, i.withDisks(larger))
	})
}

// priceWith is what an instance costs with other disks: an hour, or the difference for the rest of the paid time.
func (s *Service) priceWith(ctx context.Context, tx store.Tx, c *call.Call, i, like *Instance) (Price, error) {
	o, err := s.stillOffered(ctx, tx, i)
	if err != nil {
		return Price{}, err
	}
	if !i.isPrepaid() {
		return like.price(*o, 0, 1)
	}
	perGB := func(k disk.Kind) money.Amount { return k.Monthly }
	before, err := i.extras(perGB)
	if err != nil {
		return Price{}, err
	}
	after, err := like.extras(perGB)
	if err != nil {
		return Price{}, err
	}
	more, err := after.Sub(before)
	if err != nil {
		return Price{}, err
	}
	difference, err := i.rest(more, c.Now)
	return Price{InstancePrice: inAdvance(difference), BandwidthPrice: inAdvance(0)}, err
}

// InquiryPriceResetInstance tells what an instance would cost that was installed anew.
var InquiryPriceResetInstance = action.Define(action.Spec{
	Name: "InquiryPriceResetInstance", Doc: "Tells what an instance would cost that was installed anew: an hour, or the difference for the rest of the paid time.",
	Domain3: "cvm", Version: version, Rate: 10,
	Refuses: refusals(move{}, errMalformedImage, errNoImage, errMalformedKey, errNoKey, errImageState, errWindowsKey, errRange, errPassword, errCombination, errUserData, errNotSold),
}, (*Service).inquireReset)

// InquiryPriceResetInstanceRequest is the input of InquiryPriceResetInstance.
type InquiryPriceResetInstanceRequest struct {
	InstanceId      string           `api:"required" touches:"instance" doc:"The instance."`
	ImageId         string           `touches:"image" doc:"What it starts from; the image that it has when left out."`
	SystemDisk      *ResetSystemDisk `doc:"The system disk."`
	LoginSettings   *LoginSettings   `doc:"How to log in, which costs nothing."`
	EnhancedService EnhancedService  `doc:"The agents in it, which cost nothing."`
	UserData        string           `doc:"What it runs at its first start, in base64."`
}

// Check implements action.Checker.
func (r *InquiryPriceResetInstanceRequest) Check() error {
	return (&ResetInstanceRequest{InstanceId: r.InstanceId, ImageId: r.ImageId, LoginSettings: r.LoginSettings, UserData: r.UserData}).Check()
}

func (s *Service) inquireReset(ctx context.Context, tx store.Tx, c *call.Call, in *InquiryPriceResetInstanceRequest) (*PriceResponse, error) {
	return s.priceOf(ctx, tx, c, []string{in.InstanceId}, func(i *Instance) (Price, error) {
		like := *i
		img, err := s.image(ctx, tx, c, orElse(in.ImageId, i.Image))
		if err != nil {
			return Price{}, err
		}
		if in.LoginSettings != nil {
			for _, id := range in.LoginSettings.KeyIds {
				if _, err := s.keyPair(ctx, tx, c.Caller.Account, id); err != nil {
					return Price{}, err
				}
			}
			like.Keys = in.LoginSettings.KeyIds
		}
		if in.SystemDisk != nil {
			set(&like.System.Size, in.SystemDisk.DiskSize)
		}
		if err := like.startFrom(img); err != nil {
			return Price{}, err
		}
		return s.priceWith(ctx, tx, c, i, &like)
	})
}

// InquiryPriceResetInstancesInternetMaxBandwidth tells what another bandwidth would cost.
var InquiryPriceResetInstancesInternetMaxBandwidth = action.Define(action.Spec{
	Name: "InquiryPriceResetInstancesInternetMaxBandwidth", Doc: "Tells what another bandwidth would cost: an hour, a GB, or the difference for the rest of the paid time.",
	Domain3: "cvm", Version: version, Rate: 10, Refuses: refusals(move{}, errCombination),
}, (*Service).inquireInternet)

func (s *Service) inquireInternet(ctx context.Context, tx store.Tx, c *call.Call, in *ResetInstancesInternetMaxBandwidthRequest) (*PriceResponse, error) {
	var first *Instance
	return s.priceOf(ctx, tx, c, in.InstanceIds, func(i *Instance) (Price, error) {
		if first == nil {
			first = i
		}
		if first.isPrepaid() != i.isPrepaid() {
			return Price{}, errCombination.Errorf("Instance %s is %s and instance %s is %s; instances that are paid alike are expected.", i.ID, i.Charge, first.ID, first.Charge)
		}
		next, err := i.changed(in.InternetAccessible)
		if err != nil {
			return Price{}, err
		}
		if !i.isPrepaid() || next.Charge != ByBandwidthMonths && i.Internet.Charge != ByBandwidthMonths {
			price, err := next.price(0, 1)
			if i.isPrepaid() {
				return Price{InstancePrice: inAdvance(0), BandwidthPrice: price}, err
			}
			return Price{InstancePrice: byHour(0), BandwidthPrice: price}, err
		}
		before, err := i.Internet.monthly()
		if err != nil {
			return Price{}, err
		}
		after, err := next.monthly()
		if err != nil {
			return Price{}, err
		}
		more, err := after.Sub(before)
		if err != nil {
			return Price{}, err
		}
		difference, err := i.rest(more, c.Now)
		return Price{InstancePrice: inAdvance(0), BandwidthPrice: inAdvance(difference)}, err
	})
}

// InquiryPriceTerminateInstances tells what would be given back for instances.
var InquiryPriceTerminateInstances = action.Define(action.Spec{
	Name: "InquiryPriceTerminateInstances", Doc: "Tells what would be given back for instances that were returned now.",
	Domain3: "cvm", Version: version, Rate: 10, Refuses: refusals(terminate, errMixed, errProtected),
}, (*Service).inquireTerminate)

// InquiryPriceTerminateInstancesRequest is the input of InquiryPriceTerminateInstances.
type InquiryPriceTerminateInstancesRequest struct {
	InstanceIds []string `api:"required" touches:"instance" doc:"The instances, at most 100."`
}

// Check implements action.Checker.
func (r *InquiryPriceTerminateInstancesRequest) Check() error { return checkIDs(r.InstanceIds) }

// InquiryPriceTerminateInstancesResponse is the output of InquiryPriceTerminateInstances.
type InquiryPriceTerminateInstancesResponse struct{ InstanceRefundsSet []InstanceRefund }

// An InstanceRefund is what is given back for an instance.
type InstanceRefund struct {
	InstanceId  string
	Refunds     Yuan
	PriceDetail string
}

func (s *Service) inquireTerminate(ctx context.Context, tx store.Tx, c *call.Call, in *InquiryPriceTerminateInstancesRequest) (*InquiryPriceTerminateInstancesResponse, error) {
	out := &InquiryPriceTerminateInstancesResponse{}
	first := ""
	_, err := s.eachOf(ctx, tx, c, in.InstanceIds, func(i *Instance) error {
		if first == "" {
			first = i.Charge
		}
		if err := i.mayGoWith(first); err != nil {
			return err
		}
		if err := i.mayGo(); err != nil {
			return err
		}
		back, err := s.refundable(ctx, tx, c, i)
		if err != nil {
			return err
		}
		out.InstanceRefundsSet = append(out.InstanceRefundsSet, InstanceRefund{i.ID, Yuan(back), "退款：" + back.String() + "元，代金券不退"})
		return nil
	})
	return out, err
}

// refundable is what is given back for an instance: of what was paid in advance, what is left and was paid in cash.
func (s *Service) refundable(ctx context.Context, tx store.Tx, c *call.Call, i *Instance) (money.Amount, error) {
	if !i.isPrepaid() || i.State == Shutdown {
		return 0, nil
	}
	left, err := i.refund(c.Now)
	if err != nil {
		return 0, err
	}
	return s.Till.Refundable(ctx, tx, i.Account, i.order("refund", []string{i.ID}, left, 0))
}
