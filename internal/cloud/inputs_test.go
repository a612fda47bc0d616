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
	"time"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/paifangtest"
)

// rounds is how often each action is called in each dialect that it has.
const rounds = 12

// No input is an internal error: whatever a caller writes into an action's parameters, the answer is not 6000. The
// choices come from a fixed seed, so what fails here fails again.
func TestNoInputIsAnInternalError(t *testing.T) {
	table := open(t, "", "")
	defer table.Close()
	for n, b := range table.Table.All() {
		t.Run(strings.ReplaceAll(b.String(), " ", "_"), func(t *testing.T) {
			c := paifangtest.New(t, paifangtest.World("version: 1\nchecks: {OverRate: off}\n"))
			caller := &nasty{rand: rand.New(rand.NewPCG(2017, uint64(n))), ids: population(t, c)}
			for range rounds {
				in := caller.members(b.Params())
				if b.Domain != "" {
					params := flat(in)
					if b.Version != "" {
						params = append(params, "Version="+b.Version)
					}
					answer := c.Call(b.Domain, b.Name, params...)
					if answer.Code == 6000 || answer.Code == 0 && strings.HasPrefix(answer.CodeDesc, "Internal") {
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
				c.Advance(time.Minute)
			}
		})
	}
}

// population brings things about and returns their ids by what parameters call them.
func population(t *testing.T, c *paifangtest.Cloud) map[string][]string {
	t.Helper()
	made := map[string][]string{
		"zone": {"ap-guangzhou-3", "100003"}, "instancetype": {"S5.SMALL2", "S1.SMALL1"}, "imageid": {"img-centos76"}, "uinlist": {"100000000002"},
		"name": {"alice", "role", "some", "web"}, "password": {"Abcd1234!x"}, "rolearn": {"qcs::cam::uin/" + c.Account + ":roleName/role"},
		"month": {"2026-01", "2026-12"}, "date": {"2026-01-01", "2026-12-31"}, "time": {"2026-01-01 00:00:00", "2026-12-31", "2026-12-31 00:00:00"},
		"port": {"80", "443"}, "payeruin": {c.Account}, "region": {"gz", "ap-shanghai"}, "protocol": {"1", "2", "4"},
	}
	do := func(kind, member string, a paifangtest.Answer) {
		t.Helper()
		var v any
		if err := a.Decode(&v); err != nil || !a.OK() {
			t.Fatalf("the population: %v: %s", err, a.Body)
		}
		for _, part := range strings.Split(member, ".") {
			switch at := v.(type) {
			case map[string]any:
				v = at[part]
				if part == "*" {
					for _, v = range at {
						break
					}
				}
			}
		}
		ids, ok := v.([]any)
		if !ok {
			ids = []any{v}
		}
		for _, id := range ids {
			if number, ok := id.(float64); ok {
				id = strconv.FormatInt(int64(number), 10)
			}
			made[kind] = append(made[kind], id.(string))
		}
	}
	const trust = `{"version":"2.0","statement":[{"effect":"allow","action":"name/sts:AssumeRole","principal":{"qcs":["qcs::cam::uin/100000000001:root"]}}]}`
	const policy = `{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"*"}]}`
	const pubKey = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC91e9/80AYQj4Ybwk9CE7cp/EEPVWQx+OUyuI0cLFWbfeOtai8J8DlEdBvQ74ktXHYEI72vrm69YUhqoDaHYLZAagtsGAGGNhNLBhnK2snu9eLR722rIfyckyMs5aUd3QHG23jv7N4wGw2ZzblCwB3ZSEbhkySorOTd1/tPN8RWegcpBc1s/R7/gKqmjMUGR0rnJhRBW+MoeFzKj+gc7iEmRMTHMYuPGpPdOtMHSD+ubbYJ0apDJykb0f5IEIZLHZbjuyzRVYi2iuP5fsrv0ocPh7MfqOFkJ8usP8cLQfvyVXoVDki1POwbYzFh8MX72LI8tqZtRnFdpfabv9IXL7l"
	buy := []string{"zoneId=100003", "cpu=1", "mem=2", "imageId=img-centos76", "storageSize=0"}
	do("instanceid", "unInstanceIds", c.Call("cvm", "RunInstancesHour", append(buy, "goodsNum=2")...))
	do("instanceid", "unInstanceIds.*", c.Call("cvm", "RunInstances", append(buy, "period=1")...))
	do("keyid", "keyId", c.Call("cvm", "ImportKeyPair", "keyName=one", "pubKey="+pubKey))
	do("uin", "data.uin", c.Call("cam", "AddUser", "name=alice", "useApi=1"))
	do("uid", "data.uid", c.Call("cam", "GetUser", "name=alice"))
	do("groupid", "data.groupId", c.Call("cam", "CreateGroup", "groupName=all"))
	do("policyid", "data.policyId", c.Call("cam", "CreatePolicy", "policyName=all", "policyDocument="+policy))
	do("roleid", "data.roleId", c.Call("cam", "CreateRole", "roleName=role", "policyDocument="+trust))
	do("projectid", "projectId", c.Call("account", "AddProject", "projectName=p"))
	do("loadbalancerid", "unLoadBalancerIds.*", c.Call("lb", "CreateLoadBalancer", "loadBalancerType=2"))
	do("loadbalancerid", "unLoadBalancerIds.*", c.Call("lb", "CreateLoadBalancer", "loadBalancerType=2", "forward=1"))
	c.Advance(10 * time.Minute)
	do("imageid", "ImageId", c.Call("image", "CreateImage", "Version=2017-03-12", "InstanceId="+made["instanceid"][0], "ImageName=made"))
	made["policydocument"], made["policy"], made["pubkey"], made["publickey"] = []string{policy, trust}, []string{policy}, []string{pubKey}, []string{pubKey}
	c.Advance(time.Hour)
	return made
}

// nasty draws values: mostly fitting ones, so that a call gets past the reading of its parameters, and some that are not.
type nasty struct {
	rand *rand.Rand
	ids  map[string][]string
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
			for range 1 + n.rand.IntN(3) {
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

// fitting are the values that a parameter of this name takes: those of the longest kind in its name, else small numbers.
func (n *nasty) fitting(p action.Param) []string {
	name, best := strings.ToLower(p.Name), ""
	for kind := range n.ids {
		if strings.Contains(name, kind) && len(kind) > len(best) {
			best = kind
		}
	}
	ids := n.ids[best]
	if p.Kind == reflect.String {
		return ids
	}
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return strings.Trim(id, "0123456789") != "" })
	if len(ids) == 0 {
		return []string{"0", "1", "2", "10"}
	}
	return ids
}

func (n *nasty) value(p action.Param) any {
	if n.chance(60) {
		return n.one(strangeTexts)
	}
	if n.chance(60) {
		return []any{nil, map[string]any{"a": 1}, []any{[]any{}}, true, 1.5, -1e300}[n.rand.IntN(6)]
	}
	if len(p.OneOf) > 0 && !n.chance(20) {
		if p.Kind == reflect.Int64 {
			return json.Number(n.one(p.OneOf))
		}
		return n.one(p.OneOf)
	}
	fitting := n.fitting(p)
	switch {
	case p.Kind == reflect.Struct:
		return n.members(p.Members)
	case p.Kind == reflect.Bool:
		return n.chance(2)
	case p.Kind == reflect.String && len(fitting) > 0 && !n.chance(6):
		return n.one(fitting)
	case p.Kind != reflect.String && !n.chance(6):
		return json.Number(n.one(fitting))
	case p.Kind == reflect.String:
		return n.one(strangeTexts)
	default:
		return json.Number(n.one(strangeNumbers))
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
