package cvm

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// A LaunchTemplateRef names a template and a version of it.
type LaunchTemplateRef struct {
	LaunchTemplateId      string `api:"required" doc:"The template."`
	LaunchTemplateVersion *int64 `api:"min=1" doc:"Its version; the default one when left out."`
}

// templating are the conditions of parameters in a template: of those that tell by themselves.
var templating = []*catalogue.Condition{
	errMalformedImage, errMalformedType, errMalformedKey, errMalformedVPC, errMalformedNet, errMalformedGroup, errMalformedPlacement, errPeriod, errCombination,
	errTooManyIDs, errRange, errName, errHostName, errUserData, errPassword, errTags, errToken, errTokenReused, errTemplateText, errTime, errHpcType, errHpcNeeded, catalogue.DryRun,
}

// CreateLaunchTemplate makes a template.
var CreateLaunchTemplate = action.Define(action.Spec{
	Name: "CreateLaunchTemplate", Doc: "Makes a launch template, which has the parameters of purchases. What they name need not be there yet.",
	Domain3: "cvm", Version: version, Changes: true, Refuses: append(templating[:len(templating):len(templating)], errTemplateName, errTemplatesFull),
}, (*Service).createTemplate)

// CreateLaunchTemplateRequest is the input of CreateLaunchTemplate.
type CreateLaunchTemplateRequest struct {
	LaunchTemplateName               string `api:"required" doc:"Its name: 1 to 128 characters."`
	LaunchTemplateVersionDescription string `doc:"What its first version is for: at most 256 characters."`

	LaunchTemplateTagSpecification []TagSpecification `doc:"The template's own tags, of the resource type launch-template."`

	Placement               *Placement           `api:"required" doc:"Where instances are to be."`
	ImageId                 string               `api:"required" touches:"image" doc:"What they start from."`
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
func (r *CreateLaunchTemplateRequest) Check() error {
	if err := checkTemplateName(r.LaunchTemplateName); err != nil {
		return err
	}
	if err := checkTemplateText(r.LaunchTemplateVersionDescription); err != nil {
		return err
	}
	if err := (&bought{tags: r.LaunchTemplateTagSpecification}).checkTags(); err != nil {
		return err
	}
	return checkToken(r.ClientToken)
}

// Conditions implements action.Conditioner.
func (r *CreateLaunchTemplateRequest) Conditions(*call.Call) map[string][]string {
	return map[string][]string{"qcs:request_tag": tagging.Pairs(tagsFor("launch-template", r.LaunchTemplateTagSpecification))}
}

// CreateLaunchTemplateResponse is the output of CreateLaunchTemplate.
type CreateLaunchTemplateResponse struct{ LaunchTemplateId string }

func (s *Service) createTemplate(ctx context.Context, tx store.Tx, c *call.Call, in *CreateLaunchTemplateRequest) (*CreateLaunchTemplateResponse, error) {
	data, err := inTemplate(boughtBy(c.Params))
	if err != nil {
		return nil, err
	}
	before, remember, err := s.once(ctx, tx, c, in.ClientToken, "CreateLaunchTemplate", []any{in.LaunchTemplateName, in.LaunchTemplateVersionDescription, in.LaunchTemplateTagSpecification, data})
	if err != nil {
		return nil, err
	}
	if before != "" {
		return &CreateLaunchTemplateResponse{before}, nil
	}
	most, err := s.Accounts.Quota(ctx, tx, c.Caller.Account, quotaTemplates, maxTemplates)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Templates(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	if n := int64(len(all)); n >= most {
		return nil, errTemplatesFull.Errorf("There are %d launch templates in this region; at most %d are allowed.", n, most)
	}
	if in.DryRun {
		return nil, catalogue.DryRun.Errorf("The request would have succeeded, but DryRun is set.")
	}
	t := &LaunchTemplate{
		Account: c.Caller.Account, Creator: c.Caller.Uin, Region: c.Region, Name: in.LaunchTemplateName, Default: 1, Latest: 1, Created: c.Now,
		Versions: []TemplateVersion{{Number: 1, Description: in.LaunchTemplateVersionDescription, Creator: c.Caller.Uin, Created: c.Now, Data: data}},
	}
	for t.ID == "" {
		t.ID = s.Random.ResourceID("lt")
		if other, err := s.Store.Template(ctx, tx, t.ID); err != nil {
			return nil, err
		} else if other != nil {
			t.ID = ""
		}
	}
	if err := s.Store.PutTemplate(ctx, tx, t); err != nil {
		return nil, err
	}
	if err := s.Tags.Attach(ctx, tx, t.Account, t.tagged(), tagsFor("launch-template", in.LaunchTemplateTagSpecification)); err != nil {
		return nil, err
	}
	return &CreateLaunchTemplateResponse{t.ID}, remember(t.ID)
}

// inTemplate are parameters as a template keeps them; it refuses what RunInstances refuses by itself.
func inTemplate(params [][2]string) ([][2]string, error) {
	if _, err := readPurchase(params); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(params, func(pair [2]string) bool { return pair[0] == passwordOfLogin }), nil
}

// once has a request with a ClientToken happen once: before is what it brought about then, and remember writes it down.
func (s *Service) once(ctx context.Context, tx store.Tx, c *call.Call, token, action string, request any) (before string, remember func(string) error, err error) {
	if token == "" {
		return "", func(string) error { return nil }, nil
	}
	asked, err := digest(action, c.Region, request)
	if err != nil {
		return "", nil, err
	}
	r, err := s.Store.Token(ctx, tx, c.Caller.Account, token)
	if err != nil {
		return "", nil, err
	}
	if r != nil && r.Request != asked {
		return "", nil, errTokenReused.Errorf("The ClientToken was used before with another request; a fresh one is expected.")
	}
	if r != nil {
		return r.Deal, nil, nil
	}
	return "", func(brought string) error {
		return s.Store.PutToken(ctx, tx, c.Caller.Account, token, Result{Request: asked, Deal: brought})
	}, nil
}
