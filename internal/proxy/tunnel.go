package proxy

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"sync"
	"time"
)

// tunnel connects a client with another host, byte for byte.
func (p *Proxy) tunnel(w http.ResponseWriter, r *http.Request) {
	if !p.tunnels.reserve() {
		refuse(w, http.StatusServiceUnavailable, "too many tunnels are open")
		return
	}
	defer p.tunnels.release()
	there, err := p.dial(fromClient(r), "tcp", r.Host)
	if err != nil {
		p.refuseUnreachable(w, r, err)
		return
	}
	defer there.Close()
	here, err := hijack(w)
	if err != nil {
		p.config.Log.Warn("taking over a CONNECT failed", "host", r.Host, "error", err)
		return
	}
	defer here.Close()
	if !p.tunnels.add(here) || !p.tunnels.add(there) {
		return
	}
	defer p.tunnels.remove(here)
	defer p.tunnels.remove(there)
	if _, err := here.Write([]byte(established)); err != nil {
		return
	}
	join(here, there)
}

// join copies both ways until both sides have said all they have to say, one is lost, or neither says anything for long.
func join(here, there net.Conn) {
	idle := time.AfterFunc(tunnelIdle, func() { here.Close(); there.Close() })
	defer idle.Stop()
	var both sync.WaitGroup
	pour := func(to, from net.Conn) {
		if _, err := io.Copy(to, watched{from, idle}); err != nil {
			here.Close()
			there.Close()
			return
		}
		_ = closeWrite(to) // a half-closed connection still answers
	}
	both.Go(func() { pour(there, here) })
	both.Go(func() { pour(here, there) })
	both.Wait()
}

// watched puts the idle timer off with every read.
type watched struct {
	io.Reader
	idle *time.Timer
}

func (w watched) Read(b []byte) (int, error) {
	n, err := w.Reader.Read(b)
	w.idle.Reset(tunnelIdle)
	return n, err
}

func closeWrite(c net.Conn) error {
	if half, ok := c.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return c.Close()
}

// forward passes an absolute-form request on.
func (p *Proxy) forward(w http.ResponseWriter, r *http.Request) {
	transport := p.local
	if !fromLoopback(r) {
		transport = p.remote
	}
	proxy := httputil.ReverseProxy{
		Rewrite: func(pr *httputil.ProxyRequest) {
			pr.Out.Host = pr.In.Host
			pr.Out.Header.Del("Proxy-Authorization")
			pr.Out.Header.Del("Proxy-Connection")
		},
		Transport:    transport,
		ErrorHandler: p.refuseUnreachable,
		ErrorLog:     p.outer.ErrorLog,
	}
	proxy.ServeHTTP(w, r.WithContext(fromClient(r)))
}

func (p *Proxy) refuseUnreachable(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, errForbidden) {
		refuse(w, http.StatusForbidden, err.Error())
		return
	}
	refuse(w, http.StatusBadGateway, r.Host+" can't be reached: "+err.Error())
}

// tunnels are the connections that no http.Server knows of, so that they can be ended.
type tunnels struct {
	mu       sync.Mutex
	open     map[net.Conn]bool
	reserved int
	closed   bool
	running  sync.WaitGroup
}

// reserve tells whether there may be one more.
func (t *tunnels) reserve() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed || t.reserved >= maxTunnels {
		return false
	}
	t.reserved++
	t.running.Add(1)
	return true
}

func (t *tunnels) release() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.reserved--
	t.running.Done()
}

// add tells whether the connection may go on; it may not once all are closed.
func (t *tunnels) add(c net.Conn) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.closed {
		t.open[c] = true
	}
	return !t.closed
}

func (t *tunnels) remove(c net.Conn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.open, c)
}

func (t *tunnels) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	for c := range t.open {
		c.Close()
	}
}

// fromClient is the request's context with where its client is.
func fromClient(r *http.Request) context.Context {
	return context.WithValue(r.Context(), remoteClient{}, !fromLoopback(r))
}
