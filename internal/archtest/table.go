// Package archtest decides who may import whom. The table below is the architecture; the tests of this package hold the
// tree to it, and the checker to the faults that it has to see. What a package does is left to the package.
package archtest

// A rule says what some packages may import. The first rule that names a package is its rule.
type rule struct {
	// from names the packages by their folders: `*` is any part of one folder's name, `{a,b}` one of both.
	from string

	// ours is what they may import of this module, named in the same way; `..` is the folder that holds the package.
	ours string

	// guarded is what they may import of the guarded imports; nobody may who is not told so here.
	guarded string

	why string
}

const everything = "catalogue sign paifangtest internal/* internal/*/* internal/*/*/*"

var table = []rule{
	{"catalogue sign", "", "", "what a client shares with us stands alone"},
	{"internal/{clock,money,param,realservice,region,store}", "", "", "the words that all others use"},
	{"internal/disk", "internal/money", "", "what those who sell disks agree on"},
	{"internal/random", "", "math/rand crypto/rand uuid", "one source of choices, so that a seed can fix them"},
	{"internal/seal", "", "crypto/rand", "keys never come from a seed"},
	{"internal/rate", "internal/clock", "", "it decides by the clock alone"},
	{"internal/replay", "internal/{clock,random}", "", "nonces are taken before anything is known of the action"},
	{"internal/settings", "internal/store", "", "what an operator has switched is kept like all else"},
	{"internal/policy", "internal/region", "", "documents are judged without a store"},
	{"internal/federation", "", "", "what providers of others say is read by itself"},
	{"internal/later", "internal/{clock,random,store}", "", "it knows when, not what"},
	{"internal/tagging", "internal/store", "", "what modules and the one that keeps their tags agree on"},
	{"internal/listing", "catalogue internal/tagging", "", "how lists of vpc's API are asked for, whichever module has them"},

	{"internal/call", "catalogue sign internal/{money,param}", "", "a request without its wire"},
	{"internal/action", "catalogue internal/{call,param,store}", "", "a declaration knows no HTTP, no SQL and no dialect"},
	{"internal/purchase", "catalogue internal/{call,money,store}", "", "what selling modules and billing agree on"},
	{"internal/identity", "catalogue sign internal/{call,policy}", "", "who calls, as the door and the modules say it"},
	{"internal/fault", "catalogue internal/call", "", "faults are written in the catalogue's words"},
	{"internal/world", "catalogue internal/{fault,federation,money,policy,region,settings}", "", "a file is read and judged before there is a cloud"},

	{
		"internal/door", "catalogue sign internal/{action,call,clock,identity,policy,rate,replay,settings,store}", "",
		"HTTP ends at the dialect: the door's order can't depend on the wire",
	},
	{"internal/recording", "internal/{call,param}", "", "what was called and answered, without what it came through"},
	{"internal/journal", "catalogue internal/{call,door,money}", "", "it keeps what the door saw"},
	{
		"internal/module/*", "catalogue sign internal/{action,call,clock,disk,federation,identity,later,listing,money,param,policy,purchase,random,region,seal,settings,store,tagging}", "crypto/rand",
		"no HTTP, no SQL, no dialect, no door; another module is asked through an interface in needs.go; keys never come from a seed",
	},
	{"internal/module/*/*sql internal/*/*sql", ".. internal/{action,call,db,money,store,tagging}", "", "a store speaks for its own nouns only"},
	{"internal/module/*/*test internal/later/latertest", ".. internal/{call,clock,identity,money,purchase,store,tagging}", "testing", "a suite holds any store to the contract, so it knows none"},
	{"internal/store/storetest", "internal/{db,store}", "testing os/exec", "on which engines a test runs"},
	{"internal/db", "internal/store", "database/sql drivers", "drivers are linked in one place"},

	{"internal/dialect", "catalogue internal/{call,param,region}", "", "what both dialects share"},
	{"internal/dialect/*", "catalogue sign internal/{action,call,dialect,dialect/form,param,region}", "net/http", "the only packages that know the wire"},
	{"internal/gate", "catalogue internal/{action,call,clock,dialect,dialect/*,door,fault,journal,store}", "net/http", "the way of a request, from reading to writing"},
	{"internal/proxy", "internal/clock", "net/http", "it hands on what it does not own"},
	{"internal/tlsca", "internal/clock", "crypto/rand", "keys never come from a seed"},
	{"internal/listen", "internal/{proxy,tlsca}", "net/http", "addresses and their handlers"},
	{"internal/clientenv", "internal/tlsca", "", "a command's environment, and no more"},
	{"internal/sandbox", "internal/tlsca", "os/exec", "a command's network"},

	{"internal/cloud", everything, "net/http prometheus", "the wiring, without flags and listeners"},
	{"internal/admin", everything, "net/http prometheus", "what an operator asks of a cloud"},
	{"internal/story", "internal/clock", "", "a story is played through any client, so it knows none"},
	{"stories", "", "", "what is told there is told in YAML; its tests play it"},
	{"docs", "catalogue internal/{action,door,realservice,story} test/terraform", "", "pages say what the tables say"},
	{"internal/archtest", "", "", "it reads the tree and links none of it"},
	{"test/terraform", "paifangtest internal/{realservice,recording}", "os/exec testing net/http", "a client's stories, played by it or from its recorded calls"},
	{"cmd/* paifangtest", everything, "net/http crypto/rand os/exec cobra prometheus testing", "they wire"},
}

// guarded imports stay where the table grants them: the name that it uses, and the import paths behind it, each with all
// that is below.
var guarded = map[string][]string{
	"net/http":     {"net/http"},
	"database/sql": {"database/sql"},
	"drivers":      {"modernc.org/sqlite", "github.com/jackc", "github.com/pressly/goose"},
	"math/rand":    {"math/rand"},
	"crypto/rand":  {"crypto/rand"},
	"uuid":         {"github.com/google/uuid"},
	"os/exec":      {"os/exec"},
	"cobra":        {"github.com/spf13"},
	"prometheus":   {"github.com/prometheus"},
	"testing":      {"testing", "github.com/google/go-cmp"},
}
