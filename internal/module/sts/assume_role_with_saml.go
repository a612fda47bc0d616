package sts

import (
	"context"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/federation"
	"github.com/paifang/paifang/internal/store"
)

// guestErrors are the conditions of a role that a guest takes on.
var guestErrors = []*catalogue.Condition{errRoleArn, errParam, errDuration, errNoRole, errNoGuest, errUndecidable, errBlocked}

// AssumeRoleWithSAML gives a key of a role to whom a SAML provider vouches for.
var AssumeRoleWithSAML = action.Define(action.Spec{
	Name: "AssumeRoleWithSAML", Doc: "Gives a temporary key of a role to a guest for whom a SAML provider vouches that the role trusts. It needs no signature.",
	Domain3: "sts", Version: version, Regionless: true, Changes: true, Unsigned: true, Rate: 200,
	Refuses: append([]*catalogue.Condition{errAssertion}, guestErrors...),
}, (*Service).assumeRoleWithSAML)

// AssumeRoleWithSAMLRequest is the input of AssumeRoleWithSAML.
type AssumeRoleWithSAMLRequest struct {
	SAMLAssertion   string `api:"required,max=1048576,secret" doc:"The provider's response, or its assertion alone, in base64."`
	PrincipalArn    string `api:"required" doc:"The provider: qcs::cam::uin/NUMBER:saml-provider/NAME."`
	RoleArn         string `api:"required" doc:"The role: qcs::cam::uin/NUMBER:roleName/NAME or …:role/ID."`
	RoleSessionName string `api:"required" doc:"A name for the session: 2 to 128 letters, digits or +=,.@_-."`
	DurationSeconds int64  `api:"default=7200" doc:"How long the key lasts; no longer than the provider wants."`

	arn      roleArn
	provider string
}

var providerArn = regexp.MustCompile(`^qcs::cam::uin/([1-9][0-9]{0,17}):saml-provider/([A-Za-z0-9+=,.@_-]{1,128})$`)

// Check implements action.Checker.
func (r *AssumeRoleWithSAMLRequest) Check() (err error) {
	if r.arn, err = parseRoleArn("RoleArn", r.RoleArn); err != nil {
		return err
	}
	m := providerArn.FindStringSubmatch(r.PrincipalArn)
	if m == nil {
		return errParam.Errorf("Parameter PrincipalArn is %.200q; qcs::cam::uin/NUMBER:saml-provider/NAME is expected.", r.PrincipalArn)
	}
	if m[1] != r.arn.owner {
		return errParam.Errorf("PrincipalArn and RoleArn are of different accounts, %s and %s; those of one are expected.", m[1], r.arn.owner)
	}
	r.provider = m[2]
	if !sessionName.MatchString(r.RoleSessionName) {
		return errParam.Errorf("Parameter RoleSessionName is %q; 2 to 128 letters, digits or +=,.@_- are expected.", r.RoleSessionName)
	}
	return lasting("DurationSeconds", r.DurationSeconds, 1, roleMost)
}

func (s *Service) assumeRoleWithSAML(ctx context.Context, tx store.Tx, c *call.Call, in *AssumeRoleWithSAMLRequest) (*AssumeRoleResponse, error) {
	response, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(in.SAMLAssertion), ""))
	if err != nil {
		return nil, errAssertion.Errorf("Parameter SAMLAssertion is not in the base64 that is expected.")
	}
	provider, err := s.Providers.ProviderMetadata(ctx, tx, in.arn.owner, in.provider)
	if err != nil {
		return nil, err
	}
	if provider == nil { // told apart from one that did not sign, callers could find out which there are
		provider = &federation.Metadata{}
	}
	now := s.Wall.Now()
	said, err := provider.Verify(response, now)
	if err != nil {
		return nil, errAssertion.Errorf("The SAMLAssertion does not vouch for anybody: %v.", err)
	}
	role, err := s.trusted(ctx, tx, in.arn)
	if err != nil {
		return nil, err
	}
	if !grants(said.Grants, in.arn.owner, role, in.PrincipalArn) {
		return nil, errNoGuest.Errorf("The SAMLAssertion does not name the role %s with the provider %s in its attribute %s.", in.RoleArn, in.PrincipalArn, federation.RoleAttribute)
	}
	seconds := in.DurationSeconds
	if !said.Until.IsZero() {
		if seconds = min(seconds, int64(said.Until.Sub(now)/time.Second)); seconds < 1 {
			return nil, errAssertion.Errorf("The SAMLAssertion lets no session last beyond %s.", said.Until.UTC().Format("2006-01-02T15:04:05Z"))
		}
	}
	return answered(s.welcome(ctx, tx, c, guest{
		role: role, arn: in.arn, action: "AssumeRoleWithSAML", provider: in.PrincipalArn, session: in.RoleSessionName, seconds: seconds,
		conditions: map[string][]string{"saml:iss": {said.Issuer}, "saml:sub": {said.Subject}, "saml:sub_type": {said.SubjectKind}, "saml:aud": said.Audience},
	}))
}

// grants tells whether one of the texts names the role with the provider: roles are parted by semicolons, the provider comes behind a
// comma (as the guides for identity products have it).
func grants(texts []string, owner string, r role, provider string) bool {
	names := []string{"qcs::cam::uin/" + owner + ":roleName/" + r.name, "qcs::cam::uin/" + owner + ":role/" + r.id}
	for _, text := range texts {
		before, by, _ := strings.Cut(text, ",")
		if strings.TrimSpace(by) != provider {
			continue
		}
		for one := range strings.SplitSeq(before, ";") {
			if slices.Contains(names, strings.TrimSpace(one)) {
				return true
			}
		}
	}
	return false
}
