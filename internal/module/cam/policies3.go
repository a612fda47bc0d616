package cam

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// Policies in API 3.0.

// A Tag is a pair that a policy or a role carries.
type Tag struct{ Key, Value string }

// CreatePolicy3 is CreatePolicy in API 3.0.
var CreatePolicy3 = action.Define(action.Spec{
	Name: "CreatePolicy", Doc: "Makes a policy, which can be attached to sub-accounts, groups and roles.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: append([]*catalogue.Condition{errPolicyName, errDescription, errPolicyInUse, errPolicyFull}, documentErrors...),
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *CreatePolicy3Request) (*PolicyId3Response, error) {
	made, err := s.createPolicy(ctx, tx, c, &CreatePolicyRequest{in.PolicyName, in.PolicyDocument, in.Description})
	if err != nil {
		return nil, err
	}
	if err := s.Tags.Attach(ctx, tx, c.Caller.Account, (&Policy{ID: made.Data.PolicyID}).tagged(), plain(in.Tags)); err != nil {
		return nil, err
	}
	return &PolicyId3Response{made.Data.PolicyID}, nil
})

// CreatePolicy3Request is the input of CreatePolicy in API 3.0.
type CreatePolicy3Request struct {
	PolicyName     string    `api:"required" doc:"The policy's name, which no other of the account has, nor a preset."`
	PolicyDocument string    `api:"required" doc:"What it allows and denies, as JSON."`
	Description    string    `doc:"What it is for; at most 300 bytes."`
	Tags           []RoleTag `api:"max=50" doc:"Its tags."`
}

// Conditions lets policies ask for the tags that it is to have.
func (r *CreatePolicy3Request) Conditions(*call.Call) map[string][]string {
	return map[string][]string{"qcs:request_tag": tagging.Pairs(plain(r.Tags))}
}

// PolicyId3Response names the policy that was made or changed.
type PolicyId3Response struct{ PolicyId int64 }

// GetPolicy3 is GetPolicy in API 3.0.
var GetPolicy3 = action.Define(action.Spec{
	Name: "GetPolicy", Doc: "Shows a policy with its document.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoPolicy},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *GetPolicy3Request) (*GetPolicy3Response, error) {
	p, err := s.hasPolicy(ctx, tx, c.Caller.Account, in.PolicyId)
	if err != nil {
		return nil, err
	}
	tags, err := s.Tags.Of(ctx, tx, c.Caller.Account, p.tagged())
	return &GetPolicy3Response{
		PolicyName: p.Name, Description: p.Description, Type: p.Type(), AddTime: inChina(p.AddedAt), UpdateTime: inChina(p.Edited),
		PolicyDocument: p.Document, Tags: shown(tags),
	}, err
})

// GetPolicy3Request is the input of GetPolicy in API 3.0.
type GetPolicy3Request struct {
	PolicyId int64 `api:"required" touches:"policyid" doc:"The policy."`
}

// GetPolicy3Response is a policy; its document is text here, an object in API 2.0.
type GetPolicy3Response struct {
	PolicyName, Description   string
	Type                      int64
	AddTime, UpdateTime       string
	PolicyDocument            string
	PresetAlias               string
	IsServiceLinkedRolePolicy int64
	Tags                      []Tag
}

// UpdatePolicy3 is UpdatePolicy in API 3.0.
var UpdatePolicy3 = action.Define(action.Spec{
	Name: "UpdatePolicy", Doc: "Changes a policy; whoever has it is bound by the change at once.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: append([]*catalogue.Condition{errNoPolicy, errPreset, errPolicyName, errDescription, errPolicyInUse}, documentErrors...),
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UpdatePolicy3Request) (*PolicyId3Response, error) {
	to := UpdatePolicyRequest(*in)
	if _, err := s.updatePolicy(ctx, tx, c, &to); err != nil {
		return nil, err
	}
	return &PolicyId3Response{in.PolicyID}, nil
})

// UpdatePolicy3Request is the input of UpdatePolicy in API 3.0.
type UpdatePolicy3Request struct {
	PolicyID       int64   `json:"PolicyId" api:"required,min=1" touches:"policyid" doc:"The policy."`
	PolicyName     *string `api:"min=1" doc:"Its new name."`
	Description    *string `doc:"Its new description."`
	PolicyDocument *string `api:"min=1" doc:"Its new document."`
}

// DeletePolicy3 is DeletePolicy in API 3.0.
var DeletePolicy3 = action.Define(action.Spec{
	Name: "DeletePolicy", Doc: "Takes policies away, from all that have them: all that it names, or none.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoPolicy, errPreset},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *DeletePolicy3Request) (*NoResponse, error) {
	return &NoResponse{}, s.removePolicies(ctx, tx, c.Caller.Account, in.PolicyId)
})

// DeletePolicy3Request is the input of DeletePolicy in API 3.0.
type DeletePolicy3Request struct {
	PolicyId []int64 `api:"required,max=100" touches:"policyid" doc:"The policies."`
}
