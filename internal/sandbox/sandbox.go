// Package sandbox runs a command in a network of its own, in which the service's hosts are Paifang: for clients that
// honour no proxy variable. It decides what the command's network, names and trusted roots look like; what answers on
// the listeners is the caller's, and so are the command's environment and what it may do otherwise.
//
// The command has loopback alone, so nothing of it reaches another machine by a socket of its own. It shares the file
// system: a daemon that it reaches by a socket file (docker's), and root's own ways to leave a namespace, are not
// barred. Certificates that a client brings along (Python's certifi) are not replaced; its environment names ours.
package sandbox

import (
	"errors"
	"net"
	"os"
)

// A Spec is a command, and what it finds in its network.
type Spec struct {
	// Args are the command and its arguments; the command is looked up as in a shell, in Env's PATH.
	Args []string
	// Env is its whole environment, Dir its working directory ("" is the caller's).
	Env []string
	Dir string
	// Stdin, Stdout and Stderr are its own; nil is the null device.
	Stdin, Stdout, Stderr *os.File
	// Domains and their sub-domains resolve to loopback. No other name but localhost and the machine's own resolves.
	Domains []string
	// Bundle (PEM) and TrustStore (PKCS12 without a password) stand in for the files in which the system keeps its roots
	// and those of Java; empty leaves them.
	Bundle, TrustStore []byte
	// Listen are further loopback addresses on which the caller wants to answer, besides ports 443 and 80.
	Listen []string
	// Signals are passed on to the command while it runs; nil passes none.
	Signals <-chan os.Signal

	ownUser bool // a user namespace even for root
}

// A Listener is one on the command's loopback. Addr is as the command sees it.
type Listener struct {
	net.Listener
	// Address is the one that was asked for: "127.0.0.1:443", "[::1]:80", or one of Spec.Listen.
	Address string
}

// ErrUnsupported is the error where the system can't give a command a network of its own.
var ErrUnsupported = errors.New("--isolate can't be had here")
