package seal

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxKeyFile bounds what is read of a key file: some hundred keys.
const maxKeyFile = 16 << 10

// FromFile is a Box with the keys of a file: one a line in base64, the newest first. A file that is not there is made,
// with one new key, readable by its owner alone, and durable before FromFile returns. A file that others may read or write
// is refused.
func FromFile(path string) (*Box, error) {
	if err := makeKeyFile(path); err != nil {
		return nil, fmt.Errorf("seal: make the key file: %w", err)
	}
	text, err := readKeyFile(path)
	if err != nil {
		return nil, err
	}
	var keys [][]byte
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		key, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(key) != KeySize {
			return nil, fmt.Errorf("seal: %s: line %d is not a key of %d bytes in base64", path, len(keys)+1, KeySize)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("seal: %s has no key", path)
	}
	return New(keys[0], keys[1:]...)
}

// makeKeyFile makes the file whole or not at all: two processes that start at once end with one key.
func makeKeyFile(path string) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	folder := filepath.Dir(path)
	f, err := os.CreateTemp(folder, ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	key := make([]byte, KeySize)
	rand.Read(key) // never fails: the program ends instead
	_, err = f.WriteString(base64.StdEncoding.EncodeToString(key) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	// A link, not a rename: it fails where another process was first.
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(folder)
}

func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func readKeyFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	if !info.Mode().IsRegular() {
		return "", fmt.Errorf("seal: %s is not a file", path)
	}
	if wide := info.Mode().Perm() &^ 0o600; wide != 0 {
		return "", fmt.Errorf("seal: %s has mode %04o, so that others can use it; make it 0600", path, info.Mode().Perm())
	}
	text, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	return string(text), nil
}
