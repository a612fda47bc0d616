package proxy_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/proxy"
	"github.com/paifang/paifang/internal/tlsca"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// A rig is a proxy on a real socket, and the CA that its clients trust.
type rig struct {
	*proxy.Proxy
	url *url.URL
	ca  *tlsca.CA
}

// start serves a proxy whose handler says what it was asked.
func start(t *testing.T, change func(*proxy.Config)) rig {
	t.Helper()
	ca, err := tlsca.New(clock.Wall{})
	if err != nil {
		t.Fatal(err)
	}
	c := proxy.Config{Domains: tlsca.Domains(), TLS: ca.TLSConfig(), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, "%s %s %s %s tls=%v body=%s proxy=%q", r.Proto, r.Method, r.Host, r.RequestURI, r.TLS != nil, body, r.Header.Get("Proxy-Connection"))
	})}
	if change != nil {
		change(&c)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := proxy.New(c)
	var served sync.WaitGroup
	served.Go(func() {
		if err := p.Serve(l); err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
		served.Wait()
	})
	return rig{p, &url.URL{Scheme: "http", Host: l.Addr().String()}, ca}
}

// client goes through the proxy and trusts its CA.
func (r rig) client(t *testing.T, http2 bool) *http.Client {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(r.ca.Bundle(false))
	tr := &http.Transport{Proxy: http.ProxyURL(r.url), TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: http2}
	t.Cleanup(tr.CloseIdleConnections)
	return &http.Client{Transport: tr}
}

func get(t *testing.T, c *http.Client, url string) (int, string) {
	t.Helper()
	resp, err := c.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func TestOurHostsAreServedInEveryWayAClientAsks(t *testing.T) {
	r := start(t, func(c *proxy.Config) { c.Offline = true })
	for _, c := range []struct {
		url   string
		http2 bool
		want  string
	}{
		{"https://cvm.api.qcloud.com/v2/index.php?a=1", false, `HTTP/1.1 GET cvm.api.qcloud.com /v2/index.php?a=1 tls=true body= proxy=""`},
		{"https://cvm.api.qcloud.com/v2/index.php?a=1", true, `HTTP/2.0 GET cvm.api.qcloud.com /v2/index.php?a=1 tls=true body= proxy=""`},
		{"https://cvm.ap-guangzhou.tencentcloudapi.com/", true, `HTTP/2.0 GET cvm.ap-guangzhou.tencentcloudapi.com / tls=true body= proxy=""`},
		{"https://cvm.intl.tencentcloudapi.com:8443/", false, `HTTP/1.1 GET cvm.intl.tencentcloudapi.com:8443 / tls=true body= proxy=""`},
		{"http://cvm.tencentcloudapi.com/?a=%20b", false, `HTTP/1.1 GET cvm.tencentcloudapi.com /?a=%20b tls=false body= proxy=""`},
	} {
		if _, got := get(t, r.client(t, c.http2), c.url); got != c.want {
			t.Errorf("GET %s, HTTP/2 %v = %q, want %q", c.url, c.http2, got, c.want)
		}
	}
}

func TestAPostThroughConnectKeepsItsBody(t *testing.T) {
	r := start(t, nil)
	resp, err := r.client(t, true).Post("https://vpc.tencentcloudapi.com/", "application/json", strings.NewReader(strings.Repeat("z", 1<<20)))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, _ := io.ReadAll(resp.Body)
	if want := 1 << 20; strings.Count(string(got), "z") != want {
		t.Errorf("the body came with %d bytes, want %d", strings.Count(string(got), "z"), want)
	}
}

// dial sends a CONNECT by hand, with first in the same packet, and returns the connection after the proxy's answer.
func dial(t *testing.T, r rig, target, first string) (*net.TCPConn, *bufio.Reader, *http.Response) {
	t.Helper()
	conn, err := net.Dial("tcp", r.url.Host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	fmt.Fprintf(conn, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n%s", target, target, first)
	read := bufio.NewReader(conn)
	resp, err := http.ReadResponse(read, &http.Request{Method: http.MethodConnect})
	if err != nil {
		t.Fatal(err)
	}
	return conn.(*net.TCPConn), read, resp
}

func TestPlainHTTPInsideAConnectIsServedAsPlain(t *testing.T) {
	r := start(t, nil)
	_, read, _ := dial(t, r, "cvm.api.qcloud.com:80", "GET /x HTTP/1.1\r\nHost: cvm.api.qcloud.com\r\nConnection: close\r\n\r\n")
	resp, err := http.ReadResponse(read, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := io.ReadAll(resp.Body)
	if want := `HTTP/1.1 GET cvm.api.qcloud.com /x tls=false body= proxy=""`; string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAClientThatNamesNoHostGetsTheCertificateOfItsConnect(t *testing.T) {
	r := start(t, nil)
	conn, _, _ := dial(t, r, "cvm.api.qcloud.com:443", "")
	client := tls.Client(conn, &tls.Config{InsecureSkipVerify: true}) // sends no SNI; the test looks at the name itself
	if err := client.Handshake(); err != nil {
		t.Fatal(err)
	}
	if err := client.ConnectionState().PeerCertificates[0].VerifyHostname("cvm.api.qcloud.com"); err != nil {
		t.Error(err)
	}
}

func TestOtherHosts(t *testing.T) {
	origin := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "origin %s %s", r.Host, r.Header.Get("Proxy-Connection"))
	}))
	defer origin.Close()
	secure := httptest.NewTLSServer(origin.Config.Handler)
	defer secure.Close()
	for _, offline := range []bool{false, true} {
		r := start(t, func(c *proxy.Config) { c.Offline = offline })
		c := r.client(t, false)
		c.Transport.(*http.Transport).TLSClientConfig.RootCAs.AddCert(secure.Certificate())
		for _, server := range []*httptest.Server{origin, secure} {
			status, body := get(t, c, server.URL)
			if want := "origin " + server.Listener.Addr().String() + " "; status != 200 || body != want {
				t.Errorf("offline %v, %s = %d %q, want %q", offline, server.URL, status, body, want)
			}
		}
	}
}

func TestOfflineRefusesOtherHostsWithoutResolvingThem(t *testing.T) {
	r := start(t, func(c *proxy.Config) { c.Offline = true })
	for _, host := range []string{"example.com", "192.0.2.1", "eviltencentcloudapi.com"} {
		status, body := get(t, r.client(t, false), "http://"+host+"/")
		if want := "paifang: offline: " + host + " is not a host of this cloud\n"; status != 403 || body != want {
			t.Errorf("GET %s = %d %q, want 403 %q", host, status, body, want)
		}
		if _, _, resp := dial(t, r, host+":443", ""); resp.StatusCode != 403 {
			t.Errorf("CONNECT %s = %d, want 403", host, resp.StatusCode)
		}
	}
}

func TestAnUnreachableHostIsABadGateway(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := l.Addr().String()
	l.Close()
	r := start(t, nil)
	if status, _ := get(t, r.client(t, false), "http://"+closed); status != 502 {
		t.Errorf("GET = %d, want 502", status)
	}
	if _, _, resp := dial(t, r, closed, ""); resp.StatusCode != 502 {
		t.Errorf("CONNECT = %d, want 502", resp.StatusCode)
	}
}

func TestAPlainRequestToTheProxyItselfIsRefused(t *testing.T) {
	r := start(t, nil)
	if status, body := get(t, &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, r.url.String()); status != 400 || !strings.Contains(body, "this is a proxy") {
		t.Errorf("got %d %q, want 400 and why", status, body)
	}
}

func TestAHalfClosedTunnelStillAnswers(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var served sync.WaitGroup
	served.Go(func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		all, _ := io.ReadAll(conn) // ends when the client has half-closed
		fmt.Fprintf(conn, "heard %s", all)
	})
	r := start(t, nil)
	conn, read, _ := dial(t, r, l.Addr().String(), "hello, ")
	_, _ = io.WriteString(conn, "world")
	_ = conn.CloseWrite()
	got, err := io.ReadAll(read)
	if want := "heard hello, world"; err != nil || string(got) != want {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
	served.Wait()
}

func TestShutdownAnswersWhatIsAskedAndCutsTunnels(t *testing.T) {
	asked, answer := make(chan bool), make(chan bool)
	r := start(t, func(c *proxy.Config) {
		c.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			asked <- true
			<-answer
			_, _ = io.WriteString(w, "done")
		})
	})
	origin, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer origin.Close()
	_, tunnel, _ := dial(t, r, origin.Addr().String(), "")
	var all sync.WaitGroup
	c := r.client(t, true)
	all.Go(func() {
		resp, err := c.Get("https://cvm.tencentcloudapi.com/")
		if err != nil {
			t.Errorf("the request under way failed: %v", err)
			return
		}
		defer resp.Body.Close()
		if got, _ := io.ReadAll(resp.Body); string(got) != "done" {
			t.Errorf("got %q, want done", got)
		}
	})
	<-asked
	all.Go(func() {
		if err := r.Shutdown(context.Background()); err != nil {
			t.Errorf("Shutdown: %v", err)
		}
	})
	if _, err := tunnel.ReadByte(); err == nil {
		t.Error("the tunnel is still open")
	}
	close(answer)
	all.Wait()
	if _, err := net.Dial("tcp", r.url.Host); err == nil {
		t.Error("the proxy still takes clients")
	}
}
