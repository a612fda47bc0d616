package api3

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/param"
)

func TestReadJSON(t *testing.T) {
	v, err := readJSON([]byte(`{"Limit":10,"Ids":["a","b"],"Filters":[{"Name":"zone","Values":["x"]}],"Dry":true,"None":null}`))
	if err != nil {
		t.Fatal(err)
	}
	filter := v.Member("Filters").Member("0").Member("Name")
	if filter == nil || filter.Text != "zone" || filter.Kind != param.String || filter.Name != "Filters.0.Name" {
		t.Errorf("Filters.0.Name: got %+v", filter)
	}
	if ids := v.Member("Ids"); !ids.IsList || len(ids.Members()) != 2 {
		t.Errorf("Ids: got %+v, want a list of two", ids)
	}
	for name, want := range map[string]param.Kind{"Limit": param.Number, "Dry": param.Bool, "None": param.Null} {
		if got := v.Member(name).Kind; got != want {
			t.Errorf("%s: got kind %d, want %d", name, got, want)
		}
	}
}

func TestReadJSONRefuses(t *testing.T) {
	for why, text := range map[string]string{
		"no JSON":             `{`,
		"a list":              `[]`,
		"a string":            `"x"`,
		"more behind it":      `{}{}`,
		"a member twice":      `{"A":1,"A":2}`,
		"a member twice deep": `{"A":{"B":1,"B":2}}`,
		"broken UTF-8":        "{\"A\":\"\xff\"}",
		"a NUL in a name":     `{"A\u0000":1}`,
		"a name too long":     `{"` + strings.Repeat("a", 300) + `":1}`,
		"too deep":            strings.Repeat(`{"A":`, 20) + `1` + strings.Repeat(`}`, 20),
		"too many values":     `{"A":[` + strings.Repeat(`1,`, 100_001) + `1]}`,
		"a trailing comma":    `{"A":1,}`,
	} {
		if _, err := readJSON([]byte(text)); !errors.Is(err, catalogue.InvalidParameter) {
			t.Errorf("%s: got %v, want a refusal of row 4000", why, err)
		}
	}
}

// What is taken here, encoding/json takes too; it never panics, and refuses under row 4000.
func FuzzReadJSON(f *testing.F) {
	for _, s := range []string{`{}`, `{"A":[1,{"B":null}]}`, `{"A":1,"A":2}`, `{"A":"\ud800"}`, `{"A":1e999}`, ` `, `{"A":`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := readJSON(text)
		if err != nil {
			if !errors.Is(err, catalogue.InvalidParameter) {
				t.Fatalf("%q: %v is no refusal of row 4000", text, err)
			}
			return
		}
		if strings.TrimSpace(string(text)) == "" {
			return
		}
		var want map[string]json.RawMessage
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatalf("%q is taken here and not by encoding/json: %v", text, err)
		}
		if len(want) != len(v.Members()) {
			t.Errorf("%q: %d members here, %d there", text, len(v.Members()), len(want))
		}
	})
}
