package door

import (
	"context"
	"fmt"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/replay"
)

// ReplayedNonce refuses a nonce that was used before. From here on the nonce is used up, whatever becomes of the call.
var ReplayedNonce = Check{
	Refuses: "ReplayedNonce",
	Doc:     "The Nonce was not used before with this key and Timestamp.",
	With:    []*catalogue.Condition{catalogue.Replay},
	Run: func(_ context.Context, d *Door, p *Passage, v *Verdict) error {
		c := p.Call
		if !c.HasNonce {
			v.Note("nonce", "the dialect has none")
			return nil
		}
		k := replay.Key{SecretID: c.SecretID, Timestamp: c.Timestamp, Nonce: strconv.FormatUint(c.Nonce, 10)}
		fresh, err := d.Nonces.Claim(k, d.now())
		if err != nil {
			return fmt.Errorf("claim nonce: %w", err)
		}
		if !fresh {
			return catalogue.Replay.Errorf("Nonce %d was used before with this key and Timestamp.", c.Nonce)
		}
		c.NonceClaimed = true
		return nil
	},
}
