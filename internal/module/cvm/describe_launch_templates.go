package cvm

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeLaunchTemplates lists templates.
var DescribeLaunchTemplates = action.Define(action.Spec{
	Name: "DescribeLaunchTemplates", Doc: "Lists launch templates, the latest first.", Domain3: "cvm", Version: version,
	Refuses: []*catalogue.Condition{errMalformedTemplate, errNoTemplate, errFilter},
}, (*Service).describeTemplates)

// DescribeLaunchTemplatesRequest is the input of DescribeLaunchTemplates.
type DescribeLaunchTemplatesRequest struct {
	LaunchTemplateIds []string `api:"max=100" doc:"Their ids, all of which have to be there."`
	Filters           []Filter `api:"max=10" doc:"LaunchTemplateName."`
	Offset            int64    `api:"min=0" doc:"How many to leave out."`
	Limit             int64    `api:"min=1,max=100,default=20" doc:"How many to list."`
}

// Check implements action.Checker.
func (r *DescribeLaunchTemplatesRequest) Check() error {
	for _, id := range r.LaunchTemplateIds {
		if err := checkTemplateID(id); err != nil {
			return err
		}
	}
	for _, f := range r.Filters {
		if f.Name != "LaunchTemplateName" {
			return errFilter.Errorf("The filter %.40q is not known; LaunchTemplateName is expected.", f.Name)
		}
	}
	return nil
}

// DescribeLaunchTemplatesResponse is the output of DescribeLaunchTemplates.
type DescribeLaunchTemplatesResponse struct {
	TotalCount        int64
	LaunchTemplateSet []LaunchTemplateInfo
}

// LaunchTemplateInfo is a template as answers show it.
type LaunchTemplateInfo struct {
	LatestVersionNumber                              int64
	LaunchTemplateId, LaunchTemplateName             string
	DefaultVersionNumber, LaunchTemplateVersionCount int64
	CreatedBy                                        string
	CreationTime                                     *string
}

func (s *Service) describeTemplates(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeLaunchTemplatesRequest) (*DescribeLaunchTemplatesResponse, error) {
	all, err := s.Store.Templates(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	for _, id := range in.LaunchTemplateIds {
		if !slices.ContainsFunc(all, func(t *LaunchTemplate) bool { return t.ID == id }) {
			return nil, errNoTemplate.Errorf("The launch template %s does not exist in this region.", id)
		}
	}
	all = slices.DeleteFunc(all, func(t *LaunchTemplate) bool {
		return len(in.LaunchTemplateIds) > 0 && !slices.Contains(in.LaunchTemplateIds, t.ID) ||
			slices.ContainsFunc(in.Filters, func(f Filter) bool { return !slices.Contains(f.Values, t.Name) })
	})
	out := &DescribeLaunchTemplatesResponse{TotalCount: int64(len(all)), LaunchTemplateSet: []LaunchTemplateInfo{}}
	for _, t := range page(all, in.Offset, in.Limit) {
		out.LaunchTemplateSet = append(out.LaunchTemplateSet, LaunchTemplateInfo{
			LatestVersionNumber: t.Latest, LaunchTemplateId: t.ID, LaunchTemplateName: t.Name, DefaultVersionNumber: t.Default,
			LaunchTemplateVersionCount: int64(len(t.Versions)), CreatedBy: t.Creator, CreationTime: iso(t.Created),
		})
	}
	return out, nil
}

// DescribeLaunchTemplateVersions lists versions of a template.
var DescribeLaunchTemplateVersions = action.Define(action.Spec{
	Name: "DescribeLaunchTemplateVersions", Doc: "Lists the versions of a launch template with their parameters, by number: clients take the first one of a template for its own.", Domain3: "cvm", Version: version,
	Refuses: []*catalogue.Condition{errMalformedTemplate, errNoTemplate, errNoVersion, errCombination},
}, (*Service).describeTemplateVersions)

// DescribeLaunchTemplateVersionsRequest is the input of DescribeLaunchTemplateVersions.
type DescribeLaunchTemplateVersionsRequest struct {
	LaunchTemplateId       string  `api:"required" doc:"The template."`
	LaunchTemplateVersions []int64 `api:"max=100" doc:"Their numbers, all of which have to be there."`
	MinVersion             *int64  `api:"min=1" doc:"The least number."`
	MaxVersion             *int64  `api:"min=1" doc:"The highest number."`
	Offset                 int64   `api:"min=0" doc:"How many to leave out."`
	Limit                  int64   `api:"min=1,max=100,default=20" doc:"How many to list."`
	DefaultVersion         bool    `doc:"Whether to list the default one alone."`
}

// Check implements action.Checker.
func (r *DescribeLaunchTemplateVersionsRequest) Check() error {
	if len(r.LaunchTemplateVersions) > 0 && (r.MinVersion != nil || r.MaxVersion != nil || r.DefaultVersion) {
		return errCombination.Errorf("Parameter LaunchTemplateVersions is given with MinVersion, MaxVersion or DefaultVersion; it is expected alone.")
	}
	return checkTemplateID(r.LaunchTemplateId)
}

// DescribeLaunchTemplateVersionsResponse is the output of DescribeLaunchTemplateVersions.
type DescribeLaunchTemplateVersionsResponse struct {
	TotalCount               int64
	LaunchTemplateVersionSet []LaunchTemplateVersionInfo
}

// LaunchTemplateVersionInfo is a version as answers show it.
type LaunchTemplateVersionInfo struct {
	LaunchTemplateVersion            int64
	LaunchTemplateVersionData        *TemplateData
	CreationTime                     *string
	LaunchTemplateId                 string
	IsDefaultVersion                 bool
	LaunchTemplateVersionDescription string
	CreatedBy                        string
}

func (s *Service) describeTemplateVersions(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeLaunchTemplateVersionsRequest) (*DescribeLaunchTemplateVersionsResponse, error) {
	t, err := s.template(ctx, tx, c, in.LaunchTemplateId)
	if err != nil {
		return nil, err
	}
	for _, number := range in.LaunchTemplateVersions {
		if t.version(number) == nil {
			return nil, noVersion(t, number)
		}
	}
	all := slices.Clone(t.Versions)
	all = slices.DeleteFunc(all, func(v TemplateVersion) bool {
		return len(in.LaunchTemplateVersions) > 0 && !slices.Contains(in.LaunchTemplateVersions, v.Number) ||
			in.MinVersion != nil && v.Number < *in.MinVersion || in.MaxVersion != nil && v.Number > *in.MaxVersion ||
			in.DefaultVersion && v.Number != t.Default
	})
	out := &DescribeLaunchTemplateVersionsResponse{TotalCount: int64(len(all)), LaunchTemplateVersionSet: []LaunchTemplateVersionInfo{}}
	for _, v := range page(all, in.Offset, in.Limit) {
		root, err := tree(slices.DeleteFunc(slices.Clone(v.Data), func(pair [2]string) bool { return first(pair[0]) == "Metadata" }))
		if err != nil {
			return nil, err
		}
		data, err := action.Read[TemplateData](root)
		if err != nil {
			return nil, err
		}
		out.LaunchTemplateVersionSet = append(out.LaunchTemplateVersionSet, LaunchTemplateVersionInfo{
			v.Number, data, iso(v.Created), t.ID, v.Number == t.Default, v.Description, v.Creator,
		})
	}
	return out, nil
}
