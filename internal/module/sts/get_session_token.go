package sts

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// GetSessionToken gives an MFA session.
var GetSessionToken = action.Define(action.Spec{
	Name: "GetSessionToken", Doc: "Gives a temporary key with all of the caller's rights, for an MFA code.",
	Domain3: "sts", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errMFAType, errDuration, errTemporary, errMFA},
}, (*Service).getSessionToken)

// GetSessionTokenRequest is the input of GetSessionToken.
type GetSessionTokenRequest struct {
	SerialNumber    string `api:"required" doc:"The caller's MFA device: qcs::cam:uin/NUMBER::mfa/softToken."`
	TokenCode       string `api:"required,secret" doc:"A code of that device; it is taken once."`
	DurationSeconds int64  `api:"default=1800" doc:"How long the key lasts."`
}

func (s *Service) getSessionToken(ctx context.Context, tx store.Tx, c *call.Call, in *GetSessionTokenRequest) (*AssumeRoleResponse, error) {
	if err := lasting("DurationSeconds", in.DurationSeconds, sessionLeast, mostFor(c)); err != nil {
		return nil, err
	}
	if err := isSerial(c, in.SerialNumber); err != nil {
		return nil, err
	}
	return answered(s.verify(ctx, tx, c, "TokenCode", in.TokenCode, in.DurationSeconds))
}

// LegacyGetSessionToken gives an MFA session, in API 2.0.
var LegacyGetSessionToken = action.Define(action.Spec{
	Name: "GetSessionToken", Doc: "Gives a temporary key with all of the caller's rights, for an MFA code.",
	Domain: "sts", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errMFAType, errDuration, errTemporary, errMFA},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *LegacyGetSessionTokenRequest) (*LegacyKeyResponse, error) {
	return legacyAnswered(s.verify(ctx, tx, c, "tokenCode", in.TokenCode, in.DurationSeconds))
})

// LegacyGetSessionTokenRequest is the input of GetSessionToken in API 2.0.
type LegacyGetSessionTokenRequest struct {
	TokenCode       string `json:"tokenCode" api:"required,secret" doc:"A code of the caller's MFA device; it is taken once."`
	TokenType       string `json:"tokenType" doc:"The kind of device; there are soft tokens only."`
	DurationSeconds int64  `json:"durationSeconds" api:"default=1800" doc:"How long the key lasts."`
}

// Check implements action.Checker.
func (r *LegacyGetSessionTokenRequest) Check() error {
	if r.TokenType != "" && r.TokenType != "softToken" {
		return errMFAType.Errorf("Parameter tokenType is %q; softToken is expected.", r.TokenType)
	}
	return lasting("durationSeconds", r.DurationSeconds, sessionLeast, legacyMost)
}
