package policy_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/paifang/paifang/internal/policy"
)

// What follows decides a second time, from the JSON itself, in the plainest way: sets of questions instead of passes,
// regular expressions instead of patterns, fractions instead of digits.

type plainStatement struct {
	Effect    string                         `json:"effect"`
	Action    []string                       `json:"action"`
	Resource  []string                       `json:"resource"`
	Condition map[string]map[string][]string `json:"condition,omitempty"`
}

type plainDocument struct {
	Version   string           `json:"version"`
	Statement []plainStatement `json:"statement"`
}

func star(pattern, text string) bool {
	return regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, "(?s:.*)") + "$").MatchString(text)
}

func plainAction(pattern, action string) bool {
	if pattern == "*" {
		pattern = "*:*"
	}
	return star(strings.TrimPrefix(pattern, "name/"), action)
}

func plainResource(pattern, resource string, r policy.Request) bool {
	if pattern == "*" || resource == "*" {
		return pattern == "*"
	}
	p, s := strings.SplitN(pattern, ":", 6), strings.SplitN(resource, ":", 6)
	if p[4] == "" {
		p[4] = "uin/" + r.Owner
	}
	if s[4] == "" {
		s[4] = "uin/" + r.Owner
	}
	for i := range 5 {
		short := map[string]string{"gz": "ap-guangzhou", "sh": "ap-shanghai"}
		for _, part := range []*string{&p[i], &s[i]} {
			if long, ok := short[*part]; ok {
				*part = long
			}
		}
		if p[i] != s[i] && (p[i] != "" || i == 4) && p[i] != "*" {
			return false
		}
	}
	return star(strings.ReplaceAll(p[5], "${uin}", r.Caller), s[5])
}

// plainCondition is 'y', 'n' or 'e'.
func plainCondition(operator string, wants, gots []string) byte {
	name, ifExist := strings.CutSuffix(operator, "_if_exist")
	quantifier, name, found := strings.Cut(name, ":")
	if !found {
		quantifier, name = "", quantifier
	}
	if name == "null_equal" {
		for _, want := range wants {
			if want == fmt.Sprint(len(gots) == 0) {
				return 'y'
			}
		}
		return 'n'
	}
	if len(gots) == 0 {
		if ifExist {
			return 'y'
		}
		return 'n'
	}
	meets := func(want, got string) (bool, bool) {
		switch name {
		case "string_equal", "string_not_equal":
			return want == got, true
		case "string_like":
			return star(want, got), true
		}
		w, _ := new(big.Rat).SetString(want)
		g, ok := new(big.Rat).SetString(got)
		if !ok {
			return false, false
		}
		if name == "numeric_equal" || name == "numeric_not_equal" {
			return w.Cmp(g) == 0, true
		}
		return g.Cmp(w) < 0, true // numeric_less_than
	}
	not := strings.Contains(name, "_not_")
	good := 0
	for _, got := range gots {
		any := false
		for _, want := range wants {
			met, ok := meets(want, got)
			if !ok {
				return 'e'
			}
			any = any || met
		}
		if any != not {
			good++
		}
	}
	if good == len(gots) || good > 0 && (quantifier == "for_any_value" || quantifier == "" && !not) {
		return 'y'
	}
	return 'n'
}

func some[T any](list []T, ok func(T) bool) bool {
	for _, x := range list {
		if ok(x) {
			return true
		}
	}
	return false
}

func plainDecide(layers [][]plainDocument, r policy.Request) (policy.Outcome, string) {
	for _, resource := range r.Resources {
		if o := plainDecideOne(layers, r, resource); o != policy.Allowed {
			return o, resource
		}
	}
	return policy.Allowed, r.Resources[0]
}

func plainDecideOne(layers [][]plainDocument, r policy.Request, resource string) policy.Outcome {
	action := r.Service + ":" + r.Action
	ofAction := func(s plainStatement) bool {
		return some(s.Action, func(a string) bool { return plainAction(a, action) })
	}
	ofResource := func(s plainStatement) bool {
		return some(s.Resource, func(p string) bool { return plainResource(p, resource, r) })
	}
	verdicts := func(s plainStatement) string {
		all := ""
		for operator, keys := range s.Condition {
			for key, wants := range keys {
				all += string(plainCondition(operator, wants, r.Conditions[key]))
			}
		}
		return all
	}
	inForce := func(s plainStatement) bool {
		return ofAction(s) && ofResource(s) && !strings.ContainsAny(verdicts(s), "ne")
	}
	var every []plainStatement
	var each [][]plainStatement
	for _, documents := range layers {
		var of []plainStatement
		for _, d := range documents {
			of = append(of, d.Statement...)
		}
		each, every = append(each, of), append(every, of...)
	}
	if some(every, func(s plainStatement) bool { return ofAction(s) && ofResource(s) && strings.Contains(verdicts(s), "e") }) {
		return policy.Undecidable
	}
	var denies []plainStatement
	for _, s := range every {
		if s.Effect == "deny" && inForce(s) {
			denies = append(denies, s)
		}
	}
	switch {
	case some(denies, func(s plainStatement) bool { return some(s.Resource, func(p string) bool { return p == "*" }) }):
		return policy.DeniedAction
	case some(denies, func(s plainStatement) bool {
		return some(s.Action, func(a string) bool {
			return a == "*" || a == "*:*" || a == r.Service+":*" || a == "name/"+r.Service+":*"
		})
	}):
		return policy.DeniedResource
	case len(denies) > 0:
		return policy.DeniedOperation
	}
	for _, statements := range each {
		allow := func(f func(plainStatement) bool) bool {
			return some(statements, func(s plainStatement) bool { return s.Effect == "allow" && f(s) })
		}
		ofService := func(s plainStatement) bool {
			return some(s.Action, func(a string) bool {
				service, _, _ := strings.Cut(strings.TrimPrefix(a, "name/"), ":")
				return service == "*" || service == r.Service
			})
		}
		switch {
		case allow(inForce):
		case !allow(ofAction):
			return policy.DeniedAction
		case !allow(func(s plainStatement) bool { return ofService(s) && ofResource(s) }):
			return policy.DeniedResource
		default:
			return policy.DeniedOperation
		}
	}
	return policy.Allowed
}

var (
	someActions  = rapid.SampledFrom([]string{"*", "*:*", "cvm:*", "name/cvm:*", "cvm:A*", "cvm:*b", "cvm:Ab", "name/cvm:Ab", "cvm:Ba", "vpc:*", "vpc:Ab", "*:Ab", "permid/1"})
	somePatterns = rapid.SampledFrom([]string{
		"*", "qcs:::::*", "qcs::cvm:::*", "qcs::cvm:gz::*", "qcs::cvm:ap-guangzhou:uin/1:i/*", "qcs::*:*:*:i/a",
		"qcs::cvm::uin/2:*", "qcs::cvm:::i/a*", "qcs::cvm:::*b", "qcs::vpc:::*", "qcs::cvm:::i/${uin}", "qcs::cvm:sh::i/a",
	})
	someResources = rapid.SampledFrom([]string{
		"*", "qcs::cvm:gz::i/a", "qcs::cvm:ap-guangzhou:uin/1:i/ab", "qcs::cvm:sh:uin/1:i/a", "qcs::cvm:gz:uin/2:i/a",
		"qcs::vpc:gz::v/b", "qcs::cvm:gz::i/12", "qcs::cvm:::i/*",
	})
	someOperators = rapid.SampledFrom([]string{"string_equal", "string_not_equal", "string_like", "numeric_equal", "numeric_not_equal", "numeric_less_than", "null_equal"})
	somePrefixes  = rapid.SampledFrom([]string{"", "", "for_any_value:", "for_all_value:"})
	someNumbers   = rapid.SampledFrom([]string{"1", "1.0", "-1", "20", "3.25"})
	someTexts     = rapid.SampledFrom([]string{"1", "a", "ab", "20", "-1.00"})
	someLikes     = rapid.SampledFrom([]string{"a*", "*1*", "a", "*"})
)

func drawStatement(t *rapid.T) plainStatement {
	s := plainStatement{
		Effect:   rapid.SampledFrom([]string{"allow", "allow", "allow", "deny"}).Draw(t, "effect"),
		Action:   rapid.SliceOfN(someActions, 1, 2).Draw(t, "action"),
		Resource: rapid.SliceOfN(somePatterns, 1, 2).Draw(t, "resource"),
	}
	for range rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(t, "conditions") {
		operator, values := someOperators.Draw(t, "operator"), someTexts
		switch {
		case operator == "null_equal":
			values = rapid.SampledFrom([]string{"true", "false"})
		case operator == "string_like":
			values = someLikes
		case strings.HasPrefix(operator, "numeric"):
			values = someNumbers
		}
		if operator != "null_equal" {
			operator = somePrefixes.Draw(t, "prefix") + operator + rapid.SampledFrom([]string{"", "_if_exist"}).Draw(t, "suffix")
		}
		if s.Condition == nil {
			s.Condition = map[string]map[string][]string{}
		}
		s.Condition[operator] = map[string][]string{rapid.SampledFrom([]string{"k", "l"}).Draw(t, "key"): rapid.SliceOfN(values, 1, 2).Draw(t, "values")}
	}
	return s
}

func drawLayer(t *rapid.T, most int) (plain []plainDocument, attached []policy.Attached) {
	for i := range rapid.IntRange(1, most).Draw(t, "documents") {
		d := plainDocument{Version: "2.0"}
		for range rapid.IntRange(1, 3).Draw(t, "statements") {
			d.Statement = append(d.Statement, drawStatement(t))
		}
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		read, err := policy.Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		plain, attached = append(plain, d), append(attached, policy.Attached{Name: fmt.Sprint(i), Document: read})
	}
	return plain, attached
}

func TestDecideAgreesWithAPlainReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var set policy.Set
		documents, attached := drawLayer(t, 3)
		layers := [][]plainDocument{documents}
		set.Policies = attached
		if rapid.Bool().Draw(t, "boundary") {
			documents, attached := drawLayer(t, 1)
			layers, set.Boundary = append(layers, documents), &attached[0]
		}
		if rapid.Bool().Draw(t, "session") {
			documents, attached := drawLayer(t, 1)
			layers, set.Session = append(layers, documents), &attached[0]
		}
		r := policy.Request{
			Service: "cvm", Action: rapid.SampledFrom([]string{"Ab", "Ba", "A"}).Draw(t, "action"), Owner: "1", Caller: "12",
			Resources:  rapid.SliceOfN(someResources, 1, 2).Draw(t, "resources"),
			Conditions: map[string][]string{"k": rapid.SliceOfN(someTexts, 0, 2).Draw(t, "k"), "l": {"20"}},
		}
		got := policy.Decide(set, r)
		want, resource := plainDecide(layers, r)
		if got.Outcome != want || got.Resource != resource {
			t.Fatalf("got %+v\nwant %d on %s", got, want, resource)
		}
		view := set.For(r)
		for _, resource := range r.Resources {
			one := plainDecideOne(layers, r, resource)
			if allows := view.Allows(resource, nil); allows != (one == policy.Allowed) {
				t.Fatalf("Allows(%s) is %t, but it is %d", resource, allows, one)
			}
			if reaches := view.Reaches(); one == policy.Allowed && reaches.Outcome != policy.Allowed {
				t.Fatalf("%s is allowed, but Reaches says %+v", resource, reaches)
			}
		}
	})
}
