package cloud

import (
	"time"

	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/world"
)

// DefaultRegion is what a call without a region means where a world says nothing.
const DefaultRegion = "ap-guangzhou"

// settingsOf are the settings that a world starts with.
func settingsOf(w *world.World) settings.Settings {
	s := settings.Settings{
		Region: w.Region, Skew: time.Duration(w.Skew), PlainHTTP: w.PlainHTTP, Delays: map[string]time.Duration{},
	}
	if s.Region == "" {
		s.Region = DefaultRegion
	}
	for name, state := range w.Checks {
		if state == "off" {
			s.ChecksOff = append(s.ChecksOff, name)
		}
	}
	for _, m := range w.Maintenance {
		s.Maintenance = append(s.Maintenance, settings.Maintenance{Module: m.Module, Action: m.Action})
	}
	for _, l := range w.AllowLists {
		s.AllowLists = append(s.AllowLists, settings.AllowList{Module: l.Module, Action: l.Action, Accounts: l.Accounts})
	}
	for name, d := range w.Delays {
		s.Delays[name] = time.Duration(d)
	}
	return s
}
