package door

import (
	"context"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/replay"
)

// StaleTimestamp refuses a call whose Timestamp is more than 5 minutes away from the server's wall clock, to either
// side, or from before the last unclean start of the machine, when nonces may have been forgotten.
var StaleTimestamp = Check{
	Refuses: "StaleTimestamp",
	Doc:     "Timestamp is at most 5 minutes away from the server's wall clock.",
	With:    []*catalogue.Condition{catalogue.Replay},
	Run: func(_ context.Context, d *Door, p *Passage, v *Verdict) error {
		now := d.now()
		skew := p.Call.SentAt.Sub(now).Truncate(time.Second)
		v.Note("away from the server's clock", skew)
		if skew.Abs() > replay.Window {
			return catalogue.Replay.Errorf("The signature is expired, please request again. Timestamp is %s away from the server's clock, at most %s is expected.", skew, replay.Window)
		}
		if floor := d.Nonces.Floor(); p.Call.SentAt.Before(floor.Truncate(time.Second)) {
			v.Note("accepted from", floor)
			return catalogue.Replay.Errorf("Timestamp is from before the server's last start, whose end was unclean; sign the request anew.")
		}
		return nil
	},
}

// now is the wall time that the door goes by: the machine's, off by what the world says.
func (d *Door) now() time.Time { return d.Wall.Now().Add(d.Settings.Now().Skew) }
