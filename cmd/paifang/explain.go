package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/journal"
)

func newExplain(env environment) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [CODE | NAME | REQUEST-ID]",
		Short: "Say what a code means, or what became of a request",
		Long: `explain alone lists the catalogue. With a code, or a name such as AuthFailure.SecretIdNotFound,
it says what it means, what to do, and how to bring it about. With a request id it asks the
running cloud (PAIFANG_ADMIN) which check said what about that request.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			w := cmd.OutOrStdout()
			if len(args) == 0 {
				explainAll(w)
				return nil
			}
			if codes := findCodes(args[0]); len(codes) > 0 {
				for _, c := range codes {
					explainCode(w, c)
				}
				return nil
			}
			if !strings.Contains(args[0], "-") {
				return failed(fmt.Errorf("%q is no code, name or request id; `paifang explain` lists the codes", args[0]))
			}
			var e journal.Entry
			if err := newClient(env).get(cmd.Context(), "/v1/journal/"+args[0], &e); err != nil {
				return failed(err)
			}
			explainRequest(w, e)
			return nil
		},
	}
}

func explainAll(w io.Writer) {
	for _, c := range catalogue.All() {
		fmt.Fprintf(w, "%-5d %s\n", c.Number, c.Description)
	}
}

// findCodes are the rows of that number or name.
func findCodes(what string) []*catalogue.Code {
	var found []*catalogue.Code
	number, err := strconv.Atoi(what)
	for _, c := range catalogue.All() {
		if (err == nil && c.Number == number) || (what != "" && (c.Desc == what || c.Versioned == what || c.Name3 == what)) {
			found = append(found, c)
		}
	}
	return found
}

func explainCode(w io.Writer, c *catalogue.Code) {
	fmt.Fprintf(w, "%d  %s\n\n", c.Number, c.Description)
	fmt.Fprintf(w, "when      %s\n", c.When)
	fmt.Fprintf(w, "retry     %s\n", retry(c))
	fmt.Fprintf(w, "do        %s\n", c.Do)
	fmt.Fprintf(w, "provoke   %s\n", c.Provoke)
	fmt.Fprintf(w, "codeDesc  %s\n", c.Desc)
	if c.Number != 0 {
		fmt.Fprintf(w, "with Version=2017-03-12  %s\n", c.Versioned)
		name := c.Name3
		if name == "" {
			name = "(API 3.0 has none: a batch is refused whole)"
		}
		fmt.Fprintf(w, "API 3.0   %s\n", name)
	}
	fmt.Fprintln(w)
}

func retry(c *catalogue.Code) string {
	if c.Retry {
		return "may help: the cause can go away by itself"
	}
	return "does not help: something has to be changed first"
}

func explainRequest(w io.Writer, e journal.Entry) {
	fmt.Fprintf(w, "%s  %s %s %s (API %s)\n", e.RequestID, e.Module, e.Action, e.Version, e.Dialect)
	fmt.Fprintf(w, "at %s, cloud time %s, from %s\n", e.Time.Format("2006-01-02 15:04:05.000 MST"), e.CloudTime.Format("2006-01-02 15:04:05 MST"), e.Remote)
	if e.Caller != "" {
		fmt.Fprintf(w, "by %s of account %s with key %s, region %s\n", e.Caller, e.Account, e.SecretID, e.Region)
	}
	for _, v := range e.Verdicts {
		state := "passed "
		switch {
		case v.Off:
			state = "OFF    "
		case v.Refused:
			state = "REFUSED"
		}
		fmt.Fprintf(w, "  %s  %s\n", state, v.Check)
		for _, n := range v.Notes {
			fmt.Fprintf(w, "             %s: %s\n", n.What, n.Seen)
		}
	}
	if e.Fault != "" {
		fmt.Fprintf(w, "  the fault rule %s was applied\n", e.Fault)
	}
	fmt.Fprintf(w, "%d %s %s\n", e.Code, e.Condition, e.Message)
	for _, c := range e.Cost {
		fmt.Fprintf(w, "%s %s yuan\n", c.What, c.Amount)
	}
	if row := catalogue.Row(e.Code); row != nil && e.Code != 0 {
		fmt.Fprintf(w, "\n%s\ndo: %s\n", row.Code.When, row.Code.Do)
	}
}
