package door

import (
	"context"

	"github.com/paifang/paifang/catalogue"
)

// UnknownAction refuses an action that the module does not have at that version.
var UnknownAction = Check{
	Refuses: "UnknownAction",
	Doc:     "The module has this action at this version.",
	With:    []*catalogue.Condition{catalogue.UnsupportedVersion},
	Needed:  true,
	Run: func(_ context.Context, d *Door, p *Passage, v *Verdict) error {
		v.Note("asked for", p.Call.Domain+" "+p.Call.Action+" "+p.Call.Version)
		b, err := d.Table.Find(p.Call)
		p.Action = b
		return err
	},
}
