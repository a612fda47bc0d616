package cam

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// CreateSAMLProvider has an identity provider vouch for guests by SAML.
var CreateSAMLProvider = action.Define(action.Spec{
	Name: "CreateSAMLProvider", Doc: "Has an identity provider vouch for guests by SAML 2.0.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errProviderName, errMetadata, errProviderInUse, errProvidersFull},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *CreateSAMLProviderRequest) (*CreateSAMLProviderResponse, error) {
	made, err := s.createSAMLProvider(ctx, tx, c, &CreateSAMLProvider3Request{in.Name, in.Desc, in.SAMLMetadataDocument})
	if err != nil {
		return nil, err
	}
	out := &CreateSAMLProviderResponse{}
	out.Data.Name, out.Data.SAMLProviderArn = in.Name, made.ProviderArn
	return out, nil
})

// CreateSAMLProviderRequest is the input of CreateSAMLProvider.
type CreateSAMLProviderRequest struct {
	Name                 string `json:"name" api:"required" touches:"saml-provider" doc:"Its name, which no other of the account has."`
	Desc                 string `json:"desc" api:"required,max=255" doc:"What it is."`
	SAMLMetadataDocument string `api:"required" doc:"Its metadata, in base64."`
}

// Check implements action.Checker.
func (r *CreateSAMLProviderRequest) Check() error {
	return (&CreateSAMLProvider3Request{r.Name, r.Desc, r.SAMLMetadataDocument}).Check()
}

// CreateSAMLProviderResponse is the answer of CreateSAMLProvider.
type CreateSAMLProviderResponse struct {
	Data struct {
		Name            string `json:"name"`
		SAMLProviderArn string
	} `json:"data"`
}

// UpdateSAMLProvider changes one.
var UpdateSAMLProvider = action.Define(action.Spec{
	Name: "UpdateSAMLProvider", Doc: "Changes the description and the metadata of a SAML provider.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errMetadata, errNoProvider},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UpdateSAMLProviderRequest) (*NoResponse, error) {
	return s.updateSAMLProvider(ctx, tx, c, &UpdateSAMLProvider3Request{in.Name, in.Desc, in.SAMLMetadataDocument})
})

// UpdateSAMLProviderRequest is the input of UpdateSAMLProvider.
type UpdateSAMLProviderRequest struct {
	Name                 string  `json:"name" api:"required" touches:"saml-provider" doc:"The provider."`
	Desc                 *string `json:"desc" api:"max=255" doc:"Its new description."`
	SAMLMetadataDocument string  `doc:"Its new metadata, in base64."`
}

// Check implements action.Checker.
func (r *UpdateSAMLProviderRequest) Check() error {
	return (&UpdateSAMLProvider3Request{SAMLMetadataDocument: r.SAMLMetadataDocument}).Check()
}

// SAMLProviderRequest names a SAML provider.
type SAMLProviderRequest struct {
	Name string `json:"name" api:"required" touches:"saml-provider" doc:"The provider."`
}

// DeleteSAMLProvider takes one away.
var DeleteSAMLProvider = action.Define(action.Spec{
	Name: "DeleteSAMLProvider", Doc: "Takes a SAML provider away; roles that trust it trust nobody by it any more.", Domain: "cam",
	Regionless: true, Changes: true, Refuses: []*catalogue.Condition{errNoProvider},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *SAMLProviderRequest) (*NoResponse, error) {
	return &NoResponse{}, s.dropProvider(ctx, tx, c, SAML, in.Name)
})

// GetSAMLProvider shows one.
var GetSAMLProvider = action.Define(action.Spec{
	Name: "GetSAMLProvider", Doc: "Shows a SAML provider with its metadata.", Domain: "cam", Regionless: true,
	Refuses: []*catalogue.Condition{errNoProvider},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *SAMLProviderRequest) (*GetSAMLProviderResponse, error) {
	p, err := s.provider(ctx, tx, c, SAML, in.Name)
	if err != nil {
		return nil, err
	}
	out := &GetSAMLProviderResponse{}
	out.Data.OwnerUin, _ = strconv.ParseInt(p.Account, 10, 64) // accounts are numbers
	out.Data.SAMLProviderItem, out.Data.SAMLMetadata = samlItem(p), p.Document
	return out, nil
})

// GetSAMLProviderResponse is the answer of GetSAMLProvider.
type GetSAMLProviderResponse struct {
	Data struct {
		OwnerUin int64 `json:"ownerUin"`
		SAMLProviderItem
		SAMLMetadata string
	} `json:"data"`
}

// A SAMLProviderItem is a SAML provider as answers show it.
type SAMLProviderItem struct {
	Name       string `json:"name"`
	Desc       string `json:"desc"`
	CreateTime string `json:"createTime"`
	ModifyTime string `json:"modifyTime"`
}

func samlItem(p *IdentityProvider) SAMLProviderItem {
	return SAMLProviderItem{p.Name, p.Description, inChina(p.Created), inChina(p.Modified)}
}

// ListSAMLProviders lists them.
var ListSAMLProviders = action.Define(action.Spec{
	Name: "ListSAMLProviders", Doc: "Lists the account's SAML providers, the latest first.", Domain: "cam", Regionless: true,
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *ListSAMLProvidersRequest) (*ListSAMLProvidersResponse, error) {
	all, err := s.Store.Providers(ctx, tx, c.Caller.Account, SAML)
	if err != nil {
		return nil, err
	}
	out := &ListSAMLProvidersResponse{}
	out.Data.Total = int64(len(all))
	for _, p := range paged(all, in.Page, in.Rp) {
		out.Data.List = append(out.Data.List, samlItem(p))
	}
	return out, nil
})

// ListSAMLProvidersRequest is the input of ListSAMLProviders.
type ListSAMLProvidersRequest struct {
	Page int64 `json:"page" api:"required,min=1" doc:"Which page, from 1."`
	Rp   int64 `json:"rp" api:"required,min=1,max=200" doc:"How many a page."`
}

// ListSAMLProvidersResponse is the answer of ListSAMLProviders.
type ListSAMLProvidersResponse struct {
	Data struct {
		Total int64              `json:"total"`
		List  []SAMLProviderItem `json:"list"`
	} `json:"data"`
}
