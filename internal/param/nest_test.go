package param

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNest(t *testing.T) {
	for _, c := range []struct {
		why    string
		params [][2]string
		want   map[string]any
	}{
		{"nothing", nil, map[string]any{}},
		{"members and items", [][2]string{{"A", "x"}, {"F.0.Name", "n"}, {"F.0.Values.1", "b"}, {"F.0.Values.0", "a"}, {"P.Zone", "z"}}, map[string]any{
			"A": "x", "F": []any{map[string]any{"Name": "n", "Values": []any{"a", "b"}}}, "P": map[string]any{"Zone": "z"},
		}},
		{"a list that begins at 1 is none", [][2]string{{"L.1", "x"}}, map[string]any{"L": map[string]any{"1": "x"}}},
		{"a list with a gap is none", [][2]string{{"L.0", "x"}, {"L.2", "y"}}, map[string]any{"L": map[string]any{"0": "x", "2": "y"}}},
		{"an index is written one way", [][2]string{{"L.00", "x"}}, map[string]any{"L": map[string]any{"00": "x"}}},
		{"the whole is an object", [][2]string{{"0", "x"}}, map[string]any{"0": "x"}},
	} {
		got, err := Nest(c.params, AsText)
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", c.why, err, diff)
		}
	}
}

func TestNestRefusesWhatContradictsItself(t *testing.T) {
	for _, params := range [][][2]string{
		{{"A", "1"}, {"A", "2"}}, {{"A", "1"}, {"A.B", "2"}}, {{"A.B", "1"}, {"A", "2"}}, {{"A", "{}"}, {"A.B", "2"}},
	} {
		if got, err := Nest(params, AsJSON); err == nil {
			t.Errorf("%v: got %v", params, got)
		}
	}
}

func TestAsJSON(t *testing.T) {
	for text, want := range map[string]any{
		"12": json.Number("12"), `"12"`: "12", "true": true, "[1]": []any{json.Number("1")}, `{"0":"a"}`: map[string]any{"0": "a"},
		"": "", "ten": "ten", "000000": "000000", "null": "null", "1 2": "1 2", "2017-03-12": "2017-03-12", `{"a"`: `{"a"`,
	} {
		if diff := cmp.Diff(want, AsJSON(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}
