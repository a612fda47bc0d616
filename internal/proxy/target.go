package proxy

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
)

// errForbidden is the error of an address that this client may not reach through the proxy.
var errForbidden = errors.New("this address may not be reached through the proxy")

// remoteClient is the context's key for whether the client is on another machine.
type remoteClient struct{}

// dial connects to another host. What an address may be is decided on what a name resolved to, not on the name.
func (p *Proxy) dial(ctx context.Context, network, address string) (net.Conn, error) {
	remote, _ := ctx.Value(remoteClient{}).(bool)
	d := net.Dialer{Timeout: dialTimeout, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil {
			return err
		}
		loopback := to.Addr().Unmap().IsLoopback() || to.Addr().IsUnspecified()
		if remote && loopback || p.config.Offline && !loopback {
			return errForbidden
		}
		return nil
	}}
	return d.DialContext(ctx, network, address)
}

// isLoopback tells whether a host is this machine by its name alone: no resolver is asked.
func isLoopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// fromLoopback tells whether the client is on this machine.
func fromLoopback(r *http.Request) bool { return isLoopback(bareHost(r.RemoteAddr)) }

// bareHost is a host in lower case without port, brackets and final dot.
func bareHost(hostport string) string {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}
