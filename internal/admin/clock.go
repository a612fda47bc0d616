package admin

import (
	"context"
	"time"
)

var clockRoutes = []Route{
	route("GET", "/v1/clock", "Show cloud time.", showClock),
	route("PUT", "/v1/clock", "Set, freeze or release cloud time.", setClock),
	route("POST", "/v1/clock/advance", "Move cloud time on; what is due by then happens before the answer.", advanceClock),
}

// A Clock is cloud time.
type Clock struct {
	Time   time.Time `json:"time"`
	Frozen bool      `json:"frozen"`
	// Ahead is how far it is ahead of wall time.
	Ahead string `json:"ahead"`
}

// A ClockChange sets what is given.
type ClockChange struct {
	Time   *time.Time `json:"time,omitempty"`
	Frozen *bool      `json:"frozen,omitempty"`
}

func showClock(_ context.Context, a *API, _ Query, _ nothing) (Clock, error) {
	frozen, ahead := a.Cloud.Clock.Frozen()
	return Clock{a.Cloud.Clock.Now(), frozen, ahead.String()}, nil
}

func setClock(ctx context.Context, a *API, q Query, in ClockChange) (Clock, error) {
	if err := a.Cloud.SetClock(ctx, in.Time, in.Frozen); err != nil {
		return Clock{}, err
	}
	return showClock(ctx, a, q, nothing{})
}

func advanceClock(ctx context.Context, a *API, q Query, in Span) (Clock, error) {
	d, err := in.parse()
	if err != nil {
		return Clock{}, err
	}
	if d < 0 {
		return Clock{}, badRequest("duration is %s; 0 or more is expected: set the clock to bring it back", d)
	}
	if err := a.Cloud.AdvanceClock(ctx, d); err != nil {
		return Clock{}, err
	}
	return showClock(ctx, a, q, nothing{})
}
