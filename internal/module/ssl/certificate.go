package ssl

import (
	"crypto"
	"crypto/sha1"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paifang/paifang/internal/tagging"
)

// A Kind is what a certificate is for.
type Kind string

// The kinds.
const (
	// Server is one that a server shows, with its key.
	Server Kind = "SVR"
	// Authority is one that callers' certificates are checked by; it has no key here.
	Authority Kind = "CA"
)

// The states that there are of those that were brought.
const (
	issued  = 1
	expired = 3
)

// A Certificate is one that an account brought.
type Certificate struct {
	ID, Account, Creator, Alias string
	Kind                        Kind
	Project                     int64
	// Text is the certificate in PEM as it was given, behind it those that signed it.
	Text string
	// SealedKey is its key in PEM, sealed; empty where it has none.
	SealedKey string
	CreatedAt time.Time
	// What the first certificate of Text says.
	Domain, Issuer, Subject, Algorithm, Fingerprint string
	// Names are all that it is for, Domain first.
	Names        []string
	Begin, End   time.Time
	Wildcard     bool
	ChainLength  int
	SerialNumber string
}

// tagged is what tags know it as: in no region.
func (c *Certificate) tagged() tagging.Resource {
	return tagging.Resource{Service: "ssl", Prefix: "certificate", ID: c.ID}
}

// status is its state at a time.
func (c *Certificate) status(now time.Time) int64 {
	if now.After(c.End) {
		return expired
	}
	return issued
}

var statusNames = map[int64]string{issued: "已颁发", expired: "已过期"}

// months is how long it holds, as answers count it.
func (c *Certificate) months() string {
	return strconv.Itoa(int(c.End.Sub(c.Begin).Hours()/24/30 + 0.5))
}

// maxText bounds what is read of a certificate: a chain of a few.
const maxText = 64 << 10

// read fills in what Text says, and refuses what is no certificate, a key that is not its own, and a kind that it is not.
func (c *Certificate) read(key string, w words) error {
	chain, err := parse(c.Text, w)
	if err != nil {
		return err
	}
	first := chain[0]
	switch {
	case c.Kind == Authority && key != "":
		return w.invalid.Errorf("A private key is given with a certificate of type CA; none is expected.")
	case c.Kind == Authority && first.BasicConstraintsValid && !first.IsCA:
		return w.invalid.Errorf("The certificate of type CA is one that may not sign others; an authority's is expected.")
	case c.Kind == Server && key == "":
		return w.invalid.Errorf("The private key is missing; it is expected with a certificate of type SVR.")
	case c.Kind == Server:
		if err := fits(first, key, w); err != nil {
			return err
		}
	}
	for n := range chain[1:] {
		if err := chain[n].CheckSignatureFrom(chain[n+1]); err != nil {
			return w.invalid.Errorf("Certificate %d of the chain was not signed by certificate %d; each is expected to be followed by the one that signed it.", n+1, n+2)
		}
	}
	c.describe(first)
	c.ChainLength = len(chain)
	return nil
}

func (c *Certificate) describe(of *x509.Certificate) {
	c.Names = nil
	for _, name := range append([]string{of.Subject.CommonName}, of.DNSNames...) {
		if name != "" && !slices.Contains(c.Names, name) {
			c.Names = append(c.Names, name)
		}
	}
	for _, ip := range of.IPAddresses {
		c.Names = append(c.Names, ip.String())
	}
	c.Domain = ""
	if len(c.Names) > 0 {
		c.Domain = c.Names[0]
	}
	c.Wildcard = slices.ContainsFunc(c.Names, func(n string) bool { return strings.HasPrefix(n, "*.") })
	c.Issuer, c.Subject = of.Issuer.CommonName, of.Subject.CommonName
	if c.Issuer == "" && len(of.Issuer.Organization) > 0 {
		c.Issuer = of.Issuer.Organization[0]
	}
	c.Begin, c.End = of.NotBefore.UTC(), of.NotAfter.UTC()
	c.Fingerprint, c.SerialNumber = fingerprint(of), of.SerialNumber.Text(16)
	c.Algorithm = of.PublicKeyAlgorithm.String()
	if k, ok := of.PublicKey.(interface{ Size() int }); ok { // of RSA
		c.Algorithm += " " + strconv.Itoa(k.Size()*8)
	}
}

// fingerprint is what names a certificate by its contents: the SHA-1 that answers show.
func fingerprint(of *x509.Certificate) string {
	sum := sha1.Sum(of.Raw)
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

// parse reads the certificates of a text; there is at least one.
func parse(text string, w words) ([]*x509.Certificate, error) {
	if len(text) > maxText {
		return nil, w.unread.Errorf("The certificate has %d bytes; at most %d are expected.", len(text), maxText)
	}
	var chain []*x509.Certificate
	rest := []byte(text)
	for {
		var block *pem.Block
		block, rest = pem.Decode(rest)
		if block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			return nil, w.unread.Errorf("The certificate has a PEM block %.30q; CERTIFICATE alone is expected.", block.Type)
		}
		one, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, w.unread.Errorf("Block %d of the certificate is no X.509 certificate in DER.", len(chain)+1)
		}
		chain = append(chain, one)
	}
	switch {
	case len(chain) == 0:
		return nil, w.unread.Errorf("The certificate is no text in PEM; -----BEGIN CERTIFICATE----- is expected.")
	case strings.TrimSpace(string(rest)) != "":
		return nil, w.unread.Errorf("The certificate has text behind its last PEM block; none is expected.")
	}
	return chain, nil
}

// fits refuses a text that is not the key of a certificate.
func fits(certificate *x509.Certificate, key string, w words) error {
	block, _ := pem.Decode([]byte(key))
	if len(key) > maxText || block == nil || !strings.HasSuffix(block.Type, "PRIVATE KEY") {
		return w.unread.Errorf("The private key is no key in PEM; -----BEGIN PRIVATE KEY-----, RSA or EC is expected.")
	}
	if block.Type == "ENCRYPTED PRIVATE KEY" || block.Headers["DEK-Info"] != "" {
		return w.unread.Errorf("The private key has a password; one without is expected.")
	}
	pair, err := tls.X509KeyPair(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Raw}), []byte(key))
	if err == nil {
		if signer, ok := pair.PrivateKey.(crypto.Signer); ok && signer != nil {
			return nil
		}
	}
	return w.mismatch.Errorf("The private key is not the certificate's.")
}
