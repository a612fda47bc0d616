package sts

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/federation"
	"github.com/paifang/paifang/internal/store"
)

// AssumeRoleWithWebIdentity gives a key of a role to whom an OpenID Connect provider vouches for.
var AssumeRoleWithWebIdentity = action.Define(action.Spec{
	Name: "AssumeRoleWithWebIdentity", Doc: "Gives a temporary key of a role to a guest for whom an OpenID Connect provider vouches that the role trusts. It needs no signature.",
	Domain3: "sts", Version: version, Regionless: true, Changes: true, Unsigned: true, Rate: 20,
	Refuses: append([]*catalogue.Condition{errWebIdentity}, guestErrors...),
}, (*Service).assumeRoleWithWebIdentity)

// AssumeRoleWithWebIdentityRequest is the input of AssumeRoleWithWebIdentity.
type AssumeRoleWithWebIdentityRequest struct {
	ProviderId       string `api:"required,max=128" doc:"The provider's name in the role's account."`
	WebIdentityToken string `api:"required,secret" doc:"A token of the provider's: a signed JWT."`
	RoleArn          string `api:"required" doc:"The role: qcs::cam::uin/NUMBER:roleName/NAME or …:role/ID."`
	RoleSessionName  string `api:"required" doc:"A name for the session: 2 to 128 letters, digits or +=,.@_-."`
	DurationSeconds  int64  `api:"default=7200" doc:"How long the key lasts."`

	arn roleArn
}

// Check implements action.Checker.
func (r *AssumeRoleWithWebIdentityRequest) Check() (err error) {
	if r.arn, err = parseRoleArn("RoleArn", r.RoleArn); err != nil {
		return err
	}
	if !sessionName.MatchString(r.RoleSessionName) {
		return errParam.Errorf("Parameter RoleSessionName is %q; 2 to 128 letters, digits or +=,.@_- are expected.", r.RoleSessionName)
	}
	return lasting("DurationSeconds", r.DurationSeconds, 1, roleMost)
}

func (s *Service) assumeRoleWithWebIdentity(ctx context.Context, tx store.Tx, c *call.Call, in *AssumeRoleWithWebIdentityRequest) (*AssumeRoleResponse, error) {
	keys, issuer, clients, err := s.Providers.ProviderKeys(ctx, tx, in.arn.owner, in.ProviderId)
	if err != nil {
		return nil, err
	}
	if keys == nil { // told apart from one that did not sign, callers could find out which there are
		keys = &federation.Keys{}
	}
	said, err := keys.Verify(in.WebIdentityToken, issuer, clients, s.Wall.Now())
	if err != nil {
		return nil, errWebIdentity.Errorf("The WebIdentityToken does not vouch for anybody: %v.", err)
	}
	role, err := s.trusted(ctx, tx, in.arn)
	if err != nil {
		return nil, err
	}
	return answered(s.welcome(ctx, tx, c, guest{
		role: role, arn: in.arn, action: "AssumeRoleWithWebIdentity", provider: "qcs::cam::uin/" + in.arn.owner + ":oidc-provider/" + in.ProviderId,
		session: in.RoleSessionName, seconds: in.DurationSeconds,
		conditions: map[string][]string{"oidc:iss": {said.Issuer}, "oidc:sub": {said.Subject}, "oidc:aud": said.Audience},
	}))
}
