package door

import (
	"context"
	"strings"

	"github.com/paifang/paifang/catalogue"
)

// BadSignature refuses a request that its key did not sign. The string that the server would have signed is kept as
// evidence: it holds no secret, and comparing it with one's own is how a wrong signature is found.
var BadSignature = Check{
	Refuses:  "BadSignature",
	Doc:      "The signature was made by this key over this request.",
	With:     []*catalogue.Condition{catalogue.AuthFailed},
	OfCaller: true,
	Run: func(_ context.Context, _ *Door, p *Passage, v *Verdict) error {
		reading, ok := p.Call.Proof.Verify(p.Key.Signing)
		if !ok {
			v.Note("string to sign", shownString(p))
			return catalogue.AuthFailed.Errorf("The provided credentials could not be validated. Please check your signature is correct.")
		}
		v.Note("reading", reading)
		return nil
	},
}

// shownString is the string to sign without the values that may not be kept: passwords, and the token.
func shownString(p *Passage) string {
	_, secrets := p.Action.Shown(p.Call.Params)
	text := p.Call.Proof.StringToSign()
	for _, s := range append(secrets, p.Call.Token) {
		if s != "" {
			text = strings.ReplaceAll(text, s, "(secret)")
		}
	}
	return text
}
