package cbs

import "time"

// beijing is the zone of the times in answers (facts/quotas-billing-lifecycle.md §5.2).
var beijing = time.FixedZone("CST", 8*3600)

const layout = "2006-01-02 15:04:05"

// local is a time in answers; empty for none.
func local(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(beijing).Format(layout)
}

// iso is a time in those members that have it so.
func iso(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}
