package journal_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/door"
	"github.com/paifang/paifang/internal/journal"
)

func ids(entries []journal.Entry) (out []string) {
	for _, e := range entries {
		out = append(out, e.RequestID)
	}
	return out
}

func TestTheNewestAreKept(t *testing.T) {
	j := journal.New(3)
	for i := range 5 {
		j.Write(journal.Entry{RequestID: fmt.Sprint(i), Module: "cvm", Action: "A", Code: 4000 * (i % 2), Refused: i%2 == 1})
	}
	if diff := cmp.Diff([]string{"4", "3", "2"}, ids(j.Newest(10, nil))); diff != "" {
		t.Errorf("newest (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"3"}, ids(j.Newest(10, func(e journal.Entry) bool { return e.Refused }))); diff != "" {
		t.Errorf("newest that were refused (-want +got):\n%s", diff)
	}
	if _, ok := j.Find("1"); ok {
		t.Error("the entry 1 made no room")
	}
	if e, ok := j.Find("2"); !ok || e.RequestID != "2" {
		t.Errorf("find 2: got %+v, %t", e, ok)
	}
	want := []journal.Count{{Total: journal.Total{Module: "cvm", Action: "A", Code: 0}, Count: 3}, {Total: journal.Total{Module: "cvm", Action: "A", Code: 4000}, Count: 2}}
	s := j.Summary()
	if diff := cmp.Diff(want, s.Totals); diff != "" || s.Calls != 5 || s.Refused != 2 {
		t.Errorf("summary: %d calls, %d refused (-want +got):\n%s", s.Calls, s.Refused, diff)
	}
}

// Whatever strangers send, what is kept of it stays small.
func TestAStrangerCantFillTheJournal(t *testing.T) {
	j := journal.New(10)
	long := strings.Repeat("长", 1<<20)
	e := journal.Entry{RequestID: "1", Action: long, SecretID: long, Host: long, Message: long, Verdicts: []door.Verdict{{Check: "BadSignature", Notes: []door.Note{{What: "string to sign", Seen: long}}}}}
	for i := range 2000 {
		e.Params = append(e.Params, [2]string{fmt.Sprint(i), long})
	}
	j.Write(e)
	kept, _ := j.Find("1")
	size := len(kept.Action) + len(kept.SecretID) + len(kept.Host) + len(kept.Message) + len(kept.Verdicts[0].Notes[0].Seen)
	for _, p := range kept.Params {
		size += len(p[0]) + len(p[1])
	}
	if size > 100<<10 {
		t.Errorf("%d bytes are kept of one request", size)
	}
	for i := range 10_000 {
		j.Write(journal.Entry{RequestID: fmt.Sprint("x", i), Action: fmt.Sprint("Made", i), Code: 6100})
	}
	if n := len(j.Summary().Totals); n > 5000 {
		t.Errorf("%d actions are counted apart", n)
	}
	if s := j.Summary(); s.Calls != 10_001 {
		t.Errorf("%d calls are counted, want 10001", s.Calls)
	}
}

func TestWhenAKeyWasLastUsed(t *testing.T) {
	j := journal.New(10)
	at := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	j.Write(journal.Entry{RequestID: "1", SecretID: "AKIDa", Caller: "root 1", CloudTime: at, Cost: []call.Cost{{What: "charged", Amount: 5}}})
	j.Write(journal.Entry{RequestID: "2", SecretID: "AKIDstranger", CloudTime: at})
	if !j.LastUsed("AKIDa").Equal(at) || !j.LastUsed("AKIDstranger").IsZero() {
		t.Errorf("last used: %s and %s", j.LastUsed("AKIDa"), j.LastUsed("AKIDstranger"))
	}
}
