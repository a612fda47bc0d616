package cvm

import "time"

// beijing is the zone of the older actions' times, and of months.
var beijing = time.FixedZone("CST", 8*3600)

// iso is a time in answers of 2017-03-12; nil for none.
func iso(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Format("2006-01-02T15:04:05Z")
	return &s
}

// local is a time in answers of the older actions.
func local(t time.Time) string {
	if t.IsZero() {
		return "0000-00-00 00:00:00"
	}
	return t.In(beijing).Format("2006-01-02 15:04:05")
}
