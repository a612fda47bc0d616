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
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/story"
)

// command is a client as a command that makes the calls that it reads.
func command(c story.Client) []string {
	switch c.Package {
	case story.Go2:
		return []string{filepath.Join(programs, "judge")} // it has one way of calling
	case story.Node2:
		return []string{"node", "judge.js", c.Method, strings.ToLower(strings.TrimPrefix(c.Signature, "Hmac"))}
	case story.Go3:
		return []string{filepath.Join(programs, "judge3"), c.Method, c.Signature}
	default:
		return []string{"node", "judge3.js", c.Method, c.Signature}
	}
}

// clients2 are the clients of API 2.0.
func clients2() []story.Client {
	return slices.DeleteFunc(story.Clients(), func(c story.Client) bool { return c.Dialect != story.API2 })
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
	for _, name := range []string{"qcloudapi-sdk", "tencentcloud-sdk-nodejs"} {
		if _, err := os.Stat(filepath.Join("node_modules", name)); err != nil {
			return 1, fmt.Errorf("a Node client is missing; `make sdk` installs it: %w", err)
		}
	}
	if programs, err = os.MkdirTemp("", "paifang-judges-"); err != nil {
		return 1, err
	}
	defer os.RemoveAll(programs)
	for _, build := range [][]string{
		{"-C", "../..", "build", "-o", filepath.Join(programs, "paifang"), "./cmd/paifang"},
		{"build", "-o", filepath.Join(programs, "judge"), "./judge"},
		{"build", "-o", filepath.Join(programs, "judge3"), "./judge3"},
	} {
		if out, err := exec.Command("go", build...).CombinedOutput(); err != nil {
			return 1, fmt.Errorf("go %v: %w\n%s", build, err, out)
		}
	}
	return m.Run(), nil
}

// A judge is an official client below `paifang run`. It is a [story.Player].
type judge struct {
	client story.Client
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

	// What follows is for clients of API 3.0: those of 2.0 have Version and Token among the parameters, and are given
	// Timestamp and Nonce to send a request again.
	Version string         `json:"version,omitempty"`
	Token   string         `json:"token,omitempty"`
	Tree    map[string]any `json:"tree"`
	Again   bool           `json:"again,omitempty"`
}

// start runs the client in a world until the test ends; it has to end well.
func start(t *testing.T, c story.Client, world string) *judge {
	t.Helper()
	args := []string{"run", "--offline"}
	if world != "" {
		file := filepath.Join(t.TempDir(), "world.yaml")
		if err := os.WriteFile(file, []byte(world), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, "--world", file)
	}
	cmd := exec.Command(filepath.Join(programs, "paifang"), append(append(args, "--"), command(c)...)...)
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
			t.Logf("%s:\n%.4000s", c.Name, summary.String())
		}
	})
	if err := j.out.Decode(&j.admin); err != nil {
		t.Fatalf("%s did not start: %v", c.Name, err)
	}
	return j
}

// Call implements story.Player.
func (j *judge) Call(c story.Call) ([]byte, error) {
	if c.Plain && j.client.Cannot[4600] != "" {
		return nil, story.ErrCannot
	}
	if c.Dialect != j.client.Dialect {
		return nil, fmt.Errorf("%s speaks %s, and the story is told in %s", j.client.Name, j.client.Dialect, c.Dialect)
	}
	if c.Dialect != story.API2 {
		return j.call3(c)
	}
	if !c.Again {
		r := request{Module: c.Module, Action: c.Action, Params: maps.Clone(c.Params), SecretID: c.SecretID, SecretKey: c.SecretKey, Plain: c.Plain}
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

func (j *judge) call3(c story.Call) ([]byte, error) {
	var flat [][2]string
	for name, value := range c.Params {
		flat = append(flat, [2]string{name, value})
	}
	tree, err := param.Nest(flat, param.AsJSON)
	if err != nil {
		return nil, err
	}
	return j.send(request{
		Module: c.Module, Version: c.Version, Action: c.Action, Params: c.Params, Tree: tree,
		SecretID: c.SecretID, SecretKey: c.SecretKey, Token: c.Token, Plain: c.Plain, Again: c.Again,
	})
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
		return nil, fmt.Errorf("%s: %s", j.client.Name, a.Error)
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
