package vpc

import (
	"slices"
	"strings"
)

// kinds are what answers call the kinds of things that have addresses, by how their ids begin.
var kinds = map[string]string{"ins": "CVM", "eni": "ENI", "nat": "NAT", "lb": "CLB", "havip": "HAVIP"}

// kind is what answers call the holder's kind.
func (a *Address) kind() string {
	prefix, _, _ := strings.Cut(a.Holder, "-")
	return kinds[prefix]
}

// of counts addresses of a kind of holder.
func of(kind string, all []Address) int64 {
	var n int64
	for _, a := range all {
		if a.kind() == kind {
			n++
		}
	}
	return n
}

// named tells whether an address is one of those; all are where none is named.
func named(ips []string, a Address) bool { return len(ips) == 0 || slices.Contains(ips, a.IP) }
