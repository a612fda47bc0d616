package door

import (
	"context"
	"fmt"
	"slices"

	"github.com/paifang/paifang/catalogue"
)

// MissingMFA refuses an action that the account protects with MFA to a key without an MFA session.
var MissingMFA = Check{
	Refuses:  "MissingMFA",
	Doc:      "An action that the account protects with MFA is called with a key from GetSessionToken.",
	With:     []*catalogue.Condition{catalogue.MFAFailed},
	OfCaller: true,
	Run: func(ctx context.Context, d *Door, p *Passage, v *Verdict) error {
		a, err := d.Directory.Account(ctx, p.Call.Caller.Account)
		if err != nil || a == nil {
			return fmt.Errorf("look up account %s: %w", p.Call.Caller.Account, err)
		}
		service, name := p.Action.CAMService(), p.Action.CAMName()
		protected := slices.Contains(a.Protected, service+":"+name) || slices.Contains(a.Protected, service+":*")
		v.Note("protected", protected)
		if protected && !p.Call.Caller.MFA {
			return catalogue.MFAFailed.Errorf("The account protects %s:%s with MFA; a key from GetSessionToken is expected.", service, name)
		}
		return nil
	},
}
