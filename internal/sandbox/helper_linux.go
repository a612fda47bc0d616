package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

const (
	helperName = "paifang-sandbox" // argv[0] of a process that is to become the command
	callerFD   = 3
)

// Main turns a process that Start has started into the command, and then does not return. In any other process it does
// nothing. It is for the first line of main.
func Main() {
	if len(os.Args) != 1 || os.Args[0] != helperName {
		return
	}
	runtime.LockOSThread() // capabilities belong to a thread, and this one becomes the command
	os.Exit(becomeCommand(os.NewFile(callerFD, "caller")))
}

// becomeCommand sets the namespaces up and runs the command in them. It returns only where that fails.
func becomeCommand(caller *os.File) int {
	syscall.CloseOnExec(callerFD)
	var p plan
	if err := json.NewDecoder(caller).Decode(&p); err != nil {
		fmt.Fprintln(os.Stderr, "paifang: this is for Paifang's own use:", err)
		return 2
	}
	fds, bound, err := setUp(p)
	r := report{Bound: bound}
	if err != nil {
		r, fds = report{Error: err.Error()}, nil
	}
	text, err := json.Marshal(r)
	if err == nil {
		err = unix.Sendmsg(int(caller.Fd()), text, unix.UnixRights(fds...), nil, 0)
	}
	if err != nil || r.Error != "" {
		return 1
	}
	return execute(p.Args)
}

func setUp(p plan) (fds []int, bound []string, err error) {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return nil, nil, fmt.Errorf("keeping its mounts to itself: %w (CAP_SYS_ADMIN)", err)
	}
	for _, m := range p.Mounts {
		if err := m.lay(); err != nil {
			return nil, nil, err
		}
	}
	if err := loopbackUp(); err != nil {
		return nil, nil, fmt.Errorf("bringing loopback up: %w (CAP_NET_ADMIN)", err)
	}
	names, err := net.ListenPacket("udp", "127.0.0.1:53")
	if err != nil {
		return nil, nil, fmt.Errorf("binding 127.0.0.1:53: %w", err)
	}
	fd, err := descriptor(names.(*net.UDPConn))
	if err != nil {
		return nil, nil, err
	}
	fds = append(fds, fd)
	for _, address := range p.Listen {
		l, err := net.Listen("tcp", address)
		if err != nil && strings.HasPrefix(address, "[") && (errors.Is(err, unix.EADDRNOTAVAIL) || errors.Is(err, unix.EAFNOSUPPORT)) {
			continue // a kernel without IPv6
		}
		if err != nil {
			return nil, nil, fmt.Errorf("binding %s: %w", address, err)
		}
		fd, err := descriptor(l.(*net.TCPListener))
		if err != nil {
			return nil, nil, err
		}
		fds, bound = append(fds, fd), append(bound, address)
	}
	return fds, bound, nil
}

// lay binds the file over what is there. What is not there needs no cover: without a resolv.conf, every resolver asks
// 127.0.0.1.
func (m mount) lay() error {
	over, err := filepath.EvalSymlinks(m.Over)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := unix.Mount(m.From, over, "", unix.MS_BIND, ""); err != nil {
		return fmt.Errorf("laying a file over %s: %w", over, err)
	}
	return nil
}

func loopbackUp() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	lo, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	lo.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	return unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, lo)
}

// descriptor is a copy of a socket's, closed when the command starts.
func descriptor(c interface{ File() (*os.File, error) }) (int, error) {
	f, err := c.File()
	if err != nil {
		return 0, err
	}
	return unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
}

// execute becomes the command, without the capabilities that a user namespace has brought.
func execute(args []string) int {
	failed := func(err error) int {
		fmt.Fprintf(os.Stderr, "paifang: %s: %v\n", args[0], err)
		if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
			return 127
		}
		return 126
	}
	path, err := exec.LookPath(args[0])
	if err != nil {
		return failed(err)
	}
	if err := unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0); err != nil {
		return failed(fmt.Errorf("dropping capabilities: %w", err))
	}
	return failed(syscall.Exec(path, args, os.Environ()))
}
