package tlsca

import (
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"net"
	"strings"
	"sync"
	"time"
)

const (
	leafLifetime = 7 * 24 * time.Hour
	leafRenewal  = 24 * time.Hour // a leaf with less than this left is made anew
	maxLeaves    = 1024
)

// A leaf is the certificate of one host, made once by whoever asks first; others wait for it.
type leaf struct {
	until time.Time
	make  func() (*tls.Certificate, error)
}

// TLSConfig serves HTTP/2 and HTTP/1.1 with certificates for whatever permitted host a client names.
func (ca *CA) TLSConfig() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}, GetCertificate: ca.GetCertificate}
}

// GetCertificate is for tls.Config. A client that names no host gets the default leaf (localhost, 127.0.0.1, ::1), or
// that of the loopback address it reached. A host outside the constraints is an error.
func (ca *CA) GetCertificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	host := hello.ServerName
	if host == "" && hello.Conn != nil {
		if addr, ok := hello.Conn.LocalAddr().(*net.TCPAddr); ok && addr.IP.IsLoopback() {
			host = addr.IP.String()
		}
	}
	return ca.leaf(host)
}

// Prepare makes the certificate of a host, so that a handshake that follows need not wait for it. It is an error where
// the host is outside the constraints.
func (ca *CA) Prepare(host string) error {
	_, err := ca.leaf(host)
	return err
}

// leaf is the certificate for a host with its chain.
func (ca *CA) leaf(host string) (*tls.Certificate, error) {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	switch host {
	case "localhost", "127.0.0.1", "::1":
		host = ""
	}
	if host != "" && !ca.permits(host) {
		return nil, fmt.Errorf("host %q is outside the names that this CA may certify", host)
	}
	ca.mu.Lock()
	now := ca.clock.Now()
	l := ca.leaves[host]
	if l == nil || now.Add(leafRenewal).After(l.until) || now.Add(leafLifetime).Before(l.until) {
		until := now.Add(leafLifetime)
		l = &leaf{until: until, make: sync.OnceValues(func() (*tls.Certificate, error) { return ca.certifyHost(host, now, until) })}
		ca.makeRoom()
		ca.leaves[host] = l
	}
	ca.mu.Unlock()
	return l.make()
}

// makeRoom forgets the oldest leaf where there are too many: host names come from clients. The default leaf stays.
func (ca *CA) makeRoom() {
	if len(ca.leaves) < maxLeaves {
		return
	}
	oldest := ""
	for host, l := range ca.leaves {
		if host != "" && (oldest == "" || l.until.Before(ca.leaves[oldest].until)) {
			oldest = host
		}
	}
	delete(ca.leaves, oldest)
}

// permits tells whether the constraints of the intermediate, as written in it, let it certify a host.
func (ca *CA) permits(host string) bool {
	if ip := net.ParseIP(host); ip != nil {
		for _, ipNet := range ca.intermediate.PermittedIPRanges {
			if ipNet.Contains(ip) {
				return true
			}
		}
		return false
	}
	if len(host) > 253 || strings.Contains(host, "*") {
		return false
	}
	for _, name := range ca.intermediate.PermittedDNSDomains {
		if host == name || strings.HasSuffix(host, "."+name) {
			return true
		}
	}
	return false
}

// certifyHost makes a leaf; host "" is the default one.
func (ca *CA) certifyHost(host string, now, until time.Time) (*tls.Certificate, error) {
	if until.After(ca.intermediate.NotAfter) {
		until = ca.intermediate.NotAfter
	}
	template := &x509.Certificate{
		Subject:     pkix.Name{Organization: []string{"Paifang"}},
		NotBefore:   now.Add(-backdated),
		NotAfter:    until,
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	switch ip := net.ParseIP(host); {
	case host == "":
		template.DNSNames = []string{"localhost"}
		template.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	case ip != nil:
		template.IPAddresses = []net.IP{ip}
	default:
		template.DNSNames = []string{host}
	}
	cert, err := certify(template, ca.intermediate, &ca.leafKey.PublicKey, ca.key)
	if err != nil {
		return nil, fmt.Errorf("certificate for host %q: %w", host, err)
	}
	return &tls.Certificate{Certificate: [][]byte{cert.Raw, ca.intermediate.Raw}, PrivateKey: ca.leafKey, Leaf: cert}, nil
}
