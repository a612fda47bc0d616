package cvm

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// InquiryPriceRunInstances tells what a purchase would cost.
var InquiryPriceRunInstances = action.Define(action.Spec{
	Name: "InquiryPriceRunInstances", Doc: "Tells what a purchase would cost.",
	Domain: "cvm", Domain3: "cvm", Version: version, Rate: 10,
	Refuses: []*catalogue.Condition{
		errZone, errOtherRegion, errMalformedImage, errNoImage, errNoProject, errImageState, errRange, errZoneShut, errNotSold, errPeriod,
		errMalformedType, errCombination, errName, errToken, errPassword,
		errBidLow, errNoSpot, errNoSpotHere, errHpcType, errHpcNeeded, errNoHpc, errHpcZones, errHalfTopology, errCores, errThreads,
		errMalformedTemplate, errNoTemplate, errTemplateVersion, errHostName, errTags,
	},
}, (*Service).inquiryPriceRunInstances)

// InquiryPriceRunInstancesRequest is the input of InquiryPriceRunInstances.
type InquiryPriceRunInstancesRequest struct {
	Placement             *Placement           `doc:"Where; required where no template says it."`
	ImageId               string               `touches:"image" doc:"What they start from; required where no template says it."`
	InstanceChargeType    string               `api:"oneof=PREPAID POSTPAID_BY_HOUR SPOTPAID,default=POSTPAID_BY_HOUR" doc:"How they are paid."`
	InstanceChargePrepaid *ChargePrepaid       `doc:"For how long they are paid in advance."`
	InstanceType          string               `api:"default=S1.SMALL1" doc:"The type, as DescribeInstanceTypeConfigs lists it."`
	SystemDisk            SystemDisk           `doc:"The system disk."`
	DataDisks             []DataDisk           `doc:"Other disks."`
	VirtualPrivateCloud   *VirtualPrivateCloud `doc:"The network; the basic one when left out."`
	InternetAccessible    InternetAccessible   `doc:"How they reach the internet."`
	InstanceCount         int64                `api:"min=1,max=100,default=1" doc:"How many."`
	InstanceName          string               `doc:"Their name."`
	LoginSettings         *LoginSettings       `doc:"How to log in."`
	SecurityGroupIds      []string             `doc:"Their security groups."`
	EnhancedService       EnhancedService      `doc:"The agents in them."`
	ClientToken           string               `doc:"Changes nothing here: at most 64 ASCII characters."`
	HostName              string               `doc:"The host name."`
	TagSpecification      []TagSpecification   `doc:"Tags."`

	Metadata              *Metadata              `doc:"What they can be asked for from within, which costs nothing."`
	CpuTopology           *CpuTopology           `doc:"Which of the CPUs of their type they show, which costs nothing."`
	HpcClusterId          string                 `touches:"hpc" doc:"The cluster that they are in."`
	InstanceMarketOptions *InstanceMarketOptions `doc:"The bid for spot instances; the spot price when left out."`
	LaunchTemplate        *LaunchTemplateRef     `doc:"The template that says whatever the request does not say."`
}

func (r *InquiryPriceRunInstancesRequest) bought() *bought {
	return &bought{
		*r.Placement, r.ImageId, r.InstanceChargeType, r.InstanceChargePrepaid, r.InstanceType, r.SystemDisk, r.DataDisks, r.VirtualPrivateCloud,
		r.InternetAccessible, r.InstanceName, r.LoginSettings, r.SecurityGroupIds, r.EnhancedService, r.ClientToken, r.HostName, r.TagSpecification, "", r.InstanceMarketOptions, r.HpcClusterId,
		r.Metadata, r.CpuTopology,
	}
}

// Check implements action.Checker.
func (r *InquiryPriceRunInstancesRequest) Check() error {
	switch {
	case r.LaunchTemplate != nil: // the rest is checked with what the template says
		return checkTemplateID(r.LaunchTemplate.LaunchTemplateId)
	case r.Placement == nil:
		return catalogue.MissingParameter.Errorf("The request is missing a required parameter `Placement`.")
	case r.ImageId == "":
		return catalogue.MissingParameter.Errorf("The request is missing a required parameter `ImageId`.")
	}
	return r.bought().check()
}

// A PriceResponse is the output of inquiries.
type PriceResponse struct{ Price Price }

func (s *Service) inquiryPriceRunInstances(ctx context.Context, tx store.Tx, c *call.Call, in *InquiryPriceRunInstancesRequest) (*PriceResponse, error) {
	if in.LaunchTemplate != nil {
		var err error
		if in, err = s.inquiryWithTemplate(ctx, tx, c, in); err != nil {
			return nil, err
		}
	}
	b := in.bought()
	like := b.like()
	if _, err := s.zone(ctx, tx, c.Region, like.Zone); err != nil {
		return nil, err
	}
	img, err := s.image(ctx, tx, c, like.Image)
	if err != nil {
		return nil, err
	}
	if err := s.project(ctx, tx, c.Caller.Account, like.Project); err != nil {
		return nil, err
	}
	if err := s.joinHpc(ctx, tx, c, &like); err != nil {
		return nil, err
	}
	if err := like.startFrom(img); err != nil {
		return nil, err
	}
	o, err := s.offer(ctx, tx, c, like.Zone, like.Type)
	if err != nil {
		return nil, err
	}
	if err := like.Topology.fits(*o); err != nil {
		return nil, err
	}
	if like.Charge == Spot {
		if err := s.bidFor(ctx, tx, &like, *o, c.Region); err != nil {
			return nil, err
		}
	}
	price, err := like.price(*o, b.months(), in.InstanceCount)
	return &PriceResponse{price}, err
}
