package door

import (
	"context"

	"github.com/paifang/paifang/catalogue"
)

// PlainHTTP refuses a call without TLS to a module that does not take it.
var PlainHTTP = Check{
	Refuses: "PlainHTTP",
	Doc:     "The module takes HTTPS only, unless the world names it under plain_http.",
	With:    []*catalogue.Condition{catalogue.UnsupportedProtocol},
	Run: func(_ context.Context, d *Door, p *Passage, v *Verdict) error {
		v.Note("plain http", p.Call.PlainHTTP)
		if p.Call.PlainHTTP && !d.Settings.Now().TakesPlainHTTP(p.Call.Domain) {
			return catalogue.UnsupportedProtocol.Errorf("The protocol is not supported: the module %q takes HTTPS only.", p.Call.Domain)
		}
		return nil
	},
}
