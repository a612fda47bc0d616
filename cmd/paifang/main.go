// Command paifang is a cloud that you run yourself, speaking the Tencent Cloud API.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sort"
	"strings"
	"syscall"

	"github.com/paifang/paifang/internal/sandbox"
)

// The exit codes of the command line.
const (
	exitDone   = 0
	exitFailed = 1 // the call or command was refused or failed
	exitUsage  = 2
)

func main() {
	sandbox.Main() // does not return in a process that a sandbox is made of
	os.Exit(run(os.Args[1:], os.Environ()))
}

// run is the whole program, but for its exit.
func run(args, environ []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	env, err := readEnvironment(environ)
	if err != nil {
		fmt.Fprintln(os.Stderr, "paifang:", err)
		return exitUsage
	}
	root := newRoot(env)
	root.SetArgs(args)
	err = root.ExecuteContext(ctx)
	var exit *exitError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &exit):
		if exit.err != nil {
			fmt.Fprintln(os.Stderr, "paifang:", exit.err)
		}
		return exit.code
	default:
		fmt.Fprintln(os.Stderr, "paifang:", err)
		return exitUsage
	}
}

// An exitError ends the program with a code; err is printed where there is one.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// failed is the error of a command that was understood and could not be done.
func failed(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{exitFailed, err}
}

// environment is what the program takes from its environment.
type environment struct {
	// admin and adminToken say where a running cloud's admin API is.
	admin, adminToken string
	// all is the whole of it, for commands that are run.
	all []string
}

// value is a variable's value, empty where it is not set.
func (e environment) value(name string) string {
	for _, entry := range e.all {
		if v, ok := strings.CutPrefix(entry, name+"="); ok {
			return v
		}
	}
	return ""
}

// readEnvironment refuses what looks like a setting and is none: a misspelled one would silently do nothing.
func readEnvironment(environ []string) (environment, error) {
	env := environment{all: environ}
	var unknown []string
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		switch {
		case name == "PAIFANG_ADMIN":
			env.admin = value
		case name == "PAIFANG_ADMIN_TOKEN":
			env.adminToken = value
		case strings.HasPrefix(name, "PAIFANG_TEST_"):
		case strings.HasPrefix(name, "PAIFANG_"):
			unknown = append(unknown, name)
		}
	}
	if unknown != nil {
		sort.Strings(unknown)
		return env, fmt.Errorf("the environment has %s; PAIFANG_ADMIN and PAIFANG_ADMIN_TOKEN are all that is known", strings.Join(unknown, ", "))
	}
	return env, nil
}
