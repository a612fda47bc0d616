package main

import (
	"fmt"
	"io"
	"net"
	"sort"
	"strings"

	"github.com/paifang/paifang/internal/journal"
	"github.com/paifang/paifang/internal/sandbox"
)

// summarize says what happened: calls by code and action, every refusal with its reason, the cost, and actions that are
// not here.
func (r *running) summarize(w io.Writer) {
	s := r.cloud.Journal.Summary()
	fmt.Fprintf(w, "\npaifang: %d calls, %d refused\n", s.Calls, s.Refused)
	for _, t := range s.Totals {
		fmt.Fprintf(w, "  %5d  %4d  %s %s %s\n", t.Count, t.Code, t.Module, t.Action, t.Version)
	}
	refused := r.cloud.Journal.Newest(journal.Kept, func(e journal.Entry) bool { return e.Refused })
	if len(refused) > 0 {
		fmt.Fprintln(w, "refused:")
	}
	missing := map[string]int{}
	for i := len(refused) - 1; i >= 0; i-- { // the oldest first
		e := refused[i]
		where := e.Check
		if where == "" {
			where = "action"
		}
		fmt.Fprintf(w, "  %s  %d  %s  %s %s: %s\n", e.RequestID, e.Code, where, e.Module, e.Action, oneLine(e.Message))
		if e.Code == 6100 {
			missing[e.Module+" "+e.Action]++
		}
	}
	if n := s.Refused - len(refused); n > 0 {
		fmt.Fprintf(w, "  … and %d older ones\n", n)
	}
	for _, c := range s.Cost {
		fmt.Fprintf(w, "cost: %s %s yuan at the world's prices\n", c.What, c.Amount)
	}
	if len(missing) > 0 {
		var names []string
		for name := range missing {
			names = append(names, name)
		}
		sort.Strings(names)
		fmt.Fprintf(w, "not here: %s\n", strings.Join(names, ", "))
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// warnOfChecks shouts when a check is off.
func (r *running) warnOfChecks(w io.Writer) {
	if off := r.cloud.Settings.Now().ChecksOff; len(off) > 0 {
		fmt.Fprintf(w, "paifang: WARNING: %s: SWITCHED OFF BY THE WORLD. CALLS THAT THE REAL SERVICE REFUSES WILL SUCCEED HERE.\n", strings.Join(off, ", "))
	}
}

// serveInside answers on a listener that is in the network of an isolated command.
func (r *running) serveInside(l sandbox.Listener, adminAddress string) {
	_, port, _ := net.SplitHostPort(l.Address)
	switch {
	case l.Address == adminAddress:
		r.servers.Serve(l, r.adminHandler, r.log)
	case port == "443":
		r.servers.ServeTLS(l, r.cloud.Handler(), r.ca.TLSConfig(), r.log)
	default:
		r.servers.Serve(l, r.cloud.Handler(), r.log)
	}
}
