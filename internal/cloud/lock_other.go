//go:build !unix

package cloud

import (
	"fmt"
	"os"
	"path/filepath"
)

// lock keeps other processes out of the directory: the file is held open without sharing.
func lock(dir string) (unlock func() error, err error) {
	path := filepath.Join(dir, "lock")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return func() error { return nil }, fmt.Errorf("the directory %s is in use by another process, or one ended without removing %s", dir, path)
	}
	return func() error {
		if err := f.Close(); err != nil {
			return err
		}
		return os.Remove(path)
	}, nil
}
