//go:build unix

package cloud

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// lock keeps other processes out of the directory until it is unlocked or this process ends: two would each let a nonce
// through.
func lock(dir string) (unlock func() error, err error) {
	path := filepath.Join(dir, "lock")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return func() error { return nil }, fmt.Errorf("lock the directory: %w", err)
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		err = fmt.Errorf("the directory %s is in use by another process", dir)
		return func() error { return nil }, errors.Join(err, f.Close())
	}
	return f.Close, nil
}
