package recording

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/call"
)

func TestWhatIsWrittenIsRead(t *testing.T) {
	var b bytes.Buffer
	r := NewRecorder(&b)
	at := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	r.Record(&call.Call{Dialect: call.API3, Domain: "cvm", Version: "2017-03-12", Action: "DescribeZones", Region: "ap-guangzhou", Now: at}, nil, []byte(`{"Response":{}}`))
	r.Record(&call.Call{Dialect: call.API3, Domain: "vpc", Action: "CreateVpc", Now: at.Add(2 * time.Second)}, [][2]string{{"VpcName", "<a&b>"}}, []byte(`{}`))
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	got, err := Read(&b)
	if err != nil {
		t.Fatal(err)
	}
	want := []Call{
		{Dialect: "3.0", Module: "cvm", Version: "2017-03-12", Action: "DescribeZones", Region: "ap-guangzhou", Answer: json.RawMessage(`{"Response":{}}`)},
		{After: 2 * time.Second, Dialect: "3.0", Module: "vpc", Action: "CreateVpc", Params: [][2]string{{"VpcName", "<a&b>"}}, Answer: json.RawMessage(`{}`)},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := Read(strings.NewReader("{}\n{")); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("a broken line: got %v", err)
	}
}

// A script answers calls in order, and remembers what it was asked.
type script struct {
	answers []string
	asked   []string
	waited  time.Duration
}

func (s *script) Wait(d time.Duration) { s.waited += d }

func (s *script) Make(c Call) ([]byte, error) {
	s.asked = append(s.asked, fmt.Sprint(c.Action, c.Params))
	return []byte(s.answers[len(s.asked)-1]), nil
}

func TestIDsStandForIDs(t *testing.T) {
	calls := []Call{
		{Action: "Make", Answer: json.RawMessage(`{"Response":{"Vpc":{"Id":"vpc-aaaaaaaa","N":12345,"CIDR":"10.0.0.0/16","Since":"2024-05-01 00:00:00"},"RequestId":"x"}}`)},
		{After: time.Minute, Action: "Show", Params: [][2]string{{"Resource", "qcs::vpc/vpc-aaaaaaaa"}}, Answer: json.RawMessage(`{"Message":"no vpc-aaaaaaaa","Id":"vpc-aaaaaaaa"}`)},
	}
	first := `{"Response":{"Vpc":{"Id":"vpc-bbbbbbbb","N":54321,"CIDR":"10.0.0.0/16","Since":"2026-11-23 00:00:00"},"RequestId":"y"}}`
	second := `{"Message":"no vpc-bbbbbbbb","Id":"vpc-bbbbbbbb"}`
	good := &script{answers: []string{first, second}}
	if err := Replay(calls, good); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{"Make[]", "Show[[Resource qcs::vpc/vpc-bbbbbbbb]]"}, good.asked); diff != "" || good.waited != time.Minute {
		t.Errorf("waited %v (-want +got):\n%s", good.waited, diff)
	}
	for why, answers := range map[string][2]string{
		"another id in its place":  {first, strings.ReplaceAll(second, "bbbbbbbb", "cccccccc")},
		"another text":             {strings.Replace(first, "10.0.0.0/16", "10.1.0.0/16", 1), second},
		"a member less":            {strings.Replace(first, `"N":54321,`, "", 1), second},
		"a member more":            {strings.Replace(first, `"N"`, `"M":1,"N"`, 1), second},
		"a text for a number":      {strings.Replace(first, "54321", `"54321"`, 1), second},
		"a small number that grew": {strings.Replace(first, "54321", "7", 1), second},
		"no object":                {`{"Response":[]}`, second},
	} {
		if err := Replay(calls, &script{answers: answers[:]}); err == nil {
			t.Errorf("%s: no difference was seen", why)
		}
	}
}

// Two things of one moment may come in another order, since that is the order of their ids.
func TestRequestsStandForRequests(t *testing.T) {
	then, now := "0a0a0a0a-0000-4000-8000-00000000000a", "0b0b0b0b-0000-4000-8000-00000000000b"
	calls := []Call{
		{Action: "Do", Answer: json.RawMessage(`{"Response":{"RequestId":"` + then + `"}}`)},
		{Action: "Ask", Params: [][2]string{{"TaskId", then}}, Answer: json.RawMessage(`{"Response":{"Status":0,"RequestId":"x"}}`)},
	}
	s := &script{answers: []string{`{"Response":{"RequestId":"` + now + `"}}`, `{"Response":{"Status":0,"RequestId":"y"}}`}}
	if err := Replay(calls, s); err != nil {
		t.Error(err)
	}
	if want := "Ask[[TaskId " + now + "]]"; s.asked[1] != want {
		t.Errorf("asked %s, want %s", s.asked[1], want)
	}
}

func TestListsInAnotherOrder(t *testing.T) {
	calls := []Call{
		{Action: "Make", Answer: json.RawMessage(`{"Ids":["disk-aaaaaaaa","disk-bbbbbbbb"]}`)},
		{Action: "Show", Answer: json.RawMessage(`{"Set":[{"Id":"disk-aaaaaaaa","Size":1},{"Id":"disk-bbbbbbbb","Size":2}]}`)},
	}
	made := `{"Ids":["disk-yyyyyyyy","disk-xxxxxxxx"]}`
	if err := Replay(calls, &script{answers: []string{made, `{"Set":[{"Id":"disk-xxxxxxxx","Size":2},{"Id":"disk-yyyyyyyy","Size":1}]}`}}); err != nil {
		t.Error(err)
	}
	if err := Replay(calls, &script{answers: []string{made, `{"Set":[{"Id":"disk-xxxxxxxx","Size":1},{"Id":"disk-yyyyyyyy","Size":2}]}`}}); err == nil {
		t.Error("two that have changed places were taken for each other")
	}
}

func TestTree(t *testing.T) {
	got, err := Call{Params: [][2]string{{"A", "1"}, {"F.0.Name", "x"}}}.Tree()
	want := map[string]any{"A": "1", "F": []any{map[string]any{"Name": "x"}}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if got, err := (Call{Params: [][2]string{{"A", "1"}, {"A", "2"}}}).Tree(); err == nil {
		t.Errorf("a parameter is there twice: got %v", got)
	}
}
