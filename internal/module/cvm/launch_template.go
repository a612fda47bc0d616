package cvm

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// A LaunchTemplate has the parameters of purchases, in versions.
type LaunchTemplate struct {
	ID, Account, Creator, Region, Name string
	// Default is the number of the version that is meant where none is named, Latest the highest that there was.
	Default, Latest int64
	Created         time.Time
	Versions        []TemplateVersion
}

// A TemplateVersion is a version of a template. Data are the parameters of RunInstances that it has, by their full names;
// passwords are not among them.
type TemplateVersion struct {
	Number               int64
	Description, Creator string
	Created              time.Time
	Data                 [][2]string
}

// The quotas of templates of an account in a region, and of versions of a template; assumed.
const (
	quotaTemplates  = "cvm.launch_templates"
	maxTemplates    = 200
	quotaVersions   = "cvm.launch_template_versions"
	maxVersions     = 30
	templateIDForm  = "lt- and 8 lower-case letters or digits"
	passwordOfLogin = "LoginSettings.Password"
)

var (
	errMalformedTemplate = catalogue.InvalidParameter.Named("InvalidParameterValue.LaunchTemplateIdMalformed")
	errTemplateName      = catalogue.InvalidParameter.Named("InvalidParameterValue.InvalidLaunchTemplateName")
	errTemplateText      = catalogue.InvalidParameter.Named("InvalidParameterValue.InvalidLaunchTemplateVersionDescription")
	errNoTemplate        = catalogue.NotFound.Named("InvalidParameterValue.LaunchTemplateIdNotExisted")
	errTemplateVersion   = catalogue.NotFound.Named("InvalidParameterValue.LaunchTemplateVersion")
	errNoVersion         = catalogue.NotFound.Named("InvalidParameterValue.LaunchTemplateIdVerNotExisted")
	errTemplatesFull     = catalogue.QuotaExceeded.Named("LimitExceeded.LaunchTemplateQuota")
	errVersionsFull      = catalogue.QuotaExceeded.Named("LimitExceeded.LaunchTemplateVersionQuota")
	errDefaultVersion    = catalogue.OperationFailed.Named("InvalidParameterValue.LaunchTemplateDefaultVersion")
	errVersionSet        = catalogue.OperationFailed.Named("InvalidParameterValue.LaunchTemplateIdVerSetAlready")
)

var templateForm = regexp.MustCompile(`^lt-[a-z0-9]{8}$`)

func checkTemplateID(id string) error {
	if !templateForm.MatchString(id) {
		return errMalformedTemplate.Errorf("Parameter LaunchTemplateId is %s; %s are expected.", param.Quote(id), templateIDForm)
	}
	return nil
}

func checkTemplateName(name string) error {
	if n := utf8.RuneCountInString(name); n < 1 || n > 128 {
		return errTemplateName.Errorf("Parameter LaunchTemplateName has %d characters; 1 to 128 are expected.", n)
	}
	return nil
}

func checkTemplateText(text string) error {
	if n := utf8.RuneCountInString(text); n > 256 {
		return errTemplateText.Errorf("Parameter LaunchTemplateVersionDescription has %d characters; at most 256 are expected.", n)
	}
	return nil
}

func (t *LaunchTemplate) tagged() tagging.Resource {
	return tagging.Resource{Service: "cvm", Prefix: "launch-template", Region: t.Region, ID: t.ID}
}

// version is one of a template's versions, nil where there is none of the number.
func (t *LaunchTemplate) version(number int64) *TemplateVersion {
	for n := range t.Versions {
		if t.Versions[n].Number == number {
			return &t.Versions[n]
		}
	}
	return nil
}

// template is the caller's template in the call's region; it refuses where there is none.
func (s *Service) template(ctx context.Context, tx store.Tx, c *call.Call, id string) (*LaunchTemplate, error) {
	t, err := s.Store.Template(ctx, tx, id)
	if err == nil && (t == nil || t.Account != c.Caller.Account || t.Region != c.Region) {
		return nil, errNoTemplate.Errorf("The launch template %s does not exist in this region.", id)
	}
	return t, err
}

// ofTemplates are the parameters that are about a template, not in it.
var ofTemplates = []string{
	"LaunchTemplateName", "LaunchTemplateVersionDescription", "LaunchTemplateId", "LaunchTemplateVersion", "LaunchTemplate", "ClientToken", "DryRun",
	"LaunchTemplateTagSpecification",
}

// boughtBy lists the parameters of a purchase among those of a request, by full names with dots between their parts.
func boughtBy(params *param.Value) [][2]string {
	var out [][2]string
	for _, pair := range params.Flat() {
		name := strings.ReplaceAll(pair[0], "_", ".")
		if !slices.Contains(ofTemplates, first(name)) {
			out = append(out, [2]string{name, pair[1]})
		}
	}
	return out
}

// first is the first part of a parameter's name.
func first(name string) string {
	part, _, _ := strings.Cut(name, ".")
	return part
}

// over are the parameters of a purchase with others below them: what is in both, in whole or in part, is said by over.
func over(params, below [][2]string) [][2]string {
	said := map[string]bool{}
	for _, pair := range params {
		said[first(pair[0])] = true
	}
	out := slices.Clone(params)
	for _, pair := range below {
		if !said[first(pair[0])] {
			out = append(out, pair)
		}
	}
	return out
}

// tree is a list of parameters as actions read them.
func tree(params [][2]string) (*param.Value, error) {
	root := &param.Value{Kind: param.Tree}
	for _, pair := range params {
		if err := root.AddFlat(pair[0], pair[1]); err != nil {
			return nil, err
		}
	}
	return root, nil
}

// readPurchase reads parameters as those of RunInstances, and refuses what it refuses of a request by itself.
func readPurchase(params [][2]string) (*RunInstancesRequest, error) {
	root, err := tree(params)
	if err != nil {
		return nil, err
	}
	return action.Read[RunInstancesRequest](root)
}

// withTemplate is a purchase with what its template says beside.
func (s *Service) withTemplate(ctx context.Context, tx store.Tx, c *call.Call, asked *RunInstancesRequest) (*RunInstancesRequest, error) {
	said, err := s.saidBy(ctx, tx, c, asked.LaunchTemplate)
	if err != nil {
		return nil, err
	}
	in, err := readPurchase(over(boughtBy(c.Params), said))
	if err != nil {
		return nil, err
	}
	in.ClientToken, in.DryRun = asked.ClientToken, asked.DryRun // of the call, not of the template
	return in, checkToken(in.ClientToken)
}

// saidBy are the parameters that a template has in the version that is named.
func (s *Service) saidBy(ctx context.Context, tx store.Tx, c *call.Call, ref *LaunchTemplateRef) ([][2]string, error) {
	t, err := s.template(ctx, tx, c, ref.LaunchTemplateId)
	if err != nil {
		return nil, err
	}
	number := t.Default
	if ref.LaunchTemplateVersion != nil {
		number = *ref.LaunchTemplateVersion
	}
	v := t.version(number)
	if v == nil {
		return nil, errTemplateVersion.Errorf("The launch template %s has no version %d.", t.ID, number)
	}
	return v.Data, nil
}

// costNothing are parameters of purchases that inquiries about them do not have.
var costNothing = []string{"UserData", "CamRoleName", "DisableApiTermination", "ActionTimer", "DisasterRecoverGroupIds"}

// inquiryWithTemplate is an inquiry with what its template says beside.
func (s *Service) inquiryWithTemplate(ctx context.Context, tx store.Tx, c *call.Call, asked *InquiryPriceRunInstancesRequest) (*InquiryPriceRunInstancesRequest, error) {
	said, err := s.saidBy(ctx, tx, c, asked.LaunchTemplate)
	if err != nil {
		return nil, err
	}
	said = slices.DeleteFunc(slices.Clone(said), func(pair [2]string) bool { return slices.Contains(costNothing, first(pair[0])) })
	root, err := tree(over(boughtBy(c.Params), said))
	if err != nil {
		return nil, err
	}
	return action.Read[InquiryPriceRunInstancesRequest](root)
}
