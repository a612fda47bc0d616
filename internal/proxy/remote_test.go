package proxy_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/paifang/paifang/internal/proxy"
)

// A far listener makes its clients look as if they came from another machine.
type far struct{ net.Listener }

type farConn struct{ net.Conn }

func (f far) Accept() (net.Conn, error) {
	c, err := f.Listener.Accept()
	return farConn{c}, err
}

func (farConn) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 1} }

func TestRemoteClients(t *testing.T) {
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer inside.Close()
	for _, c := range []struct {
		name         string
		remote       bool
		method, url  string
		status       int
		fromLoopback bool
	}{
		{"a remote client is refused", false, "GET", "http://cvm.tencentcloudapi.com/", 403, false},
		{"unless told otherwise", true, "GET", "http://cvm.tencentcloudapi.com/", 200, false},
		{"and does not reach this machine's loopback", true, "GET", inside.URL, 403, false},
		{"by any name", true, "GET", "http://localhost:" + port(t, inside.URL), 403, false},
		{"or by none", true, "GET", "http://0.0.0.0:" + port(t, inside.URL), 403, false},
		{"which a local client does", true, "GET", inside.URL, 200, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := start(t, func(config *proxy.Config) { config.Remote = c.remote })
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			served := make(chan error, 1)
			go func() { served <- r.Serve(far{l}) }()
			t.Cleanup(func() { _, _ = r.Close(), <-served })
			if !c.fromLoopback {
				r.url = &url.URL{Scheme: "http", Host: l.Addr().String()}
			}
			if status, body := get(t, r.client(t, false), c.url); status != c.status {
				t.Errorf("GET %s = %d %q, want %d", c.url, status, body, c.status)
			}
			if c.fromLoopback { // its idle connection must not serve a remote one
				r.url = &url.URL{Scheme: "http", Host: l.Addr().String()}
				if status, _ := get(t, r.client(t, false), c.url); status != 403 {
					t.Errorf("a remote client after a local one gets %d, want 403", status)
				}
			}
		})
	}
}

func port(t *testing.T, raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u.Port()
}
