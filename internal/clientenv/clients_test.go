package clientenv_test

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/paifang/paifang/internal/clientenv"
	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/proxy"
	"github.com/paifang/paifang/internal/tlsca"
)

// Real clients that know nothing of Paifang must reach it by their environment alone.
func TestRealClientsReachOurHosts(t *testing.T) {
	ca, err := tlsca.New(clock.Wall{})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := proxy.New(proxy.Config{
		Domains: tlsca.Domains(), TLS: ca.TLSConfig(), Offline: true,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, "reached %s tls=%v", r.Host, r.TLS != nil)
		}),
	})
	var served sync.WaitGroup
	served.Go(func() { _ = p.Serve(l) })
	t.Cleanup(func() { p.Close(); served.Wait() })
	files, err := clientenv.Write(t.TempDir(), ca.Bundle(false), os.Environ())
	if err != nil {
		t.Fatal(err)
	}
	environ := clientenv.Environ(clientenv.Settings{Proxy: l.Addr().String(), Files: files}, os.Environ())

	const url = "https://cvm.api.qcloud.com/"
	javaFile := filepath.Join(t.TempDir(), "Main.java")
	java := `public class Main { public static void main(String[] a) throws Exception {
		System.out.print(new String(new java.net.URL("` + url + `").openStream().readAllBytes())); } }`
	if err := os.WriteFile(javaFile, []byte(java), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{
		{"curl", "-sS", url},
		{"python3", "-c", "import urllib.request as u; print(u.urlopen('" + url + "').read().decode())"},
		{"php", "-r", "$c = curl_init('" + url + "'); curl_exec($c); echo curl_error($c);"},
		{"java", "-Xshare:auto", javaFile},
	} {
		t.Run(command[0], func(t *testing.T) {
			if _, err := exec.LookPath(command[0]); err != nil {
				t.Skipf("no %s on this machine", command[0])
			}
			c := exec.CommandContext(t.Context(), command[0], command[1:]...)
			c.Env = environ
			got, err := c.CombinedOutput()
			if want := "reached cvm.api.qcloud.com tls=true"; err != nil || !strings.Contains(string(got), want) {
				t.Errorf("%v says %q (%v), want %q", command, got, err, want)
			}
		})
	}
}

// The official SDK for Python asks certifi for its roots, which heeds no variable.
func TestCertifiNamesOurRoots(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("no python3 on this machine")
	}
	theirs := t.TempDir() // a certifi, and a sitecustomize that is hidden
	for file, text := range map[string]string{
		"certifi.py": "def where():\n    return '/theirs.pem'\n", "sitecustomize.py": "import builtins\nbuiltins.hidden = 'was run'\n",
	} {
		if err := os.WriteFile(filepath.Join(theirs, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files, err := clientenv.Write(t.TempDir(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("python3", "-c", "import certifi; print(certifi.where(), hidden)")
	cmd.Env = clientenv.Environ(clientenv.Settings{Files: files}, append(os.Environ(), "PYTHONPATH="+theirs))
	out, err := cmd.CombinedOutput()
	if want := files.Bundle + " was run\n"; err != nil || string(out) != want {
		t.Errorf("got %q, %v, want %q", out, err, want)
	}
}
