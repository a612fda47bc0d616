package cam

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/internal/store"
)

// CreatePolicy makes a policy.
var CreatePolicy = action.Define(action.Spec{
	Name: "CreatePolicy", Doc: "Makes a policy, which can be attached to sub-accounts, groups and roles.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: append([]*catalogue.Condition{errPolicyName, errDescription, errPolicyInUse, errPolicyFull}, documentErrors...),
}, (*Service).createPolicy)

// CreatePolicyRequest is the input of CreatePolicy.
type CreatePolicyRequest struct {
	PolicyName     string `json:"policyName" api:"required" doc:"The policy's name, which no other of the account has, nor a preset."`
	PolicyDocument string `json:"policyDocument" api:"required" doc:"What it allows and denies, as JSON."`
	Description    string `json:"description" doc:"What it is for; at most 300 bytes."`
}

// CreatePolicyResponse is the answer of CreatePolicy.
type CreatePolicyResponse struct {
	Data struct {
		PolicyID int64 `json:"policyId"`
	} `json:"data"`
}

func (s *Service) createPolicy(ctx context.Context, tx store.Tx, c *call.Call, in *CreatePolicyRequest) (*CreatePolicyResponse, error) {
	p := Policy{
		Account: c.Caller.Account, Name: in.PolicyName, Description: in.Description, Document: in.PolicyDocument,
		CreateMode: 2, AddedAt: c.Now, Edited: c.Now,
	}
	if _, err := policy.Parse([]byte(p.Document)); err != nil {
		return nil, badDocument(err)
	}
	own, err := s.Store.Policies(ctx, tx, p.Account)
	if err != nil {
		return nil, err
	}
	if err := s.room(ctx, tx, p.Account, policiesAtMost, len(own)); err != nil {
		return nil, err
	}
	p, err = s.addPolicy(ctx, tx, p)
	out := &CreatePolicyResponse{}
	out.Data.PolicyID = p.ID
	return out, err
}

// addPolicy keeps a new policy, and draws its id where it has none. Its document is its caller's business.
func (s *Service) addPolicy(ctx context.Context, tx store.Tx, p Policy) (Policy, error) {
	if err := s.mayBeNamed(ctx, tx, p); err != nil {
		return p, err
	}
	if _, isPreset := s.presets[p.ID]; isPreset || p.ID < 0 {
		return p, catalogue.InvalidValue.Errorf("The id %d of policy %s is a preset's or no id; another is expected.", p.ID, p.Name)
	}
	for drawn := p.ID == 0; ; {
		if drawn {
			p.ID = s.draw(8)
		}
		added, err := s.Store.AddPolicy(ctx, tx, p)
		switch {
		case err != nil:
			return p, err
		case added:
			s.changed(tx)
			return p, nil
		case !drawn:
			return p, catalogue.InvalidValue.Errorf("The id %d of policy %s is in use; another is expected.", p.ID, p.Name)
		}
	}
}

// mayBeNamed refuses a name or a description that can't be, and a name in use.
func (s *Service) mayBeNamed(ctx context.Context, tx store.Tx, p Policy) error {
	if !policyName.MatchString(p.Name) {
		return errPolicyName.Errorf("Parameter policyName is %q; 1 to 128 letters, digits or +=,.@_- are expected.", p.Name)
	}
	if len(p.Description) > maxDescription {
		return errDescription.Errorf("Parameter description has %d bytes; at most %d are expected.", len(p.Description), maxDescription)
	}
	other, err := s.PolicyNamed(ctx, tx, p.Account, p.Name)
	if err == nil && other != nil && other.ID != p.ID {
		err = errPolicyInUse.Errorf("Parameter policyName is %q, the name of policy %d; one that is not in use is expected.", p.Name, other.ID)
	}
	return err
}

// UpdatePolicy changes a policy; whoever has it is bound by the change at once.
var UpdatePolicy = action.Define(action.Spec{
	Name: "UpdatePolicy", Doc: "Changes a policy; whoever has it is bound by the change at once.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: append([]*catalogue.Condition{errNoPolicy, errPreset, errPolicyName, errDescription, errPolicyInUse}, documentErrors...),
}, (*Service).updatePolicy)

// UpdatePolicyRequest is the input of UpdatePolicy.
type UpdatePolicyRequest struct {
	PolicyID       int64   `json:"policyId" api:"required,min=1" touches:"policyid" doc:"The policy."`
	PolicyName     *string `json:"policyName" api:"min=1" doc:"Its new name."`
	Description    *string `json:"description" doc:"Its new description."`
	PolicyDocument *string `json:"policyDocument" api:"min=1" doc:"Its new document."`
}

func (s *Service) updatePolicy(ctx context.Context, tx store.Tx, c *call.Call, in *UpdatePolicyRequest) (*NoResponse, error) {
	p, err := s.ownPolicy(ctx, tx, c.Caller.Account, in.PolicyID)
	if err != nil {
		return nil, err
	}
	set(&p.Name, in.PolicyName)
	set(&p.Description, in.Description)
	if in.PolicyDocument != nil {
		if _, err := policy.Parse([]byte(*in.PolicyDocument)); err != nil {
			return nil, badDocument(err)
		}
		p.Document = *in.PolicyDocument
	}
	if err := s.mayBeNamed(ctx, tx, *p); err != nil {
		return nil, err
	}
	p.Edited = c.Now
	s.changed(tx)
	_, err = s.Store.SetPolicy(ctx, tx, *p)
	return &NoResponse{}, err
}

// DeletePolicy takes policies away, from all that have them: all that it names, or none.
var DeletePolicy = action.Define(action.Spec{
	Name: "DeletePolicy", Doc: "Takes policies away, from all that have them: all that it names, or none.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoPolicy, errPreset},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *DeletePolicyRequest) (*NoResponse, error) {
	return &NoResponse{}, s.removePolicies(ctx, tx, c.Caller.Account, in.PolicyID)
})

// DeletePolicyRequest is the input of DeletePolicy.
type DeletePolicyRequest struct {
	PolicyID []int64 `json:"policyId" api:"required,max=100" touches:"policyid" doc:"The policies."`
}

func (s *Service) removePolicies(ctx context.Context, tx store.Tx, account string, ids []int64) error {
	s.changed(tx)
	for _, id := range ids {
		p, err := s.ownPolicy(ctx, tx, account, id)
		if err != nil {
			return err
		}
		if err := s.Tags.Drop(ctx, tx, account, p.tagged()); err != nil {
			return err
		}
		if _, err := s.Store.RemovePolicy(ctx, tx, account, p.ID); err != nil {
			return err
		}
	}
	return nil
}

// hasPolicy is a preset or the account's policy; it refuses where there is none.
func (s *Service) hasPolicy(ctx context.Context, tx store.Tx, account string, id int64) (*Policy, error) {
	p, err := s.policy(ctx, tx, account, id)
	if err == nil && p == nil {
		err = errNoPolicy.Errorf("The policy %d does not exist.", id)
	}
	return p, err
}

// ownPolicy is the account's policy; it refuses a preset too.
func (s *Service) ownPolicy(ctx context.Context, tx store.Tx, account string, id int64) (*Policy, error) {
	p, err := s.hasPolicy(ctx, tx, account, id)
	if err == nil && p.Type() == 2 {
		err = errPreset.Errorf("The policy %s is a preset, which can't be changed or deleted.", p.Name)
	}
	return p, err
}
