package cvm

import (
	"errors"
	"testing"
	"time"
)

// FuzzTime: what is taken is taken again in the form of answers; all else is refused under its name.
func FuzzTime(f *testing.F) {
	for _, seed := range []string{"2018-05-29T11:26:40Z", "2018-05-29 19:26:40", "2018-5-29 11:26:40", "", "2018-05-29T11:26:40+08:00", "9999-12-31 23:59:59", "0000-00-00 00:00:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := readTime("Time", text)
		if err != nil {
			if !errors.Is(err, errTime) {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		again, err := readTime("Time", got.Format("2006-01-02T15:04:05Z"))
		if err != nil && got.Year() > 0 && got.Year() < 10000 || err == nil && !again.Equal(got.Truncate(time.Second)) {
			t.Fatalf("%q is taken as %s, and that as %s (%v)", text, got, again, err)
		}
	})
}
