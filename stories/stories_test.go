// Package stories holds the stories: how every code of the catalogue is met. They are played here inside the process,
// and in test/sdk by official clients over real sockets.
package stories

import (
	"errors"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/story"
	"github.com/paifang/paifang/paifangtest"
)

func TestStories(t *testing.T) {
	all, err := story.Read(os.DirFS("."), os.DirFS("../worlds"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		t.Run(strings.ReplaceAll(s.Why, " ", "-"), func(t *testing.T) {
			for _, d := range []story.Dialect{story.API2, story.TC3} {
				p := &player{t: t, cloud: paifangtest.New(t, paifangtest.World(s.World))}
				if err := s.In(d).Play(p); err != nil {
					t.Errorf("%d, %s, in %s: %v", s.Code, s.Why, d, err)
				}
			}
		})
	}
}

// A story that is told in both dialects ends in the same state, whichever it is told in. With a seed, ids are the same too.
// That 5400, which API 3.0 does not have, ends in two states shows that another state is seen.
func TestBothDialectsLeaveTheSameState(t *testing.T) {
	all, err := story.Read(os.DirFS("."), os.DirFS("../worlds"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		t.Run(strings.ReplaceAll(s.Why, " ", "-"), func(t *testing.T) {
			diff := cmp.Diff(left(t, s, story.API2), left(t, s, story.TC3))
			if s.Code == catalogue.PartlyDone.Code.Number {
				if diff == "" {
					t.Error("a batch that is done in part left the state that a refused one leaves")
				}
			} else if diff != "" {
				t.Errorf("the state is another one (-API 2.0 +API 3.0):\n%s", diff)
			}
		})
	}
}

// left is the state that a story leaves.
func left(t *testing.T, s story.Story, d story.Dialect) string {
	t.Helper()
	p := &player{t: t, cloud: paifangtest.New(t, paifangtest.World(s.World+"seed: 1\n"))}
	if err := s.In(d).Play(p); err != nil {
		t.Fatalf("in %s: %v", d, err)
	}
	state, err := story.State(p)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// A code without a story fails here.
func TestEveryCodeHasAStory(t *testing.T) {
	all, err := story.Read(os.DirFS("."), os.DirFS("../worlds"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range catalogue.All() {
		if !slices.ContainsFunc(all, func(s story.Story) bool { return s.Code == c.Number }) {
			t.Errorf("code %d (%s) has no story", c.Number, c.Description)
		}
	}
}

// player plays inside the process.
type player struct {
	t     *testing.T
	cloud *paifangtest.Cloud
	last  func() *http.Request
}

// Call makes a call.
func (p *player) Call(c story.Call) ([]byte, error) {
	if !c.Again {
		r, err := p.request(c)
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		p.last = func() *http.Request {
			again := r.Clone(p.t.Context())
			again.Body = io.NopCloser(strings.NewReader(string(body)))
			return again
		}
	}
	if p.last == nil {
		return nil, errors.New("there is no request to send again")
	}
	r := p.last()
	if c.Plain {
		r.URL.Scheme = "http"
	}
	resp, err := p.cloud.HTTPClient().Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func (p *player) request(c story.Call) (*http.Request, error) {
	s := paifangtest.Signer{SecretID: c.SecretID, SecretKey: c.SecretKey, Token: c.Token}
	if c.Dialect == story.TC3 {
		var flat [][2]string
		for name, value := range c.Params {
			flat = append(flat, [2]string{name, value})
		}
		in, err := param.Nest(flat, param.AsJSON)
		if err != nil {
			return nil, err
		}
		return p.cloud.Request3(s, c.Module, c.Version, c.Action, in), nil
	}
	var params []string
	for name, value := range c.Params {
		params = append(params, name+"="+value)
	}
	if c.Version != "" {
		params = append(params, "Version="+c.Version)
	}
	return p.cloud.Request(s, c.Module, c.Action, params...), nil
}

// Admin asks the admin API.
func (p *player) Admin(method, path string, body, out any) error {
	return p.cloud.Admin(method, path, body, out)
}
