package terraform

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/paifang/paifang/internal/recording"
)

var record = flag.Bool("record", false, "keep what the provider asks as the recordings")

// TestStories applies each story with the provider itself, below `paifang run`.
func TestStories(t *testing.T) {
	tofu, provider := os.Getenv("PAIFANG_TEST_TOFU"), os.Getenv("PAIFANG_TEST_PROVIDER")
	if tofu == "" || provider == "" {
		t.Skip("PAIFANG_TEST_TOFU and PAIFANG_TEST_PROVIDER do not name the two binaries; TestRecordings replays what they did")
	}
	paifang := filepath.Join(t.TempDir(), "paifang")
	if out, err := exec.Command("go", "build", "-o", paifang, "../../cmd/paifang").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	stories, err := filepath.Glob("stories/*")
	if err != nil || len(stories) == 0 {
		t.Fatalf("no stories were found: %v", err)
	}
	for _, dir := range stories {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			work := t.TempDir()
			recorded, changed := filepath.Join(work, "calls.jsonl"), filepath.Join(work, "changed")
			self, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			steps, err := filepath.Abs(dir)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(work, "world.yaml"), []byte(world), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(paifang, "run", "--world", filepath.Join(work, "world.yaml"), "--record", recorded, "--", self, "-test.run=^TestBelowRun$", "-test.v")
			cmd.Dir = work
			cmd.Env = append(os.Environ(), "TERRAFORM_STORY="+steps, "TERRAFORM_PAIFANG="+paifang, "TERRAFORM_CHANGED="+changed,
				// The provider retries for minutes where a code says that it may help.
				"TENCENTCLOUD_READ_RETRY_TIMEOUT=1", "TENCENTCLOUD_WRITE_RETRY_TIMEOUT=1")
			if *record { // calls that overlap could be written down in another order than they were done in
				cmd.Env = append(cmd.Env, "TF_CLI_ARGS_apply=-parallelism=1", "TF_CLI_ARGS_destroy=-parallelism=1", "TF_CLI_ARGS_plan=-parallelism=1")
			}
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			t.Logf("%s", out)
			if *record {
				kept := filepath.Join("recordings", filepath.Base(dir))
				keep(t, recorded, kept+".jsonl")
				if err := os.WriteFile(kept+".changed", []byte(read(t, changed)), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// requestID is what differs in any two answers.
var requestID = regexp.MustCompile(`"RequestId":"[^"]*"`)

// secret is what a recording does not keep of an answer.
var secret = regexp.MustCompile(`"(SecretAccessKey|SecretKey)":"[^"]+"`)

// keep keeps a recording, without the calls that were answered as they had been before.
func keep(t *testing.T, from, to string) {
	t.Helper()
	var kept []string
	answered := map[string]string{}
	for line := range strings.Lines(read(t, from)) {
		var c recording.Call
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatal(err)
		}
		asked := fmt.Sprint(c.Module, c.Action, c.Params)
		answer := requestID.ReplaceAllString(string(c.Answer), "")
		if answered[asked] != answer || !strings.HasPrefix(c.Action, "Describe") {
			kept = append(kept, secret.ReplaceAllString(line, `"$1":"`+recording.Secret+`"`))
		}
		answered[asked] = answer
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, []byte(strings.Join(kept, "")), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestBelowRun is what TestStories runs below `paifang run`: it takes a story through its steps.
func TestBelowRun(t *testing.T) {
	steps := os.Getenv("TERRAFORM_STORY")
	if steps == "" {
		t.Skip("it is run by TestStories")
	}
	s := open(t)
	var changed []string
	for i, step := range s.steps(steps) {
		s.enter(step)
		s.tofu("plan", "-out=next")
		if i > 0 {
			changed = append(changed, changes(t, s.tofu("show", "-json", "next"))...)
		}
		s.tofu("apply", "next")
		s.tofu("plan", "-detailed-exitcode") // 2 where something would change
	}
	keepChanges(t, changed, os.Getenv("TERRAFORM_CHANGED"))
	s.imports(read(t, filepath.Join(steps, "imports")))
	s.tofu("destroy", "-auto-approve")
	s.nothingIsLeft(leftBehind(t, filepath.Join(steps, "left")))
}

// leftBehind is how many of what the provider leaves in the real cloud too, by the list that shows it: "cbs
// DescribeSnapshots 1" in a story's file left.
func leftBehind(t *testing.T, file string) map[string]string {
	left := map[string]string{}
	if _, err := os.Stat(file); err != nil {
		return left
	}
	for line := range strings.Lines(read(t, file)) {
		words := strings.Fields(line)
		left[words[0]+" "+words[1]] = words[2]
	}
	return left
}

// A stage is a folder in which the provider works.
type stage struct {
	t                 *testing.T
	dir, bin, paifang string
}

func open(t *testing.T) *stage {
	s := &stage{t: t, dir: t.TempDir(), bin: os.Getenv("PAIFANG_TEST_TOFU"), paifang: os.Getenv("TERRAFORM_PAIFANG")}
	provider := filepath.Join(s.dir, "provider")
	if err := os.Mkdir(provider, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(os.Getenv("PAIFANG_TEST_PROVIDER"), filepath.Join(provider, "terraform-provider-tencentcloud")); err != nil {
		t.Fatal(err)
	}
	s.write("tofu.rc", fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"tencentcloudstack/tencentcloud\" = %q\n  }\n  direct {}\n}\n", provider))
	s.write("provider.tf", "terraform {\n  required_providers {\n    tencentcloud = { source = \"tencentcloudstack/tencentcloud\" }\n  }\n}\n")
	return s
}

// steps are a story's files in order; what is none (a certificate) is laid beside them.
func (s *stage) steps(dir string) []string {
	s.t.Helper()
	entries, err := os.ReadDir(dir) // by name
	if err != nil {
		s.t.Fatal(err)
	}
	var steps []string
	for _, e := range entries {
		file := filepath.Join(dir, e.Name())
		switch filepath.Ext(e.Name()) {
		case ".tf":
			steps = append(steps, file)
		case ".pem":
			s.write(e.Name(), read(s.t, file))
		}
	}
	if steps == nil {
		s.t.Fatalf("%s has no steps", dir)
	}
	return steps
}

// enter makes a step the configuration: a file …_override.tf changes what the steps before it say, as Terraform merges
// such files; any other takes their place.
func (s *stage) enter(step string) {
	s.t.Helper()
	if strings.HasSuffix(step, "_override.tf") {
		s.write(filepath.Base(step), read(s.t, step))
		return
	}
	old, err := filepath.Glob(filepath.Join(s.dir, "*_override.tf"))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, file := range old {
		if err := os.Remove(file); err != nil {
			s.t.Fatal(err)
		}
	}
	s.write("main.tf", read(s.t, step))
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (s *stage) write(name, text string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, name), []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// tofu runs a command of it in the folder; it has to succeed.
func (s *stage) tofu(args ...string) string {
	s.t.Helper()
	cmd := exec.Command(s.bin, append(args, "-no-color")...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(s.dir, "tofu.rc"), "TF_IN_AUTOMATION=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		s.t.Fatalf("tofu %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// imports forgets each of the named resources and imports it: then nothing may have to be changed. A line is the address,
// and the id where it is not the attribute id.
func (s *stage) imports(lines string) {
	s.t.Helper()
	for line := range strings.Lines(lines) {
		address := strings.TrimSpace(line)
		if address == "" {
			continue
		}
		var id string
		state := s.tofu("state", "show", address)
		if m := regexp.MustCompile(`(?m)^    id +="?\s*"?([^"\n]+)"?$`).FindStringSubmatch(strings.ReplaceAll(state, "= ", "=")); m != nil {
			id = m[1]
		}
		if id == "" {
			s.t.Fatalf("%s has no id:\n%s", address, state)
		}
		s.tofu("state", "rm", address)
		s.tofu("import", address, id)
	}
	if lines != "" {
		s.tofu("plan", "-detailed-exitcode")
	}
}

// lists are the actions that list what could be left.
var lists = []struct{ module, version, action string }{
	{"cvm", "2017-03-12", "DescribeInstances"},
	{"cvm", "2017-03-12", "DescribeKeyPairs"},
	{"cvm", "2017-03-12", "DescribeDisasterRecoverGroups"},
	{"cbs", "2017-03-12", "DescribeDisks"},
	{"cbs", "2017-03-12", "DescribeSnapshots"},
	{"cbs", "2017-03-12", "DescribeAutoSnapshotPolicies"},
	{"vpc", "2017-03-12", "DescribeVpcs"},
	{"vpc", "2017-03-12", "DescribeSubnets"},
	{"vpc", "2017-03-12", "DescribeRouteTables"},
	{"vpc", "2017-03-12", "DescribeNetworkAcls"},
	{"vpc", "2017-03-12", "DescribeSecurityGroups"},
	{"vpc", "2017-03-12", "DescribeAddressTemplates"},
	{"vpc", "2017-03-12", "DescribeServiceTemplates"},
	{"vpc", "2017-03-12", "DescribeAddresses"},
	{"vpc", "2017-03-12", "DescribeNatGateways"},
	{"clb", "2018-03-17", "DescribeLoadBalancers"},
	{"ssl", "2019-12-05", "DescribeCertificates"},
}

// nothingIsLeft wants no resource and no frozen money.
func (s *stage) nothingIsLeft(but map[string]string) {
	s.t.Helper()
	for _, l := range lists {
		want := json.Number("0")
		if n, ok := but[l.module+" "+l.action]; ok {
			want = json.Number(n)
		}
		if got := s.ask(l.module, l.version, l.action)["TotalCount"]; got != want {
			s.t.Errorf("%s %s lists %v; %s is expected to be left", l.module, l.action, got, want)
		}
	}
	if got := s.ask("billing", "2018-07-09", "DescribeAccountBalance")["FreezeAmount"]; got != json.Number("0") {
		s.t.Errorf("%v hundredths of a yuan are frozen; nothing is expected to be", got)
	}
}

// ask makes a call of API 3.0.
func (s *stage) ask(module, version, action string) map[string]any {
	s.t.Helper()
	out, err := exec.Command(s.paifang, "call", "--api", "3", "--version", version, module, action).Output()
	if err != nil {
		s.t.Fatalf("%s %s: %v\n%s", module, action, err, out)
	}
	var answer struct{ Response map[string]any }
	dec := json.NewDecoder(strings.NewReader(string(out)))
	dec.UseNumber()
	if err := dec.Decode(&answer); err != nil {
		s.t.Fatalf("%s %s: %v\n%s", module, action, err, out)
	}
	return answer.Response
}
