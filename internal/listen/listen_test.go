package listen_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/listen"
	"github.com/paifang/paifang/internal/tlsca"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// answers says who was asked, and whether by TLS.
func answers(name string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tlsed := "plain"
		if r.TLS != nil {
			tlsed = "tls"
		}
		_, _ = io.WriteString(w, name+" "+tlsed+" "+r.Host)
	})
}

func start(t *testing.T, change func(*listen.Config)) (*listen.Servers, *tlsca.CA) {
	t.Helper()
	ca, err := tlsca.New(clock.Wall{})
	if err != nil {
		t.Fatal(err)
	}
	c := listen.Config{
		HTTPS: "127.0.0.1:0", HTTP: "127.0.0.1:0", Proxy: "127.0.0.1:0", Admin: "127.0.0.1:0",
		API: answers("api"), AdminAPI: answers("admin"), CA: ca, Log: slog.New(slog.DiscardHandler),
	}
	if change != nil {
		change(&c)
	}
	s, err := listen.Start(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return s, ca
}

// ask gets a URL from an address, trusting the given roots.
func ask(t *testing.T, url, address string, roots []byte) (string, error) {
	t.Helper()
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(roots)
	transport := &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, address)
		},
	}
	defer transport.CloseIdleConnections()
	resp, err := (&http.Client{Transport: transport, Timeout: 10 * time.Second}).Get(url)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return string(b), err
}

func TestFourAddresses(t *testing.T) {
	s, ca := start(t, nil)
	for _, c := range []struct{ url, address, want string }{
		{"https://cvm.api.qcloud.com/", s.HTTPS, "api tls cvm.api.qcloud.com"},
		{"http://cvm.api.qcloud.com/", s.HTTP, "api plain cvm.api.qcloud.com"},
		{"http://localhost/", s.Admin, "admin plain localhost"},
	} {
		if got, err := ask(t, c.url, c.address, ca.Bundle(false)); err != nil || got != c.want {
			t.Errorf("%s: got %q, %v; want %q", c.url, got, err, c.want)
		}
	}
}

// A team's own certificate is served for its names, the CA's for the others.
func TestATeamsOwnHostname(t *testing.T) {
	certFile, keyFile, own := certificate(t, "cvm.cloud.example")
	s, ca := start(t, func(c *listen.Config) { c.CertFile, c.KeyFile = certFile, keyFile })
	if got, err := ask(t, "https://cvm.cloud.example/", s.HTTPS, own); err != nil || got != "api tls cvm.cloud.example" {
		t.Errorf("the team's host: got %q, %v", got, err)
	}
	if got, err := ask(t, "https://cvm.api.qcloud.com/", s.HTTPS, ca.Bundle(false)); err != nil || got != "api tls cvm.api.qcloud.com" {
		t.Errorf("the service's host: got %q, %v", got, err)
	}
}

func TestWhatCantBeListenedOnIsSaid(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ca, err := tlsca.New(clock.Wall{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		config listen.Config
		says   string
	}{
		{listen.Config{HTTPS: "127.0.0.1:0", Admin: l.Addr().String()}, l.Addr().String()},
		{listen.Config{HTTPS: "127.0.0.1:0", CertFile: "nowhere.pem", KeyFile: "nowhere.key"}, "nowhere.pem"},
	} {
		c.config.CA, c.config.Log, c.config.API, c.config.AdminAPI = ca, slog.New(slog.DiscardHandler), answers("api"), answers("admin")
		if _, err := listen.Start(t.Context(), c.config); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("got %v, want an error with %q", err, c.says)
		}
	}
}

// certificate writes a self-signed certificate for a host.
func certificate(t *testing.T, host string) (certFile, keyFile string, text []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: host}, DNSNames: []string{host},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	text = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	certFile, keyFile = filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	for path, b := range map[string][]byte{certFile: text, keyFile: pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: keyDER})} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certFile, keyFile, text
}
