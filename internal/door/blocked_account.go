package door

import (
	"context"
	"fmt"

	"github.com/paifang/paifang/catalogue"
)

// BlockedAccount refuses the calls of a main account that is blocked, and of everybody under it.
var BlockedAccount = Check{
	Refuses:  "BlockedAccount",
	Doc:      "The main account is not blocked.",
	With:     []*catalogue.Condition{catalogue.Forbidden},
	OfCaller: true,
	Run: func(ctx context.Context, d *Door, p *Passage, v *Verdict) error {
		a, err := d.Directory.Account(ctx, p.Call.Caller.Account)
		if err != nil {
			return fmt.Errorf("look up account: %w", err)
		}
		if a == nil {
			return fmt.Errorf("account %s of a key is not there", p.Call.Caller.Account)
		}
		if a.Blocked != "" {
			v.Note("blocked", a.Blocked)
			return catalogue.Forbidden.Errorf("The account is blocked: %s.", a.Blocked)
		}
		return nil
	},
}
