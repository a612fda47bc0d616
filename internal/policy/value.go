package policy

import (
	"encoding/base64"
	"fmt"
	"net/netip"
	"strings"
	"time"
)

// A sort is what the texts of a condition are taken for.
type sort int

const (
	asText   sort = iota
	asFolded      // text, upper and lower case equal
	asLike        // text with "*"
	asNumber
	asDate
	asTruth
	asBinary
	asIP
)

// A value is a text of a condition, read once. Which fields are set goes by its sort.
type value struct {
	text   string // asText, asFolded (folded), asBinary (decoded), asTruth ("true" or "false")
	like   pattern
	number number
	date   time.Time
	net    netip.Prefix
}

// expected reads a value of a policy.
func expected(s sort, text string) (value, error) {
	switch s {
	case asLike:
		return value{like: newPattern(text)}, nil
	case asIP:
		if strings.Contains(text, "/") {
			net, err := netip.ParsePrefix(text)
			if err != nil {
				return value{}, fmt.Errorf("%q is no range of addresses", text)
			}
			// 10.121.2.10/24 means 10.121.2.*: bits of the host are no mistake (facts/cam-sts.md, 2.2).
			return value{net: net}, nil
		}
	default: // written as in a request
	}
	return actual(s, text)
}

// actual reads a value of a request.
func actual(s sort, text string) (value, error) {
	switch s {
	case asFolded:
		return value{text: strings.ToLower(text)}, nil
	case asNumber:
		n, ok := parseNumber(text)
		if !ok {
			return value{}, fmt.Errorf("%q is no decimal number", text)
		}
		return value{number: n}, nil
	case asDate:
		for _, layout := range [...]string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04Z07:00", time.DateOnly} {
			if t, err := time.Parse(layout, text); err == nil {
				return value{date: t.UTC()}, nil
			}
		}
		return value{}, fmt.Errorf("%q is no ISO 8601 date", text)
	case asTruth:
		lower := strings.ToLower(text)
		if lower != "true" && lower != "false" {
			return value{}, fmt.Errorf("%q is neither true nor false", text)
		}
		return value{text: lower}, nil
	case asBinary:
		b, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return value{}, fmt.Errorf("%q is not base64", text)
		}
		return value{text: string(b)}, nil
	case asIP:
		a, err := netip.ParseAddr(text)
		if err != nil || a.Zone() != "" {
			return value{}, fmt.Errorf("%q is no IP address", text)
		}
		a = a.Unmap()
		return value{net: netip.PrefixFrom(a, a.BitLen())}, nil
	default:
		return value{text: text}, nil
	}
}

// A number is an exact decimal: any count of digits, without the zeros that say nothing.
type number struct {
	negative        bool
	whole, fraction string
}

func parseNumber(text string) (number, bool) {
	var n number
	text, n.negative = strings.CutPrefix(text, "-")
	whole, fraction, point := strings.Cut(text, ".")
	if !digits(whole) || point && !digits(fraction) {
		return number{}, false
	}
	n.whole, n.fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if n.whole == "" && n.fraction == "" {
		n.negative = false
	}
	return n, true
}

// compare is negative, zero or positive where n is less than, equal to or greater than o.
func (n number) compare(o number) int {
	if n.negative != o.negative {
		if n.negative {
			return -1
		}
		return 1
	}
	c := len(n.whole) - len(o.whole)
	if c == 0 {
		c = strings.Compare(n.whole, o.whole)
	}
	if c == 0 {
		c = strings.Compare(n.fraction, o.fraction)
	}
	if n.negative {
		return -c
	}
	return c
}
