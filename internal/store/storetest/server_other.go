//go:build !unix

package storetest

import (
	"context"
	"errors"
)

// server is not started here: what starts it, and ends it with the process, is Unix's.
type server struct{ dsn string }

func sharedServer() (*server, error) {
	return nil, errors.New("a throw-away server is started on Unix only")
}

func (*server) makeSchema(context.Context, string) error { return errors.ErrUnsupported }
