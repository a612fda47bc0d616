package story

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func read(t *testing.T, text string) Story {
	t.Helper()
	all, err := Read(fstest.MapFS{"one.yaml": {Data: []byte(text)}}, fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

const told = `
- code: 4500
  why: twice
  tc3: {code: 0, why: there is no nonce}
  steps:
    - call: account Do
      with: {a: b}
      save: {id: data.id}
      answer: 4500 Replay
      api3: {call: cvm Do 2017-03-12, answer: 4500 Stale}
      tc3: {answer: "0"}
    - {call: cvm See 2017-03-12, with: {c: d}, answer: "0", api3: {counts: {Response.Set: 1}}}
`

func TestEveryDialectHasItsOwnSteps(t *testing.T) {
	s := read(t, told)
	see := Step{Call: "cvm See 2017-03-12", With: map[string]string{"c": "d"}, Answer: "0"}
	counted := see
	counted.Counts = map[string]int{"Response.Set": 1}
	for d, want := range map[Dialect]Story{
		API2: {Code: 4500, Steps: []Step{{Call: "account Do", With: map[string]string{"a": "b"}, Save: map[string]string{"id": "data.id"}, Answer: "4500 Replay"}, see}},
		API3: {Code: 4500, Steps: []Step{{Call: "cvm Do 2017-03-12", Answer: "4500 Stale"}, counted}},
		TC3:  {Code: 0, Steps: []Step{{Call: "cvm Do 2017-03-12", Answer: "0"}, counted}},
	} {
		got := s.In(d)
		for i := range got.Steps {
			got.Steps[i].API3, got.Steps[i].TC3 = nil, nil
		}
		if diff := cmp.Diff(want.Steps, got.Steps); diff != "" || got.Code != want.Code || got.Dialect != d {
			t.Errorf("%s: code %d (-want +got):\n%s", d, got.Code, diff)
		}
	}
	if s.Differs(API2) != "" || s.Differs(API3) != "" || s.Differs(TC3) != "there is no nonce" {
		t.Error("where the story differs is not where it says so")
	}
}

func TestACallWithoutAVersionCantBeToldInAPI3(t *testing.T) {
	text := "- {code: 0, why: it is, steps: [{call: account Do, answer: \"0\"}]}\n"
	_, err := Read(fstest.MapFS{"one.yaml": {Data: []byte(text)}}, fstest.MapFS{})
	if err == nil || !strings.Contains(err.Error(), "account Do") {
		t.Errorf("got %v, want an error that names the call", err)
	}
}

// A script answers every call alike, and has one entry in its journal.
type script struct{ answer, dialect, condition string }

func (p script) Call(Call) ([]byte, error) { return []byte(p.answer), nil }

func (p script) Admin(_, _ string, _, out any) error {
	code := map[string]int{"": 0, "Absent": 5000}[p.condition]
	text, err := json.Marshal([]map[string]any{{"dialect": p.dialect, "code": code, "condition": p.condition}})
	if err != nil {
		return err
	}
	return json.Unmarshal(text, out)
}

func TestPlayHoldsTheAnswerToTheStory(t *testing.T) {
	s := read(t, "- {code: 5000, why: it is gone, steps: [{call: cvm Do 2017-03-12, answer: 5000 Absent}]}\n")
	refused := `{"Response":{"Error":{"Code":"Absent"}}}`
	for _, c := range []struct {
		why string
		d   Dialect
		p   script
		ok  bool
	}{
		{"as told in 3.0", TC3, script{refused, "3.0", "Absent"}, true},
		{"as told in 2.0 with a version", API2, script{refused, "2.0 with Version", "Absent"}, true},
		{"as told in 2.0", API2, script{`{"code":5000}`, "2.0", "Absent"}, true},
		{"made in another dialect", TC3, script{refused, "2.0 with Version", "Absent"}, false},
		{"made in 3.0 where it was not told", API2, script{refused, "3.0", "Absent"}, false},
		{"another condition", TC3, script{`{"Response":{"Error":{"Code":"Other"}}}`, "3.0", "Absent"}, false},
		{"no error", TC3, script{`{"Response":{}}`, "3.0", "Absent"}, false},
		{"the other dialect's answer", TC3, script{`{"code":5000}`, "3.0", "Absent"}, false},
		{"another number", API2, script{`{"code":5100}`, "2.0", "Absent"}, false},
		{"a success", TC3, script{`{"Response":{}}`, "3.0", ""}, false},
		{"no JSON", TC3, script{`gone`, "3.0", "Absent"}, false},
	} {
		if err := s.In(c.d).Play(c.p); (err == nil) != c.ok {
			t.Errorf("%s: got %v", c.why, err)
		}
	}
}
