package federation

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// The bounds of what an identity provider may have.
const (
	maxKeys  = 50
	maxToken = 16 << 10
)

// Keys are the public keys of an OpenID Connect provider.
type Keys struct{ set jose.JSONWebKeySet }

// ParseKeys reads a JSON Web Key Set. There has to be a key, and none may be a secret one.
func ParseKeys(document []byte) (*Keys, error) {
	k := &Keys{}
	if err := json.Unmarshal(document, &k.set); err != nil {
		return nil, errors.New("a JSON Web Key Set is expected")
	}
	switch n := len(k.set.Keys); {
	case n == 0:
		return nil, errors.New("there is no key; one at least is expected")
	case n > maxKeys:
		return nil, fmt.Errorf("there are %d keys; at most %d are expected", n, maxKeys)
	}
	for n, key := range k.set.Keys {
		if !key.Valid() || !key.IsPublic() {
			return nil, fmt.Errorf("key %d is not the public key that is expected", n)
		}
	}
	return k, nil
}

// algorithms are those that a token may be signed with: none with a shared secret.
var algorithms = []jose.SignatureAlgorithm{
	jose.RS256, jose.RS384, jose.RS512, jose.PS256, jose.PS384, jose.PS512, jose.ES256, jose.ES384, jose.ES512, jose.EdDSA,
}

// A Guest is whom an identity provider vouches for.
type Guest struct {
	Issuer, Subject string
	// SubjectKind is the format of a SAML subject's name.
	SubjectKind string
	// Audience is for whom it vouches: a client's id, or the address that an assertion is sent to.
	Audience []string
}

// Verify tells for whom a token vouches, at a time. It has to be signed by one of the keys, come from the issuer, be for one of the
// clients, and end.
func (k *Keys) Verify(token, issuer string, clients []string, now time.Time) (*Guest, error) {
	if len(token) > maxToken {
		return nil, fmt.Errorf("it has %d bytes; at most %d are expected", len(token), maxToken)
	}
	parsed, err := jwt.ParseSigned(token, algorithms)
	if err != nil {
		return nil, errors.New("a JSON Web Token is expected, in its compact form, signed with a private key of RSA, ECDSA or Ed25519")
	}
	var claims jwt.Claims
	if err := k.read(parsed, &claims); err != nil {
		return nil, err
	}
	switch {
	case claims.Issuer != issuer:
		return nil, fmt.Errorf("its issuer is %.200q; %q is expected", claims.Issuer, issuer)
	case claims.Subject == "":
		return nil, errors.New("it names no subject")
	case !slices.ContainsFunc(claims.Audience, func(a string) bool { return slices.Contains(clients, a) }):
		return nil, fmt.Errorf("it is for %.200q; a client of the provider is expected", []string(claims.Audience))
	case claims.Expiry == nil:
		return nil, errors.New("it has no exp; a time at which it ends is expected")
	case !now.Before(claims.Expiry.Time().Add(leeway)):
		return nil, fmt.Errorf("it ended at %s", written(claims.Expiry.Time()))
	case claims.NotBefore != nil && now.Before(claims.NotBefore.Time().Add(-leeway)):
		return nil, fmt.Errorf("it begins at %s", written(claims.NotBefore.Time()))
	case claims.IssuedAt != nil && now.Before(claims.IssuedAt.Time().Add(-leeway)):
		return nil, fmt.Errorf("it was made at %s, which is later than now", written(claims.IssuedAt.Time()))
	}
	return &Guest{Issuer: claims.Issuer, Subject: claims.Subject, Audience: claims.Audience}, nil
}

// read reads what a token says, once a key has proven that it was not changed: the one that it names, or any where it names none.
func (k *Keys) read(token *jwt.JSONWebToken, claims *jwt.Claims) error {
	candidates := k.set.Keys
	if id := token.Headers[0].KeyID; id != "" {
		candidates = k.set.Key(id)
	}
	for _, key := range candidates {
		if key.Algorithm != "" && key.Algorithm != token.Headers[0].Algorithm {
			continue
		}
		if token.Claims(key.Key, claims) == nil {
			return nil
		}
	}
	return errors.New("no key of the provider signed it")
}

func written(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
