package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/paifang/paifang/internal/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Main()
	testscript.Main(m, map[string]func(){
		"paifang": func() { os.Exit(run(os.Args[1:], os.Environ())) },
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", RequireExplicitExec: true})
}

// serve starts the program in a directory and waits until it is ready.
func serve(t *testing.T, dir string, more ...string) (*exec.Cmd, map[string]string) {
	t.Helper()
	args := append([]string{"serve", "--dir", dir, "--https", "127.0.0.1:0", "--http", "127.0.0.1:0", "--proxy", "127.0.0.1:0", "--admin", "127.0.0.1:0"}, more...)
	cmd := exec.Command(os.Args[0], args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	// testscript runs this program as "paifang" when it is called by that name.
	cmd.Args[0] = "paifang"
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	said := map[string]string{}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), "  ")
		said[name] = strings.TrimSpace(value)
		if lines.Text() == "ready" {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return cmd, said
		}
	}
	t.Fatalf("serve ended: %s", stderr.String())
	return nil, nil
}

// send posts a signed body to the cloud and returns the answer's code.
func send(t *testing.T, dir, address string, r *http.Request) int {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	defer func() { r.Body = io.NopCloser(bytes.NewReader(body)) }()
	f := callFlags{endpoint: address, dir: dir}
	client, err := f.client(environment{})
	if err != nil {
		t.Fatal(err)
	}
	defer client.CloseIdleConnections()
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var a struct{ Code int }
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		t.Fatal(err)
	}
	return a.Code
}

// What was accepted before kill -9 is refused after it, and what was done is kept.
func TestANonceOutlivesAKill(t *testing.T) {
	dir := t.TempDir()
	first, said := serve(t, dir)
	f := callFlags{dir: dir}
	id, key, err := f.credentials(environment{})
	if err != nil {
		t.Fatal(err)
	}
	requests := map[string]*http.Request{}
	for _, action := range []string{"AddProject", "DescribeProject"} {
		params, _ := readParams(map[string][]string{"AddProject": {"projectName=kept"}}[action])
		r, err := f.request2(context.Background(), "account", action, params, id, key)
		if err != nil {
			t.Fatal(err)
		}
		requests[action] = r
		if code := send(t, dir, strings.TrimPrefix(said["https"], "https://"), r); code != 0 {
			t.Fatalf("%s: got %d, want 0", action, code)
		}
	}
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.Wait()

	_, said = serve(t, dir)
	for action, r := range requests {
		if code := send(t, dir, strings.TrimPrefix(said["https"], "https://"), r); code != 4500 {
			t.Errorf("%s sent again after a kill: got %d, want 4500", action, code)
		}
	}
	list, err := f.request2(context.Background(), "account", "DescribeProject", nil, id, key)
	if err != nil {
		t.Fatal(err)
	}
	if code := send(t, dir, strings.TrimPrefix(said["https"], "https://"), list); code != 0 {
		t.Errorf("a fresh call after a kill: got %d, want 0", code)
	}
}

// Two processes never share a directory, and a directory goes on only in the world that it began with.
func TestADirectoryIsOnesOwn(t *testing.T) {
	dir := t.TempDir()
	world := filepath.Join(t.TempDir(), "w.yaml")
	if err := os.WriteFile(world, []byte("version: 1\naccounts: [{uin: \"100000000009\"}]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	first, _ := serve(t, dir)
	again := func(want string, args ...string) {
		t.Helper()
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		cmd := exec.CommandContext(ctx, os.Args[0], append([]string{"serve", "--dir", dir, "--https", "127.0.0.1:0", "--http", "127.0.0.1:0", "--proxy", "127.0.0.1:0", "--admin", "127.0.0.1:0"}, args...)...)
		cmd.Args[0] = "paifang"
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), want) {
			t.Errorf("got %v and %q, want a failure with %q", err, out, want)
		}
	}
	again("in use by another process")
	if err := first.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := first.Wait(); err != nil {
		t.Errorf("serve ended with %v after an interrupt", err)
	}
	again("began with another world", "--world", world)
	for _, name := range []string{"secret-key", "secret-id", "admin-token", "sealing-key", "ca-intermediate.pem"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v; a file of mode 0600 is expected", name, info, err)
		}
	}
}
