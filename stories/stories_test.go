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

	"github.com/paifang/paifang/catalogue"
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
			p := &player{t: t, cloud: paifangtest.New(t, paifangtest.World(s.World))}
			if err := s.Play(p); err != nil {
				t.Errorf("%d, %s: %v", s.Code, s.Why, err)
			}
		})
	}
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
		var params []string
		for name, value := range c.Params {
			params = append(params, name+"="+value)
		}
		if c.Version != "" {
			params = append(params, "Version="+c.Version)
		}
		s := paifangtest.Signer{SecretID: c.SecretID, SecretKey: c.SecretKey, Token: c.Token}
		if s.SecretID == "" {
			s.SecretID, s.SecretKey = p.cloud.SecretID, p.cloud.SecretKey
		}
		r := p.cloud.Request(s, c.Module, c.Action, params...)
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

// Admin asks the admin API.
func (p *player) Admin(method, path string, body, out any) error {
	return p.cloud.Admin(method, path, body, out)
}
