package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/paifang/paifang/internal/settings"
)

// newOperations are the verbs that change or show a running cloud; each is one request of the admin API, or two.
func newOperations(env environment) []*cobra.Command {
	o := operations{env}
	return []*cobra.Command{
		group("account", "Main accounts: balance, standing, quotas, rates",
			o.verb("list", "List the main accounts", 0, get("/v1/accounts")),
			o.verb("add UIN", "Make a main account", 1, func(a []string) request {
				return request{"POST", "/v1/accounts", map[string]any{"uin": a[0], "identity": "enterprise"}}
			}),
			o.verb("balance UIN YUAN", "Make the available balance the given amount", 2, func(a []string) request {
				return request{"PUT", "/v1/accounts/" + at(a[0]) + "/balance", map[string]any{"available": a[1]}}
			}),
			o.verb("voucher UIN YUAN [DAYS [PRODUCT…]]", "Give a voucher, which pays orders that are paid in advance", -2, func(a []string) request {
				in := map[string]any{"value": a[1]}
				if len(a) > 2 {
					in["valid_days"] = number(a[2])
				}
				if len(a) > 3 {
					in["products"] = a[3:]
				}
				return request{"POST", "/v1/accounts/" + at(a[0]) + "/vouchers", in}
			}),
			o.verb("vouchers UIN", "List the vouchers", 1, func(a []string) request {
				return request{"GET", "/v1/accounts/" + at(a[0]) + "/vouchers", nil}
			}),
			o.verb("block UIN [REASON…]", "Block an account: every call of it is refused with 4300", -1, func(a []string) request {
				reason := strings.Join(a[1:], " ")
				if reason == "" {
					reason = "by the operator"
				}
				return request{"PATCH", "/v1/accounts/" + at(a[0]), map[string]any{"blocked": reason}}
			}),
			o.verb("unblock UIN", "Unblock an account", 1, func(a []string) request {
				return request{"PATCH", "/v1/accounts/" + at(a[0]), map[string]any{"blocked": ""}}
			}),
			o.verb("verify UIN none|personal|enterprise", "Set the identity verification", 2, func(a []string) request {
				return request{"PATCH", "/v1/accounts/" + at(a[0]), map[string]any{"identity": a[1]}}
			}),
			o.verb("protect UIN [SERVICE:ACTION…]", "Set which actions want an MFA session", -1, func(a []string) request {
				return request{"PATCH", "/v1/accounts/" + at(a[0]), map[string]any{"mfa_protected": append([]string{}, a[1:]...)}}
			}),
			o.verb("quota UIN NAME N", "Set how many of a resource the account may have", 3, func(a []string) request {
				return request{"PUT", "/v1/accounts/" + at(a[0]) + "/quotas/" + at(a[1]), map[string]any{"number": number(a[2])}}
			}),
			o.verb("rate UIN SERVICE:ACTION N", "Set the requests a second", 3, func(a []string) request {
				return request{"PUT", "/v1/accounts/" + at(a[0]) + "/rates/" + at(a[1]), map[string]any{"number": number(a[2])}}
			}),
		),
		group("user", "Sub-accounts",
			o.verb("list UIN", "List the sub-accounts of an account", 1, func(a []string) request {
				return request{"GET", "/v1/accounts/" + at(a[0]) + "/sub-accounts", nil}
			}),
			o.verb("add UIN NAME", "Make a sub-account", 2, func(a []string) request {
				return request{"POST", "/v1/accounts/" + at(a[0]) + "/sub-accounts", map[string]any{"name": a[1]}}
			}),
			o.verb("remove UIN SUB-UIN", "Remove a sub-account with its keys", 2, func(a []string) request {
				return request{"DELETE", "/v1/accounts/" + at(a[0]) + "/sub-accounts/" + at(a[1]), nil}
			}),
		),
		group("key", "Keys: make, disable, enable, delete; revoke temporary ones",
			o.verb("list UIN", "List the keys of an account and its sub-accounts", 1, func(a []string) request {
				return request{"GET", "/v1/accounts/" + at(a[0]) + "/keys", nil}
			}),
			o.verb("add UIN [SUB-UIN]", "Make a key; its SecretKey is shown this once", -1, func(a []string) request {
				in := map[string]any{}
				if len(a) > 1 {
					in["uin"] = a[1]
				}
				return request{"POST", "/v1/accounts/" + at(a[0]) + "/keys", in}
			}),
			o.verb("disable SECRET-ID", "Disable a key: its calls are refused with 4104", 1, func(a []string) request {
				return request{"PATCH", "/v1/keys/" + at(a[0]), map[string]any{"enabled": false}}
			}),
			o.verb("enable SECRET-ID", "Enable a key", 1, func(a []string) request {
				return request{"PATCH", "/v1/keys/" + at(a[0]), map[string]any{"enabled": true}}
			}),
			o.verb("remove SECRET-ID", "Delete a key", 1, func(a []string) request { return request{"DELETE", "/v1/keys/" + at(a[0]), nil} }),
			o.verb("revoke SECRET-ID", "Revoke a temporary key: its calls are refused with 4105", 1, func(a []string) request {
				return request{"POST", "/v1/sessions/" + at(a[0]) + "/revoke", nil}
			}),
		),
		group("policy", "Policies and what they are attached to",
			o.verb("list UIN", "List the policies that an account can attach", 1, func(a []string) request {
				return request{"GET", "/v1/accounts/" + at(a[0]) + "/policies", nil}
			}),
			o.verb("put UIN NAME DOCUMENT", "Make or change a policy; the document is JSON", 3, func(a []string) request {
				return request{"POST", "/v1/accounts/" + at(a[0]) + "/policies", map[string]any{"name": a[1], "document": a[2]}}
			}),
			o.verb("attach UIN POLICY user|group|role NAME", "Attach a policy", 4, attachment("POST")),
			o.verb("detach UIN POLICY user|group|role NAME", "Detach a policy", 4, attachment("DELETE")),
		),
		group("stock", "What zones sell, and how many there are",
			o.verb("list", "List zones, types, stock and prices", 0, get("/v1/zones")),
			o.verb("set ZONE TYPE N", "Set the stock of a type in a zone; -1 never runs out", 3, func(a []string) request {
				return request{"PUT", "/v1/zones/" + at(a[0]) + "/types/" + at(a[1]) + "/stock", map[string]any{"number": number(a[2])}}
			}),
			o.verb("price ZONE TYPE HOUR MONTH [SPOT]", "Set the prices of a type in a zone, in yuan; spot instances that bid less are taken back", -4, func(a []string) request {
				in := map[string]any{"hour": a[2], "month": a[3]}
				if len(a) > 4 {
					in["spot"] = a[4]
				}
				return request{"PUT", "/v1/zones/" + at(a[0]) + "/types/" + at(a[1]) + "/price", in}
			}),
			o.verb("reclaim ZONE TYPE N", "Take up to N spot instances of a type in a zone back, the newest first", 3, func(a []string) request {
				return request{"POST", "/v1/zones/" + at(a[0]) + "/types/" + at(a[1]) + "/reclaim", map[string]any{"number": number(a[2])}}
			}),
		),
		group("maintenance", "Modules and actions that are closed: 6200", o.verb("list", "List what is closed", 0, get("/v1/maintenance")), o.maintenance("on"), o.maintenance("off")),
		group("clock", "Cloud time",
			o.verb("show", "Show cloud time", 0, get("/v1/clock")),
			o.verb("advance DURATION", "Move cloud time on; what is due by then happens", 1, func(a []string) request {
				return request{"POST", "/v1/clock/advance", map[string]any{"duration": a[0]}}
			}),
			o.verb("set TIME", "Set cloud time, in RFC 3339", 1, func(a []string) request { return request{"PUT", "/v1/clock", map[string]any{"time": a[0]}} }),
			o.verb("freeze", "Stop cloud time", 0, func([]string) request { return request{"PUT", "/v1/clock", map[string]any{"frozen": true}} }),
			o.verb("release", "Let cloud time run on", 0, func([]string) request { return request{"PUT", "/v1/clock", map[string]any{"frozen": false}} }),
		),
		group("snapshot", "The whole state of the cloud, kept under a name",
			o.verb("list", "List the snapshots", 0, get("/v1/snapshots")),
			o.verb("take NAME", "Keep the state", 1, func(a []string) request { return request{"PUT", "/v1/snapshots/" + at(a[0]), nil} }),
			o.verb("restore NAME", "Bring the cloud back to it", 1, func(a []string) request {
				return request{"POST", "/v1/snapshots/" + at(a[0]) + "/restore", nil}
			}),
		),
		group("fault", "Rules that make calls fail on purpose",
			o.verb("list", "List the rules", 0, get("/v1/faults")),
			o.verb("add RULE", "Add a rule, as JSON: {\"action\":\"RunInstances\",\"refuse\":6000,\"times\":1}", 1, func(a []string) request {
				return request{"POST", "/v1/faults", json.RawMessage(a[0])}
			}),
			o.verb("remove ID", "Remove a rule", 1, func(a []string) request { return request{"DELETE", "/v1/faults/" + at(a[0]), nil} }),
		),
		o.journal(),
	}
}

type operations struct{ env environment }

// A request is one of the admin API.
type request struct {
	method, path string
	body         any
}

func get(path string) func([]string) request {
	return func([]string) request { return request{"GET", path, nil} }
}

func at(s string) string { return url.PathEscape(s) }

// number is the number that text is, or the text, which the admin API then refuses with words of its own.
func number(text string) any {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n
	}
	return text
}

func attachment(method string) func([]string) request {
	return func(a []string) request {
		return request{method, "/v1/accounts/" + at(a[0]) + "/attachments?" + url.Values{"policy": {a[1]}, "kind": {a[2]}, "name": {a[3]}}.Encode(), nil}
	}
}

func group(use, short string, verbs ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{Use: use, Short: short, Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(verbs...)
	return cmd
}

// verb makes one request and prints the answer; n arguments are expected, or for -1 at least one.
func (o operations) verb(use, short string, n int, ask func(args []string) request) *cobra.Command {
	args := cobra.ExactArgs(n)
	if n < 0 {
		args = cobra.MinimumNArgs(-n)
	}
	return &cobra.Command{Use: use, Short: short, Args: args, RunE: func(cmd *cobra.Command, a []string) error {
		r := ask(a)
		var out json.RawMessage
		if err := newClient(o.env).do(cmd.Context(), r.method, r.path, r.body, &out); err != nil {
			return failed(err)
		}
		return printJSON(cmd.OutOrStdout(), out)
	}}
}

func printJSON(w io.Writer, text json.RawMessage) error {
	if len(text) == 0 {
		return nil
	}
	var buf bytes.Buffer
	if err := json.Indent(&buf, bytes.TrimSpace(text), "", "  "); err != nil {
		return failed(err)
	}
	_, err := fmt.Fprintln(w, buf.String())
	return err
}

// maintenance switches one module or action, and leaves the others.
func (o operations) maintenance(state string) *cobra.Command {
	return &cobra.Command{
		Use: state + " MODULE [ACTION]", Short: "Switch maintenance " + state, Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			c := newClient(o.env)
			var now []settings.Maintenance
			if err := c.get(cmd.Context(), "/v1/maintenance", &now); err != nil {
				return failed(err)
			}
			this := settings.Maintenance{Module: args[0]}
			if len(args) == 2 {
				this.Action = args[1]
			}
			next := []settings.Maintenance{}
			for _, m := range now {
				if m != this {
					next = append(next, m)
				}
			}
			if state == "on" {
				next = append(next, this)
			}
			return failed(c.do(cmd.Context(), "PUT", "/v1/maintenance", next, nil))
		},
	}
}

// journal shows the newest requests, a line each.
func (o operations) journal() *cobra.Command {
	var limit int
	var refusedOnly bool
	cmd := &cobra.Command{
		Use: "journal", Short: "Show the newest requests, the newest last", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			q := url.Values{"limit": {strconv.Itoa(limit)}}
			if refusedOnly {
				q.Set("refused", "true")
			}
			var entries []struct {
				RequestID string `json:"request_id"`
				Time      string `json:"time"`
				Module    string `json:"module"`
				Action    string `json:"action"`
				Code      int    `json:"code"`
				Check     string `json:"check"`
				Message   string `json:"message"`
			}
			if err := newClient(o.env).get(cmd.Context(), "/v1/journal?"+q.Encode(), &entries); err != nil {
				return failed(err)
			}
			for i := len(entries) - 1; i >= 0; i-- {
				e := entries[i]
				fmt.Fprintf(cmd.OutOrStdout(), "%s  %s  %4d  %s %s  %s %s\n", e.Time, e.RequestID, e.Code, e.Module, e.Action, e.Check, oneLine(e.Message))
			}
			return nil
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 100, "how many")
	cmd.Flags().BoolVar(&refusedOnly, "refused", false, "refused ones only")
	return cmd
}
