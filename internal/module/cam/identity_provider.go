package cam

import (
	"context"
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/federation"
	"github.com/paifang/paifang/internal/store"
)

// A ProviderKind is the protocol that an identity provider speaks, as the resource type that policies know it by.
type ProviderKind string

// The kinds.
const (
	SAML ProviderKind = "saml-provider"
	OIDC ProviderKind = "oidc-provider"
)

// An IdentityProvider vouches for guests, who may take on the roles that trust it.
type IdentityProvider struct {
	Account, Name     string
	Kind              ProviderKind
	Description       string
	Created, Modified time.Time

	// Document is the metadata of a SAML provider, or the key set of an OpenID Connect one, in base64 as it was given.
	Document string
	// URL is an OpenID Connect provider's issuer, Clients for whom its tokens may be.
	URL     string
	Clients []string
}

// Arn is how trust policies name it.
func (p *IdentityProvider) Arn() string {
	return fmt.Sprintf("qcs::cam::uin/%s:%s/%s", p.Account, p.Kind, p.Name)
}

// Says is the document itself.
func (p *IdentityProvider) Says() ([]byte, error) { return document("", p.Document) }

// The conditions of identity providers (facts/api3-cam.json).
var (
	errNoProvider    = catalogue.NotFound.Named("ResourceNotFound.IdentityNotExist").WithDesc("InvalidParameter.ProviderNotExist")
	errProviderInUse = catalogue.OperationFailed.Named("InvalidParameter.IdentityNameInUse").WithDesc("InvalidParameter.ProviderAlreadyExist")
	errProvidersFull = catalogue.QuotaExceeded.Named("LimitExceeded.IdentityFull").WithDesc("InvalidParameter.ProviderMaxLimit")
	errProviderName  = catalogue.InvalidParameter.Named("InvalidParameterValue.NameError").WithDesc("InvalidParameter")
	errMetadata      = catalogue.InvalidParameter.Named("InvalidParameterValue.MetadataError").WithDesc("InvalidParameter.SAMLMetadataDocument")
	errIdentityURL   = catalogue.InvalidParameter.Named("InvalidParameterValue.IdentityUrlError")
)

var providerName = regexp.MustCompile(`^[A-Za-z0-9+=,.@_-]{1,128}$`)

func checkProviderName(name string) error {
	if !providerName.MatchString(name) {
		return errProviderName.Errorf("Parameter Name is %.40q; 1 to 128 letters, digits or +=,.@_- are expected.", name)
	}
	return nil
}

// document is what a parameter has in base64.
func document(parameter, text string) ([]byte, error) {
	raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, errMetadata.Errorf("Parameter %s is not in the base64 that is expected.", parameter)
	}
	return raw, nil
}

// checkMetadata refuses what is no SAML provider's metadata.
func checkMetadata(text string) error {
	raw, err := document("SAMLMetadataDocument", text)
	if err != nil {
		return err
	}
	if _, err := federation.ParseMetadata(raw); err != nil {
		return errMetadata.Errorf("Parameter SAMLMetadataDocument: %v.", err)
	}
	return nil
}

// addProvider keeps a new provider.
func (s *Service) addProvider(ctx context.Context, tx store.Tx, c *call.Call, p IdentityProvider) error {
	p.Account, p.Created, p.Modified = c.Caller.Account, c.Now, c.Now
	all, err := s.Store.Providers(ctx, tx, p.Account, p.Kind)
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.Name == p.Name {
			return errProviderInUse.Errorf("There is an identity provider %s already; another name is expected.", p.Name)
		}
	}
	if err := s.room(ctx, tx, p.Account, providersAtMost, len(all)); err != nil {
		return err
	}
	return s.Store.PutProvider(ctx, tx, &p)
}

// provider is the caller's one; it refuses where there is none.
func (s *Service) provider(ctx context.Context, tx store.Tx, c *call.Call, kind ProviderKind, name string) (*IdentityProvider, error) {
	p, err := s.Store.Provider(ctx, tx, c.Caller.Account, kind, name)
	if err == nil && p == nil {
		err = errNoProvider.Errorf("The identity provider %.128q does not exist.", name)
	}
	return p, err
}

// dropProvider takes a provider away. Roles that trust it stay as they are, and trust nobody by it any more.
func (s *Service) dropProvider(ctx context.Context, tx store.Tx, c *call.Call, kind ProviderKind, name string) error {
	p, err := s.provider(ctx, tx, c, kind, name)
	if err != nil {
		return err
	}
	return s.Store.RemoveProvider(ctx, tx, p)
}

// ProviderMetadata is what a SAML provider of an account says of itself; nil where there is none.
func (s *Service) ProviderMetadata(ctx context.Context, tx store.Tx, account, name string) (*federation.Metadata, error) {
	p, err := s.Store.Provider(ctx, tx, account, SAML, name)
	if err != nil || p == nil {
		return nil, err
	}
	raw, err := p.Says()
	if err != nil {
		return nil, err
	}
	return federation.ParseMetadata(raw)
}

// ProviderKeys are an OpenID Connect provider's, with its issuer and its clients; nil where there is none.
func (s *Service) ProviderKeys(ctx context.Context, tx store.Tx, account, name string) (keys *federation.Keys, issuer string, clients []string, err error) {
	p, err := s.Store.Provider(ctx, tx, account, OIDC, name)
	if err != nil || p == nil {
		return nil, "", nil, err
	}
	raw, err := p.Says()
	if err != nil {
		return nil, "", nil, err
	}
	keys, err = federation.ParseKeys(raw)
	return keys, p.URL, p.Clients, err
}
