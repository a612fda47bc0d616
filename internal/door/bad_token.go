package door

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"

	"github.com/paifang/paifang/catalogue"
)

// BadToken refuses a temporary key without the token that it was given, or after its end, and a token with a
// permanent key.
var BadToken = Check{
	Refuses:  "BadToken",
	Doc:      "A temporary key comes with its own token and has not ended; a permanent key comes with none.",
	With:     []*catalogue.Condition{catalogue.BadToken},
	OfCaller: true,
	Run: func(_ context.Context, _ *Door, p *Passage, v *Verdict) error {
		k, token := p.Key, p.Call.Token
		v.Note("temporary key", k.Temporary)
		switch sum := sha256.Sum256([]byte(token)); {
		case !k.Temporary && token == "":
			return nil
		case !k.Temporary:
			return catalogue.BadToken.Errorf("Token is given with a permanent key; none is expected.")
		case token == "":
			return catalogue.BadToken.Errorf("Token is missing; the one that came with this temporary key is expected.")
		case subtle.ConstantTimeCompare(sum[:], k.TokenHash[:]) != 1:
			return catalogue.BadToken.Errorf("Token is not the one that came with this temporary key.")
		case k.Revoked:
			return catalogue.BadToken.Errorf("The token was revoked.")
		case !p.Call.Now.Before(k.Expires):
			v.Note("expired", k.Expires)
			return catalogue.BadToken.Errorf("The token expired at %s.", k.Expires.Format("2006-01-02T15:04:05Z"))
		}
		return nil
	},
}
