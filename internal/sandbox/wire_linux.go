package sandbox

import (
	"errors"
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// A plan is what the helper is told, a report what it answers; the sockets travel with the report, that for names first.
type plan struct {
	Args, Listen []string
	Mounts       []mount
}

// A mount lays From over Over, where there is such a thing.
type mount struct{ From, Over string }

type report struct {
	Error string
	Bound []string
}

const maxSockets = 64

// socketPair is a connection between the caller and its helper.
func socketPair() (*net.UnixConn, *os.File, error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, err
	}
	ours, theirs := os.NewFile(uintptr(fds[0]), "sandbox"), os.NewFile(uintptr(fds[1]), "caller")
	defer ours.Close()
	conn, err := net.FileConn(ours)
	if err != nil {
		theirs.Close()
		return nil, nil, err
	}
	return conn.(*net.UnixConn), theirs, nil
}

// readWithFiles reads one report with its descriptors.
func readWithFiles(conn *net.UnixConn) ([]byte, []*os.File, error) {
	text, rights := make([]byte, 64<<10), make([]byte, unix.CmsgSpace(4*maxSockets))
	n, got, _, _, err := conn.ReadMsgUnix(text, rights)
	if err != nil {
		return nil, nil, err
	}
	if n == 0 {
		return nil, nil, errors.New("no report came")
	}
	messages, err := unix.ParseSocketControlMessage(rights[:got])
	if err != nil {
		return nil, nil, err
	}
	var files []*os.File
	for _, m := range messages {
		fds, err := unix.ParseUnixRights(&m)
		if err != nil {
			closeAll(files)
			return nil, nil, err
		}
		for _, fd := range fds {
			syscall.CloseOnExec(fd)
			files = append(files, os.NewFile(uintptr(fd), "socket"))
		}
	}
	return text[:n], files, nil
}

func closeAll(files []*os.File) {
	for _, f := range files {
		f.Close()
	}
}
