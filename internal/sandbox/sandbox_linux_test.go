package sandbox_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"go.uber.org/goleak"

	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/sandbox"
	"github.com/paifang/paifang/internal/tlsca"
)

func TestMain(m *testing.M) {
	sandbox.Main()
	if len(os.Args) == 3 && os.Args[1] == "go-client" {
		os.Exit(goClient(os.Args[2]))
	}
	goleak.VerifyTestMain(m)
}

// goClient is an unmodified Go program that gets a URL.
func goClient(url string) int {
	resp, err := http.Get(url)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer resp.Body.Close()
	_, _ = io.Copy(os.Stdout, resp.Body)
	return 0
}

// run runs a command in a sandbox in which a small server stands for Paifang. It returns what the command said and its
// exit code.
func run(t *testing.T, change func(*sandbox.Spec), args ...string) (string, int) {
	t.Helper()
	ca, err := tlsca.New(clock.Wall{})
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	store, err := ca.PKCS12("", true)
	if err != nil {
		t.Fatal(err)
	}
	s := sandbox.Spec{Args: args, Env: os.Environ(), Stdout: out, Stderr: out, Domains: tlsca.Domains(), Bundle: ca.Bundle(true), TrustStore: store}
	if change != nil {
		change(&s)
	}
	p, listeners, err := sandbox.Start(s)
	if errors.Is(err, sandbox.ErrUnsupported) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{TLSConfig: ca.TLSConfig(), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "reached %s tls=%v\n", r.Host, r.TLS != nil)
	})}
	var served sync.WaitGroup
	for _, l := range listeners {
		served.Go(func() {
			if strings.HasSuffix(l.Address, ":443") {
				_ = server.ServeTLS(l, "", "")
			} else {
				_ = server.Serve(l)
			}
		})
	}
	code, err := p.Wait()
	if err != nil {
		t.Error(err)
	}
	server.Close()
	served.Wait()
	said, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(said), code
}

const reached = "reached cvm.api.qcloud.com tls=true"

func TestUnmodifiedClientsReachPaifangByTheRealNames(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const url = "https://cvm.api.qcloud.com/"
	java := filepath.Join(t.TempDir(), "Main.java")
	if err := os.WriteFile(java, []byte(`public class Main { public static void main(String[] a) throws Exception {
		System.out.print(new String(new java.net.URL("`+url+`").openStream().readAllBytes())); } }`), 0o600); err != nil {
		t.Fatal(err)
	}
	const python = "import urllib.request as u, ssl; print(u.urlopen('" + url + "', context=ssl.create_default_context(cafile='/etc/ssl/certs/ca-certificates.crt')).read().decode())"
	for name, args := range map[string][]string{
		"curl":           {"curl", "-sS", url},
		"curl, http/1.1": {"curl", "-sS", "--http1.1", "-d", "a=1", url},
		"python":         {"python3", "-c", python},
		"go":             {self, "go-client", url},
		"java":           {"java", java},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := exec.LookPath(args[0]); err != nil {
				t.Skipf("no %s on this machine", args[0])
			}
			for _, ownUser := range []bool{false, true} {
				got, code := run(t, func(s *sandbox.Spec) {
					if ownUser {
						*s = sandbox.AsOwnUser(*s)
					}
				}, args...)
				if code != 0 || !strings.Contains(got, reached) {
					t.Errorf("own user namespace %v: %v ends with %d and says %q, want %q", ownUser, args, code, got, reached)
				}
			}
		})
	}
}

func TestEveryServiceNameIsLoopbackAndNoOther(t *testing.T) {
	for host, want := range map[string]string{
		"cvm.tencentcloudapi.com":              "reached cvm.tencentcloudapi.com tls=false",
		"cvm.ap-guangzhou.tencentcloudapi.com": "reached cvm.ap-guangzhou.tencentcloudapi.com tls=false",
		"CVM.api.qcloud.com":                   "reached CVM.api.qcloud.com tls=false",
		"localhost":                            "reached localhost tls=false",
		"example.com":                          "Could not resolve host: example.com",
		"192.0.2.1":                            "Failed to connect|Network is unreachable|Couldn't connect",
	} {
		got, _ := run(t, nil, "curl", "-sS", "http://"+host+"/")
		if !slices.ContainsFunc(strings.Split(want, "|"), func(w string) bool { return strings.Contains(got, w) }) {
			t.Errorf("%s: curl says %q, want %q", host, got, want)
		}
	}
}

func TestTheMachinesOwnLoopbackIsOutOfReach(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if got, code := run(t, nil, "curl", "-sS", "http://"+l.Addr().String()); code != 7 {
		t.Errorf("curl ends with %d and says %q, want 7: refused", code, got)
	}
	address := l.Addr().String() // the same address may be asked for inside, as the admin's is
	got, code := run(t, func(s *sandbox.Spec) { s.Listen = []string{address} }, "curl", "-sS", "http://"+address)
	if want := "reached " + address + " tls=false\n"; code != 0 || got != want {
		t.Errorf("curl ends with %d and says %q, want %q", code, got, want)
	}
}

func TestExitCodesAreThoseOfAShell(t *testing.T) {
	plain := filepath.Join(t.TempDir(), "plain")
	if err := os.WriteFile(plain, []byte("text"), 0o644); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[int][]string{
		0:   {"true"},
		7:   {"sh", "-c", "exit 7"},
		126: {plain},
		127: {"no-such-command-anywhere"},
		137: {"sh", "-c", "kill -9 $$"},
	} {
		if got, code := run(t, nil, args...); code != want {
			t.Errorf("%v ends with %d and says %q, want %d", args, code, got, want)
		}
	}
}

func TestSignalsArePassedOn(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	signals := make(chan os.Signal)
	go func() {
		_, _ = io.ReadFull(r, make([]byte, 1)) // the trap is set
		signals <- syscall.SIGTERM
	}()
	got, code := run(t, func(s *sandbox.Spec) { s.Stdout, s.Signals = w, signals },
		"sh", "-c", "trap 'echo heard >&2; exit 9' TERM; printf r; while :; do read x; done <&0")
	w.Close()
	if code != 9 || got != "heard\n" {
		t.Errorf("ends with %d and says %q, want 9 and heard", code, got)
	}
}

func TestTheCommandStaysWhoItIsWhereItWasAndWithoutNewPowers(t *testing.T) {
	dir := t.TempDir()
	const ask = "pwd; id -u; grep -E '^Cap(Amb)' /proc/self/status; echo $NAME; ls -l /proc/self/fd | grep -c socket:"
	got, code := run(t, func(s *sandbox.Spec) {
		*s = sandbox.AsOwnUser(*s)
		s.Dir, s.Env = dir, []string{"PATH=" + os.Getenv("PATH"), "NAME=value"}
	}, "sh", "-c", ask)
	want := fmt.Sprintf("%s\n%d\nCapAmb:\t0000000000000000\nvalue\n0\n", dir, os.Geteuid())
	if got != want { // grep finds none, and says so with its exit code
		t.Errorf("ends with %d and says %q, want %q", code, got, want)
	}
}

func TestTheMachineIsLeftAsItWas(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()) // other runs have theirs elsewhere
	before, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		t.Fatal(err)
	}
	run(t, nil, "true")
	after, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		t.Fatal(err)
	}
	if string(before) != string(after) {
		t.Errorf("mounts were\n%s\nand are\n%s", before, after)
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "paifang-sandbox-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestACommandIsNeeded(t *testing.T) {
	if _, _, err := sandbox.Start(sandbox.Spec{}); err == nil {
		t.Error("Start without a command succeeds")
	}
}

func TestAnAddressThatCantBeBoundIsNamed(t *testing.T) {
	_, _, err := sandbox.Start(sandbox.Spec{Args: []string{"true"}, Listen: []string{"192.0.2.1:1"}})
	if err == nil || !strings.Contains(err.Error(), "192.0.2.1:1") && !strings.Contains(err.Error(), "namespaces") {
		t.Errorf("Start = %v, want an error that names the address", err)
	}
}
