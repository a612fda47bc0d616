package cam

import (
	"context"
	"net/url"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/federation"
	"github.com/paifang/paifang/internal/store"
)

// oidcErrors are the conditions of an OpenID Connect provider's facts.
var oidcErrors = []*catalogue.Condition{errProviderName, errIdentityURL, errMetadata}

// CreateOIDCConfig has an identity provider vouch for guests by OpenID Connect.
var CreateOIDCConfig = action.Define(action.Spec{
	Name: "CreateOIDCConfig", Doc: "Has an identity provider vouch for guests by OpenID Connect.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: append(oidcErrors[:len(oidcErrors):len(oidcErrors)], errProviderInUse, errProvidersFull),
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *OIDCConfigRequest) (*NoResponse, error) {
	p := IdentityProvider{Name: in.Name, Kind: OIDC}
	in.describe(&p)
	return &NoResponse{}, s.addProvider(ctx, tx, c, p)
})

// OIDCConfigRequest is the input of CreateOIDCConfig and UpdateOIDCConfig.
type OIDCConfigRequest struct {
	Name          string   `api:"required" touches:"oidc-provider" doc:"Its name, which no other of the account has."`
	IdentityUrl   string   `api:"required,max=255" doc:"Its issuer, an https address."`
	ClientId      []string `api:"required,max=20" doc:"For whom its tokens are."`
	IdentityKey   string   `api:"required" doc:"Its public keys: a JSON Web Key Set, in base64."`
	Description   *string  `api:"max=255" doc:"What it is."`
	AutoRotateKey int64    `api:"oneof=0" doc:"0: keys are not fetched here."`
}

// Check implements action.Checker.
func (r *OIDCConfigRequest) Check() error {
	if err := checkProviderName(r.Name); err != nil {
		return err
	}
	if u, err := url.Parse(r.IdentityUrl); err != nil || u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return errIdentityURL.Errorf("Parameter IdentityUrl is %.100q; an address such as https://idp.example.com is expected.", r.IdentityUrl)
	}
	raw, err := document("IdentityKey", r.IdentityKey)
	if err != nil {
		return err
	}
	if _, err := federation.ParseKeys(raw); err != nil {
		return errMetadata.Errorf("Parameter IdentityKey: %v.", err)
	}
	return nil
}

// describe has a provider be what is said.
func (r *OIDCConfigRequest) describe(p *IdentityProvider) {
	p.URL, p.Clients, p.Document = r.IdentityUrl, r.ClientId, r.IdentityKey
	if r.Description != nil {
		p.Description = *r.Description
	}
}

// UpdateOIDCConfig changes one.
var UpdateOIDCConfig = action.Define(action.Spec{
	Name: "UpdateOIDCConfig", Doc: "Changes an OpenID Connect provider.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: append(oidcErrors[:len(oidcErrors):len(oidcErrors)], errNoProvider),
}, (*Service).updateOIDCConfig)

func (s *Service) updateOIDCConfig(ctx context.Context, tx store.Tx, c *call.Call, in *OIDCConfigRequest) (*NoResponse, error) {
	p, err := s.provider(ctx, tx, c, OIDC, in.Name)
	if err != nil {
		return nil, err
	}
	in.describe(p)
	p.Modified = c.Now
	return &NoResponse{}, s.Store.PutProvider(ctx, tx, p)
}

// OIDCProviderRequest names an OpenID Connect provider.
type OIDCProviderRequest struct {
	Name string `api:"required" touches:"oidc-provider" doc:"The provider."`
}

// DeleteOIDCConfig takes one away.
var DeleteOIDCConfig = action.Define(action.Spec{
	Name: "DeleteOIDCConfig", Doc: "Takes an OpenID Connect provider away; roles that trust it trust nobody by it any more.", Domain3: "cam", Version: version,
	Regionless: true, Changes: true, Refuses: []*catalogue.Condition{errNoProvider},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *OIDCProviderRequest) (*NoResponse, error) {
	return &NoResponse{}, s.dropProvider(ctx, tx, c, OIDC, in.Name)
})

// DescribeOIDCConfig shows one.
var DescribeOIDCConfig = action.Define(action.Spec{
	Name: "DescribeOIDCConfig", Doc: "Shows an OpenID Connect provider.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoProvider},
}, (*Service).describeOIDCConfig)

// The numbers that answers have for the kind of an OpenID Connect provider for roles, and for one that holds (facts/api3-cam.json;
// which numbers there are beside these is not printed).
const (
	providerForRoles = 11
	providerHolds    = 2
)

// DescribeOIDCConfigResponse is the answer of DescribeOIDCConfig.
type DescribeOIDCConfigResponse struct {
	ProviderType             int64
	IdentityUrl, IdentityKey string
	ClientId                 []string
	Status                   int64
	Description, Name        string
	AutoRotateKey            int64
}

func (s *Service) describeOIDCConfig(ctx context.Context, tx store.Tx, c *call.Call, in *OIDCProviderRequest) (*DescribeOIDCConfigResponse, error) {
	p, err := s.provider(ctx, tx, c, OIDC, in.Name)
	if err != nil {
		return nil, err
	}
	return &DescribeOIDCConfigResponse{
		ProviderType: providerForRoles, IdentityUrl: p.URL, IdentityKey: p.Document, ClientId: p.Clients, Status: providerHolds, Description: p.Description, Name: p.Name,
	}, nil
}
