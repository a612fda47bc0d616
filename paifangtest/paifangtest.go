// Package paifangtest gives a test a cloud of its own: inside the test's process, clean, and gone when the test ends. No
// socket is opened unless [Cloud.Listen] is called: the HTTP client that a cloud hands out reaches it directly, under the
// services' own hosts, and every check of the door is on.
//
//	func TestMyAutomation(t *testing.T) {
//		c := paifangtest.New(t)
//		answer := c.Call("cvm", "DescribeZones", "Version=2017-03-12")
//		…
//	}
//
// Cloud time stands still unless the test moves it (see [Cloud.Advance]); wall time, which decides whether a signed call
// is fresh, is the machine's.
package paifangtest

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/paifang/paifang/internal/admin"
	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/cloud"
	"github.com/paifang/paifang/internal/door"
	"github.com/paifang/paifang/internal/listen"
	"github.com/paifang/paifang/internal/tlsca"
	"github.com/paifang/paifang/internal/world"
)

// An Option says how a cloud differs from the shipped one.
type Option func(*config)

type config struct {
	world string
	at    time.Time
	runs  bool
}

// World starts the cloud from a world: the text of a world file.
func World(yaml string) Option { return func(c *config) { c.world = yaml } }

// At has cloud time stand at t to begin with; without it, it stands at the machine's time.
func At(t time.Time) Option { return func(c *config) { c.at = t } }

// RunningClock has cloud time run.
func RunningClock() Option { return func(c *config) { c.runs = true } }

// A Cloud is a test's own.
type Cloud struct {
	// Account is the main account's uin; SecretID and SecretKey are a key of it; Region is what an empty region means.
	Account, SecretID, SecretKey, Region string

	t     testing.TB
	cloud *cloud.Cloud
	admin http.Handler
}

const adminToken = "of the test"

// New opens a cloud. It ends with the test; what goes wrong here ends the test.
func New(t testing.TB, options ...Option) *Cloud {
	t.Helper()
	var c config
	for _, o := range options {
		o(&c)
	}
	var w *world.World
	if c.world != "" {
		var err error
		if w, err = world.Read([]byte(c.world), checks()); err != nil {
			t.Fatalf("paifangtest: the world: %v", err)
		}
	}
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	opened, err := cloud.Open(context.Background(), cloud.Config{World: w, Log: log, At: c.at, Frozen: !c.runs})
	if err != nil {
		t.Fatalf("paifangtest: %v", err)
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Errorf("paifangtest: close: %v", err)
		}
	})
	api := &admin.API{Cloud: opened, Tokens: []admin.Token{admin.NewToken("test", admin.Admin, adminToken)}, Log: log}
	ready := opened.ReadyMade
	return &Cloud{
		Account: ready.Account, SecretID: ready.SecretID, SecretKey: ready.SecretKey, Region: opened.Settings.Now().Region,
		t: t, cloud: opened, admin: api.Handler(promhttp.HandlerFor(opened.Metrics, promhttp.HandlerOpts{})),
	}
}

// checks are those that a world may switch off.
func checks() []string {
	var names []string
	for _, c := range door.Order {
		if !c.Needed {
			names = append(names, c.Refuses)
		}
	}
	return names
}

// HTTPClient reaches the cloud under the services' own hosts (cvm.api.qcloud.com, cvm.tencentcloudapi.com), and
// nothing else. Give it to an SDK that takes an HTTP client.
func (c *Cloud) HTTPClient() *http.Client {
	return &http.Client{Transport: transport{c.cloud.Handler()}}
}

// transport hands requests to a handler.
type transport struct{ handler http.Handler }

// RoundTrip answers with what the handler wrote; a handler that breaks off is a broken connection.
func (tr transport) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	served := r.Clone(r.Context())
	if served.Host == "" {
		served.Host = r.URL.Host
	}
	if served.Body == nil {
		served.Body = http.NoBody
	}
	served.RemoteAddr = "127.0.0.1:1"
	served.RequestURI = r.URL.RequestURI()
	if r.URL.Scheme == "https" {
		served.TLS = &tls.ConnectionState{HandshakeComplete: true, ServerName: r.URL.Hostname()}
	}
	defer func() {
		if v := recover(); v != nil {
			resp, err = nil, fmt.Errorf("the connection to %s was closed: %w", r.URL.Host, io.ErrUnexpectedEOF)
		}
	}()
	w := httptest.NewRecorder()
	tr.handler.ServeHTTP(w, served)
	return w.Result(), nil
}

// Now is cloud time.
func (c *Cloud) Now() time.Time { return c.cloud.Clock.Now() }

// Advance moves cloud time by d; what is due by then has happened when it returns.
func (c *Cloud) Advance(d time.Duration) {
	c.t.Helper()
	if err := c.cloud.AdvanceClock(context.Background(), d); err != nil {
		c.t.Fatalf("paifangtest: advance by %s: %v", d, err)
	}
}

// Admin asks the admin API: in is written as JSON, the answer is read into out, each where it is not nil. It returns
// what the API refused with. The routes are those of /openapi.json.
func (c *Cloud) Admin(method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(text)
	}
	r := httptest.NewRequest(method, "http://localhost"+path, body)
	r.Header.Set("Authorization", "Bearer "+adminToken)
	w := httptest.NewRecorder()
	c.admin.ServeHTTP(w, r)
	if w.Code >= http.StatusBadRequest {
		return fmt.Errorf("%s %s: %d %s", method, path, w.Code, strings.TrimSpace(w.Body.String()))
	}
	if out == nil || w.Body.Len() == 0 {
		return nil
	}
	return json.Unmarshal(w.Body.Bytes(), out)
}

// Addresses are where a cloud that listens is, and what a client must trust.
type Addresses struct {
	// HTTPS, HTTP and Proxy are host and port on loopback.
	HTTPS, HTTP, Proxy string
	// CA is the certificate of the cloud's CA, PEM.
	CA []byte
}

// Listen opens real sockets on loopback, for clients that take no HTTP client: TLS, plain HTTP, and the proxy, which
// answers for the services' hosts and refuses every other. They are closed when the test ends.
func (c *Cloud) Listen() Addresses {
	c.t.Helper()
	ca, err := tlsca.New(clock.Wall{})
	if err != nil {
		c.t.Fatalf("paifangtest: %v", err)
	}
	servers, err := listen.Start(context.Background(), listen.Config{
		HTTPS: "127.0.0.1:0", HTTP: "127.0.0.1:0", Proxy: "127.0.0.1:0", Offline: true,
		API: c.cloud.Handler(), AdminAPI: c.admin, CA: ca, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		c.t.Fatalf("paifangtest: %v", err)
	}
	c.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := servers.Close(ctx); err != nil {
			c.t.Errorf("paifangtest: close the servers: %v", err)
		}
	})
	return Addresses{HTTPS: servers.HTTPS, HTTP: servers.HTTP, Proxy: servers.Proxy, CA: ca.Bundle(false)}
}
