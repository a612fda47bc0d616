package world_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/world"
)

var checks = []string{"PlainHTTP", "BadSignature", "ReplayedNonce"}

// There is an example world for every code of the catalogue, and each can be read.
func TestEveryCodeHasAnExampleWorld(t *testing.T) {
	dir := filepath.Join("..", "..", "worlds")
	for _, c := range catalogue.All() {
		text, err := os.ReadFile(filepath.Join(dir, strconv.Itoa(c.Number)+".yaml"))
		if errors.Is(err, fs.ErrNotExist) {
			t.Errorf("code %d has no world", c.Number)
			continue
		}
		if _, err := world.Read(text, checks); err != nil {
			t.Errorf("the world of code %d: %v", c.Number, err)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	account := "version: 1\naccounts:\n  - uin: \"100000000001\"\n"
	for _, c := range []struct{ why, text, says string }{
		{"no version", "accounts: []\n", "version"},
		{"an unknown field", "version: 1\nnope: 2\n", "nope"},
		{"an unknown field further down", account + "    ballance: 1\n", "4:"},
		{"no YAML", "version: [1\n", "1"},
		{"a region that is none", "version: 1\nregion: nowhere\n", "nowhere"},
		{"a check that is none", "version: 1\nchecks: {Nope: off}\n", "Nope"},
		{"a check that is needed", "version: 1\nchecks: {UnknownKey: off}\n", "UnknownKey"},
		{"a state that is none", "version: 1\nchecks: {BadSignature: maybe}\n", "maybe"},
		{"a transition that is none", "version: 1\ndelays: {cvm.fly: 2s}\n", "cvm.fly"},
		{"a duration that is none", "version: 1\nskew: soon\n", "soon"},
		{"an amount that is none", account + "    balance: much\n", "much"},
		{"an amount with too many decimals", account + "    balance: 0.000000001\n", "0.000000001"},
		{"a uin that is none", "version: 1\naccounts: [{uin: abc}]\n", "abc"},
		{"a uin twice", account + "  - uin: \"100000000001\"\n", "twice"},
		{"an identity that is none", account + "    identity: secret-agent\n", "secret-agent"},
		{"a policy that is none", account + "    policies: [{name: p, document: {version: \"1.0\", statement: []}}]\n", "version"},
		{"a policy without a document", account + "    policies: [{name: p}]\n", "document"},
		{"a policy that is not there", account + "    sub_accounts: [{name: dev, policies: [nope]}]\n", "nope"},
		{"a group that is not there", account + "    sub_accounts: [{name: dev, groups: [nope]}]\n", "nope"},
		{"a provider that vouches for nobody", account + "    identity_providers: [{name: corp}]\n", "metadata"},
		{"a provider of both kinds", account + "    identity_providers: [{name: corp, metadata: x, url: y}]\n", "one of them"},
		{"metadata that is none", account + "    identity_providers: [{name: corp, metadata: <a/>}]\n", "EntityDescriptor"},
		{"keys that are none", account + "    identity_providers: [{name: corp, url: \"https://x\", clients: [c], keys: \"{}\"}]\n", "keys"},
		{"a key twice", account + "    keys: [{secret_id: AKIDtwice, secret_key: 12345678}, {secret_id: AKIDtwice, secret_key: 12345678}]\n", "twice"},
		{"a fault that does nothing", "version: 1\nfaults: [{action: A}]\n", "nothing"},
		{"a fault with a code that is none", "version: 1\nfaults: [{refuse: 4711}]\n", "4711"},
		{"a zone that is none", "version: 1\nzones: [{zone: moon-1}]\n", "moon-1"},
		{"a subnet outside its vpc", account + "resources:\n  vpcs: [{account: \"100000000001\", id: vpc-1a2b3c4d, cidr: 10.0.0.0/16, subnets: [{id: subnet-1a2b3c4d, zone: ap-guangzhou-3, cidr: 10.1.0.0/24}]}]\n", "10.1.0.0/24"},
		{"a resource of nobody", account + "resources:\n  instances: [{account: \"2\", id: ins-1a2b3c4d, zone: ap-guangzhou-3, type: S5.SMALL2}]\n", "ins-1a2b3c4d"},
	} {
		_, err := world.Read([]byte(c.text), checks)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want an error with %q", c.why, err, c.says)
		}
	}
}

// Reading never panics, and says no or gives a world of the known version.
func FuzzRead(f *testing.F) {
	f.Add("version: 1\n")
	f.Add("version: 1\naccounts: [{uin: \"100000000001\", balance: 1.5, policies: [{name: p, raw: x}]}]\n")
	f.Add("version: 1\nzones: [{zone: ap-guangzhou-3, types: [{type: S5.SMALL2, stock: 0, price: {hour: 0.1}}]}]\n")
	f.Add("a: &a [*a]")
	f.Add("version: !!int \"1\"")
	f.Add("? {")
	f.Fuzz(func(t *testing.T, text string) {
		w, err := world.Read([]byte(text), checks)
		if err == nil && w.Version != world.FormatVersion {
			t.Errorf("%q was taken with version %d", text, w.Version)
		}
	})
}
