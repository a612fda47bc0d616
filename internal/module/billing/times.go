package billing

import (
	"strconv"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/money"
)

// china is the zone in which API 2.0 writes and reads times.
var china = time.FixedZone("CST", 8*60*60)

func inChina(t time.Time) string { return t.In(china).Format(time.DateTime) }

// parse reads a parameter that is a time in one of the layouts.
func parse(parameter, text string, layouts ...string) (time.Time, error) {
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, text, china); err == nil {
			return t, nil
		}
	}
	return time.Time{}, catalogue.InvalidValue.Errorf("The %s is %q; a time such as %s is expected.", parameter, text, time.Date(2024, 1, 2, 0, 0, 0, 0, china).Format(layouts[0]))
}

// A span is from one time up to before another.
type span struct{ from, to time.Time }

// between reads two parameters. The second one is included: to its second, day or month, as its layout is.
func between(fromName, from, toName, to string, included func(t time.Time) time.Time, layouts ...string) (s span, err error) {
	if s.from, err = parse(fromName, from, layouts...); err != nil {
		return s, err
	}
	if s.to, err = parse(toName, to, layouts...); err != nil {
		return s, err
	}
	if s.to.Before(s.from) {
		return s, catalogue.InvalidValue.Errorf("The %s is %q, before the %s, %q; a later time is expected.", toName, to, fromName, from)
	}
	s.to = included(s.to)
	return s, nil
}

func second(t time.Time) time.Time { return t.Add(time.Second) }
func day(t time.Time) time.Time    { return t.AddDate(0, 0, 1) }
func month(t time.Time) time.Time  { return t.AddDate(0, 1, 0) }

// includes tells whether a time is in the span.
func (s span) includes(t time.Time) bool { return !t.Before(s.from) && t.Before(s.to) }

// fen is an amount in hundredths of a yuan, as answers have it.
func fen(a money.Amount) int64 {
	n, _ := a.Cents(money.HalfUp)
	return n
}

// page is what a list shows of all.
func page[T any](all []T, offset, limit int64) []T {
	from := min(max(offset, 0), int64(len(all)))
	return all[from:min(from+limit, int64(len(all)))]
}

func text(n int64) string { return strconv.FormatInt(n, 10) }

// yuan is an amount as a number, for answers that show prices so. Nothing is counted with it.
func yuan(a money.Amount) float64 {
	f, _ := strconv.ParseFloat(a.String(), 64)
	return f
}

// digits is a uin or AppID as a number; 0 where it is none.
func digits(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
