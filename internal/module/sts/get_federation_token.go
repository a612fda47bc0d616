package sts

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// GetFederationToken gives a key with some of the caller's rights.
var GetFederationToken = action.Define(action.Spec{
	Name: "GetFederationToken", Doc: "Gives a temporary key with those of the caller's rights that a policy names.",
	Domain3: "sts", Version: version, Regionless: true, Changes: true, Rate: 600,
	Refuses: append([]*catalogue.Condition{errParam, errDuration, errTemporary}, policyErrors...),
}, (*Service).getFederationToken)

// GetFederationTokenRequest is the input of GetFederationToken.
type GetFederationTokenRequest struct {
	Name            string `api:"required" doc:"A name for the session: letters."`
	Policy          string `api:"required" doc:"What the session may do of what the caller may, as URL-encoded JSON."`
	DurationSeconds int64  `api:"default=1800" doc:"How long the key lasts."`
}

// Check implements action.Checker.
func (r *GetFederationTokenRequest) Check() (err error) {
	r.Policy, err = federated("Name", r.Name, "Policy", r.Policy)
	return err
}

// federated checks a federated session's name and reads its policy, which there has to be.
func federated(nameParameter, name, parameter, text string) (string, error) {
	if !federationName.MatchString(name) {
		return "", errParam.Errorf("Parameter %s is %q; 1 to 128 letters are expected.", nameParameter, name)
	}
	p, err := sessionPolicy(parameter, text)
	if err == nil && p == "" {
		err = errFormat.Errorf("Parameter %s is blank; a policy is expected.", parameter)
	}
	return p, err
}

func (s *Service) getFederationToken(ctx context.Context, tx store.Tx, c *call.Call, in *GetFederationTokenRequest) (*AssumeRoleResponse, error) {
	if err := lasting("DurationSeconds", in.DurationSeconds, 1, mostFor(c)); err != nil {
		return nil, err
	}
	return answered(s.federate(ctx, tx, c, in.Name, in.Policy, in.DurationSeconds))
}

// LegacyGetFederationToken gives a key with some of the caller's rights, in API 2.0.
var LegacyGetFederationToken = action.Define(action.Spec{
	Name: "GetFederationToken", Doc: "Gives a temporary key with those of the caller's rights that a policy names.",
	Domain: "sts", Regionless: true, Changes: true, Rate: 600,
	Refuses: append([]*catalogue.Condition{errParam, errDuration, errTemporary}, policyErrors...),
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *LegacyGetFederationTokenRequest) (*LegacyKeyResponse, error) {
	return legacyAnswered(s.federate(ctx, tx, c, in.Name, in.Policy, in.DurationSeconds))
})

// LegacyGetFederationTokenRequest is the input of GetFederationToken in API 2.0.
type LegacyGetFederationTokenRequest struct {
	Name            string `json:"name" api:"required" doc:"A name for the session: letters."`
	Policy          string `json:"policy" api:"required" doc:"What the session may do of what the caller may, as URL-encoded JSON."`
	DurationSeconds int64  `json:"durationSeconds" api:"default=1800" doc:"How long the key lasts."`
}

// Check implements action.Checker.
func (r *LegacyGetFederationTokenRequest) Check() (err error) {
	if r.Policy, err = federated("name", r.Name, "policy", r.Policy); err != nil {
		return err
	}
	return lasting("durationSeconds", r.DurationSeconds, 1, legacyMost)
}

// LegacyKeyResponse is the answer of the actions that say a key's end in one spelling.
type LegacyKeyResponse struct {
	Data LegacyKey `json:"data"`
}

// A LegacyKey is a key with its end.
type LegacyKey struct {
	Credentials LegacyCredentials `json:"credentials"`
	ExpiredTime int64             `json:"expiredTime"`
}

func legacyAnswered(k issued, err error) (*LegacyKeyResponse, error) {
	if err != nil {
		return nil, err
	}
	return &LegacyKeyResponse{LegacyKey{legacyCredentials(k), k.Until.Unix()}}, nil
}
