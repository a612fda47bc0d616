// Package listen binds the four addresses of a cloud and serves on them: HTTPS and plain HTTP for the API, the proxy,
// and the admin API. What is answered there is decided elsewhere.
package listen

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/paifang/paifang/internal/proxy"
	"github.com/paifang/paifang/internal/tlsca"
)

// The time-outs of the servers: a caller that sends nothing is not waited for.
const (
	headerTimeout = 10 * time.Second
	readTimeout   = 60 * time.Second
	idleTimeout   = 2 * time.Minute
	maxHeader     = 128 << 10
)

// Config says where to listen; port 0 is any free port, an empty address is not listened on.
type Config struct {
	HTTPS, HTTP, Proxy, Admin string
	// CertFile and KeyFile serve a team's own hostname on HTTPS, beside the names that the CA certifies.
	CertFile, KeyFile string
	// Offline has the proxy refuse hosts that are not the cloud's.
	Offline bool
	// API and AdminAPI answer.
	API, AdminAPI http.Handler
	CA            *tlsca.CA
	Log           *slog.Logger
}

// Servers are up.
type Servers struct {
	// HTTPS, HTTP, Proxy and Admin are the bound addresses, empty where there is none.
	HTTPS, HTTP, Proxy, Admin string

	servers []*http.Server
	proxy   *proxy.Proxy
	done    sync.WaitGroup
	failed  chan error
}

// Start binds all addresses, or none, and serves.
func Start(ctx context.Context, c Config) (*Servers, error) {
	s := &Servers{failed: make(chan error, 4)}
	tlsConfig, err := c.tls()
	if err != nil {
		return nil, err
	}
	listeners := map[*string]net.Listener{}
	for _, want := range []struct {
		address string
		bound   *string
	}{{c.HTTPS, &s.HTTPS}, {c.HTTP, &s.HTTP}, {c.Proxy, &s.Proxy}, {c.Admin, &s.Admin}} {
		if want.address == "" {
			continue
		}
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", want.address)
		if err != nil {
			for _, l := range listeners {
				l.Close()
			}
			return nil, fmt.Errorf("listen on %s: %w", want.address, err)
		}
		listeners[want.bound] = l
		*want.bound = l.Addr().String()
	}
	if l := listeners[&s.HTTPS]; l != nil {
		s.ServeTLS(l, c.API, tlsConfig, c.Log)
	}
	if l := listeners[&s.HTTP]; l != nil {
		s.Serve(l, c.API, c.Log)
	}
	if l := listeners[&s.Proxy]; l != nil {
		s.proxy = proxy.New(proxy.Config{Domains: tlsca.Domains(), Handler: c.API, TLS: c.CA.TLSConfig(), Offline: c.Offline, Log: c.Log})
		s.done.Go(func() { s.report(s.proxy.Serve(l)) })
	}
	if l := listeners[&s.Admin]; l != nil {
		s.Serve(l, c.AdminAPI, c.Log)
	}
	return s, nil
}

// tls is what HTTPS serves with: the given certificate for the names in it, the CA's for all others.
func (c *Config) tls() (*tls.Config, error) {
	config := c.CA.TLSConfig()
	if c.CertFile == "" {
		return config, nil
	}
	own, err := tls.LoadX509KeyPair(c.CertFile, c.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("read certificate %s and its key: %w", c.CertFile, err)
	}
	config.GetCertificate = func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		if hello.ServerName != "" && own.Leaf.VerifyHostname(hello.ServerName) == nil {
			return &own, nil
		}
		return c.CA.GetCertificate(hello)
	}
	return config, nil
}

// Serve serves plain HTTP on a listener that is already bound.
func (s *Servers) Serve(l net.Listener, h http.Handler, log *slog.Logger) {
	server := newServer(h, log)
	s.servers = append(s.servers, server)
	s.done.Go(func() { s.report(server.Serve(l)) })
}

// ServeTLS serves HTTPS, with HTTP/2, on a listener that is already bound.
func (s *Servers) ServeTLS(l net.Listener, h http.Handler, config *tls.Config, log *slog.Logger) {
	server := newServer(h, log)
	server.TLSConfig = config
	s.servers = append(s.servers, server)
	s.done.Go(func() { s.report(server.ServeTLS(l, "", "")) })
}

func newServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug), // failed handshakes: the client's affair
	}
}

func (s *Servers) report(err error) {
	if err != nil && !errors.Is(err, http.ErrServerClosed) {
		select {
		case s.failed <- err:
		default:
		}
	}
}

// Failed gets the error of a server that ended by itself.
func (s *Servers) Failed() <-chan error { return s.failed }

// Close lets running calls end until ctx does, and returns when nothing listens any more.
func (s *Servers) Close(ctx context.Context) error {
	var errs []error
	for _, server := range s.servers {
		if err := server.Shutdown(ctx); err != nil {
			errs = append(errs, err, server.Close())
		}
	}
	if s.proxy != nil {
		if err := s.proxy.Shutdown(ctx); err != nil {
			errs = append(errs, err, s.proxy.Close())
		}
	}
	s.done.Wait()
	return errors.Join(errs...)
}
