package policy

import "strings"

// A Condition holds one key of the request against the values of a policy.
type Condition struct {
	Operator string // as written, with its prefix and suffix
	Key      string
	Values   []string // as written; numbers and truths as texts

	operator operator
	over     over
	ifExist  bool    // holds where the request has no such key
	wants    []value // Values, read; not set for a value with a variable
	late     []bool  // which Values have a variable: nil where none has
}

// An operator compares a value of the request with one of the policy.
type operator struct {
	sort    sort
	relate  relation
	negated bool // holds where no value of the policy compares
}

type relation int

const (
	equal relation = iota
	less
	lessOrEqual
	greater
	greaterOrEqual
	absent // null_equal: is the key absent?
)

// An over says how many of a request's values have to hold.
type over int

const (
	one over = iota // no prefix
	anyValue
	allValues
)

const (
	anyPrefix     = "for_any_value:"
	allPrefix     = "for_all_value:"
	ifExistSuffix = "_if_exist"
)

// operators are those of facts/cam-sts.md, 1.3.
var operators = map[string]operator{
	"string_equal":                 {asText, equal, false},
	"string_not_equal":             {asText, equal, true},
	"string_equal_ignore_case":     {asFolded, equal, false},
	"string_not_equal_ignore_case": {asFolded, equal, true},
	"string_like":                  {asLike, equal, false},
	"string_not_like":              {asLike, equal, true},
	"numeric_equal":                {asNumber, equal, false},
	"numeric_not_equal":            {asNumber, equal, true},
	"numeric_less_than":            {asNumber, less, false},
	"numeric_less_than_equal":      {asNumber, lessOrEqual, false},
	"numeric_greater_than":         {asNumber, greater, false},
	"numeric_greater_than_equal":   {asNumber, greaterOrEqual, false},
	"date_equal":                   {asDate, equal, false},
	"date_not_equal":               {asDate, equal, true},
	"date_less_than":               {asDate, less, false},
	"date_less_than_equal":         {asDate, lessOrEqual, false},
	"date_greater_than":            {asDate, greater, false},
	"date_greater_than_equal":      {asDate, greaterOrEqual, false},
	"bool_equal":                   {asTruth, equal, false},
	"binary_equal":                 {asBinary, equal, false},
	"ip_equal":                     {asIP, equal, false},
	"ip_not_equal":                 {asIP, equal, true},
	"null_equal":                   {asTruth, absent, false},
}

func parseConditions(n *node) ([]Condition, error) {
	if n.kind != isObject {
		return nil, wrong(n, InCondition, "An object of operators is expected.")
	}
	var conditions []Condition
	for _, block := range n.nodes {
		if block.kind != isObject || len(block.nodes) == 0 {
			return nil, wrong(block, InCondition, "An object of at least one key is expected.")
		}
		for _, key := range block.nodes {
			c, err := parseCondition(block, key)
			if err != nil {
				return nil, err
			}
			conditions = append(conditions, c)
		}
	}
	return conditions, nil
}

func parseCondition(block, key *node) (Condition, error) {
	c := Condition{Operator: block.name, Key: key.name}
	name := block.name
	if rest, ok := strings.CutPrefix(name, anyPrefix); ok {
		name, c.over = rest, anyValue
	} else if rest, ok := strings.CutPrefix(name, allPrefix); ok {
		name, c.over = rest, allValues
	}
	name, c.ifExist = strings.CutSuffix(name, ifExistSuffix)
	var known bool
	c.operator, known = operators[name]
	if !known {
		return c, wrong(block, InCondition, "There is no operator %q.", block.name)
	}
	if c.operator.relate == absent && (c.ifExist || c.over != one) {
		return c, wrong(block, InCondition, "null_equal takes no prefix and no suffix.")
	}
	switch c.Key {
	case "":
		return c, wrong(key, InCondition, "The key is empty.")
	case "qcs:resource_tag", "qcs:request_tag":
		if name != "string_equal" {
			return c, wrong(key, InCondition, "The key %s is only for string_equal.", c.Key)
		}
	}
	if len(key.items()) == 0 {
		return c, wrong(key, InCondition, "At least one value is required.")
	}
	for i, item := range key.items() {
		switch item.kind {
		case isText, isNumber, isTruth:
		default:
			return c, wrong(item, InCondition, "A text, a number or a truth is expected.")
		}
		if err := checkVariables(item.text); err != nil {
			return c, wrong(item, InCondition, "%s", sentence(err))
		}
		var want value
		if strings.Contains(item.text, "${") {
			if c.late == nil {
				c.late = make([]bool, len(key.items()))
			}
			c.late[i] = true
		} else {
			var err error
			if want, err = expected(c.operator.sort, c.canonical(item.text)); err != nil {
				return c, wrong(item, InCondition, "%s", sentence(err))
			}
		}
		c.Values, c.wants = append(c.Values, item.text), append(c.wants, want)
	}
	return c, nil
}
