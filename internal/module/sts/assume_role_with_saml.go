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

	proof samlProof
}

// Check implements action.Checker.
func (r *AssumeRoleWithSAMLRequest) Check() (err error) {
	if r.proof, err = readProof(r.SAMLAssertion, r.PrincipalArn, r.RoleArn, r.RoleSessionName); err != nil {
		return err
	}
	return lasting("DurationSeconds", r.DurationSeconds, 1, roleMost)
}

// Touches implements action.Toucher.
func (r *AssumeRoleWithSAMLRequest) Touches(c *call.Call) []call.Resource {
	return r.proof.arn.touches(c)
}

// A samlProof is what a provider says of a guest, and what the guest wants.
type samlProof struct {
	response     []byte
	arn          roleArn
	principal    string // the provider as it was written
	providerName string
	session      string
}

var providerArn = regexp.MustCompile(`^qcs::cam::uin/([1-9][0-9]{0,17}):saml-provider/([A-Za-z0-9+=,.@_-]{1,128})$`)

func readProof(assertion, principal, role, session string) (p samlProof, err error) {
	p.principal, p.session = principal, session
	if p.arn, err = parseRoleArn("RoleArn", role); err != nil {
		return p, err
	}
	m := providerArn.FindStringSubmatch(principal)
	if m == nil {
		return p, errParam.Errorf("Parameter PrincipalArn is %.200q; qcs::cam::uin/NUMBER:saml-provider/NAME is expected.", principal)
	}
	if m[1] != p.arn.owner {
		return p, errParam.Errorf("PrincipalArn and RoleArn are of different accounts, %s and %s; those of one are expected.", m[1], p.arn.owner)
	}
	p.providerName = m[2]
	if !sessionName.MatchString(session) {
		return p, errParam.Errorf("Parameter RoleSessionName is %q; 2 to 128 letters, digits or +=,.@_- are expected.", session)
	}
	if p.response, err = base64.StdEncoding.DecodeString(strings.Join(strings.Fields(assertion), "")); err != nil {
		return p, errAssertion.Errorf("Parameter SAMLAssertion is not in the base64 that is expected.")
	}
	return p, nil
}

func (s *Service) assumeRoleWithSAML(ctx context.Context, tx store.Tx, c *call.Call, in *AssumeRoleWithSAMLRequest) (*AssumeRoleResponse, error) {
	provider, err := s.Providers.ProviderMetadata(ctx, tx, in.proof.arn.owner, in.proof.providerName)
	if err != nil {
		return nil, err
	}
	if provider == nil { // told apart from one that did not sign, callers could find out which there are
		provider = &federation.Metadata{}
	}
	return answered(s.proved(ctx, tx, c, provider, in.proof, in.DurationSeconds))
}

// proved gives a guest a key of the role, who proves to come from the provider.
func (s *Service) proved(ctx context.Context, tx store.Tx, c *call.Call, provider *federation.Metadata, p samlProof, seconds int64) (k issued, err error) {
	now := s.Wall.Now()
	said, err := provider.Verify(p.response, now)
	if err != nil {
		return k, errAssertion.Errorf("The SAMLAssertion does not vouch for anybody: %v.", err)
	}
	role, err := s.trusted(ctx, tx, p.arn)
	if err != nil {
		return k, err
	}
	if !grants(said.Grants, p.arn.owner, role, p.principal) {
		return k, errNoGuest.Errorf("The SAMLAssertion does not name the role %s with the provider %s in its attribute %s.", p.arn.text, p.principal, federation.RoleAttribute)
	}
	if !said.Until.IsZero() {
		if seconds = min(seconds, int64(said.Until.Sub(now)/time.Second)); seconds < 1 {
			return k, errAssertion.Errorf("The SAMLAssertion lets no session last beyond %s.", said.Until.UTC().Format("2006-01-02T15:04:05Z"))
		}
	}
	return s.welcome(ctx, tx, c, guest{
		role: role, arn: p.arn, action: "AssumeRoleWithSAML", provider: p.principal, session: p.session, seconds: seconds,
		conditions: map[string][]string{"saml:iss": {said.Issuer}, "saml:sub": {said.Subject}, "saml:sub_type": {said.SubjectKind}, "saml:aud": said.Audience},
	})
}

// LegacyAssumeRoleWithSAML does the same in API 2.0, where it is signed like any call.
var LegacyAssumeRoleWithSAML = action.Define(action.Spec{
	Name: "AssumeRoleWithSAML", Doc: "Gives a temporary key of a role to a guest for whom a SAML provider vouches that the role trusts.",
	Domain: "sts", Regionless: true, Changes: true, Rate: 200,
	Refuses: append([]*catalogue.Condition{errAssertion, errNoProvider}, guestErrors...),
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *LegacyAssumeRoleWithSAMLRequest) (*LegacyAssumeRoleResponse, error) {
	provider, err := s.Providers.ProviderMetadata(ctx, tx, in.proof.arn.owner, in.proof.providerName)
	if err != nil {
		return nil, err
	}
	if provider == nil {
		return nil, errNoProvider.Errorf("The identity provider %s does not exist.", in.PrincipalArn)
	}
	k, err := s.proved(ctx, tx, c, provider, in.proof, legacySession)
	if err != nil {
		return nil, err
	}
	return &LegacyAssumeRoleResponse{LegacyKeyUntil{legacyCredentials(k), k.Until.Unix(), k.expiration()}}, nil
})

// legacySession is how long a key lasts that API 2.0 does not ask how long for, in seconds.
const legacySession = 1800

// LegacyAssumeRoleWithSAMLRequest is the input of AssumeRoleWithSAML in API 2.0: its names begin with capitals there, too.
type LegacyAssumeRoleWithSAMLRequest struct {
	SAMLAssertion   string `api:"required,max=1048576,secret" doc:"The provider's response, or its assertion alone, in base64."`
	PrincipalArn    string `api:"required" doc:"The provider: qcs::cam::uin/NUMBER:saml-provider/NAME."`
	RoleArn         string `api:"required" doc:"The role: qcs::cam::uin/NUMBER:roleName/NAME or …:role/ID."`
	RoleSessionName string `api:"required" doc:"A name for the session: 2 to 128 letters, digits or +=,.@_-."`

	proof samlProof
}

// Check implements action.Checker.
func (r *LegacyAssumeRoleWithSAMLRequest) Check() (err error) {
	r.proof, err = readProof(r.SAMLAssertion, r.PrincipalArn, r.RoleArn, r.RoleSessionName)
	return err
}

// Touches implements action.Toucher.
func (r *LegacyAssumeRoleWithSAMLRequest) Touches(c *call.Call) []call.Resource {
	return r.proof.arn.touches(c)
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
