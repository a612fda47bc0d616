package tlsca

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/paifang/paifang/internal/clock"
)

// The files of a directory. The second is all that Load reads, written at once, so that a crash leaves no half of a CA;
// the first is for people and clients, and is written again where it differs.
const (
	CertFile = "ca.crt" // the root's certificate, PEM
	keyFile  = "ca-intermediate.pem"
)

// Load is the CA kept in dir, or a new one where there is none, where it is close to its expiry, or where names are not
// those it was made for (see New). A new root means that clients must be given CertFile again. A damaged CA is an error,
// not a reason for a new one.
func Load(dir string, c clock.Clock, names ...string) (*CA, error) {
	path := filepath.Join(dir, keyFile)
	ca, err := read(path, c)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("the CA in %s: %w (remove the file to have a new CA made)", path, err)
	case ca.serves(names, c.Now()):
		return ca, ca.writeCert(dir)
	}
	if ca, err = New(c, names...); err != nil {
		return nil, err
	}
	text, err := ca.marshal()
	if err != nil {
		return nil, err
	}
	if err := writeFile(path, text, 0o600); err != nil {
		return nil, err
	}
	return ca, ca.writeCert(dir)
}

// writeCert brings CertFile into line with the CA.
func (ca *CA) writeCert(dir string) error {
	path := filepath.Join(dir, CertFile)
	if was, err := os.ReadFile(path); err == nil && bytes.Equal(was, ca.Bundle(false)) {
		return nil
	}
	return writeFile(path, ca.Bundle(false), 0o644)
}

// writeFile replaces a file at once.
func writeFile(path string, text []byte, mode os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(text)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// marshal is the intermediate's key, its certificate and the root's, in PEM.
func (ca *CA) marshal() ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(ca.key)
	if err != nil {
		return nil, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	return append(append(text, encode(ca.intermediate)...), encode(ca.root)...), nil
}

func encode(cert *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})
}

func read(path string, c clock.Clock) (*CA, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var der [][]byte
	for _, kind := range []string{"PRIVATE KEY", "CERTIFICATE", "CERTIFICATE"} {
		var block *pem.Block
		block, text = pem.Decode(text)
		if block == nil || block.Type != kind {
			return nil, errors.New("must hold a PRIVATE KEY and two CERTIFICATEs in PEM")
		}
		der = append(der, block.Bytes)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der[0])
	if err != nil {
		return nil, errors.New("its PRIVATE KEY can't be read")
	}
	intermediate, err := x509.ParseCertificate(der[1])
	if err != nil {
		return nil, fmt.Errorf("its first certificate: %w", err)
	}
	root, err := x509.ParseCertificate(der[2])
	if err != nil {
		return nil, fmt.Errorf("its second certificate: %w", err)
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok || !key.PublicKey.Equal(intermediate.PublicKey) {
		return nil, errors.New("its PRIVATE KEY is not that of its first certificate")
	}
	if err := intermediate.CheckSignatureFrom(root); err != nil {
		return nil, fmt.Errorf("its first certificate is not signed by its second: %w", err)
	}
	return open(c, root, intermediate, key)
}
