package sdk

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/paifang/paifang/internal/story"
)

// A client is an official client, as a command that makes the calls that it reads.
type client struct {
	name    string
	command func(programs string) []string

	// plain tells whether the client can be told to leave TLS away.
	plain bool
}

var clients = []client{
	{"go", func(programs string) []string { return []string{filepath.Join(programs, "judge")} }, false},
	{"node-post-sha1", func(string) []string { return []string{"node", "judge.js", "POST", "sha1"} }, true},
	{"node-get-sha256", func(string) []string { return []string{"node", "judge.js", "GET", "sha256"} }, true},
}

// programs is the folder of what is built once for all tests.
var programs string

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	if _, err := os.Stat("node_modules/qcloudapi-sdk"); err != nil {
		return 1, fmt.Errorf("the Node client is missing; `make sdk` installs it: %w", err)
	}
	if programs, err = os.MkdirTemp("", "paifang-judges-"); err != nil {
		return 1, err
	}
	defer os.RemoveAll(programs)
	for _, build := range [][]string{
		{"-C", "../..", "build", "-o", filepath.Join(programs, "paifang"), "./cmd/paifang"},
		{"build", "-o", filepath.Join(programs, "judge"), "./judge"},
	} {
		if out, err := exec.Command("go", build...).CombinedOutput(); err != nil {
			return 1, fmt.Errorf("go %v: %w\n%s", build, err, out)
		}
	}
	return m.Run(), nil
}

// A judge is an official client below `paifang run`. It is a [story.Player].
type judge struct {
	client client
	in     *json.Encoder
	out    *json.Decoder
	admin  struct{ Admin, Token string }

	// pinned has the judge give Timestamp and Nonce, so that the last request can be made again; else the client does.
	pinned bool
	nonce  int
	last   request
}

type request struct {
	Module    string            `json:"module"`
	Action    string            `json:"action"`
	Params    map[string]string `json:"params"`
	SecretID  string            `json:"secret_id,omitempty"`
	SecretKey string            `json:"secret_key,omitempty"`
	Plain     bool              `json:"plain,omitempty"`
}

// start runs the client in a world until the test ends; it has to end well.
func start(t *testing.T, c client, world string) *judge {
	t.Helper()
	args := []string{"run", "--offline"}
	if world != "" {
		file := filepath.Join(t.TempDir(), "world.yaml")
		if err := os.WriteFile(file, []byte(world), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, "--world", file)
	}
	cmd := exec.Command(filepath.Join(programs, "paifang"), append(append(args, "--"), c.command(programs)...)...)
	var summary bytes.Buffer
	cmd.Stderr = &summary
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	j := &judge{client: c, in: json.NewEncoder(stdin), out: json.NewDecoder(stdout), nonce: 1000}
	t.Cleanup(func() {
		stdin.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("paifang run: %v", err)
		}
		if t.Failed() {
			t.Logf("%s:\n%.4000s", c.name, summary.String())
		}
	})
	if err := j.out.Decode(&j.admin); err != nil {
		t.Fatalf("%s did not start: %v", c.name, err)
	}
	return j
}

// Call implements story.Player.
func (j *judge) Call(c story.Call) ([]byte, error) {
	if c.Plain && !j.client.plain {
		return nil, story.ErrCannot
	}
	if !c.Again {
		r := request{c.Module, c.Action, maps.Clone(c.Params), c.SecretID, c.SecretKey, c.Plain}
		for name, value := range map[string]string{"Version": c.Version, "Token": c.Token} {
			if value != "" {
				r.Params[name] = value
			}
		}
		if j.pinned {
			j.nonce++
			r.Params["Timestamp"] = strconv.FormatInt(time.Now().Unix(), 10)
			r.Params["Nonce"] = strconv.Itoa(j.nonce)
		}
		j.last = r
	} else if !j.pinned {
		return nil, errors.New("the client has drawn a nonce that nobody else knows")
	}
	return j.send(j.last)
}

func (j *judge) send(r request) ([]byte, error) {
	if err := j.in.Encode(r); err != nil {
		return nil, err
	}
	var a struct{ Body, Error string }
	if err := j.out.Decode(&a); err != nil {
		return nil, err
	}
	if a.Error != "" {
		return nil, fmt.Errorf("%s: %s", j.client.name, a.Error)
	}
	return []byte(a.Body), nil
}

// Admin implements story.Player.
func (j *judge) Admin(method, path string, body, out any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	if body == nil {
		text = nil
	}
	r, err := http.NewRequest(method, j.admin.Admin+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+j.admin.Token)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s: %s", method, path, resp.Status, answer)
	}
	if out == nil || len(answer) == 0 {
		return nil
	}
	return json.Unmarshal(answer, out)
}
