package tlsca

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"

	"software.sslmate.com/src/go-pkcs12"
)

// SystemFiles are the places where systems keep the roots that they trust, in PEM; the first that can be read counts.
func SystemFiles() []string {
	return []string{
		"/etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu, Alpine, Arch
		"/etc/pki/tls/certs/ca-bundle.crt",                  // Fedora, RHEL
		"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // RHEL
		"/etc/ssl/ca-bundle.pem",                            // openSUSE
		"/etc/pki/tls/cacert.pem",                           // OpenELEC
		"/etc/ssl/cert.pem",                                 // Alpine, macOS, BSD
	}
}

// SystemRoots are the certificates in the first of the files that holds any, in PEM and without anything else; nil where
// none does (Windows keeps its roots elsewhere).
func SystemRoots(files ...string) []byte {
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		if roots := certificates(text); len(roots) > 0 {
			return join(roots)
		}
	}
	return nil
}

// Bundle is the root's certificate in PEM, after the system's roots where system is set.
func (ca *CA) Bundle(system bool) []byte {
	if !system {
		return encode(ca.root)
	}
	return ca.BundleAfter(SystemRoots(SystemFiles()...))
}

// BundleAfter is the root's certificate after others, all in PEM.
func (ca *CA) BundleAfter(roots []byte) []byte {
	return append(join(certificates(roots)), encode(ca.root)...)
}

// TrustStore is a PKCS12 trust store for Java that holds the certificates of a PEM bundle. It is encrypted in the way
// that every Java since 6 reads: what it holds is public. Without a password it is in the clear, as it must be to stand
// in for a JVM's own cacerts, which are read without one.
func TrustStore(bundle []byte, password string) ([]byte, error) {
	var entries []pkcs12.TrustStoreEntry
	for i, cert := range certificates(bundle) {
		// Java takes entries of one name for one entry.
		entries = append(entries, pkcs12.TrustStoreEntry{Cert: cert, FriendlyName: fmt.Sprintf("%03d %s", i, cert.Subject.CommonName)})
	}
	if password == "" {
		return pkcs12.Passwordless.EncodeTrustStoreEntries(entries, "")
	}
	return pkcs12.LegacyDES.EncodeTrustStoreEntries(entries, password)
}

// PKCS12 is Bundle(system) as a trust store for Java.
func (ca *CA) PKCS12(password string, system bool) ([]byte, error) {
	return TrustStore(ca.Bundle(system), password)
}

// certificates are those in a PEM text that can be read; a system's bundle may hold some that Go refuses.
func certificates(text []byte) []*x509.Certificate {
	var certs []*x509.Certificate
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		if cert, err := x509.ParseCertificate(block.Bytes); err == nil {
			certs = append(certs, cert)
		}
	}
	return certs
}

func join(certs []*x509.Certificate) []byte {
	var all []byte
	for _, cert := range certs {
		all = append(all, encode(cert)...)
	}
	return all
}
