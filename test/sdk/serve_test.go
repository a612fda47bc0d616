package sdk

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// A cloud that somebody else keeps running is reached by what it prints, and by nothing else.
func TestClientsReachAServedCloud(t *testing.T) {
	printed := serve(t)
	secretKey, err := os.ReadFile(printed["SecretKey"])
	if err != nil {
		t.Fatal(err)
	}
	environ := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(strings.ToUpper(v), "NO_PROXY=") })
	environ = append(environ,
		"HTTPS_PROXY="+printed["proxy"], "SSL_CERT_FILE="+printed["CA"], "NODE_EXTRA_CA_CERTS="+printed["CA"],
		"TENCENTCLOUD_SECRET_ID="+printed["SecretId"], "TENCENTCLOUD_SECRET_KEY="+strings.TrimSpace(string(secretKey)),
		"TENCENTCLOUD_REGION="+printed["region"])
	for _, c := range clients2() {
		t.Run(c.Name, func(t *testing.T) {
			argv := command(c)
			cmd := exec.Command(argv[0], argv[1:]...)
			cmd.Env, cmd.Stderr = environ, os.Stderr
			cmd.Stdin = strings.NewReader(`{"module":"account","action":"AddProject","params":{"projectName":"` + c.Name + `"}}` + "\n")
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			_, line, _ := strings.Cut(string(out), "\n")
			var a struct{ Body, Error string }
			if err := json.Unmarshal([]byte(line), &a); err != nil || a.Error != "" {
				t.Fatalf("%v: %s", err, out)
			}
			oneCall{}.judge(t, []byte(a.Body))
		})
	}
}

// serve keeps a cloud running until the test ends, and returns what it printed, by the first word.
func serve(t *testing.T, flags ...string) map[string]string {
	t.Helper()
	const anyPort = "127.0.0.1:0"
	cmd := exec.Command(filepath.Join(programs, "paifang"), append([]string{
		"serve", "--dir", ":memory:", "--https", anyPort, "--http", anyPort, "--proxy", anyPort, "--admin", anyPort,
	}, flags...)...)
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("paifang serve: %v", err)
		}
	})
	printed := map[string]string{}
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		printed[word] = strings.TrimSpace(rest)
		if word == "ready" {
			return printed
		}
	}
	t.Fatalf("the cloud was never ready; it printed %v", printed)
	return nil
}
