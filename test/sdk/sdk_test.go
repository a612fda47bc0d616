// Package sdk has official clients of the service judge Paifang, from outside: they are unmodified, run below `paifang run`,
// and know nothing of it. They live in modules of their own, so that they never enter Paifang's.
package sdk

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"
)

// oneCall is a call that needs no world but the one that is there without any.
type oneCall struct {
	why            string
	code           int
	module, action string
	params         map[string]string
	id, key        string // another key than the environment's
	plain          bool
	says           string // what the message has to name
}

var calls = []oneCall{
	{why: "a read", code: 0, module: "account", action: "DescribeProject", params: map[string]string{"allList": "1"}},
	{why: "a change", code: 0, module: "account", action: "AddProject", params: map[string]string{"projectName": "web"}},
	{why: "values that have to be escaped", code: 0, module: "account", action: "AddProject", params: map[string]string{"projectName": "牌坊 & a+b=c", "projectDesc": "100% / ~*'()"}},
	{why: "a required parameter is missing", code: 4000, module: "account", action: "AddProject", says: "projectName"},
	{why: "a parameter is unknown", code: 4000, module: "account", action: "AddProject", params: map[string]string{"projectName": "web", "colour": "red"}, says: "colour"},
	{why: "a key that does not exist", code: 4104, module: "account", action: "DescribeProject", id: "AKIDexample000000000000000000000nobody", key: "whatever"},
	{why: "a stale Timestamp", code: 4500, module: "account", action: "DescribeProject", params: map[string]string{"Timestamp": strconv.FormatInt(time.Now().Add(-6*time.Minute).Unix(), 10)}, says: "Timestamp"},
	{why: "plain HTTP", code: 4600, module: "cvm", action: "DescribeInstances", plain: true, says: "HTTPS"},
	{why: "another module's action", code: 6100, module: "cvm", action: "DescribeImages", says: "image"},
	{why: "no such action", code: 6100, module: "cvm", action: "FlyInstances", says: "FlyInstances"},
}

func TestCalls(t *testing.T) {
	for _, c := range clients2() {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			for _, one := range calls {
				if one.plain && c.Cannot[one.code] != "" {
					continue
				}
				t.Run(strings.ReplaceAll(one.why, " ", "-"), func(t *testing.T) {
					j := start(t, c, "")
					r := request{Module: one.module, Action: one.action, Params: one.params, SecretID: one.id, SecretKey: one.key, Plain: one.plain}
					got, err := j.send(r)
					if err != nil {
						t.Fatal(err)
					}
					one.judge(t, got)
				})
			}
		})
	}
}

func (c oneCall) judge(t *testing.T, text []byte) {
	t.Helper()
	var a struct {
		Code              *int
		Message, CodeDesc string
	}
	if err := json.Unmarshal(text, &a); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	switch {
	case a.Code == nil || *a.Code != c.code:
		t.Errorf("got %s, want code %d", text, c.code)
	case a.CodeDesc == "" || (c.code == 0) != (a.CodeDesc == "Success"):
		t.Errorf("got %s: codeDesc does not go with code", text)
	case !strings.Contains(a.Message, c.says):
		t.Errorf("got message %q, want it to name %q", a.Message, c.says)
	}
}

// A SecretId of the cloud with a SecretKey that is not its own: the id has to be asked for first.
func TestAWrongKeyIsRefused(t *testing.T) {
	const world = `
version: 1
accounts:
  - uin: "100000000001"
    keys: [{secret_id: AKIDexample0000000000000000000000main, secret_key: example-secret-key-of-the-main-1}]
`
	for _, c := range clients2() {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			j := start(t, c, world)
			r := request{Module: "account", Action: "DescribeProject", SecretID: "AKIDexample0000000000000000000000main", SecretKey: "example-secret-key-of-the-main-1"}
			for _, want := range []oneCall{{code: 0}, {code: 4100}} {
				got, err := j.send(r)
				if err != nil {
					t.Fatal(err)
				}
				want.judge(t, got)
				r.SecretKey += "x"
			}
		})
	}
}

// Each client draws nonces of its own: many calls at once are all taken.
func TestClientsDrawTheirOwnNonces(t *testing.T) {
	for _, c := range clients2() {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			j := start(t, c, "")
			for range 10 {
				got, err := j.send(request{Module: "account", Action: "DescribeProject"})
				if err != nil {
					t.Fatal(err)
				}
				oneCall{}.judge(t, got)
			}
		})
	}
}
