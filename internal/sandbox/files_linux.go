package sandbox

import "github.com/paifang/paifang/internal/tlsca"

// bundleFiles are where systems keep the roots that they trust, in PEM; the last is OpenSSL's own default on Debian.
func bundleFiles() []string { return append(tlsca.SystemFiles(), "/usr/lib/ssl/cert.pem") }

// javaFiles are where systems keep those of Java.
func javaFiles() []string {
	return []string{
		"/etc/ssl/certs/java/cacerts",
		"/etc/pki/ca-trust/extracted/java/cacerts",
		"/etc/pki/java/cacerts",
	}
}
