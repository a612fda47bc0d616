package door

import (
	"context"

	"github.com/paifang/paifang/catalogue"
)

// NotOnAllowList refuses an account that is not on the allow-list of an action or module that has one.
var NotOnAllowList = Check{
	Refuses:  "NotOnAllowList",
	Doc:      "The account is on the allow-list of the action and of its module, where they have one.",
	With:     []*catalogue.Condition{catalogue.Forbidden},
	OfCaller: true,
	Run: func(_ context.Context, d *Door, p *Passage, _ *Verdict) error {
		if !d.Settings.Now().Allowed(p.Call.Domain, p.Action.CAMService(), p.Call.Action, p.Call.Caller.Account) {
			return catalogue.Forbidden.Errorf("The action %s of %s is open to certain accounts only, and this one is not among them.", p.Call.Action, p.Call.Domain)
		}
		return nil
	},
}
