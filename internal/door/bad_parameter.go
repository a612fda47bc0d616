package door

import (
	"context"

	"github.com/paifang/paifang/catalogue"
)

// BadParameter refuses action parameters that are missing, malformed, out of range or unknown. What it has decoded is
// kept on the call for the action.
var BadParameter = Check{
	Refuses: "BadParameter",
	Doc:     "The action's parameters are those that it declares: there where required, well-formed, in range, none unknown.",
	With:    []*catalogue.Condition{catalogue.InvalidParameter},
	Needed:  true,
	Run: func(_ context.Context, _ *Door, p *Passage, _ *Verdict) error {
		in, err := p.Action.Decode(p.Call.Params)
		p.Call.Input = in
		return err
	},
}
