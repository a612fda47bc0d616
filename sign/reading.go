package sign

import "strings"

// MaxReadings is how many readings of one request a verification tries at most: five of names with underscores, each
// with values that start with @ signed or not, each with six forms of the host. A request without such names and values
// and with a lower-case host has three.
const MaxReadings = 5 * 2 * 6

// A Reading is how a client read its own request when it signed it (facts/api2-protocol.md 1.3, clients.md). The zero
// Reading is none.
type Reading struct {
	// Host is the host as it was signed.
	Host string
	// Unsigned names the parameters that the signature does not cover; nil for nearly every client.
	Unsigned []string
	// PayloadUnsigned holds where the body is not covered (X-TC-Content-SHA256: UNSIGNED-PAYLOAD).
	PayloadUnsigned bool

	host         string // how Host differs from the one received, in words
	dots         dots
	sortFirst    bool // names were sorted before their underscores became dots
	atLeftOut    bool // values that start with @ were left out
	trimmed      bool // the signature ended in a newline
	headersAsAre bool // header values were not lower-cased
}

// dots says in which names an underscore is signed as a dot.
type dots int

const (
	dotsEverywhere dots = iota
	dotsUnlessLeading
	dotsNowhere
)

// String says in words how the reading differs from the documented one; "as documented" if it does not.
func (r Reading) String() string {
	var words []string
	say := func(holds bool, what string) {
		if holds {
			words = append(words, what)
		}
	}
	say(r.host != "", r.host)
	say(r.dots == dotsUnlessLeading, "names that start with _ keep every _")
	say(r.dots == dotsNowhere, "names keep their _")
	say(r.sortFirst, "names sorted before _ became a dot")
	say(len(r.Unsigned) > 0, "not signed, for their value starts with @: "+strings.Join(r.Unsigned, ", "))
	say(r.PayloadUnsigned, "body not signed")
	say(r.headersAsAre, "header values not lower-cased")
	say(r.trimmed, "newline after the signature")
	if len(words) == 0 {
		return "as documented"
	}
	return strings.Join(words, "; ")
}

// paramReadings are the readings of the parameters that can differ for this request, the documented one first.
func (r V1) paramReadings() []Reading {
	all := make([]Reading, 0, 10)
	for _, underscores := range r.underscoreReadings() {
		all = append(all, underscores)
		if len(r.atValues()) > 0 {
			underscores.atLeftOut = true
			all = append(all, underscores)
		}
	}
	return all
}

func (r V1) underscoreReadings() []Reading {
	some, leading := false, false
	for _, p := range r.Params {
		some = some || strings.Contains(p.Name, "_")
		leading = leading || strings.HasPrefix(p.Name, "_")
	}
	readings := []Reading{{}}
	if some {
		readings = append(readings, Reading{sortFirst: true})
	}
	if leading {
		readings = append(readings, Reading{dots: dotsUnlessLeading}, Reading{dots: dotsUnlessLeading, sortFirst: true})
	}
	if some {
		readings = append(readings, Reading{dots: dotsNowhere})
	}
	return readings
}

// atValues names the parameters that clients take for uploaded files, and leave out of the signature.
func (r V1) atValues() []string {
	if !r.API2 || r.Method != "POST" {
		return nil
	}
	var names []string
	for _, p := range r.Params {
		if p.Name != "Signature" && strings.HasPrefix(p.Value, "@") {
			names = append(names, p.Name)
		}
	}
	return names
}
