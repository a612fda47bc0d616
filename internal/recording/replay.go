package recording

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"time"
)

// A Player makes calls anew.
type Player interface {
	// Wait lets cloud time pass.
	Wait(d time.Duration)
	// Make makes the call, with its parameters, and returns the answer's text.
	Make(c Call) ([]byte, error)
}

// Replay makes recorded calls anew, one after the other and at their times, and returns where an answer differs from
// the recorded one. What the cloud draws or reads from the clock may differ, but in one way only: an id that came in the
// place of a recorded one stands for it ever after, also in the parameters of later calls.
func Replay(calls []Call, p Player) error {
	m := &mapping{now: map[string]string{}, then: map[string]string{}}
	var passed time.Duration
	for i, c := range calls {
		if d := c.After - passed; d > 0 {
			p.Wait(d)
			passed = c.After
		}
		c.Params = m.translate(c.Params)
		answer, err := p.Make(c)
		if err == nil {
			err = m.compare(c.Answer, answer)
		}
		if err != nil {
			return fmt.Errorf("call %d, %s %s %v: %w", i+1, c.Module, c.Action, c.Params, err)
		}
	}
	return nil
}

// A mapping says what stands for what: a recorded text for one of now, and back.
type mapping struct {
	now, then map[string]string
}

// Secret stands in a recording for a text that it does not keep.
const Secret = "(secret)"

// What the cloud draws.
var (
	id     = regexp.MustCompile(`^[a-z]+[0-9]?-[a-z0-9]{8}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^qcvm[0-9a-f]{32}$|^AKID[A-Za-z0-9_-]+$`)
	drawn  = regexp.MustCompile(`^\d{5,}$|^[0-9a-f]{2}(:[0-9a-f]{2}){5}$`)
	moment = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}:\d{2}(Z|\+08:00)?)?$`)
	// Certificates' ids begin with nothing that tells them from other words: they are known by the members that they are in.
	bareID      = regexp.MustCompile(`^[a-z0-9]{8}$`)
	certificate = regexp.MustCompile(`(\.CertificateId|\.CertId|\.CertCaId|\.ExtCertIds\.\d+|\.RepeatCertId|\.ResourceId)$`)
	// public are the ranges that public addresses are drawn from: of instances, and of load balancers.
	public = []netip.Prefix{
		netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("192.0.2.0/24"),
	}
)

// draws tells whether the cloud draws texts like this one, so that another may come in its place.
func draws(s string) bool {
	if ip, err := netip.ParseAddr(s); err == nil {
		return slices.ContainsFunc(public, func(p netip.Prefix) bool { return p.Contains(ip) })
	}
	return id.MatchString(s) || drawn.MatchString(s)
}

// drawsAt tells whether the cloud draws both texts of a member.
func drawsAt(path, a, b string) bool {
	return draws(a) && draws(b) || certificate.MatchString(path) && bareID.MatchString(a) && bareID.MatchString(b)
}

// translate writes parameters with what stands now for what was recorded in them, be it the whole value or a part of it.
func (m *mapping) translate(params [][2]string) [][2]string {
	recorded := make([]string, 0, len(m.now))
	for old := range m.now {
		recorded = append(recorded, old)
	}
	// The longest first: no id is replaced by what stands for a part of it.
	slices.SortFunc(recorded, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	var pairs []string
	for _, old := range recorded {
		pairs = append(pairs, old, m.now[old])
	}
	replacer := strings.NewReplacer(pairs...)
	out := make([][2]string, len(params))
	for i, p := range params {
		out[i] = [2]string{p[0], replacer.Replace(p[1])}
	}
	return out
}

// compare tells where an answer differs.
func (m *mapping) compare(recorded, answer []byte) error {
	var want, got any
	if err := decode(recorded, &want); err != nil {
		return fmt.Errorf("the recorded answer: %w", err)
	}
	if err := decode(answer, &got); err != nil {
		return fmt.Errorf("the answer: %w", err)
	}
	return m.same("", want, got)
}

func decode(text []byte, v any) error {
	dec := json.NewDecoder(strings.NewReader(string(text)))
	dec.UseNumber()
	return dec.Decode(v)
}

func (m *mapping) same(path string, want, got any) error {
	switch want := want.(type) {
	case map[string]any:
		got, ok := got.(map[string]any)
		if !ok {
			return fmt.Errorf("%s is no object any more", path)
		}
		for _, name := range union(want, got) {
			w, was := want[name]
			g, is := got[name]
			if !was || !is {
				return fmt.Errorf("%s.%s: it was there: %v, it is there: %v", path, name, was, is)
			}
			if err := m.same(path+"."+name, w, g); err != nil {
				return err
			}
		}
		return nil
	case []any:
		got, ok := got.([]any)
		if !ok || len(got) != len(want) {
			return fmt.Errorf("%s was a list of %d and is %.200v", path, len(want), got)
		}
		return m.list(path, want, got)
	case string:
		if got, ok := got.(string); ok {
			return m.text(path, want, got)
		}
	case json.Number:
		if got, ok := got.(json.Number); ok {
			return m.text(path, want.String(), got.String())
		}
	default:
		if want == got {
			return nil
		}
	}
	return fmt.Errorf("%s was %.100v and is %.100v", path, want, got)
}

// list compares two lists: item by item in their order, or in another one where that does not fit. For what was made at
// the same moment is in the order of its ids, and these are drawn.
func (m *mapping) list(path string, want, got []any) error {
	before := m.clone()
	err := m.inOrder(path, want, got)
	if err == nil {
		return nil
	}
	*m = *before
	left := slices.Clone(got)
	for i, w := range want {
		fits := slices.IndexFunc(left, func(g any) bool {
			before := m.clone()
			if m.same(fmt.Sprintf("%s.%d", path, i), w, g) == nil {
				return true
			}
			*m = *before
			return false
		})
		if fits < 0 {
			return err
		}
		left = slices.Delete(left, fits, fits+1)
	}
	return nil
}

func (m *mapping) inOrder(path string, want, got []any) error {
	for i := range want {
		if err := m.same(fmt.Sprintf("%s.%d", path, i), want[i], got[i]); err != nil {
			return err
		}
	}
	return nil
}

func (m *mapping) clone() *mapping { return &mapping{maps.Clone(m.now), maps.Clone(m.then)} }

func (m *mapping) text(path, want, got string) error {
	if strings.HasSuffix(path, ".RequestId") && draws(want) && draws(got) {
		m.now[want], m.then[got] = got, want // clients ask for what became of a request by its id
		return nil
	}
	if want == Secret && got != "" {
		return nil
	}
	if strings.HasSuffix(path, ".RequestId") || moment.MatchString(want) && moment.MatchString(got) {
		return nil
	}
	if drawsAt(path, want, got) {
		if now, ok := m.now[want]; ok && now != got {
			return fmt.Errorf("%s was %s, which %s stands for, and is %s", path, want, now, got)
		}
		if then, ok := m.then[got]; ok && then != want {
			return fmt.Errorf("%s is %s, which stands for %s, and was %s", path, got, then, want)
		}
		m.now[want], m.then[got] = got, want
		return nil
	}
	if want == got || m.translate([][2]string{{"", want}})[0][1] == got { // a message that names an id
		return nil
	}
	return fmt.Errorf("%s was %.200q and is %.200q", path, want, got)
}

func union(a, b map[string]any) []string {
	var names []string
	for name := range a {
		names = append(names, name)
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
