package random_test

import (
	"regexp"
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/paifang/paifang/internal/random"
)

func TestEachKindHasItsForm(t *testing.T) {
	s := random.New()
	for _, c := range []struct {
		name string
		draw func() string
		form string
	}{
		{"resource id", func() string { return s.ResourceID("ins") }, `^ins-[a-z0-9]{8}$`},
		{"digits", func() string { return s.Digits(12) }, `^[1-9][0-9]{11}$`},
		{"uuid", s.UUID, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`},
		{"SecretId", random.SecretID, `^AKID[A-Za-z0-9]{32}$`},
		{"SecretKey", random.SecretKey, `^[A-Za-z0-9]{32}$`},
		{"temporary SecretId", random.TemporarySecretID, `^AKID[A-Za-z0-9_-]{64}$`},
		{"temporary SecretKey", random.TemporarySecretKey, `^[A-Za-z0-9+/]{43}=$`},
		{"token", random.Token, `^[A-Za-z0-9_-]{300}$`},
	} {
		t.Run(c.name, func(t *testing.T) {
			form := regexp.MustCompile(c.form)
			seen := map[string]bool{}
			for range 200 {
				got := c.draw()
				if !form.MatchString(got) {
					t.Fatalf("got %q, want %s", got, form)
				}
				if seen[got] {
					t.Fatalf("%q was drawn twice", got)
				}
				seen[got] = true
			}
		})
	}
	if _, err := uuid.Parse(s.UUID()); err != nil {
		t.Error(err)
	}
	if got := s.Digits(0); got != "" {
		t.Errorf("Digits(0) is %q", got)
	}
}

// drawAll draws one of each kind that a seed can fix.
func drawAll(s *random.Source) []string {
	order := []string{"a", "b", "c", "d", "e"}
	s.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	return append(order, s.ResourceID("vpc"), s.UUID(), s.Digits(9), order[s.Intn(5)])
}

func TestASeedFixesIdsAndChoices(t *testing.T) {
	first, again, other := drawAll(random.Seeded(7)), drawAll(random.Seeded(7)), drawAll(random.Seeded(8))
	if !slices.Equal(first, again) {
		t.Errorf("one seed drew %v and %v", first, again)
	}
	if slices.Equal(first, other) {
		t.Errorf("two seeds drew the same: %v", first)
	}
}

func TestSecretsUseEveryCharacterAboutEquallyOften(t *testing.T) {
	count := map[rune]int{}
	for range 4000 {
		for _, c := range random.SecretKey() {
			count[c]++
		}
	}
	if len(count) != 62 {
		t.Errorf("%d different characters, want 62", len(count))
	}
	for c, n := range count { // mean 2065, deviation 45: ten deviations
		if n < 1615 || n > 2515 {
			t.Errorf("%q was drawn %d times of 128000", c, n)
		}
	}
}

func TestASourceIsSafeForConcurrentUse(t *testing.T) {
	s := random.Seeded(1)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 100 {
				drawAll(s)
			}
		})
	}
	wg.Wait()
}
