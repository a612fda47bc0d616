package cvm

import (
	"errors"
	"strings"
	"testing"

	"github.com/paifang/paifang/catalogue"
)

// FuzzPublicKey: what is taken is one line that is taken again as it is; all else is refused under its name.
func FuzzPublicKey(f *testing.F) {
	const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ"
	for _, seed := range []string{key, key + " me@here", "# a comment\n" + key + "\n", key + "\n" + key, `command="x" ` + key, "ssh-rsa AAAA", "", "ssh-rsa"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := publicKey(text)
		if err != nil {
			if !errors.Is(err, errPublicKey) || !errors.Is(err, catalogue.InvalidParameter) {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		again, err := publicKey(got)
		if err != nil || again != got || strings.ContainsAny(got, "\n\r") || len(strings.Fields(got)) != 2 {
			t.Fatalf("%q is taken as %q, and that as %q (%v)", text, got, again, err)
		}
	})
}
