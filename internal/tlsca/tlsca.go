// Package tlsca is the certificate authority that makes clients take Paifang for the hosts they were written for.
//
// It decides what may be certified: a root signs one intermediate, whose name constraints hold it to the service's hosts
// and to loopback, and the root's key is then forgotten (constraints on a root itself are ignored by Java). So whoever
// gets at the intermediate's key can impersonate nothing else. Who trusts the root is for others: nothing here touches
// the system's trust.
package tlsca

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/paifang/paifang/internal/clock"
)

const (
	lifetime   = 2 * 365 * 24 * time.Hour
	renewAhead = 90 * 24 * time.Hour
	// backdated forgives clients whose clock is behind.
	backdated = 24 * time.Hour
)

// Domains are the domains of the service: whatever the caller adds, these and their sub-domains may be certified.
func Domains() []string { return []string{"api.qcloud.com", "tencentcloudapi.com"} }

// A CA makes certificates for hosts within its constraints. It is safe for concurrent use.
type CA struct {
	clock        clock.Clock
	root         *x509.Certificate
	intermediate *x509.Certificate
	key          *ecdsa.PrivateKey // the intermediate's

	leafKey *ecdsa.PrivateKey // one for all leaves: it never leaves this process
	mu      sync.Mutex
	leaves  map[string]*leaf
}

// New is a CA that exists in memory only. names are DNS names that it may certify besides Domains and localhost, with
// their sub-domains.
func New(c clock.Clock, names ...string) (*CA, error) {
	now := c.Now()
	rootKey, err := newKey()
	if err != nil {
		return nil, err
	}
	rootTemplate := authority("Paifang root CA", now)
	root, err := certify(rootTemplate, rootTemplate, &rootKey.PublicKey, rootKey)
	if err != nil {
		return nil, fmt.Errorf("making the root: %w", err)
	}
	key, err := newKey()
	if err != nil {
		return nil, err
	}
	template := authority("Paifang intermediate CA", now)
	template.MaxPathLenZero = true
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	template.PermittedDNSDomainsCritical = true
	template.PermittedDNSDomains = permitted(names)
	template.PermittedIPRanges = []*net.IPNet{
		{IP: net.IPv4(127, 0, 0, 0).To4(), Mask: net.CIDRMask(8, 32)},
		{IP: net.IPv6loopback, Mask: net.CIDRMask(128, 128)},
	}
	intermediate, err := certify(template, root, &key.PublicKey, rootKey)
	if err != nil {
		return nil, fmt.Errorf("making the intermediate: %w", err)
	}
	return open(c, root, intermediate, key) // rootKey ends here
}

// open is a CA of what New made or Load read.
func open(c clock.Clock, root, intermediate *x509.Certificate, key *ecdsa.PrivateKey) (*CA, error) {
	leafKey, err := newKey()
	if err != nil {
		return nil, err
	}
	return &CA{clock: c, root: root, intermediate: intermediate, key: key, leafKey: leafKey, leaves: map[string]*leaf{}}, nil
}

// permitted are the DNS names that an intermediate is held to, in a stated order and each once.
func permitted(names []string) []string {
	all := slices.Concat(Domains(), []string{"localhost"}, names)
	slices.Sort(all)
	return slices.Compact(all)
}

// serves tells whether the CA is good for these names from now on: valid, not about to expire, and held to no other names.
func (ca *CA) serves(names []string, now time.Time) bool {
	return now.After(ca.root.NotBefore) && now.Add(renewAhead).Before(ca.intermediate.NotAfter) &&
		slices.Equal(ca.intermediate.PermittedDNSDomains, permitted(names))
}

func authority(name string, now time.Time) *x509.Certificate {
	return &x509.Certificate{
		// The time tells two CAs of one machine apart in a trust store.
		Subject:               pkix.Name{Organization: []string{"Paifang"}, CommonName: name + " " + now.Format(time.RFC3339)},
		NotBefore:             now.Add(-backdated),
		NotAfter:              now.Add(lifetime),
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
}

func newKey() (*ecdsa.PrivateKey, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }

// certify signs template; x509 draws the serial number.
func certify(template, parent *x509.Certificate, public *ecdsa.PublicKey, signer *ecdsa.PrivateKey) (*x509.Certificate, error) {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, signer)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}
