package action_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

func define(spec action.Spec) *action.Bound {
	spec.Doc = "It does."
	return action.Define(spec, func(shop, context.Context, store.Tx, *call.Call, *struct{}) (*struct{}, error) { return nil, nil }).Bind(shop{})
}

func TestFind(t *testing.T) {
	table := action.NewTable([]string{"cvm ResizeInstance"}, []*action.Bound{
		define(action.Spec{Name: "DescribeInstances", Domain: "cvm"}),
		define(action.Spec{Name: "DescribeInstances", Domain: "cvm", Domain3: "cvm", Version: "2017-03-12"}),
		define(action.Spec{Name: "RunInstances", Domain: "cvm", Domain3: "cvm", Version: "2017-03-12"}),
		define(action.Spec{Name: "DescribeImages", Domain: "image"}),
		define(action.Spec{Name: "DescribeImages", Domain: "image", Domain3: "cvm", Version: "2017-03-12"}),
	})
	for _, c := range []struct {
		why     string
		call    call.Call
		refused *catalogue.Condition
		says    string
	}{
		{"legacy", call.Call{Domain: "cvm", Action: "DescribeInstances"}, nil, ""},
		{"versioned", call.Call{Dialect: call.API2Versioned, Domain: "cvm", Action: "DescribeInstances", Version: "2017-03-12"}, nil, ""},
		{"3.0", call.Call{Dialect: call.API3, Domain: "cvm", Action: "DescribeImages", Version: "2017-03-12"}, nil, ""},
		{"no such action", call.Call{Domain: "cvm", Action: "Nope"}, catalogue.UnsupportedVersion, `"Nope"`},
		{"another spelling", call.Call{Domain: "cvm", Action: "describeInstances"}, catalogue.UnsupportedVersion, "invalid or not found"},
		{"another module has it", call.Call{Domain: "cvm", Action: "DescribeImages"}, catalogue.UnsupportedVersion, "the domain image has it"},
		{"another module has it, with a version", call.Call{Dialect: call.API2Versioned, Domain: "cvm", Action: "DescribeImages", Version: "2017-03-12"}, catalogue.UnsupportedVersion, "the domain image has it"},
		{"it exists with a version", call.Call{Domain: "cvm", Action: "RunInstances"}, catalogue.UnsupportedVersion, "exists with Version=2017-03-12, not without Version"},
		{"the real service has it", call.Call{Domain: "cvm", Action: "ResizeInstance"}, catalogue.UnsupportedVersion, "exists in the real service and is not here"},
		{"no such module", call.Call{Domain: "nope", Action: "DescribeInstances"}, catalogue.UnsupportedVersion, "the domain cvm has it"},
		{"no such module at all", call.Call{Domain: "nope", Action: "Nope"}, catalogue.NoSuchProduct, "no module"},
		{"no such version", call.Call{Dialect: call.API3, Domain: "cvm", Action: "Nope", Version: "2018-01-01"}, catalogue.NoSuchVersion, "2018-01-01"},
	} {
		b, err := table.Find(&c.call)
		switch {
		case c.refused == nil && (err != nil || b.Name != c.call.Action || b.Version != c.call.Version):
			t.Errorf("%s: got %v, %v; want the action", c.why, b, err)
		case c.refused != nil && (!errors.Is(err, c.refused) || !strings.Contains(err.Error(), c.says)):
			t.Errorf("%s: got %v, want %v with %q", c.why, err, c.refused, c.says)
		}
	}
}

func TestAnActionIsDeclaredOnce(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("two actions of one name, domain and version: no panic")
		}
	}()
	b := define(action.Spec{Name: "A", Domain: "cvm"})
	action.NewTable(nil, []*action.Bound{b, b})
}
