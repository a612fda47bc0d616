package door

import (
	"context"

	"github.com/paifang/paifang/catalogue"
)

// BadCommonParameter refuses a request that can't be read, or whose common parameters are missing or malformed. The
// dialect has found that out while it read; it is told here so that it comes in its order.
var BadCommonParameter = Check{
	Refuses: "BadCommonParameter",
	Doc:     "The request can be read, and has well-formed Action, Timestamp, Nonce, SecretId, Signature and Region.",
	With:    []*catalogue.Condition{catalogue.InvalidParameter},
	Needed:  true,
	Run: func(_ context.Context, _ *Door, p *Passage, v *Verdict) error {
		v.Note("dialect", p.Call.Dialect)
		return p.Call.Unreadable
	},
}
