package cloud_test

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/paifangtest"
)

// rounds is how often each action is called in each dialect that it has.
const rounds = 25

// No input is an internal error: whatever a caller writes into an action's parameters, the answer is not 6000. The
// choices come from a fixed seed, so what fails here fails again.
func TestNoInputIsAnInternalError(t *testing.T) {
	c := paifangtest.New(t, paifangtest.World(`
version: 1
checks: {OverRate: off}
accounts:
  - uin: "100000000001"
    balance: 1000000.00
`))
	table := open(t, "", "")
	defer table.Close()
	caller := &nasty{rand: rand.New(rand.NewPCG(2017, 312)), ids: population(t, c)}
	for _, b := range table.Table.All() {
		t.Run(strings.ReplaceAll(b.String(), " ", "_"), func(t *testing.T) {
			for range rounds {
				in := caller.members(b.Params())
				if b.Domain != "" {
					params := flat(in)
					if b.Version != "" {
						params = append(params, "Version="+b.Version)
					}
					answer := c.Call(b.Domain, b.Name, params...)
					if answer.Code == 6000 || strings.HasPrefix(answer.CodeDesc, "Internal") && answer.Code == 0 {
						t.Errorf("%s with %q: got %s", b, params, answer.Body)
					}
				}
				if b.Domain3 != "" {
					answer := c.Call3(b.Domain3, b.Version, b.Name, in)
					if strings.HasPrefix(answer.CodeDesc, "Internal") {
						text, _ := json.Marshal(in)
						t.Errorf("%s with %s: got %s", b, text, answer.Body)
					}
				}
			}
		})
	}
}

// population brings things about whose ids are worth naming.
func population(t *testing.T, c *paifangtest.Cloud) []string {
	t.Helper()
	must := func(a paifangtest.Answer, out any) {
		t.Helper()
		if !a.OK() {
			t.Fatalf("the population: %s", a.Body)
		}
		if err := a.Decode(out); err != nil {
			t.Fatal(err)
		}
	}
	const trust = `{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:AssumeRole","principal":{"qcs":["qcs::cam::uin/100000000001:root"]}}]}`
	const policy = `{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"*"}]}`
	var bought struct{ InstanceIdSet []string }
	must(c.Call("cvm", "RunInstances", "Version=2017-03-12", "Placement.Zone=ap-guangzhou-3", "ImageId=img-centos76", "InstanceType=S5.SMALL2", "InstanceCount=3"), &bought)
	var pair struct{ KeyPair struct{ KeyId string } }
	must(c.Call("cvm", "CreateKeyPair", "Version=2017-03-12", "KeyName=one", "ProjectId=0"), &pair)
	var made struct {
		Data struct {
			Uin      int64  `json:"uin"`
			GroupID  int64  `json:"groupId"`
			PolicyID int64  `json:"policyId"`
			RoleID   string `json:"roleId"`
		}
		ProjectID         int64               `json:"projectId"`
		UnLoadBalancerIDs map[string][]string `json:"unLoadBalancerIds"`
	}
	must(c.Call("cam", "AddUser", "name=alice", "useApi=1"), &made)
	must(c.Call("cam", "CreateGroup", "groupName=all"), &made)
	must(c.Call("cam", "CreatePolicy", "policyName=all", "policyDocument="+policy), &made)
	must(c.Call("cam", "CreateRole", "roleName=role", "policyDocument="+trust), &made)
	must(c.Call("account", "AddProject", "projectName=p"), &made)
	must(c.Call("lb", "CreateLoadBalancer", "loadBalancerType=2"), &made)
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	ids := append(bought.InstanceIdSet, pair.KeyPair.KeyId, number(made.Data.Uin), number(made.Data.GroupID), number(made.Data.PolicyID),
		made.Data.RoleID, number(made.ProjectID), "100000000001", "img-centos76", "ap-guangzhou-3", "100003", "S5.SMALL2", "alice", "role",
		"qcs::cam::uin/100000000001:roleName/role", trust, policy)
	for _, balancers := range made.UnLoadBalancerIDs {
		ids = append(ids, balancers...)
	}
	c.Advance(60e9)
	return ids
}

// nasty draws values: mostly fitting ones, so that a call gets past the reading of its parameters, and some that are not.
type nasty struct {
	rand *rand.Rand
	ids  []string
}

var strangeTexts = []string{
	"", " ", "\x00", "a\x00b", "\xff\xfe", "é́", "广州 & a=b", "%", "_", "%00", "'; drop table instance; --", "null", "true", "NaN", "-0",
	"1e309", "0x10", "9223372036854775807", "9223372036854775808", "-9223372036854775808", strings.Repeat("9", 60), strings.Repeat("长", 3000),
	"{", "{}", "[]", `{"version":"2.0"}`, `{"version":"2.0","statement":[null]}`, "ins-", "ins-00000000", "qcvm00", "0000-00-00 00:00:00",
	"2016-12-02 00:22:40", "9999-12-31", "2026-13-45", "ssh-rsa AAAA", "qcs::cam::uin/:role/", "255.255.255.255", "::1", "10.0.0.0/99",
}

var strangeNumbers = []string{"0", "-1", "1", "2", "3", "20", "100", "1000000", "2147483648", "9223372036854775807", "-9223372036854775808"}

func (n *nasty) one(list []string) string { return list[n.rand.IntN(len(list))] }

// chance holds once in so many times.
func (n *nasty) chance(times int) bool { return n.rand.IntN(times) == 0 }

func (n *nasty) members(params []action.Param) map[string]any {
	in := map[string]any{}
	for _, p := range params {
		if p.Required && n.chance(30) || !p.Required && !n.chance(3) {
			continue
		}
		switch {
		case !p.List:
			in[p.Name] = n.value(p)
		default:
			list := []any{}
			for range n.rand.IntN(4) {
				list = append(list, n.value(p))
			}
			in[p.Name] = list
		}
	}
	if n.chance(40) {
		in[n.one(strangeTexts)] = n.one(strangeTexts)
	}
	return in
}

// fitting are the values that a parameter of this name takes, as far as the name tells.
func (n *nasty) fitting(p action.Param) []string {
	name := strings.ToLower(p.Name)
	for _, kind := range []struct{ in, like string }{
		{"instance", "ins-"}, {"key", "skey-"}, {"image", "img-"}, {"loadbalancer", "lb-"}, {"policydocument", "{"}, {"rolearn", "qcs::"},
	} {
		if strings.Contains(name, kind.in) && p.Kind == reflect.String && !strings.Contains(name, "name") {
			return slices.DeleteFunc(slices.Clone(n.ids), func(id string) bool { return !strings.HasPrefix(id, kind.like) })
		}
	}
	switch {
	case strings.Contains(name, "password"):
		return []string{"Abcd1234!x"}
	case strings.HasSuffix(name, "name"):
		return []string{"alice", "role", "some", "web"}
	case strings.HasSuffix(name, "month"):
		return []string{"2026-01", "2026-12"}
	case strings.HasSuffix(name, "time"), strings.HasSuffix(name, "date"):
		return []string{"2026-01-01", "2026-12-31", "2026-01-01 00:00:00", "2026-12-31 00:00:00"}
	case strings.HasSuffix(name, "zoneid"):
		return []string{"100003"}
	case strings.HasSuffix(name, "port"):
		return []string{"80", "443", "8080"}
	case name == "page", name == "period", name == "cpu", name == "mem", name == "imagetype", name == "goodsnum":
		return []string{"1", "2"}
	case name == "offset", name == "storagesize", name == "bandwidth", name == "projectid":
		return []string{"0", "10"}
	case name == "limit", name == "rp", name == "pagesize":
		return []string{"1", "20"}
	default:
		return nil
	}
}

func (n *nasty) value(p action.Param) any {
	if n.chance(40) {
		return n.one(strangeTexts)
	}
	if n.chance(60) {
		return []any{nil, map[string]any{"a": 1}, []any{[]any{}}, true, 1.5, -1e300}[n.rand.IntN(6)]
	}
	if len(p.OneOf) > 0 && !n.chance(10) {
		if p.Kind == reflect.Int64 {
			return json.Number(n.one(p.OneOf))
		}
		return n.one(p.OneOf)
	}
	if fitting := n.fitting(p); len(fitting) > 0 && !n.chance(6) {
		if p.Kind == reflect.Int64 || p.Kind == reflect.Float64 {
			return json.Number(n.one(fitting))
		}
		return n.one(fitting)
	}
	switch p.Kind {
	case reflect.Struct:
		return n.members(p.Members)
	case reflect.Bool:
		return n.chance(2)
	case reflect.Int64, reflect.Float64:
		for range 20 { // an id that is a number
			if id := n.one(n.ids); n.chance(2) && strings.Trim(id, "0123456789") == "" {
				return json.Number(id)
			}
		}
		return json.Number(n.one(strangeNumbers))
	default:
		if n.chance(3) {
			return n.one(strangeTexts)
		}
		return n.one(n.ids)
	}
}

// flat writes the parameters as API 2.0 does.
func flat(in map[string]any) []string {
	var out []string
	var walk func(name string, v any)
	walk = func(name string, v any) {
		switch v := v.(type) {
		case nil:
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(v)) {
				walk(name+"."+k, v[k])
			}
		case []any:
			for i, item := range v {
				walk(name+"."+strconv.Itoa(i), item)
			}
		case string:
			out = append(out, name+"="+v)
		default:
			text, _ := json.Marshal(v)
			out = append(out, name+"="+string(text))
		}
	}
	for _, k := range slices.Sorted(maps.Keys(in)) {
		walk(strings.ReplaceAll(k, "=", ""), in[k])
	}
	return out
}
