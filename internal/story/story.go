// Package story plays stories: a world, and what is done in it step by step with the answers that are expected. The same
// story is played inside the process, and by official clients over real sockets (test/sdk): what plays it is a [Player].
package story

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/pquerna/otp/totp"

	"github.com/paifang/paifang/internal/clock"
)

// A Story shows how a code is met, for one of its reasons.
type Story struct {
	// Code is what it shows; Why is the reason.
	Code int    `yaml:"code"`
	Why  string `yaml:"why"`
	// World is a world file: the number of an example world, or the text itself.
	World string `yaml:"world"`
	// Keys are further keys by name: SecretId and SecretKey.
	Keys  map[string][2]string `yaml:"keys"`
	Steps []Step               `yaml:"steps"`
}

// A Step is one thing that is done: a call, a request to the admin API, or time that passes.
type Step struct {
	// Call is module, action and, where it has one, version: "cvm RunInstances 2017-03-12".
	Call string `yaml:"call"`
	// With are its parameters, By the name of the key, of the cloud's own one when empty.
	With map[string]string `yaml:"with"`
	By   string            `yaml:"by"`
	// Token is sent with a temporary key.
	Token string `yaml:"token"`
	// Plain sends it without TLS; Again sends the request before once more, byte for byte.
	Plain bool `yaml:"plain"`
	Again bool `yaml:"again"`
	// Answer is the expected code, and a name after it where that matters: "5100 UnsupportedOperation.InstanceStateRunning".
	Answer string `yaml:"answer"`
	// Detail are the expected codes of a batch, by resource.
	Detail map[string]int `yaml:"detail"`
	// Save names values of the answer for later steps, as ${name}: {id: Response.InstanceIdSet.0}.
	Save map[string]string `yaml:"save"`
	// Counts are how many items a list of the answer has: {instanceSet: 0}.
	Counts map[string]int `yaml:"counts"`

	// Admin is a request to the admin API: "PUT /v1/accounts/1/balance", with Body.
	Admin string `yaml:"admin"`
	Body  any    `yaml:"body"`

	// Advance moves cloud time.
	Advance string `yaml:"advance"`
}

// Read reads all stories of a folder, by code and then in the order of their file. worlds holds the example worlds.
func Read(stories, worlds fs.FS) ([]Story, error) {
	names, err := fs.Glob(stories, "*.yaml")
	if err != nil {
		return nil, err
	}
	var all []Story
	for _, name := range names {
		text, err := fs.ReadFile(stories, name)
		if err != nil {
			return nil, err
		}
		var some []Story
		if err := yaml.UnmarshalWithOptions(text, &some, yaml.Strict(), yaml.DisallowUnknownField()); err != nil {
			return nil, fmt.Errorf("%s: %s", name, yaml.FormatError(err, false, true))
		}
		for i := range some {
			if _, err := strconv.Atoi(some[i].World); err == nil {
				world, err := fs.ReadFile(worlds, path.Join(some[i].World+".yaml"))
				if err != nil {
					return nil, fmt.Errorf("%s: %w", name, err)
				}
				some[i].World = string(world)
			}
			all = append(all, some[i])
		}
	}
	slices.SortStableFunc(all, func(a, b Story) int { return a.Code - b.Code })
	return all, nil
}

// A Call is one call that a player makes.
type Call struct {
	Module, Action, Version string
	Params                  map[string]string
	// SecretID and SecretKey are empty for the cloud's own key.
	SecretID, SecretKey, Token string
	Plain                      bool
	// Again sends the last request once more.
	Again bool
}

// A Player makes calls to a cloud, as some client does.
type Player interface {
	// Call makes a call and returns the answer's text.
	Call(c Call) ([]byte, error)
	// Admin asks the cloud's admin API; out may be nil.
	Admin(method, path string, body, out any) error
}

// ErrCannot is what a player returns for what its client can't do; the story is then another's to play.
var ErrCannot = errors.New("this client can't do that")

// Play plays a story. It returns what was not as expected, naming the step.
func (s Story) Play(p Player) error {
	values := map[string]string{}
	met := false
	for i, step := range s.Steps {
		code, err := s.step(p, step, values)
		if err != nil {
			return fmt.Errorf("step %d (%s%s%s): %w", i+1, step.Call, step.Admin, step.Advance, err)
		}
		met = met || code == s.Code
	}
	if !met {
		return fmt.Errorf("no step was answered %d", s.Code)
	}
	return nil
}

func (s Story) step(p Player, step Step, values map[string]string) (code int, err error) {
	switch {
	case step.Advance != "":
		return -1, p.Admin("POST", "/v1/clock/advance", map[string]any{"duration": step.Advance}, nil)
	case step.Admin != "":
		method, path, _ := strings.Cut(step.Admin, " ")
		var out any
		if err := p.Admin(method, fill(path, values), fillAny(step.Body, values), &out); err != nil {
			return -1, err
		}
		return -1, save(out, step.Save, values)
	}
	parts := append(strings.Fields(step.Call), "", "", "")
	c := Call{Module: parts[0], Action: parts[1], Version: parts[2], Params: map[string]string{}, Token: fill(step.Token, values), Plain: step.Plain, Again: step.Again}
	for _, name := range slices.Sorted(maps.Keys(step.With)) {
		c.Params[name] = fill(step.With[name], values)
	}
	if step.By != "" {
		key, ok := s.Keys[step.By]
		if !ok {
			return -1, fmt.Errorf("there is no key %q", step.By)
		}
		c.SecretID, c.SecretKey = fill(key[0], values), fill(key[1], values)
	}
	text, err := p.Call(c)
	if err != nil {
		return -1, err
	}
	var answer any
	if err := json.Unmarshal(text, &answer); err != nil {
		return -1, fmt.Errorf("the answer is no JSON: %w: %s", err, text)
	}
	code, err = expect(p, step, answer)
	if err != nil {
		return code, fmt.Errorf("%w: %s", err, text)
	}
	return code, save(answer, step.Save, values)
}

// expect holds the answer against what the step expects, and against what the cloud's journal says of it.
func expect(p Player, step Step, answer any) (int, error) {
	var newest []struct {
		Code      int    `json:"code"`
		Condition string `json:"condition"`
	}
	if err := p.Admin("GET", "/v1/journal?limit=1", nil, &newest); err != nil {
		return -1, err
	}
	if len(newest) != 1 {
		return -1, errors.New("the journal has no entry")
	}
	wantText, name, _ := strings.Cut(step.Answer, " ")
	want, err := strconv.Atoi(wantText)
	if err != nil {
		return -1, fmt.Errorf("answer %q: a code is expected", step.Answer)
	}
	got := newest[0]
	if got.Code != want || (name != "" && got.Condition != name) {
		return got.Code, fmt.Errorf("got %d %s, want %s", got.Code, got.Condition, step.Answer)
	}
	if e, ok := at(answer, "Response.Error.Code"); ok {
		if e != got.Condition {
			return got.Code, fmt.Errorf("the answer says %v, the journal %s", e, got.Condition)
		}
	} else if _, versioned := at(answer, "Response"); !versioned {
		if number, _ := at(answer, "code"); number != float64(want) {
			return got.Code, fmt.Errorf("the answer's code is %v, want %d", number, want)
		}
	} else if want != 0 {
		return got.Code, fmt.Errorf("the answer has no error, want %d", want)
	}
	for id, code := range step.Detail {
		if number, _ := at(answer, "detail."+id+".code"); number != float64(code) {
			return got.Code, fmt.Errorf("detail of %s: got %v, want %d", id, number, code)
		}
	}
	for path, n := range step.Counts {
		list, _ := at(answer, path)
		items, ok := list.([]any)
		if !ok || len(items) != n {
			return got.Code, fmt.Errorf("%s: got %v, want %d items", path, list, n)
		}
	}
	return got.Code, nil
}

func save(answer any, names, values map[string]string) error {
	for name, path := range names {
		v, ok := at(answer, path)
		if !ok {
			return fmt.Errorf("the answer has no %s", path)
		}
		text, isText := v.(string)
		if !isText {
			b, err := json.Marshal(v)
			if err != nil {
				return err
			}
			text = string(b)
		}
		values[name] = text
	}
	return nil
}

// at is the value at a path of member names and indexes: Response.InstanceIdSet.0.
func at(v any, path string) (any, bool) {
	for part := range strings.SplitSeq(path, ".") {
		switch holder := v.(type) {
		case map[string]any:
			member, ok := holder[part]
			if !ok {
				return nil, false
			}
			v = member
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(holder) {
				return nil, false
			}
			v = holder[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// fill puts values in for ${name}, and an MFA code of now in for ${totp SECRET}.
func fill(text string, values map[string]string) string {
	for {
		before, rest, ok := strings.Cut(text, "${")
		if !ok {
			return text
		}
		name, after, _ := strings.Cut(rest, "}")
		value := values[name]
		if secret, isCode := strings.CutPrefix(name, "totp "); isCode {
			value, _ = totp.GenerateCode(secret, clock.Wall{}.Now())
		}
		text = before + value + after
	}
}

func fillAny(v any, values map[string]string) any {
	switch v := v.(type) {
	case string:
		return fill(v, values)
	case map[string]any:
		out := map[string]any{}
		for name, member := range v {
			out[name] = fillAny(member, values)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = fillAny(item, values)
		}
		return out
	default:
		return v
	}
}
