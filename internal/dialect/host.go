// Package dialect is what both ways of speaking to Paifang share: which module a host names, how large a request may
// be, and how an answer's members are written. The ways themselves are its sub-packages, the only ones that know the wire.
package dialect

import (
	"net"
	"net/netip"
	"strings"
)

// A Target is what the address of a request says: which dialect, and which module's domain.
type Target struct {
	API3 bool
	// Domain is the label that names the module; empty when nothing does.
	Domain string
	// Path is the path that the dialect's requests have at this address.
	Path string
}

// The services' own hosts.
const (
	Suffix2 = ".api.qcloud.com"
	Suffix3 = ".tencentcloudapi.com"
	path2   = "/v2/index.php"
)

// Resolve tells which module a request is for. A service's own host names it, and so does the first label of a team's
// host below which the services were put (known tells which labels are modules). An address or localhost names none:
// there it is the service in the scope of a TC3 signature, else the first segment of the path.
func Resolve(host, path, scope string, known func(domain string) bool) Target {
	name := strings.ToLower(strings.TrimSuffix(hostname(host), "."))
	if label, ok := strings.CutSuffix(name, Suffix2); ok {
		return Target{Domain: label, Path: path2}
	}
	if labels, ok := strings.CutSuffix(name, Suffix3); ok {
		label, _, _ := strings.Cut(labels, ".") // cvm, cvm.ap-guangzhou, cvm.intl
		return Target{API3: true, Domain: label, Path: "/"}
	}
	t := Target{API3: !strings.HasSuffix(path, path2), Path: "/"}
	if !t.API3 {
		t.Path = path2
	}
	if !isLocal(name) {
		if label, _, ok := strings.Cut(name, "."); ok && known(label) {
			t.Domain = label
			return t
		}
	}
	segment, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch {
	case scope != "" && known(scope):
		t.Domain = scope
	case segment != "" && segment != "v2":
		t.Domain = strings.ToLower(segment)
		t.Path = "/" + segment + t.Path
	}
	return t
}

func hostname(hostport string) string {
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		return h
	}
	return strings.Trim(hostport, "[]")
}

func isLocal(name string) bool {
	if name == "localhost" {
		return true
	}
	_, err := netip.ParseAddr(name)
	return err == nil
}
