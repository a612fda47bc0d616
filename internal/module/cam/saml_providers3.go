package cam

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// CreateSAMLProvider3 has an identity provider vouch for guests by SAML.
var CreateSAMLProvider3 = action.Define(action.Spec{
	Name: "CreateSAMLProvider", Doc: "Has an identity provider vouch for guests by SAML 2.0.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errProviderName, errMetadata, errProviderInUse, errProvidersFull},
}, (*Service).createSAMLProvider)

// CreateSAMLProvider3Request is the input of CreateSAMLProvider3.
type CreateSAMLProvider3Request struct {
	Name                 string `api:"required" touches:"saml-provider" doc:"Its name, which no other of the account has."`
	Description          string `api:"required,max=255" doc:"What it is."`
	SAMLMetadataDocument string `api:"required" doc:"Its metadata, in base64."`
}

// Check implements action.Checker.
func (r *CreateSAMLProvider3Request) Check() error {
	if err := checkProviderName(r.Name); err != nil {
		return err
	}
	return checkMetadata(r.SAMLMetadataDocument)
}

// CreateSAMLProvider3Response is the answer of CreateSAMLProvider3.
type CreateSAMLProvider3Response struct{ ProviderArn string }

func (s *Service) createSAMLProvider(ctx context.Context, tx store.Tx, c *call.Call, in *CreateSAMLProvider3Request) (*CreateSAMLProvider3Response, error) {
	p := IdentityProvider{Account: c.Caller.Account, Name: in.Name, Kind: SAML, Description: in.Description, Document: in.SAMLMetadataDocument}
	return &CreateSAMLProvider3Response{p.Arn()}, s.addProvider(ctx, tx, c, p)
}

// UpdateSAMLProvider3 changes one.
var UpdateSAMLProvider3 = action.Define(action.Spec{
	Name: "UpdateSAMLProvider", Doc: "Changes the description and the metadata of a SAML provider.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errMetadata, errNoProvider},
}, (*Service).updateSAMLProvider)

// UpdateSAMLProvider3Request is the input of UpdateSAMLProvider3.
type UpdateSAMLProvider3Request struct {
	Name                 string  `api:"required" touches:"saml-provider" doc:"The provider."`
	Description          *string `api:"max=255" doc:"Its new description."`
	SAMLMetadataDocument string  `doc:"Its new metadata, in base64."`
}

// Check implements action.Checker.
func (r *UpdateSAMLProvider3Request) Check() error {
	if r.SAMLMetadataDocument == "" {
		return nil
	}
	return checkMetadata(r.SAMLMetadataDocument)
}

func (s *Service) updateSAMLProvider(ctx context.Context, tx store.Tx, c *call.Call, in *UpdateSAMLProvider3Request) (*NoResponse, error) {
	p, err := s.provider(ctx, tx, c, SAML, in.Name)
	if err != nil {
		return nil, err
	}
	if in.Description != nil {
		p.Description = *in.Description
	}
	if in.SAMLMetadataDocument != "" {
		p.Document = in.SAMLMetadataDocument
	}
	p.Modified = c.Now
	return &NoResponse{}, s.Store.PutProvider(ctx, tx, p)
}

// SAMLProvider3Request names a SAML provider.
type SAMLProvider3Request struct {
	Name string `api:"required" touches:"saml-provider" doc:"The provider."`
}

// DeleteSAMLProvider3 takes one away.
var DeleteSAMLProvider3 = action.Define(action.Spec{
	Name: "DeleteSAMLProvider", Doc: "Takes a SAML provider away; roles that trust it trust nobody by it any more.", Domain3: "cam", Version: version,
	Regionless: true, Changes: true, Refuses: []*catalogue.Condition{errNoProvider},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *SAMLProvider3Request) (*NoResponse, error) {
	return &NoResponse{}, s.dropProvider(ctx, tx, c, SAML, in.Name)
})

// GetSAMLProvider3 shows one.
var GetSAMLProvider3 = action.Define(action.Spec{
	Name: "GetSAMLProvider", Doc: "Shows a SAML provider with its metadata.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoProvider},
}, (*Service).getSAMLProvider)

// GetSAMLProvider3Response is the answer of GetSAMLProvider3.
type GetSAMLProvider3Response struct {
	SAMLProviderInfo
	SAMLMetadata string
}

// SAMLProviderInfo is a SAML provider as answers show it.
type SAMLProviderInfo struct{ Name, Description, CreateTime, ModifyTime string }

func (p *IdentityProvider) info() SAMLProviderInfo {
	return SAMLProviderInfo{p.Name, p.Description, inChina(p.Created), inChina(p.Modified)}
}

func (s *Service) getSAMLProvider(ctx context.Context, tx store.Tx, c *call.Call, in *SAMLProvider3Request) (*GetSAMLProvider3Response, error) {
	p, err := s.provider(ctx, tx, c, SAML, in.Name)
	if err != nil {
		return nil, err
	}
	return &GetSAMLProvider3Response{p.info(), p.Document}, nil
}

// ListSAMLProviders3 lists them.
var ListSAMLProviders3 = action.Define(action.Spec{
	Name: "ListSAMLProviders", Doc: "Lists the account's SAML providers, the latest first.", Domain3: "cam", Version: version, Regionless: true,
}, (*Service).listSAMLProviders)

// ListSAMLProviders3Request is the input of ListSAMLProviders3.
type ListSAMLProviders3Request struct{}

// ListSAMLProviders3Response is the answer of ListSAMLProviders3.
type ListSAMLProviders3Response struct {
	TotalCount      int64
	SAMLProviderSet []SAMLProviderInfo
}

func (s *Service) listSAMLProviders(ctx context.Context, tx store.Tx, c *call.Call, _ *ListSAMLProviders3Request) (*ListSAMLProviders3Response, error) {
	all, err := s.Store.Providers(ctx, tx, c.Caller.Account, SAML)
	out := &ListSAMLProviders3Response{TotalCount: int64(len(all))}
	for _, p := range all {
		out.SAMLProviderSet = append(out.SAMLProviderSet, p.info())
	}
	return out, err
}
