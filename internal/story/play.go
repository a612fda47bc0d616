package story

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A Call is one call that a player makes.
type Call struct {
	Dialect                 Dialect
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
	c := Call{Dialect: s.Dialect, Module: parts[0], Action: parts[1], Version: parts[2], Params: map[string]string{}, Token: fill(step.Token, values), Plain: step.Plain, Again: step.Again}
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
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber() // ids are longer than a float is exact
	if err := dec.Decode(&answer); err != nil {
		return -1, fmt.Errorf("the answer is no JSON: %w: %s", err, text)
	}
	code, err = s.expect(p, step, answer)
	if err != nil {
		return code, fmt.Errorf("%w: %s", err, text)
	}
	return code, save(answer, step.Save, values)
}

// expect holds the answer against what the step expects, and against what the cloud's journal says of it.
func (s Story) expect(p Player, step Step, answer any) (int, error) {
	var newest []struct {
		Dialect   string `json:"dialect"`
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
	if is3 := got.Dialect == "3.0"; is3 != (s.Dialect != API2) {
		return got.Code, fmt.Errorf("the cloud was called in %s, want %s", got.Dialect, s.Dialect)
	}
	if got.Code != want || (name != "" && got.Condition != name) {
		return got.Code, fmt.Errorf("got %d %s, want %s", got.Code, got.Condition, step.Answer)
	}
	if err := s.says(answer, want, got.Condition); err != nil {
		return got.Code, err
	}
	for id, code := range step.Detail {
		if number, _ := at(answer, "detail."+id+".code"); number != json.Number(strconv.Itoa(code)) {
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

// says tells whether an answer says what the journal does: the number in API 2.0, the condition's name in 3.0 and with a
// version.
func (s Story) says(answer any, number int, condition string) error {
	if e, ok := at(answer, "Response.Error.Code"); ok {
		if e != condition {
			return fmt.Errorf("the answer says %v, the journal %s", e, condition)
		}
		return nil
	}
	if _, versioned := at(answer, "Response"); versioned {
		if number != 0 {
			return fmt.Errorf("the answer has no error, want %d", number)
		}
		return nil
	}
	if s.Dialect != API2 {
		return errors.New("the answer has no Response")
	}
	if said, _ := at(answer, "code"); said != json.Number(strconv.Itoa(number)) {
		return fmt.Errorf("the answer's code is %v, want %d", said, number)
	}
	return nil
}

// State is the state of a player's cloud as a text: the world that begins where the cloud is now, and each account's money.
func State(p Player) (string, error) {
	var world struct{ YAML string }
	if err := p.Admin("GET", "/v1/world", nil, &world); err != nil {
		return "", err
	}
	var accounts []struct{ Uin string }
	if err := p.Admin("GET", "/v1/accounts", nil, &accounts); err != nil {
		return "", err
	}
	text := world.YAML
	for _, a := range accounts {
		var money json.RawMessage
		if err := p.Admin("GET", "/v1/accounts/"+a.Uin+"/balance", nil, &money); err != nil {
			return "", err
		}
		text += fmt.Sprintf("money of %s: %s\n", a.Uin, money)
	}
	return text, nil
}
