package db

import (
	"regexp"
	"strings"
	"testing"
)

func TestRebindNumbersWhatIsAParameterAndNothingElse(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"select 1", "select 1"},
		{"select ?, ?", "select $1, $2"},
		{"select '?', ?", "select '?', $1"},
		{"select 'it''s ?', ?", "select 'it''s ?', $1"},
		{`select "a?" from t where b = ?`, `select "a?" from t where b = $1`},
		{"select ? -- why?\n, ?", "select $1 -- why?\n, $2"},
		{"select /* ? */ ?", "select /* ? */ $1"},
		{"select 有 = ?", "select 有 = $1"},
		{"select ? '?", "select $1 '?"},
	} {
		if got := rebind(c.in); got != c.want {
			t.Errorf("rebind(%q): got %q, want %q", c.in, got, c.want)
		}
	}
}

func FuzzRebind(f *testing.F) {
	for _, seed := range []string{"?", "'?'?", "--?\n?", "/*?*/?", `"?`, "''?''"} {
		f.Add(seed)
	}
	numbers := regexp.MustCompile(`\$[0-9]+`)
	f.Fuzz(func(t *testing.T, query string) {
		if strings.Contains(query, "$") {
			t.Skip("can't be told from what rebind writes")
		}
		if got := numbers.ReplaceAllString(rebind(query), "?"); !strings.Contains(query, "?") && got != query ||
			len(numbers.FindAllString(rebind(query), -1)) > strings.Count(query, "?") {
			t.Errorf("rebind(%q) changed more than parameters: %q", query, got)
		}
	})
}
