package door

import (
	"context"

	"github.com/paifang/paifang/catalogue"
)

// UnderMaintenance refuses an action that is switched to maintenance, or whose module is.
var UnderMaintenance = Check{
	Refuses: "UnderMaintenance",
	Doc:     "Neither the action nor its module is switched to maintenance.",
	With:    []*catalogue.Condition{catalogue.Unavailable},
	Run: func(_ context.Context, d *Door, p *Passage, _ *Verdict) error {
		if d.Settings.Now().UnderMaintenance(p.Call.Domain, p.Action.CAMService(), p.Call.Action) {
			return catalogue.Unavailable.Errorf("The action %s of %s is under maintenance. Try again later.", p.Call.Action, p.Call.Domain)
		}
		return nil
	},
}
