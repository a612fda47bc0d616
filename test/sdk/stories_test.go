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

// cannot are the stories that a client can't play, by code. There are no others: a client that leaves one out fails.
var cannot = map[string][]int{
	"go": {4600}, // it knows https only
}

// Every story is played by every client, in its dialect, but for what is written down above.
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
			for _, c := range clients {
				j := start(t, c, s.World+"seed: 1\n")
				j.pinned = slices.ContainsFunc(s.Steps, func(step story.Step) bool { return step.Again })
				if err := j.Admin("PUT", "/v1/clock", map[string]bool{"frozen": true}, nil); err != nil {
					t.Fatal(err)
				}
				err := s.In(c.dialect).Play(j)
				if left := errors.Is(err, story.ErrCannot); left != slices.Contains(cannot[c.name], s.Code) {
					t.Errorf("%s: it can't play the story: %v, which is not what is written down", c.name, left)
				} else if left {
					continue
				}
				if err != nil {
					t.Errorf("%s: %v", c.name, err)
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
func compare(t *testing.T, c client, s story.Story, j *judge, states map[story.Dialect]string) {
	t.Helper()
	state, err := story.State(j)
	if err != nil {
		t.Errorf("%s: %v", c.name, err)
		return
	}
	like := story.API2
	if s.Differs(c.dialect) != "" {
		like = c.dialect
	}
	state = beyondFen.ReplaceAllStringFunc(state, func(yuan string) string {
		exact, _ := new(big.Rat).SetString(yuan)
		return exact.FloatString(2)
	})
	if other, there := states[like]; !there {
		states[like] = state
	} else if other != state {
		t.Errorf("%s leaves another state:\n%s\nand before:\n%s", c.name, state, other)
	}
}
