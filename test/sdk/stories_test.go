package sdk

import (
	"errors"
	"math/big"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paifang/paifang/internal/story"
)

// Every story is played by every client, in its dialect, but for what [story.Clients] says that it can't.
func TestStories(t *testing.T) {
	all, err := story.Read(os.DirFS("../../stories"), os.DirFS("../../worlds"))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 40 {
		t.Fatalf("only %d stories were found", len(all))
	}
	for _, s := range all {
		t.Run(strconv.Itoa(s.Code)+"-"+strings.ReplaceAll(s.Why, " ", "-"), func(t *testing.T) {
			t.Parallel()
			states := map[story.Dialect]string{}
			for _, c := range story.Clients() {
				j := start(t, c, s.World+"seed: 1\n")
				j.pinned = slices.ContainsFunc(s.Steps, func(step story.Step) bool { return step.Again })
				if err := j.Admin("PUT", "/v1/clock", map[string]bool{"frozen": true}, nil); err != nil {
					t.Fatal(err)
				}
				err := s.In(c.Dialect).Play(j)
				if left := errors.Is(err, story.ErrCannot); left != (c.Cannot[s.Code] != "") {
					t.Errorf("%s: it can't play the story: %v, which is not what is written down", c.Name, left)
				} else if left {
					continue
				}
				if err != nil {
					t.Errorf("%s: %v", c.Name, err)
					continue
				}
				compare(t, c, s, j, states)
			}
		})
	}
}

// What runs is paid for by the moment, and some pass before the clock is frozen: less than a fen's worth.
var beyondFen = regexp.MustCompile(`\d+\.\d{3,}`)

// compare tells whether the state that a client left is the one that the others have.
func compare(t *testing.T, c story.Client, s story.Story, j *judge, states map[story.Dialect]string) {
	t.Helper()
	state, err := story.State(j)
	if err != nil {
		t.Errorf("%s: %v", c.Name, err)
		return
	}
	like := story.API2
	if s.Differs(c.Dialect) != "" {
		like = c.Dialect
	}
	state = beyondFen.ReplaceAllStringFunc(state, func(yuan string) string {
		exact, _ := new(big.Rat).SetString(yuan)
		return exact.FloatString(2)
	})
	if other, there := states[like]; !there {
		states[like] = state
	} else if other != state {
		t.Errorf("%s leaves another state:\n%s\nand before:\n%s", c.Name, state, other)
	}
}
