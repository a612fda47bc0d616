package camtest

import (
	"time"

	"github.com/paifang/paifang/internal/module/cam"
)

func providers(t *suite) {
	ctx, tx, s := t.Context(), t.tx, t.s
	first := &cam.IdentityProvider{Account: "1", Name: "idp", Kind: cam.SAML, Description: "d", Document: "doc", Created: at, Modified: at}
	second := &cam.IdentityProvider{Account: "1", Name: "other", Kind: cam.SAML, Created: at.Add(time.Second)}
	open := &cam.IdentityProvider{Account: "1", Name: "idp", Kind: cam.OIDC, URL: "https://a", Clients: []string{"x", "y"}, Created: at}
	foreign := &cam.IdentityProvider{Account: "2", Name: "idp", Kind: cam.SAML, Created: at}
	for _, p := range []*cam.IdentityProvider{first, second, open, foreign} {
		done(t, s.PutProvider(ctx, tx, p))
	}
	got, err := s.Provider(ctx, tx, "1", cam.SAML, "idp")
	equal(t, "one", first, got, err)
	got, err = s.Provider(ctx, tx, "1", cam.OIDC, "idp")
	equal(t, "one of the same name and another kind", open, got, err)
	got, err = s.Provider(ctx, tx, "2", cam.SAML, "other")
	equal(t, "one of another account", nil, got, err)
	all, err := s.Providers(ctx, tx, "1", cam.SAML)
	equal(t, "all, the latest first", []*cam.IdentityProvider{second, first}, all, err)
	first.Description = "changed"
	done(t, s.PutProvider(ctx, tx, first))
	got, err = s.Provider(ctx, tx, "1", cam.SAML, "idp")
	equal(t, "changed", first, got, err)
	done(t, s.RemoveProvider(ctx, tx, first))
	got, err = s.Provider(ctx, tx, "1", cam.SAML, "idp")
	equal(t, "removed", nil, got, err)
	done(t, s.RemoveProvider(ctx, tx, first)) // it need not be there
}
