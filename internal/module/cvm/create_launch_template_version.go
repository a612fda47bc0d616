package cvm

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// CreateLaunchTemplateVersion makes a version of a template.
var CreateLaunchTemplateVersion = action.Define(action.Spec{
	Name: "CreateLaunchTemplateVersion", Doc: "Makes another version of a launch template; the default one stays the default.",
	Domain3: "cvm", Version: version, Changes: true,
	Refuses: append(templating[:len(templating):len(templating)], errMalformedTemplate, errNoTemplate, errNoVersion, errVersionsFull),
}, (*Service).createTemplateVersion)

// CreateLaunchTemplateVersionRequest is the input of CreateLaunchTemplateVersion.
type CreateLaunchTemplateVersionRequest struct {
	LaunchTemplateId                 string `api:"required" doc:"The template."`
	LaunchTemplateVersion            *int64 `api:"min=1" doc:"The version that says whatever the request does not say; none when left out."`
	LaunchTemplateVersionDescription string `doc:"What it is for: at most 256 characters."`

	Placement               *Placement           `api:"required" doc:"Where instances are to be."`
	ImageId                 string               `touches:"image" doc:"What they start from."`
	InstanceType            string               `doc:"Their type, as DescribeInstanceTypeConfigs lists it."`
	SystemDisk              *SystemDisk          `doc:"Their system disk."`
	DataDisks               []DataDisk           `doc:"Their other disks."`
	VirtualPrivateCloud     *VirtualPrivateCloud `doc:"The network."`
	InternetAccessible      *InternetAccessible  `doc:"How they reach the internet."`
	InstanceCount           *int64               `api:"min=1,max=100" doc:"How many."`
	InstanceName            string               `doc:"Their name."`
	LoginSettings           *LoginSettings       `doc:"How to log in; a password is checked and not kept."`
	SecurityGroupIds        []string             `touches:"sg" doc:"Their security groups."`
	EnhancedService         *EnhancedService     `doc:"The agents in them."`
	ClientToken             string               `doc:"Makes it happen once: at most 64 ASCII characters."`
	HostName                string               `doc:"The host name."`
	DisasterRecoverGroupIds []string             `api:"max=1" touches:"ps" doc:"The placement group that they are in."`
	TagSpecification        []TagSpecification   `doc:"Their tags."`
	UserData                string               `doc:"What they run at their first start, in base64."`
	DryRun                  bool                 `doc:"Whether only to check."`
	CamRoleName             string               `api:"max=128" doc:"The role that they act as."`
	InstanceChargeType      string               `api:"oneof=PREPAID POSTPAID_BY_HOUR SPOTPAID" doc:"How they are paid."`
	InstanceChargePrepaid   *ChargePrepaid       `doc:"For how long they are paid in advance."`
	DisableApiTermination   *bool                `doc:"Whether they are protected from being terminated."`

	Metadata              *Metadata              `doc:"What they can be asked for from within; answers do not show it."`
	HpcClusterId          string                 `touches:"hpc" doc:"The cluster that they are in."`
	ActionTimer           *ActionTimerToSet      `doc:"When they are terminated."`
	InstanceMarketOptions *InstanceMarketOptions `doc:"The bid for spot instances."`
}

// Check implements action.Checker.
func (r *CreateLaunchTemplateVersionRequest) Check() error {
	if err := checkTemplateID(r.LaunchTemplateId); err != nil {
		return err
	}
	if err := checkTemplateText(r.LaunchTemplateVersionDescription); err != nil {
		return err
	}
	return checkToken(r.ClientToken)
}

// CreateLaunchTemplateVersionResponse is the output of CreateLaunchTemplateVersion.
type CreateLaunchTemplateVersionResponse struct{ LaunchTemplateVersionNumber int64 }

func (s *Service) createTemplateVersion(ctx context.Context, tx store.Tx, c *call.Call, in *CreateLaunchTemplateVersionRequest) (*CreateLaunchTemplateVersionResponse, error) {
	t, err := s.template(ctx, tx, c, in.LaunchTemplateId)
	if err != nil {
		return nil, err
	}
	params := boughtBy(c.Params)
	if in.LaunchTemplateVersion != nil {
		base := t.version(*in.LaunchTemplateVersion)
		if base == nil {
			return nil, noVersion(t, *in.LaunchTemplateVersion)
		}
		params = over(params, base.Data)
	}
	data, err := inTemplate(params)
	if err != nil {
		return nil, err
	}
	before, remember, err := s.once(ctx, tx, c, in.ClientToken, "CreateLaunchTemplateVersion", []any{t.ID, in.LaunchTemplateVersionDescription, data})
	if err != nil {
		return nil, err
	}
	if before != "" {
		number, err := strconv.ParseInt(before, 10, 64)
		return &CreateLaunchTemplateVersionResponse{number}, err
	}
	most, err := s.Accounts.Quota(ctx, tx, t.Account, quotaVersions, maxVersions)
	if err != nil {
		return nil, err
	}
	if n := int64(len(t.Versions)); n >= most {
		return nil, errVersionsFull.Errorf("The launch template %s has %d versions; at most %d are allowed.", t.ID, n, most)
	}
	if in.DryRun {
		return nil, catalogue.DryRun.Errorf("The request would have succeeded, but DryRun is set.")
	}
	t.Latest++
	t.Versions = append(t.Versions, TemplateVersion{
		Number: t.Latest, Description: in.LaunchTemplateVersionDescription, Creator: c.Caller.Uin, Created: c.Now, Data: data,
	})
	if err := s.Store.PutTemplate(ctx, tx, t); err != nil {
		return nil, err
	}
	return &CreateLaunchTemplateVersionResponse{t.Latest}, remember(strconv.FormatInt(t.Latest, 10))
}

func noVersion(t *LaunchTemplate, number int64) error {
	return errNoVersion.Errorf("The launch template %s has no version %d.", t.ID, number)
}
