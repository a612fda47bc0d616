package cvm

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

const version = "2017-03-12"

// buying are the conditions of every purchase.
var buying = append([]*catalogue.Condition{
	errZone, errOtherRegion, errMalformedImage, errNoImage, errNoKey, errNoProject, errImageState, errWindowsKey, errRange, errNotVerified,
	errPostpaidFull, errPrepaidFull, errZoneShut, errNotSold, errSoldOut, errDiskSold, errTooFew, errBalance, errTokenReused, errToken, errName, errPassword,
}, append(guarding, joining...)...)

// RunInstances buys instances.
var RunInstances = action.Define(action.Spec{
	Name: "RunInstances", Doc: "Buys one or more instances of one kind, paid by the hour, in advance, or bid for.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true, Creates: []string{"instance", "systemdisk"}, Rate: 10,
	Refuses: append(buying[:len(buying):len(buying)], errNoSnapshot, errSnapshotSize, errPeriod, errMalformedType, errMalformedKey, errMalformedVPC, errMalformedNet, errMalformedGroup,
		errCombination, errTooManyIDs, errMinCount, errHostName, errUserData, errTags, errMalformedPlacement, errNoPlacementFor, errPlacementFull, errMalformedTemplate, errNoTemplate, errTemplateVersion, catalogue.DryRun,
		errBidLow, errSpotFull, errSpotType, errSpotStock, errNoSpot, errNoSpotHere, errSpotAtLeast, errTime, errNotTimed,
		errHpcType, errHpcNeeded, errNoHpc, errHpcZones, errHpcFull, errHalfTopology, errCores, errThreads),
}, (*Service).runInstances)

// RunInstancesRequest is the input of RunInstances.
type RunInstancesRequest struct {
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
	MinCount              *int64               `api:"min=1,max=100" doc:"With how many the purchase is still made where there are fewer than InstanceCount."`
	InstanceName          string               `doc:"Their name; {R:x} in it counts up from x."`
	LoginSettings         *LoginSettings       `doc:"How to log in."`
	SecurityGroupIds      []string             `touches:"sg" doc:"Their security groups."`
	EnhancedService       EnhancedService      `doc:"The agents in them."`
	ClientToken           string               `doc:"Makes the purchase happen once: at most 64 ASCII characters."`
	HostName              string               `doc:"The host name."`
	TagSpecification      []TagSpecification   `doc:"Tags."`
	UserData              string               `doc:"What they run at their first start, in base64."`
	CamRoleName           string               `api:"max=128" doc:"The role that they act as."`
	DisableApiTermination bool                 `doc:"Whether they are protected from being terminated."`
	DryRun                bool                 `doc:"Whether only to check."`

	DisasterRecoverGroupIds []string `api:"max=1" touches:"ps" doc:"The placement group that they are in."`

	PartitionNumber       int64                  `api:"min=1,max=30" doc:"The part of their placement group that they are in; drawn when left out."`
	Metadata              *Metadata              `doc:"What they can be asked for from within."`
	CpuTopology           *CpuTopology           `doc:"Which of the CPUs of their type they show."`
	HpcClusterId          string                 `touches:"hpc" doc:"The cluster that they are in; for types of high performance computing, which need one."`
	ActionTimer           *ActionTimerToSet      `doc:"When they are terminated."`
	InstanceMarketOptions *InstanceMarketOptions `doc:"The bid for spot instances; the spot price when left out."`

	LaunchTemplate *LaunchTemplateRef `doc:"The template that says whatever the request does not say."`
}

func (r *RunInstancesRequest) bought() *bought {
	return &bought{
		*r.Placement, r.ImageId, r.InstanceChargeType, r.InstanceChargePrepaid, r.InstanceType, r.SystemDisk, r.DataDisks, r.VirtualPrivateCloud,
		r.InternetAccessible, r.InstanceName, r.LoginSettings, r.SecurityGroupIds, r.EnhancedService, r.ClientToken, r.HostName, r.TagSpecification, r.UserData, r.InstanceMarketOptions, r.HpcClusterId,
		r.Metadata, r.CpuTopology,
	}
}

// Check implements action.Checker.
func (r *RunInstancesRequest) Check() error {
	switch {
	case r.LaunchTemplate != nil: // the rest is checked with what the template says
		return checkTemplateID(r.LaunchTemplate.LaunchTemplateId)
	case r.Placement == nil:
		return catalogue.MissingParameter.Errorf("The request is missing a required parameter `Placement`.")
	case r.ImageId == "":
		return catalogue.MissingParameter.Errorf("The request is missing a required parameter `ImageId`.")
	}
	if r.MinCount != nil && *r.MinCount > r.InstanceCount {
		return errMinCount.Errorf("Parameter MinCount is %d; at most InstanceCount, %d, is expected.", *r.MinCount, r.InstanceCount)
	}
	if r.MinCount != nil && r.InstanceChargeType == Spot {
		return errSpotAtLeast.Errorf("Parameter MinCount is given with InstanceChargeType SPOTPAID, for which it is not.")
	}
	if v := r.VirtualPrivateCloud; v != nil && int64(len(v.PrivateIpAddresses)) > r.InstanceCount {
		return errCombination.Errorf("Parameter VirtualPrivateCloud.PrivateIpAddresses has %d addresses for %d instances.", len(v.PrivateIpAddresses), r.InstanceCount)
	}
	if r.PartitionNumber != 0 && len(r.DisasterRecoverGroupIds) == 0 {
		return errCombination.Errorf("Parameter PartitionNumber is given without DisasterRecoverGroupIds; a placement group is expected with it.")
	}
	if err := r.ActionTimer.check(); err != nil {
		return err
	}
	if err := checkPlacementIDs("DisasterRecoverGroupIds", r.DisasterRecoverGroupIds); err != nil {
		return err
	}
	return r.bought().check()
}

// Touches implements action.Toucher.
func (r *RunInstancesRequest) Touches(*call.Call) []call.Resource {
	if len(r.DataDisks) == 0 {
		return nil
	}
	return []call.Resource{{Service: "cvm", Type: "datadisk", ID: "*"}}
}

// Conditions implements action.Conditioner.
func (r *RunInstancesRequest) Conditions(c *call.Call) map[string][]string {
	conditions := map[string][]string{"cvm:region": {c.Region}, "cvm:instance_type": {r.InstanceType}}
	if r.Placement != nil {
		conditions["cvm:zone"] = []string{r.Placement.Zone}
	}
	return conditions
}

// RunInstancesResponse is the output of RunInstances.
type RunInstancesResponse struct {
	InstanceIdSet []string
}

func (s *Service) runInstances(ctx context.Context, tx store.Tx, c *call.Call, in *RunInstancesRequest) (*RunInstancesResponse, error) {
	if in.LaunchTemplate != nil {
		var err error
		if in, err = s.withTemplate(ctx, tx, c, in); err != nil {
			return nil, err
		}
	}
	b := in.bought()
	l := &launch{like: b.like(), count: in.InstanceCount, atLeast: in.InstanceCount, months: b.months(), token: in.ClientToken, due: in.ActionTimer.at(), dryRun: in.DryRun, longest: maxPassword}
	if in.MinCount != nil {
		l.atLeast = *in.MinCount
	}
	if in.VirtualPrivateCloud != nil {
		l.addresses = in.VirtualPrivateCloud.PrivateIpAddresses
	}
	if in.LoginSettings != nil {
		l.password = in.LoginSettings.Password
	}
	l.like.Role, l.like.Protected = in.CamRoleName, in.DisableApiTermination
	if len(in.DisasterRecoverGroupIds) > 0 {
		l.like.Placement, l.like.Partition = in.DisasterRecoverGroupIds[0], in.PartitionNumber
	}
	var err error
	if l.digest, err = in.digest(c); err != nil {
		return nil, err
	}
	r, err := s.launch(ctx, tx, c, l)
	if err != nil {
		return nil, err
	}
	return &RunInstancesResponse{InstanceIdSet: r.Instances}, nil
}

func (r *RunInstancesRequest) digest(c *call.Call) (string, error) {
	plain := *r
	if r.LoginSettings != nil {
		login := *r.LoginSettings
		login.Password, plain.LoginSettings = "", &login
	}
	return digest("RunInstances "+version, c.Region, plain)
}
