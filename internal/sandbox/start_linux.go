package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// A Process is a command in its sandbox.
type Process struct {
	cmd   *exec.Cmd
	dir   string
	names net.PacketConn
	done  chan struct{}
	bg    sync.WaitGroup
}

// Start starts the command. Its connections wait until the listeners are accepted from; the caller closes them. An error
// that is ErrUnsupported says what the kernel refused. Main must be called first thing in main.
func Start(s Spec) (*Process, []Listener, error) {
	if len(s.Args) == 0 {
		return nil, nil, errors.New("no command to run")
	}
	dir, err := os.MkdirTemp("", "paifang-sandbox-")
	if err != nil {
		return nil, nil, err
	}
	p, listeners, err := start(s, dir)
	if err != nil {
		os.RemoveAll(dir)
		return nil, nil, err
	}
	p.bg.Go(func() { answerNames(p.names, s.Domains) })
	p.bg.Go(func() { p.passOn(s.Signals) })
	return p, listeners, nil
}

func start(s Spec, dir string) (*Process, []Listener, error) {
	plan, err := prepare(s, dir)
	if err != nil {
		return nil, nil, err
	}
	ours, theirs, err := socketPair()
	if err != nil {
		return nil, nil, err
	}
	defer ours.Close()
	defer theirs.Close()
	cmd := &exec.Cmd{
		Path: "/proc/self/exe", Args: []string{helperName}, Env: s.Env, Dir: s.Dir,
		ExtraFiles: []*os.File{theirs}, SysProcAttr: attributes(s.ownUser || os.Geteuid() != 0),
	}
	// A nil *os.File in the interface would not be nil.
	if s.Stdin != nil {
		cmd.Stdin = s.Stdin
	}
	if s.Stdout != nil {
		cmd.Stdout = s.Stdout
	}
	if s.Stderr != nil {
		cmd.Stderr = s.Stderr
	}
	if err := cmd.Start(); err != nil {
		return nil, nil, refused(err)
	}
	theirs.Close() // so that the end of the helper ends a read
	p := &Process{cmd: cmd, dir: dir, done: make(chan struct{})}
	listeners, err := p.receive(ours, plan)
	if err != nil {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		return nil, nil, err
	}
	return p, listeners, nil
}

// webAddresses are where clients look for the real hosts. Those of IPv6 are left out where the kernel has none.
func webAddresses() []string {
	return []string{"127.0.0.1:443", "127.0.0.1:80", "[::1]:443", "[::1]:80"}
}

// prepare writes the files that the helper lays over the system's.
func prepare(s Spec, dir string) (plan, error) {
	hostname, err := os.Hostname()
	if err != nil {
		hostname = ""
	}
	p := plan{Args: s.Args, Listen: append(webAddresses(), s.Listen...)}
	add := func(name string, content []byte, over ...string) error {
		if len(content) == 0 {
			return nil
		}
		path := filepath.Join(dir, name)
		for _, target := range over {
			p.Mounts = append(p.Mounts, mount{From: path, Over: target})
		}
		return os.WriteFile(path, content, 0o644)
	}
	err = errors.Join(
		os.Chmod(dir, 0o755), // the command may run as another user than it starts as
		add("resolv.conf", []byte("nameserver 127.0.0.1\noptions timeout:5\n"), "/etc/resolv.conf"),
		add("hosts", []byte(strings.TrimSpace("127.0.0.1 localhost "+hostname)+"\n::1 localhost\n"), "/etc/hosts"),
		add("nsswitch.conf", []byte("passwd: files\ngroup: files\nhosts: files dns\n"), "/etc/nsswitch.conf"),
		add("bundle.pem", s.Bundle, bundleFiles()...),
		add("cacerts", s.TrustStore, javaFiles()...),
		os.Mkdir(filepath.Join(dir, "empty"), 0o755),
	)
	// A name service daemon asks its own resolver, by a socket file that no namespace bars.
	p.Mounts = append(p.Mounts, mount{From: filepath.Join(dir, "empty"), Over: "/var/run/nscd"})
	return p, err
}

// attributes ask for the namespaces. A caller that is not root needs a user namespace, in which it stays who it is; the
// capabilities last until the helper runs the command.
func attributes(ownUser bool) *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS}
	if ownUser {
		a.Cloneflags |= syscall.CLONE_NEWUSER
		a.UidMappings = []syscall.SysProcIDMap{{ContainerID: os.Geteuid(), HostID: os.Geteuid(), Size: 1}}
		a.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getegid(), HostID: os.Getegid(), Size: 1}}
		a.AmbientCaps = []uintptr{unix.CAP_SYS_ADMIN, unix.CAP_NET_ADMIN, unix.CAP_NET_BIND_SERVICE}
	}
	return a
}

// refused says what a kernel that gives no namespaces may lack.
func refused(err error) error {
	switch {
	case errors.Is(err, unix.EPERM), errors.Is(err, unix.EACCES):
		return fmt.Errorf("%w: the kernel refuses new namespaces (%v); as root it needs CAP_SYS_ADMIN, else user namespaces "+
			"(kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0); in a container, a seccomp profile that allows them", ErrUnsupported, err)
	case errors.Is(err, unix.ENOSPC):
		return fmt.Errorf("%w: no further namespaces are allowed (%w); see user.max_user_namespaces and user.max_net_namespaces", ErrUnsupported, err)
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOSYS):
		return fmt.Errorf("%w: this kernel has no user, network or mount namespaces (%w)", ErrUnsupported, err)
	}
	return fmt.Errorf("starting the sandbox: %w", err)
}

// receive takes what the helper has bound, or its error.
func (p *Process) receive(conn *net.UnixConn, plan plan) ([]Listener, error) {
	if err := json.NewEncoder(conn).Encode(plan); err != nil {
		return nil, fmt.Errorf("telling the sandbox what to do: %w", err)
	}
	message, files, err := readWithFiles(conn)
	if err != nil {
		return nil, fmt.Errorf("the sandbox ended before its command started: %w", err)
	}
	defer closeAll(files)
	var r report
	if err := json.Unmarshal(message, &r); err != nil {
		return nil, fmt.Errorf("what the sandbox says can't be read: %w", err)
	}
	if r.Error != "" {
		return nil, fmt.Errorf("%w: %s", ErrUnsupported, r.Error)
	}
	if len(files) != len(r.Bound)+1 {
		return nil, fmt.Errorf("the sandbox bound %d addresses and passed %d sockets", len(r.Bound)+1, len(files))
	}
	if p.names, err = net.FilePacketConn(files[0]); err != nil {
		return nil, err
	}
	var listeners []Listener
	for i, address := range r.Bound {
		l, err := net.FileListener(files[i+1])
		if err != nil {
			p.names.Close()
			for _, l := range listeners {
				l.Close()
			}
			return nil, err
		}
		listeners = append(listeners, Listener{l, address})
	}
	return listeners, nil
}

// passOn hands signals to the command until it has ended.
func (p *Process) passOn(signals <-chan os.Signal) {
	for {
		select {
		case <-p.done:
			return
		case sig, open := <-signals:
			if !open {
				return
			}
			_ = p.Signal(sig) // it may have ended
		}
	}
}

// Signal sends the command a signal.
func (p *Process) Signal(sig os.Signal) error { return p.cmd.Process.Signal(sig) }

// Wait waits for the command and tells its exit code as a shell does: 128 and the signal's number where one ended it, 126
// where it can't be run, 127 where it isn't found. It must be called once.
func (p *Process) Wait() (int, error) {
	err := p.cmd.Wait()
	close(p.done)
	p.names.Close()
	p.bg.Wait()
	cleanup := os.RemoveAll(p.dir)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return 0, errors.Join(err, cleanup)
	}
	if status, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal()), cleanup
	}
	return p.cmd.ProcessState.ExitCode(), cleanup
}
