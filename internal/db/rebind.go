package db

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// maxRebound bounds the cache: built statements come in many texts.
const maxRebound = 4096

// rebound remembers how statements read with numbered parameters.
type rebound struct {
	texts sync.Map
	size  atomic.Int64
}

func (r *rebound) of(query string) string {
	if text, ok := r.texts.Load(query); ok {
		return text.(string)
	}
	text := rebind(query)
	if r.size.Load() < maxRebound {
		r.size.Add(1)
		r.texts.Store(query, text)
	}
	return text
}

// rebind writes each ? outside of quotes and comments as $1, $2, …
func rebind(query string) string {
	if !strings.Contains(query, "?") {
		return query
	}
	var b strings.Builder
	n := 0
	for i := 0; i < len(query); {
		end := i + 1
		switch c := query[i]; {
		case c == '\'' || c == '"':
			end = after(query, i+1, string(c)) // a doubled quote ends one piece and begins another
		case strings.HasPrefix(query[i:], "--"):
			end = after(query, i, "\n")
		case strings.HasPrefix(query[i:], "/*"):
			end = after(query, i+2, "*/")
		case c == '?':
			n++
			b.WriteString("$" + strconv.Itoa(n))
			i++
			continue
		}
		b.WriteString(query[i:end])
		i = end
	}
	return b.String()
}

// after is the position behind the next mark from i on, or the end of the text.
func after(query string, i int, mark string) int {
	if at := strings.Index(query[i:], mark); at >= 0 {
		return i + at + len(mark)
	}
	return len(query)
}
