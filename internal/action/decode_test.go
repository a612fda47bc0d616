package action_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

type shop struct{}

type disk struct {
	Size int64  `api:"required,min=10,max=4000" doc:"Its size."`
	Type string `api:"oneof=A B,default=A" doc:"Its type."`
}

type buyRequest struct {
	Zone     string   `api:"required" doc:"Where."`
	IDs      []string `json:"Ids" api:"max=3" touches:"thing" doc:"Which."`
	Count    int64    `api:"default=1,min=1,max=100" doc:"How many."`
	Name     *string  `api:"max=5" doc:"Its name."`
	Dry      bool     `doc:"Whether not."`
	Password string   `api:"secret,min=8" doc:"Its password."`
	Policy   string   `api:"url" doc:"Its policy."`
	Disk     *disk    `doc:"Its disk."`
	Disks    []disk   `doc:"More disks."`
	Ratio    float64  `doc:"How much."`
}

var buy = action.Define(action.Spec{Name: "Buy", Doc: "Buy buys.", Domain: "shop"},
	func(shop, context.Context, store.Tx, *call.Call, *buyRequest) (*struct{}, error) { return nil, nil }).Bind(shop{})

func flat(t *testing.T, pairs ...string) *param.Value {
	t.Helper()
	root := &param.Value{Kind: param.Tree}
	for _, p := range pairs {
		name, value, _ := strings.Cut(p, "=")
		if err := root.AddFlat(name, value); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestDecode(t *testing.T) {
	empty, name := "", "web"
	for _, c := range []struct {
		why  string
		from []string
		want buyRequest
	}{
		{"what is absent has its default", []string{"Zone=z"}, buyRequest{Zone: "z", Count: 1}},
		{"lists may start from 0", []string{"Zone=z", "Ids.0=a", "Ids.1=b"}, buyRequest{Zone: "z", Count: 1, IDs: []string{"a", "b"}}},
		{"lists may start from 1", []string{"Zone=z", "Ids.1=a", "Ids.2=b"}, buyRequest{Zone: "z", Count: 1, IDs: []string{"a", "b"}}},
		{"lists are in the order of their indexes", []string{"Zone=z", "Ids.10=b", "Ids.2=a"}, buyRequest{Zone: "z", Count: 1, IDs: []string{"a", "b"}}},
		{"an underscore is a dot", []string{"Zone=z", "Ids_0=a", "Disk_Size=10"}, buyRequest{Zone: "z", Count: 1, IDs: []string{"a"}, Disk: &disk{10, "A"}}},
		{"an empty text is no number", []string{"Zone=z", "Count=", "Dry="}, buyRequest{Zone: "z", Count: 1}},
		{"an empty text is a string where one may be unset", []string{"Zone=z", "Name="}, buyRequest{Zone: "z", Count: 1, Name: &empty}},
		{"a pointer tells what was given", []string{"Zone=z", "Name=web"}, buyRequest{Zone: "z", Count: 1, Name: &name}},
		{"TRUE is true", []string{"Zone=z", "Dry=TRUE"}, buyRequest{Zone: "z", Count: 1, Dry: true}},
		{"True is true", []string{"Zone=z", "Dry=True"}, buyRequest{Zone: "z", Count: 1, Dry: true}},
		{"1 is true", []string{"Zone=z", "Dry=1"}, buyRequest{Zone: "z", Count: 1, Dry: true}},
		{"0 is false", []string{"Zone=z", "Dry=0"}, buyRequest{Zone: "z", Count: 1}},
		{"lists hold objects", []string{"Zone=z", "Disks.1.Size=10", "Disks.1.Type=B", "Disks.2.Size=20"}, buyRequest{Zone: "z", Count: 1, Disks: []disk{{10, "B"}, {20, "A"}}}},
		{"what was escaped twice is unescaped once more", []string{"Zone=z", "Policy=%7B%22a%22%3A1%7D"}, buyRequest{Zone: "z", Count: 1, Policy: `{"a":1}`}},
		{"a ratio", []string{"Zone=z", "Ratio=0.5"}, buyRequest{Zone: "z", Count: 1, Ratio: 0.5}},
	} {
		got, err := buy.Decode(flat(t, c.from...))
		if err != nil {
			t.Errorf("%s: %v", c.why, err)
			continue
		}
		if diff := cmp.Diff(&c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.why, diff)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, c := range []struct {
		why  string
		from []string
		with *catalogue.Condition
		says string
	}{
		{"a required one is missing", nil, catalogue.MissingParameter, "Zone"},
		{"a required one is empty", []string{"Zone="}, catalogue.MissingParameter, "Zone"},
		{"a required one is missing in an object", []string{"Zone=z", "Disk.Type=A"}, catalogue.MissingParameter, "Disk.Size"},
		{"a required one is missing in an item", []string{"Zone=z", "Disks.0.Type=A"}, catalogue.MissingParameter, "Disks.0.Size"},
		{"no number", []string{"Zone=z", "Count=ten"}, catalogue.InvalidParameter, `it is "ten"`},
		{"too large a number", []string{"Zone=z", "Count=101"}, catalogue.InvalidValue, "from 1 to 100"},
		{"beyond 64 bits", []string{"Zone=z", "Count=99999999999999999999"}, catalogue.InvalidParameter, "Count"},
		{"no boolean", []string{"Zone=z", "Dry=yes"}, catalogue.InvalidParameter, "TRUE or FALSE"},
		{"not one of", []string{"Zone=z", "Disk.Size=10", "Disk.Type=C"}, catalogue.InvalidValue, "A, B"},
		{"too many items", []string{"Zone=z", "Ids.0=a", "Ids.1=a", "Ids.2=a", "Ids.3=a"}, catalogue.InvalidValue, "Ids has 4 items"},
		{"an empty item", []string{"Zone=z", "Ids.0="}, catalogue.InvalidValue, "Ids.0"},
		{"a value for a list", []string{"Zone=z", "Ids=a"}, catalogue.InvalidParameter, "a list"},
		{"a group for a value", []string{"Zone.0=z"}, catalogue.InvalidParameter, "a string is expected"},
		{"an index that is none", []string{"Zone=z", "Ids.x=a"}, catalogue.InvalidParameter, "Ids.x"},
		{"an absurd index", []string{"Zone=z", "Ids.999999999=a"}, catalogue.InvalidParameter, "0 to 99999"},
		{"an index with a zero before it", []string{"Zone=z", "Ids.01=a"}, catalogue.InvalidParameter, "Ids.01"},
		{"an unknown one", []string{"Zone=z", "Nope=1"}, catalogue.UnknownParameter, "Nope"},
		{"one in the wrong case", []string{"zone=z", "Zone=z"}, catalogue.UnknownParameter, "Did you mean Zone?"},
		{"an unknown one in an object", []string{"Zone=z", "Disk.Size=10", "Disk.Nope=1"}, catalogue.UnknownParameter, "Disk.Nope"},
		{"too long", []string{"Zone=z", "Name=longer"}, catalogue.InvalidValue, "6 bytes"},
		{"a malformed escape", []string{"Zone=z", "Policy=%zz"}, catalogue.InvalidParameter, "Policy"},
		{"an infinite ratio", []string{"Zone=z", "Ratio=Inf"}, catalogue.InvalidParameter, "Ratio"},
	} {
		_, err := buy.Decode(flat(t, c.from...))
		if !errors.Is(err, c.with) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want %v with %q", c.why, err, c.with, c.says)
		}
	}
}

func TestASecretIsNeverShown(t *testing.T) {
	const secret = "hunter2"
	params := flat(t, "Zone=z", "Password="+secret)
	_, err := buy.Decode(params)
	if !errors.Is(err, catalogue.InvalidValue) || strings.Contains(err.Error(), secret) {
		t.Errorf("got %v, want a refusal without the secret", err)
	}
	shown, secrets := buy.Shown(params)
	want := [][2]string{{"Password", "(secret)"}, {"Zone", "z"}}
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Errorf("shown (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{secret}, secrets); diff != "" {
		t.Errorf("secrets (-want +got):\n%s", diff)
	}
}

func TestTouches(t *testing.T) {
	in, err := buy.Decode(flat(t, "Zone=z", "Ids.0=thing-1", "Ids.1=thing-2"))
	if err != nil {
		t.Fatal(err)
	}
	got, idLess := buy.Touches(&call.Call{Input: in})
	want := []call.Resource{{Service: "shop", Type: "thing", ID: "thing-1"}, {Service: "shop", Type: "thing", ID: "thing-2"}}
	if diff := cmp.Diff(want, got); diff != "" || idLess {
		t.Errorf("id-less %t, (-want +got):\n%s", idLess, diff)
	}
}

func TestATagThatMakesNoSensePanics(t *testing.T) {
	type unknownRule struct {
		A string `api:"requird" doc:"A."`
	}
	type noDoc struct {
		A string
	}
	type noType struct {
		A map[string]string `doc:"A."`
	}
	for name, define := range map[string]func(){
		"an unknown rule": func() { defineFor[unknownRule]() },
		"no doc":          func() { defineFor[noDoc]() },
		"no type":         func() { defineFor[noType]() },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			define()
		}()
	}
}

func defineFor[In any]() {
	action.Define(action.Spec{Name: "A", Doc: "A.", Domain: "a"}, func(shop, context.Context, store.Tx, *call.Call, *In) (*struct{}, error) { return nil, nil })
}
