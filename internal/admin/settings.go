package admin

import (
	"context"
	"slices"
	"time"

	"github.com/paifang/paifang/internal/settings"
)

var settingRoutes = []Route{
	route("GET", "/v1/settings", "Show the settings of the cloud as a whole.", showSettings),
	route("GET", "/v1/maintenance", "List what is switched to maintenance.", listMaintenance),
	route("PUT", "/v1/maintenance", "Set what is switched to maintenance: modules, or actions of them.", setMaintenance),
	route("GET", "/v1/allow-lists", "List the allow-lists.", listAllowLists),
	route("PUT", "/v1/allow-lists", "Set the allow-lists.", setAllowLists),
	route("PUT", "/v1/plain-http", "Set the modules that may be called without TLS.", setPlainHTTP),
	route("PUT", "/v1/skew", "Set by how much the door's wall clock is off.", setSkew),
	route("PUT", "/v1/delays/{transition}", "Set how long a transition takes.", setDelay),
}

// Settings are those of the cloud as a whole.
type Settings struct {
	Region      string                 `json:"region"`
	ChecksOff   []string               `json:"checks_off"`
	Skew        string                 `json:"skew"`
	PlainHTTP   []string               `json:"plain_http"`
	Maintenance []settings.Maintenance `json:"maintenance"`
	AllowLists  []settings.AllowList   `json:"allow_lists"`
	// Delays are those in force, by transition.
	Delays map[string]string `json:"delays"`
}

// A Span is a duration such as 2s, 10m or 1h30m.
type Span struct {
	Duration string `json:"duration"`
}

func (s Span) parse() (time.Duration, error) {
	d, err := time.ParseDuration(s.Duration)
	if err != nil {
		return 0, badRequest("duration is %q; one such as 2s, 10m or 1h30m is expected", s.Duration)
	}
	return d, nil
}

func showSettings(_ context.Context, a *API, _ Query, _ nothing) (Settings, error) {
	s := a.Cloud.Settings.Now()
	out := Settings{
		Region: s.Region, ChecksOff: listed(s.ChecksOff), Skew: s.Skew.String(), PlainHTTP: listed(s.PlainHTTP),
		Maintenance: listed(s.Maintenance), AllowLists: listed(s.AllowLists), Delays: map[string]string{},
	}
	for name := range settings.Transitions {
		out.Delays[name] = s.Delay(name).String()
	}
	return out, nil
}

// listed is never nil, so that JSON has [].
func listed[T any](l []T) []T { return append([]T{}, l...) }

func listMaintenance(_ context.Context, a *API, _ Query, _ nothing) ([]settings.Maintenance, error) {
	return listed(a.Cloud.Settings.Now().Maintenance), nil
}

func setMaintenance(ctx context.Context, a *API, q Query, in []settings.Maintenance) ([]settings.Maintenance, error) {
	for _, m := range in {
		if err := a.knownScope(m.Module, m.Action); err != nil {
			return nil, err
		}
	}
	err := a.Cloud.ChangeSettings(ctx, func(s *settings.Settings) error { s.Maintenance = in; return nil })
	return listed(in), err
}

// knownScope refuses a module that is not here: a misspelled one would silently close nothing.
func (a *API) knownScope(module, action string) error {
	if !a.Cloud.Table.HasDomain(module) {
		return badRequest("there is no module %q", module)
	}
	if action == "" {
		return nil
	}
	for _, b := range a.Cloud.Table.All() {
		if b.Name == action && slices.Contains([]string{b.Domain, b.Domain3, b.CAMService()}, module) {
			return nil
		}
	}
	return badRequest("the module %s has no action %q", module, action)
}

func listAllowLists(_ context.Context, a *API, _ Query, _ nothing) ([]settings.AllowList, error) {
	return listed(a.Cloud.Settings.Now().AllowLists), nil
}

func setAllowLists(ctx context.Context, a *API, _ Query, in []settings.AllowList) ([]settings.AllowList, error) {
	for _, l := range in {
		if err := a.knownScope(l.Module, l.Action); err != nil {
			return nil, err
		}
	}
	err := a.Cloud.ChangeSettings(ctx, func(s *settings.Settings) error { s.AllowLists = in; return nil })
	return listed(in), err
}

func setPlainHTTP(ctx context.Context, a *API, _ Query, in []string) ([]string, error) {
	for _, module := range in {
		if err := a.knownScope(module, ""); err != nil {
			return nil, err
		}
	}
	err := a.Cloud.ChangeSettings(ctx, func(s *settings.Settings) error { s.PlainHTTP = in; return nil })
	return listed(in), err
}

func setSkew(ctx context.Context, a *API, _ Query, in Span) (nothing, error) {
	d, err := in.parse()
	if err != nil {
		return nothing{}, err
	}
	return nothing{}, a.Cloud.ChangeSettings(ctx, func(s *settings.Settings) error { s.Skew = d; return nil })
}

func setDelay(ctx context.Context, a *API, q Query, in Span) (nothing, error) {
	d, err := in.parse()
	if err != nil {
		return nothing{}, err
	}
	name := q.Path("transition")
	if _, ok := settings.Transitions[name]; !ok || d < 0 {
		return nothing{}, badRequest("%q with %s: a transition such as cvm.start and a duration of 0 or more are expected", name, d)
	}
	return nothing{}, a.Cloud.ChangeSettings(ctx, func(s *settings.Settings) error { s.Delays[name] = d; return nil })
}
