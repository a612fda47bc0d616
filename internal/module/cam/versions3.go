package cam

import (
	"context"
	"slices"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/internal/store"
)

// versionsAtMost is how many versions a policy has, the default one among them (facts/cam-sts.md §2.4).
const versionsAtMost = 5

// Versions are those of a policy. The default one's document is the policy's own, so that whatever decides by a policy
// need not know of versions.
type Versions struct {
	// Default and Latest are numbers; 0 in a policy that never had but one, which is 1.
	Default, Latest int64
	// Since is when the default one was made; zero for when the policy was.
	Since  time.Time
	Others []PolicyVersion
}

// A PolicyVersion is one that is not the default.
type PolicyVersion struct {
	Number   int64
	Document string
	Created  time.Time
}

// versions are all of a policy's, by number, and which of them is the default.
func (p *Policy) versions() (all []PolicyVersion, def int64) {
	v := p.Versions
	def = max(v.Default, 1)
	since := v.Since
	if since.IsZero() {
		since = p.AddedAt
	}
	all = append(slices.Clone(v.Others), PolicyVersion{def, p.Document, since})
	slices.SortFunc(all, func(a, b PolicyVersion) int { return int(a.Number - b.Number) })
	return all, def
}

// setVersions has a policy have these versions, and be what the default one says.
func (p *Policy) setVersions(all []PolicyVersion, def int64) {
	p.Versions.Default, p.Versions.Others = def, nil
	for _, v := range all {
		p.Versions.Latest = max(p.Versions.Latest, v.Number)
		if v.Number == def {
			p.Document, p.Versions.Since = v.Document, v.Created
		} else {
			p.Versions.Others = append(p.Versions.Others, v)
		}
	}
}

// at is the place of a version among all, by its number; it refuses where there is none.
func (p *Policy) at(all []PolicyVersion, number int64) (int, error) {
	n := slices.IndexFunc(all, func(v PolicyVersion) bool { return v.Number == number })
	if n < 0 {
		return 0, errNoVersion.Errorf("The policy %s has no version %d.", p.Name, number)
	}
	return n, nil
}

// reversion changes the versions of an own policy.
func (s *Service) reversion(ctx context.Context, tx store.Tx, c *call.Call, id int64, change func(p *Policy, all []PolicyVersion, def int64) ([]PolicyVersion, int64, error)) error {
	p, err := s.ownPolicy(ctx, tx, c.Caller.Account, id)
	if err != nil {
		return err
	}
	all, def := p.versions()
	if all, def, err = change(p, all, def); err != nil {
		return err
	}
	p.setVersions(all, def)
	p.Edited = c.Now
	s.changed(tx)
	_, err = s.Store.SetPolicy(ctx, tx, *p)
	return err
}

// CreatePolicyVersion makes another version.
var CreatePolicyVersion = action.Define(action.Spec{
	Name: "CreatePolicyVersion", Doc: "Makes another version of a policy, which may become the default one: the one that decides.",
	Domain3: "cam", Version: version, Regionless: true, Changes: true, Refuses: append([]*catalogue.Condition{errNoPolicy, errPreset, errVersionsFull}, documentErrors...),
}, (*Service).createPolicyVersion)

// CreatePolicyVersionRequest is the input of CreatePolicyVersion.
type CreatePolicyVersionRequest struct {
	PolicyId       int64  `api:"required" touches:"policyid" doc:"The policy."`
	PolicyDocument string `api:"required" doc:"What it allows and denies, as JSON."`
	SetAsDefault   bool   `api:"required" doc:"Whether it decides from now on."`
}

// CreatePolicyVersionResponse is the answer of CreatePolicyVersion.
type CreatePolicyVersionResponse struct{ VersionId int64 }

func (s *Service) createPolicyVersion(ctx context.Context, tx store.Tx, c *call.Call, in *CreatePolicyVersionRequest) (*CreatePolicyVersionResponse, error) {
	if _, err := policy.Parse([]byte(in.PolicyDocument)); err != nil {
		return nil, badDocument(err)
	}
	out := &CreatePolicyVersionResponse{}
	return out, s.reversion(ctx, tx, c, in.PolicyId, func(p *Policy, all []PolicyVersion, def int64) ([]PolicyVersion, int64, error) {
		if n := len(all); n >= versionsAtMost {
			return nil, 0, errVersionsFull.Errorf("The policy %s has %d versions; at most %d are allowed.", p.Name, n, versionsAtMost)
		}
		out.VersionId = max(p.Versions.Latest, all[len(all)-1].Number) + 1
		if in.SetAsDefault {
			def = out.VersionId
		}
		return append(all, PolicyVersion{out.VersionId, in.PolicyDocument, c.Now}), def, nil
	})
}

// GetPolicyVersion shows a version.
var GetPolicyVersion = action.Define(action.Spec{
	Name: "GetPolicyVersion", Doc: "Shows a version of a policy with its document.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoPolicy, errNoVersion},
}, (*Service).getPolicyVersion)

// PolicyVersionRequest names a version.
type PolicyVersionRequest struct {
	PolicyId  int64 `api:"required" touches:"policyid" doc:"The policy."`
	VersionId int64 `api:"required" doc:"The number of the version."`
}

// GetPolicyVersionResponse is the answer of GetPolicyVersion.
type GetPolicyVersionResponse struct{ PolicyVersion PolicyVersionDetail }

// PolicyVersionDetail is a version as answers show it.
type PolicyVersionDetail struct {
	VersionId        int64
	CreateDate       string
	IsDefaultVersion int64
	Document         string
}

func (s *Service) getPolicyVersion(ctx context.Context, tx store.Tx, c *call.Call, in *PolicyVersionRequest) (*GetPolicyVersionResponse, error) {
	p, err := s.hasPolicy(ctx, tx, c.Caller.Account, in.PolicyId)
	if err != nil {
		return nil, err
	}
	all, def := p.versions()
	n, err := p.at(all, in.VersionId)
	if err != nil {
		return nil, err
	}
	v := all[n]
	return &GetPolicyVersionResponse{PolicyVersionDetail{v.Number, inChina(v.Created), one(v.Number == def), v.Document}}, nil
}

func one(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

// ListPolicyVersions lists versions.
var ListPolicyVersions = action.Define(action.Spec{
	Name: "ListPolicyVersions", Doc: "Lists the versions of a policy, by number.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoPolicy},
}, (*Service).listPolicyVersions)

// ListPolicyVersionsRequest is the input of ListPolicyVersions.
type ListPolicyVersionsRequest struct {
	PolicyId int64 `api:"required" touches:"policyid" doc:"The policy."`
}

// ListPolicyVersionsResponse is the answer of ListPolicyVersions.
type ListPolicyVersionsResponse struct{ Versions []PolicyVersionItem }

// PolicyVersionItem is a version in a list.
type PolicyVersionItem struct {
	VersionId        int64
	CreateDate       string
	IsDefaultVersion int64
}

func (s *Service) listPolicyVersions(ctx context.Context, tx store.Tx, c *call.Call, in *ListPolicyVersionsRequest) (*ListPolicyVersionsResponse, error) {
	p, err := s.hasPolicy(ctx, tx, c.Caller.Account, in.PolicyId)
	if err != nil {
		return nil, err
	}
	all, def := p.versions()
	out := &ListPolicyVersionsResponse{}
	for _, v := range all {
		out.Versions = append(out.Versions, PolicyVersionItem{v.Number, inChina(v.Created), one(v.Number == def)})
	}
	return out, nil
}

// SetDefaultPolicyVersion has a version decide.
var SetDefaultPolicyVersion = action.Define(action.Spec{
	Name: "SetDefaultPolicyVersion", Doc: "Has another version of a policy be the default one: whoever has the policy is bound by it at once.",
	Domain3: "cam", Version: version, Regionless: true, Changes: true, Refuses: []*catalogue.Condition{errNoPolicy, errPreset, errNoVersion, errDefaultVersion},
}, (*Service).setDefaultPolicyVersion)

func (s *Service) setDefaultPolicyVersion(ctx context.Context, tx store.Tx, c *call.Call, in *PolicyVersionRequest) (*NoResponse, error) {
	return &NoResponse{}, s.reversion(ctx, tx, c, in.PolicyId, func(p *Policy, all []PolicyVersion, def int64) ([]PolicyVersion, int64, error) {
		if _, err := p.at(all, in.VersionId); err != nil {
			return nil, 0, err
		}
		if in.VersionId == def {
			return nil, 0, errDefaultVersion.Errorf("Version %d of the policy %s is the default one already.", def, p.Name)
		}
		return all, in.VersionId, nil
	})
}

// DeletePolicyVersion takes versions away.
var DeletePolicyVersion = action.Define(action.Spec{
	Name: "DeletePolicyVersion", Doc: "Takes versions of a policy away: all that it names, or none.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoPolicy, errPreset, errNoVersion, errDefaultVersion},
}, (*Service).deletePolicyVersion)

// DeletePolicyVersionRequest is the input of DeletePolicyVersion.
type DeletePolicyVersionRequest struct {
	PolicyId  int64   `api:"required" touches:"policyid" doc:"The policy."`
	VersionId []int64 `api:"required,max=10" doc:"The numbers of the versions; the default one stays."`
}

func (s *Service) deletePolicyVersion(ctx context.Context, tx store.Tx, c *call.Call, in *DeletePolicyVersionRequest) (*NoResponse, error) {
	return &NoResponse{}, s.reversion(ctx, tx, c, in.PolicyId, func(p *Policy, all []PolicyVersion, def int64) ([]PolicyVersion, int64, error) {
		p.Versions.Latest = max(p.Versions.Latest, all[len(all)-1].Number) // a number is given once
		for _, number := range in.VersionId {
			n, err := p.at(all, number)
			if err != nil {
				return nil, 0, err
			}
			if number == def {
				return nil, 0, errDefaultVersion.Errorf("Version %d of the policy %s is the default one; make another one the default first.", number, p.Name)
			}
			all = slices.Delete(all, n, n+1)
		}
		return all, def, nil
	})
}
