package clientenv

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/paifang/paifang/internal/tlsca"
)

// sitecustomize has Python's certifi name our roots.
//
//go:embed sitecustomize.py
var sitecustomize []byte

// TrustStorePassword opens the trust store. It guards nothing: what is inside is public, and Java wants one.
const TrustStorePassword = "changeit"

// Files are the paths that variables name. They hold certificates only, no secret.
type Files struct {
	Bundle     string // PEM: the system's roots, what the caller trusts besides, and ours
	Ours       string // PEM: ours, after what NODE_EXTRA_CA_CERTS named
	TrustStore string // PKCS12: as Bundle
	PHP        string // a directory of .ini files
	Python     string // a directory with a sitecustomize.py
}

// Write writes the files into dir, which must exist and be the caller's own. ca is our root in PEM. The roots that a
// caller trusts by variables of its own (SSL_CERT_FILE instead of the system's; others besides) stay trusted.
func Write(dir string, ca []byte, inherited []string) (Files, error) {
	f := Files{
		Bundle:     filepath.Join(dir, "bundle.pem"),
		Ours:       filepath.Join(dir, "ca.pem"),
		TrustStore: filepath.Join(dir, "truststore.p12"),
		PHP:        filepath.Join(dir, "php"),
		Python:     filepath.Join(dir, "python"),
	}
	bundle := tlsca.SystemRoots(append([]string{value(inherited, "SSL_CERT_FILE")}, tlsca.SystemFiles()...)...)
	added := map[string]bool{}
	for _, name := range []string{"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"} {
		if file := value(inherited, name); file != "" && !added[file] {
			added[file] = true
			bundle = append(bundle, tlsca.SystemRoots(file)...)
		}
	}
	bundle = append(bundle, ca...)
	store, err := tlsca.TrustStore(bundle, TrustStorePassword)
	if err != nil {
		return Files{}, fmt.Errorf("making a trust store for Java: %w", err)
	}
	ours := append(tlsca.SystemRoots(value(inherited, "NODE_EXTRA_CA_CERTS")), ca...)
	ini := fmt.Sprintf("openssl.cafile=%q\ncurl.cainfo=%q\n", f.Bundle, f.Bundle)
	err = errors.Join(
		os.WriteFile(f.Bundle, bundle, 0o644),
		os.WriteFile(f.Ours, ours, 0o644),
		os.WriteFile(f.TrustStore, store, 0o644),
		os.MkdirAll(f.PHP, 0o755),
		os.WriteFile(filepath.Join(f.PHP, "paifang.ini"), []byte(ini), 0o644),
		os.MkdirAll(f.Python, 0o755),
		os.WriteFile(filepath.Join(f.Python, "sitecustomize.py"), sitecustomize, 0o644),
	)
	return f, err
}
