// Package proxy is the forward proxy that brings unmodified clients to Paifang: they believe they talk to the real hosts.
//
// It decides where a request to it goes: for the service's hosts, on whatever port, it is answered here (a CONNECT ends
// its TLS here, or its plain HTTP if the client speaks that; an absolute-form request is plain HTTP); loopback is always
// reached; any other host is tunnelled or forwarded, or refused when offline. What is answered is the handler's; who
// trusts the certificates is the client's environment's.
package proxy

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	headerTimeout = 10 * time.Second
	idleTimeout   = 2 * time.Minute
	dialTimeout   = 10 * time.Second
	tunnelIdle    = 10 * time.Minute
	maxTunnels    = 1024
	maxHeader     = 128 << 10 // a GET of API 3.0 may have 32 KB
)

// A Config says what a proxy does.
type Config struct {
	// Domains are served here, with their sub-domains.
	Domains []string
	// Handler serves them; Request.TLS is nil where the client spoke plain HTTP.
	Handler http.Handler
	// TLS has the certificates; it must offer h2 in NextProtos for HTTP/2.
	TLS *tls.Config
	// Offline refuses every host that is neither of Domains nor loopback.
	Offline bool
	// Remote lets clients in that are not on loopback. They never reach this machine's own loopback through the proxy.
	Remote bool
	// Log gets failed handshakes, which is how a client that does not trust the CA shows.
	Log *slog.Logger
}

// A Proxy is a forward proxy. Make one with New.
type Proxy struct {
	config Config
	outer  *http.Server // speaks the proxy's protocol
	inner  *http.Server // serves our hosts inside a CONNECT
	handed *handoff
	// Two, so that a remote client never gets a connection that was made to loopback for a local one.
	local, remote *http.Transport
	tunnels       tunnels
	served        sync.WaitGroup
}

// New is a proxy; it does nothing before Serve.
func New(c Config) *Proxy {
	p := &Proxy{config: c, handed: newHandoff()}
	p.tunnels.open = map[net.Conn]bool{}
	if p.config.Log == nil {
		p.config.Log = slog.New(slog.DiscardHandler)
	}
	p.outer = p.server(http.HandlerFunc(p.route))
	p.inner = p.server(c.Handler)
	p.local, p.remote = p.transport(), p.transport()
	p.served.Go(func() { _ = p.inner.Serve(p.handed) }) // ends by Close alone
	return p
}

func (p *Proxy) server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(p.config.Log.Handler(), slog.LevelWarn),
	}
}

func (p *Proxy) transport() *http.Transport {
	return &http.Transport{DialContext: p.dial, MaxIdleConns: 100, IdleConnTimeout: idleTimeout, TLSHandshakeTimeout: dialTimeout}
}

// Serve takes clients from l until Shutdown or Close, after which it returns nil.
func (p *Proxy) Serve(l net.Listener) error {
	if err := p.outer.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Shutdown takes no more clients, cuts tunnels to other hosts, and waits for requests to our hosts to be answered; when
// ctx ends first, they are cut off too.
func (p *Proxy) Shutdown(ctx context.Context) error {
	p.tunnels.close()
	err := errors.Join(p.outer.Shutdown(ctx), p.inner.Shutdown(ctx))
	return errors.Join(err, p.Close())
}

// Close ends everything at once.
func (p *Proxy) Close() error {
	p.tunnels.close()
	err := errors.Join(p.outer.Close(), p.inner.Close())
	p.handed.Close()
	p.local.CloseIdleConnections()
	p.remote.CloseIdleConnections()
	p.tunnels.running.Wait()
	p.served.Wait()
	return err
}

// route decides where a request to the proxy goes.
func (p *Proxy) route(w http.ResponseWriter, r *http.Request) {
	if !p.config.Remote && !fromLoopback(r) {
		refuse(w, http.StatusForbidden, "this proxy serves clients on its own machine only")
		return
	}
	if r.Method != http.MethodConnect && !r.URL.IsAbs() {
		refuse(w, http.StatusBadRequest, "this is a proxy: it takes CONNECT and requests with an absolute URL")
		return
	}
	host := bareHost(r.Host)
	switch {
	case p.ours(host) && r.Method == http.MethodConnect:
		p.answerConnect(w, host)
	case p.ours(host):
		p.config.Handler.ServeHTTP(w, originForm(r))
	case p.config.Offline && !isLoopback(host):
		refuse(w, http.StatusForbidden, "offline: "+host+" is not a host of this cloud")
	case r.Method == http.MethodConnect:
		p.tunnel(w, r)
	default:
		p.forward(w, r)
	}
}

// ours tells whether a host is served here.
func (p *Proxy) ours(host string) bool {
	for _, domain := range p.config.Domains {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}

// originForm is an absolute-form request as the host itself would have received it.
func originForm(r *http.Request) *http.Request {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.URL.User = "", "", nil
	r.RequestURI = r.URL.RequestURI()
	for _, name := range []string{"Proxy-Connection", "Proxy-Authorization", "Proxy-Authenticate"} {
		r.Header.Del(name)
	}
	return r
}

func refuse(w http.ResponseWriter, status int, why string) {
	http.Error(w, "paifang: "+why, status)
}
