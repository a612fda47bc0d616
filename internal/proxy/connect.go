package proxy

import (
	"bufio"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/paifang/paifang/internal/clock"
)

const (
	established  = "HTTP/1.1 200 Connection Established\r\n\r\n"
	tlsHandshake = 0x16 // the first byte of a ClientHello; no HTTP method starts with it
)

// answerConnect makes the proxy the host that the client wanted to reach.
func (p *Proxy) answerConnect(w http.ResponseWriter, host string) {
	if !p.tunnels.reserve() {
		refuse(w, http.StatusServiceUnavailable, "too many connections are being opened")
		return
	}
	defer p.tunnels.release()
	conn, err := hijack(w)
	if err != nil {
		p.config.Log.Warn("taking over a CONNECT failed", "host", host, "error", err)
		return
	}
	if !p.tunnels.add(conn) { // until it is handed over, Shutdown must find it
		conn.Close()
		return
	}
	defer p.tunnels.remove(conn)
	first, err := conn.start()
	if err != nil {
		conn.Close()
		return
	}
	if first != tlsHandshake {
		p.handed.give(conn)
		return
	}
	p.handed.give(tls.Server(conn, p.tlsFor(host)))
}

// tlsFor takes the host of the CONNECT where the client names none in its handshake.
func (p *Proxy) tlsFor(host string) *tls.Config {
	config := p.config.TLS.Clone()
	if certificate := config.GetCertificate; certificate != nil {
		config.GetCertificate = func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			if hello.ServerName == "" {
				hello.ServerName = host
			}
			return certificate(hello)
		}
	}
	return config
}

// A taken connection is one that was hijacked, with what the server had read of it already.
type taken struct {
	net.Conn
	read *bufio.Reader
}

func hijack(w http.ResponseWriter) (*taken, error) {
	conn, buffers, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil, err
	}
	return &taken{conn, buffers.Reader}, nil
}

func (t *taken) Read(b []byte) (int, error) { return t.read.Read(b) }

// CloseWrite tells the client that no more comes.
func (t *taken) CloseWrite() error { return closeWrite(t.Conn) }

// start says yes to the CONNECT and waits for the first byte that the client then sends.
func (t *taken) start() (byte, error) {
	if err := t.SetDeadline(clock.Wall{}.Now().Add(headerTimeout)); err != nil {
		return 0, err
	}
	if _, err := t.Write([]byte(established)); err != nil {
		return 0, err
	}
	first, err := t.read.Peek(1)
	if err != nil {
		return 0, err
	}
	return first[0], t.SetDeadline(time.Time{})
}

// A handoff is a net.Listener whose connections were accepted elsewhere.
type handoff struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newHandoff() *handoff {
	return &handoff{conns: make(chan net.Conn), done: make(chan struct{})}
}

// give passes a connection on, or closes it where nobody will accept it any more.
func (h *handoff) give(c net.Conn) {
	select {
	case h.conns <- c:
	case <-h.done:
		c.Close()
	}
}

// Accept waits for the next connection.
func (h *handoff) Accept() (net.Conn, error) {
	select {
	case c := <-h.conns:
		return c, nil
	case <-h.done:
		return nil, net.ErrClosed
	}
}

// Close ends Accept and give.
func (h *handoff) Close() error {
	h.once.Do(func() { close(h.done) })
	return nil
}

// Addr is no place that could be dialled.
func (h *handoff) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4zero} }
