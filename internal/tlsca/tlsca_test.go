package tlsca_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/tlsca"
)

var start = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func must[T any](v T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// roots is what a client trusts that was given only the CA's file.
func roots(ca *tlsca.CA) *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca.Bundle(false))
	return pool
}

// verify is what a client finds that connects to host and is shown cert.
func verify(t testing.TB, ca *tlsca.CA, cert *tls.Certificate, host string, now time.Time) error {
	t.Helper()
	chain := x509.NewCertPool()
	for _, der := range cert.Certificate[1:] {
		chain.AddCert(must(x509.ParseCertificate(der))(t))
	}
	leaf := must(x509.ParseCertificate(cert.Certificate[0]))(t)
	_, err := leaf.Verify(x509.VerifyOptions{DNSName: host, Roots: roots(ca), Intermediates: chain, CurrentTime: now})
	return err
}

func TestPermittedHostsGetACertificateThatVerifies(t *testing.T) {
	ca := must(tlsca.New(clock.NewManual(start), "paifang.test"))(t)
	for _, host := range []string{
		"api.qcloud.com", "cvm.api.qcloud.com", "Scaling.api.qcloud.com", "cvm.tencentcloudapi.com",
		"cvm.ap-guangzhou.tencentcloudapi.com", "cvm.intl.tencentcloudapi.com", "paifang.test", "a.paifang.test", "localhost", "a.localhost",
	} {
		cert, err := ca.GetCertificate(&tls.ClientHelloInfo{ServerName: host})
		if err != nil {
			t.Errorf("%s: %v", host, err)
			continue
		}
		if err := verify(t, ca, cert, host, start); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
	for _, host := range []string{"example.com", "qcloud.com", "evilapi.qcloud.com.example.com", "eviltencentcloudapi.com", "10.0.0.1", "*.tencentcloudapi.com"} {
		if _, err := ca.GetCertificate(&tls.ClientHelloInfo{ServerName: host}); err == nil {
			t.Errorf("%s: got a certificate, want none", host)
		}
	}
}

func TestTheDefaultLeafHoldsLoopback(t *testing.T) {
	ca := must(tlsca.New(clock.NewManual(start)))(t)
	cert := must(ca.GetCertificate(&tls.ClientHelloInfo{}))(t)
	for _, host := range []string{"localhost", "127.0.0.1", "::1"} {
		if err := verify(t, ca, cert, host, start); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
}

// A thief of the intermediate's key signs what the CA itself would refuse.
func TestClientsRefuseWhatTheConstraintsForbid(t *testing.T) {
	dir := t.TempDir()
	ca := must(tlsca.Load(dir, clock.NewManual(start)))(t)
	text := must(os.ReadFile(filepath.Join(dir, "ca-intermediate.pem")))(t)
	keyBlock, rest := pem.Decode(text)
	key := must(x509.ParsePKCS8PrivateKey(keyBlock.Bytes))(t).(*ecdsa.PrivateKey)
	certBlock, _ := pem.Decode(rest)
	intermediate := must(x509.ParseCertificate(certBlock.Bytes))(t)

	for _, c := range []struct {
		host string
		isCA bool
		ok   bool
	}{
		{"cvm.tencentcloudapi.com", false, true},
		{"127.9.9.9", false, true},
		{"example.com", false, false},
		{"10.0.0.1", false, false},
	} {
		template := &x509.Certificate{NotBefore: start, NotAfter: start.Add(time.Hour), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
		if ip := net.ParseIP(c.host); ip != nil {
			template.IPAddresses = []net.IP{ip}
		} else {
			template.DNSNames = []string{c.host}
		}
		der := must(x509.CreateCertificate(rand.Reader, template, intermediate, &key.PublicKey, key))(t)
		err := verify(t, ca, &tls.Certificate{Certificate: [][]byte{der, intermediate.Raw}}, c.host, start)
		if (err == nil) != c.ok {
			t.Errorf("%s: client says %v, want accepted %v", c.host, err, c.ok)
		}
	}
}

func TestTheRootsKeyIsNowhereOnDisk(t *testing.T) {
	dir := t.TempDir()
	ca := must(tlsca.Load(dir, clock.NewManual(start)))(t)
	block, _ := pem.Decode(ca.Bundle(false))
	root := must(x509.ParseCertificate(block.Bytes))(t)
	keys := 0
	for _, entry := range must(os.ReadDir(dir))(t) {
		text := must(os.ReadFile(filepath.Join(dir, entry.Name())))(t)
		for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
			if !strings.Contains(block.Type, "KEY") {
				continue
			}
			keys++
			key := must(x509.ParsePKCS8PrivateKey(block.Bytes))(t).(*ecdsa.PrivateKey)
			if key.PublicKey.Equal(root.PublicKey) {
				t.Errorf("%s holds the root's key", entry.Name())
			}
			if mode := must(entry.Info())(t).Mode().Perm(); mode != 0o600 {
				t.Errorf("%s has mode %o, want 600", entry.Name(), mode)
			}
		}
	}
	if keys != 1 {
		t.Errorf("%d keys on disk, want the intermediate's", keys)
	}
}

func TestLoadKeepsTheRootUntilItIsCloseToItsExpiry(t *testing.T) {
	dir, c := t.TempDir(), clock.NewManual(start)
	first := must(tlsca.Load(dir, c))(t).Bundle(false)
	load := func(names ...string) []byte { return must(tlsca.Load(dir, c, names...))(t).Bundle(false) }
	same := func(what string, got []byte, want bool) {
		t.Helper()
		if bytes.Equal(got, first) != want {
			t.Errorf("%s: the same root %v, want %v", what, !want, want)
		}
		if file := must(os.ReadFile(filepath.Join(dir, tlsca.CertFile)))(t); !bytes.Equal(file, got) {
			t.Errorf("%s: %s is not the root", what, tlsca.CertFile)
		}
		first = got
	}
	same("again", load(), true)
	if err := os.Remove(filepath.Join(dir, tlsca.CertFile)); err != nil {
		t.Fatal(err)
	}
	same("its certificate removed", load(), true)
	c.Advance(500 * 24 * time.Hour)
	same("500 days later", load(), true)
	same("for another name", load("paifang.test"), false)
	same("for the first names", load(), false)
	c.Advance(700 * 24 * time.Hour)
	same("a month before its end", load(), false)
}

func TestADamagedCAIsAnErrorAndStaysAsItIs(t *testing.T) {
	for name, damage := range map[string]func([]byte) []byte{
		"empty":    func([]byte) []byte { return nil },
		"half":     func(b []byte) []byte { return b[:len(b)/2] },
		"swapped":  func(b []byte) []byte { i := bytes.LastIndex(b, []byte("-----BEGIN")); return append(b, b[i:]...)[:i] },
		"other CA": nil,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			must(tlsca.Load(dir, clock.NewManual(start)))(t)
			path := filepath.Join(dir, "ca-intermediate.pem")
			text := must(os.ReadFile(path))(t)
			if damage == nil {
				other := t.TempDir()
				must(tlsca.Load(other, clock.NewManual(start)))(t)
				foreign := must(os.ReadFile(filepath.Join(other, "ca-intermediate.pem")))(t)
				_, certs := pem.Decode(text)
				key, _ := pem.Decode(foreign)
				text = append(pem.EncodeToMemory(key), certs...)
			} else {
				text = damage(text)
			}
			if err := os.WriteFile(path, text, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := tlsca.Load(dir, clock.NewManual(start)); err == nil || !strings.Contains(err.Error(), path) {
				t.Errorf("Load = %v, want an error that names the file", err)
			}
			if got := must(os.ReadFile(path))(t); !bytes.Equal(got, text) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestALeafIsMadeOnceAndAnewBeforeItExpires(t *testing.T) {
	c := clock.NewManual(start)
	ca := must(tlsca.New(c))(t)
	hello := &tls.ClientHelloInfo{ServerName: "cvm.tencentcloudapi.com"}
	certs := make([]*tls.Certificate, 8)
	var wg sync.WaitGroup
	for i := range certs {
		wg.Go(func() { certs[i], _ = ca.GetCertificate(hello) })
	}
	wg.Wait()
	for _, cert := range certs {
		if cert == nil || cert != certs[0] {
			t.Fatal("concurrent handshakes got different certificates")
		}
	}
	for day := range 20 {
		c.Advance(24 * time.Hour)
		cert := must(ca.GetCertificate(hello))(t)
		if err := verify(t, ca, cert, hello.ServerName, c.Now().Add(23*time.Hour)); err != nil {
			t.Fatalf("day %d: %v", day, err)
		}
	}
}

func TestManyHostsAreServed(t *testing.T) {
	ca := must(tlsca.New(clock.NewManual(start)))(t)
	for i := range 1100 {
		if err := ca.Prepare(fmt.Sprintf("h%d.tencentcloudapi.com", i)); err != nil {
			t.Fatal(err)
		}
	}
	cert := must(ca.GetCertificate(&tls.ClientHelloInfo{ServerName: "h0.tencentcloudapi.com"}))(t)
	if err := verify(t, ca, cert, "h0.tencentcloudapi.com", start); err != nil {
		t.Error(err)
	}
}

func TestTheBundleHoldsTheSystemsRootsAndOurs(t *testing.T) {
	ca, other := must(tlsca.New(clock.NewManual(start)))(t), must(tlsca.New(clock.NewManual(start.Add(time.Hour))))(t)
	file := filepath.Join(t.TempDir(), "roots.pem")
	if err := os.WriteFile(file, append([]byte("# a comment\n"), other.Bundle(false)...), 0o600); err != nil {
		t.Fatal(err)
	}
	bundle := ca.BundleAfter(tlsca.SystemRoots("/nonexistent", file))
	if want := append(other.Bundle(false), ca.Bundle(false)...); !bytes.Equal(bundle, want) {
		t.Errorf("bundle is\n%s, want\n%s", bundle, want)
	}
	store := must(tlsca.TrustStore(bundle, "changeit"))(t)
	certs := must(pkcs12.DecodeTrustStore(store, "changeit"))(t)
	if len(certs) != 2 || !bytes.Equal(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certs[1].Raw}), ca.Bundle(false)) {
		t.Errorf("the trust store holds %d certificates, want two, ours last", len(certs))
	}
}

func TestAHandshakeSucceedsWithTheRootAlone(t *testing.T) {
	ca := must(tlsca.New(clock.Wall{}))(t)
	client, server := net.Pipe()
	done := make(chan error, 1)
	go func() { done <- tls.Server(server, ca.TLSConfig()).Handshake() }()
	err := tls.Client(client, &tls.Config{RootCAs: roots(ca), ServerName: "cvm.api.qcloud.com"}).Handshake()
	client.Close()
	if err != nil {
		t.Error(err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	server.Close()
}
