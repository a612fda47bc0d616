//go:build !linux

package sandbox

import (
	"fmt"
	"os"
	"runtime"
)

// A Process is a command in its sandbox.
type Process struct{}

// Main does nothing on this system.
func Main() {}

// Start is an error on this system.
func Start(Spec) (*Process, []Listener, error) {
	return nil, nil, fmt.Errorf("%w: it needs Linux namespaces, and this is %s", ErrUnsupported, runtime.GOOS)
}

// Signal is an error on this system.
func (*Process) Signal(os.Signal) error { return ErrUnsupported }

// Wait is an error on this system.
func (*Process) Wait() (int, error) { return 0, ErrUnsupported }
