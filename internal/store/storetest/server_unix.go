//go:build unix

package storetest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/store"
)

// A server is a throw-away PostgreSQL: nothing is synced, and it is reached by a socket in its own folder only.
type server struct {
	dsn  string
	life *os.File // the watchdog's standard input: it ends when this process does, however it does
	mu   sync.Mutex
}

// sharedServer is the one server of this process.
var sharedServer = sync.OnceValues(startServer)

// watchdog makes and starts a server in $1 with the programs in $2, says so, and waits until its standard input ends:
// a test process that was killed leaves neither a server nor files behind.
const watchdog = `
"$2/initdb" -N -D "$1/data" -U paifang -A trust -E UTF8 --no-locale >"$1/log" 2>&1 &&
"$2/pg_ctl" -D "$1/data" -l "$1/log" -w start >>"$1/log" 2>&1 -o "-F -k '$1' -c listen_addresses='' -c full_page_writes=off -c synchronous_commit=off -c max_connections=300" &&
echo ready &&
cat >/dev/null
"$2/pg_ctl" -D "$1/data" -m immediate stop >/dev/null 2>&1
rm -rf "$1"
`

func startServer() (_ *server, err error) {
	programs, err := findPrograms()
	if err != nil {
		return nil, err
	}
	// A socket's path may be 107 bytes long, and the server's user has to be able to go there: not below TMPDIR.
	folder, err := os.MkdirTemp("/tmp", "paifang-pg-")
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("/bin/sh", "-c", watchdog, "watchdog", folder, programs)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // Ctrl-C is for the tests; the watchdog has to outlive them
	if os.Geteuid() == 0 {
		if cmd.SysProcAttr.Credential, err = unprivileged(); err != nil {
			return nil, err
		}
		if err := os.Chown(folder, int(cmd.SysProcAttr.Credential.Uid), int(cmd.SysProcAttr.Credential.Gid)); err != nil {
			return nil, err
		}
	}
	stdin, life, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer stdin.Close()
	cmd.Stdin = stdin
	said, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	if line, err := bufio.NewReader(said).ReadString('\n'); err != nil || line != "ready\n" {
		log, _ := os.ReadFile(filepath.Join(folder, "log"))
		return nil, errors.Join(fmt.Errorf("the server did not start: %s", log), life.Close(), cmd.Wait())
	}
	return &server{dsn: "host=" + folder + " user=paifang dbname=postgres sslmode=disable", life: life}, nil
}

// findPrograms is the folder with initdb and pg_ctl: PATH first, else the newest of Debian's folders.
func findPrograms() (string, error) {
	candidates, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if found, err := exec.LookPath("initdb"); err == nil {
		candidates = append(candidates, found)
	}
	for i := len(candidates) - 1; i >= 0; i-- {
		real, err := filepath.EvalSymlinks(candidates[i])
		if err != nil {
			continue
		}
		if _, err := os.Stat(filepath.Join(filepath.Dir(real), "pg_ctl")); err == nil {
			return filepath.Dir(real), nil
		}
	}
	return "", errors.New("no initdb and pg_ctl in PATH or /usr/lib/postgresql/*/bin")
}

// unprivileged is a user to run the server as: PostgreSQL refuses root.
func unprivileged() (*syscall.Credential, error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err1 == nil && err2 == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, errors.New("the tests run as root, and there is neither a user postgres nor nobody to run the server as")
}

func (s *server) makeSchema(ctx context.Context, name string) error {
	if strings.ToLower(name) != name {
		return fmt.Errorf("schema %q: lower case expected", name)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := db.OpenPostgres(ctx, s.dsn)
	if err != nil {
		return err
	}
	err = d.Update(ctx, func(tx store.Tx) error {
		_, err := db.SQL(tx).Exec(ctx, "create schema "+name)
		return err
	})
	return errors.Join(err, d.Close())
}
