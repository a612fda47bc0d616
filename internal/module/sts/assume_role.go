package sts

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// AssumeRole gives a key of a role.
var AssumeRole = action.Define(action.Spec{
	Name: "AssumeRole", Doc: "Gives a temporary key of a role that trusts the caller.",
	Domain3: "sts", Version: version, Regionless: true, Changes: true, Rate: 600,
	Refuses: append([]*catalogue.Condition{errRoleArn, errParam, errDuration, errNoRole, errMFA, errTemporary, errMFAType, errUntrusted, errUndecidable}, policyErrors...),
}, (*Service).assumeRole)

// AssumeRoleRequest is the input of AssumeRole.
type AssumeRoleRequest struct {
	RoleArn         string `api:"required" doc:"The role: qcs::cam::uin/NUMBER:roleName/NAME or …:role/ID."`
	RoleSessionName string `api:"required" doc:"A name for the session: 2 to 128 letters, digits or +=,.@_-."`
	DurationSeconds int64  `api:"default=7200" doc:"How long the key lasts."`
	Policy          string `doc:"What the session may do of what the role may, as URL-encoded JSON."`
	ExternalId      string `doc:"What the role's trust policy may ask for as sts:external_id."`
	Tags            []Tag  `api:"max=50" doc:"What the role's trust policy may ask for as qcs:request_tag."`
	SourceIdentity  string `api:"max=128" doc:"Who is behind the caller; the role's trust policy may ask for it as sts:source_identity."`
	SerialNumber    string `doc:"The caller's MFA device."`
	TokenCode       string `api:"secret" doc:"A code of that device."`

	arn roleArn
}

// A Tag is a key and a value.
type Tag struct {
	Key   string `api:"required,max=128" doc:"The key."`
	Value string `api:"required,max=256" doc:"The value."`
}

// Check implements action.Checker.
func (r *AssumeRoleRequest) Check() (err error) {
	if r.arn, err = parseRoleArn("RoleArn", r.RoleArn); err != nil {
		return err
	}
	if !sessionName.MatchString(r.RoleSessionName) {
		return errParam.Errorf("Parameter RoleSessionName is %q; 2 to 128 letters, digits or +=,.@_- are expected.", r.RoleSessionName)
	}
	if r.ExternalId != "" && !externalID.MatchString(r.ExternalId) {
		return errParam.Errorf("Parameter ExternalId is %q; 2 to 128 letters, digits or +=,.@:/_- are expected.", r.ExternalId)
	}
	seen := map[string]bool{}
	for _, t := range r.Tags {
		if seen[t.Key] {
			return errParam.Errorf("Parameter Tags has the key %q twice; each is expected once.", t.Key)
		}
		seen[t.Key] = true
	}
	if (r.SerialNumber == "") != (r.TokenCode == "") {
		return errParam.Errorf("SerialNumber and TokenCode are expected together.")
	}
	if r.Policy, err = sessionPolicy("Policy", r.Policy); err != nil {
		return err
	}
	return lasting("DurationSeconds", r.DurationSeconds, 1, roleMost)
}

// Touches implements action.Toucher.
func (r *AssumeRoleRequest) Touches(c *call.Call) []call.Resource { return r.arn.touches(c) }

// AssumeRoleResponse is the answer of the actions that give keys in API 3.0.
type AssumeRoleResponse struct {
	Credentials Credentials
	ExpiredTime int64
	Expiration  string
}

// Credentials are a temporary key with its token.
type Credentials struct{ Token, TmpSecretId, TmpSecretKey string }

func answered(k issued, err error) (*AssumeRoleResponse, error) {
	if err != nil {
		return nil, err
	}
	return &AssumeRoleResponse{Credentials{k.Token, k.SecretID, k.SecretKey}, k.Until.Unix(), k.expiration()}, nil
}

func (s *Service) assumeRole(ctx context.Context, tx store.Tx, c *call.Call, in *AssumeRoleRequest) (*AssumeRoleResponse, error) {
	if in.SerialNumber != "" {
		if err := isSerial(c, in.SerialNumber); err != nil {
			return nil, err
		}
	}
	about := map[string][]string{}
	if in.ExternalId != "" {
		about["sts:external_id"] = []string{in.ExternalId}
	}
	if in.SourceIdentity != "" {
		about["sts:source_identity"] = []string{in.SourceIdentity}
	}
	for _, t := range in.Tags {
		about["qcs:request_tag"] = append(about["qcs:request_tag"], t.Key+"&"+t.Value)
	}
	slices.Sort(about["qcs:request_tag"])
	return answered(s.assume(ctx, tx, c, assumption{
		arn: in.arn, session: in.RoleSessionName, seconds: in.DurationSeconds, policy: in.Policy, conditions: about,
		code: in.TokenCode, codeParameter: "TokenCode",
	}))
}

// isSerial refuses what does not name the caller's soft token: the uin sits in the region's segment, as documents print
// it (facts/cam-sts.md §4).
func isSerial(c *call.Call, serial string) error {
	for _, uin := range []string{c.Caller.Account, c.Caller.Uin} {
		if serial == "qcs::cam:uin/"+uin+"::mfa/softToken" {
			return nil
		}
	}
	return errMFAType.Errorf("Parameter SerialNumber is %q; qcs::cam:uin/%s::mfa/softToken is expected.", serial, c.Caller.Account)
}

// LegacyAssumeRole gives a key of a role, in API 2.0.
var LegacyAssumeRole = action.Define(action.Spec{
	Name: "AssumeRole", Doc: "Gives a temporary key of a role that trusts the caller.",
	Domain: "sts", Regionless: true, Changes: true, Rate: 600,
	Refuses: []*catalogue.Condition{errRoleArn, errParam, errDuration, errNoRole, errUntrusted, errUndecidable},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *LegacyAssumeRoleRequest) (*LegacyAssumeRoleResponse, error) {
	k, err := s.assume(ctx, tx, c, assumption{arn: in.arn, session: in.RoleSessionName, seconds: in.DurationSeconds})
	if err != nil {
		return nil, err
	}
	return &LegacyAssumeRoleResponse{LegacyKeyUntil{legacyCredentials(k), k.Until.Unix(), k.expiration()}}, nil
})

// LegacyAssumeRoleRequest is the input of AssumeRole in API 2.0.
type LegacyAssumeRoleRequest struct {
	RoleArn         string `json:"roleArn" api:"required" doc:"The role: qcs::cam::uin/NUMBER:roleName/NAME or …:role/ID."`
	RoleSessionName string `json:"roleSessionName" api:"required" doc:"A name for the session: 2 to 128 letters, digits or +=,.@_-."`
	DurationSeconds int64  `json:"durationSeconds" api:"default=1800" doc:"How long the key lasts."`

	arn roleArn
}

// Check implements action.Checker.
func (r *LegacyAssumeRoleRequest) Check() (err error) {
	if r.arn, err = parseRoleArn("roleArn", r.RoleArn); err != nil {
		return err
	}
	if !sessionName.MatchString(r.RoleSessionName) {
		return errParam.Errorf("Parameter roleSessionName is %q; 2 to 128 letters, digits or +=,.@_- are expected.", r.RoleSessionName)
	}
	return lasting("durationSeconds", r.DurationSeconds, 1, legacyMost)
}

// Touches implements action.Toucher.
func (r *LegacyAssumeRoleRequest) Touches(c *call.Call) []call.Resource { return r.arn.touches(c) }

// LegacyAssumeRoleResponse is the answer of AssumeRole in API 2.0.
type LegacyAssumeRoleResponse struct {
	Data LegacyKeyUntil `json:"data"`
}

// LegacyKeyUntil is a key with its end, in two spellings.
type LegacyKeyUntil struct {
	Credentials LegacyCredentials `json:"credentials"`
	ExpiredTime int64             `json:"expiredTime"`
	Expiration  string            `json:"expiration"`
}

// LegacyCredentials are a temporary key with its token: sessionToken in real answers, token in the documents' table
// (facts/api2-modules.md §12); both are there.
type LegacyCredentials struct {
	SessionToken string `json:"sessionToken"`
	Token        string `json:"token"`
	TmpSecretID  string `json:"tmpSecretId"`
	TmpSecretKey string `json:"tmpSecretKey"`
}

func legacyCredentials(k issued) LegacyCredentials {
	return LegacyCredentials{k.Token, k.Token, k.SecretID, k.SecretKey}
}
