package policy

import (
	"fmt"
	"strings"
	"unicode"
)

// MaxLength is how many characters a document may have, blanks not counted (facts/cam-sts.md, 1).
const MaxLength = 4096

// A Kind says which part of a document is wrong.
type Kind string

// The kinds of mistakes. The list is closed.
const (
	InVersion   Kind = "Version"
	InStatement Kind = "Statement"
	InEffect    Kind = "Effect"
	InAction    Kind = "Action"
	InResource  Kind = "Resource"
	InCondition Kind = "Condition"
	InPrincipal Kind = "Principal"
	Syntax      Kind = "Syntax"
	Length      Kind = "Length"
)

// A ParseError is the first mistake in a document.
type ParseError struct {
	Path string // as in "statement.0.action"; empty where the document as a whole is wrong
	Kind Kind
	Text string // a sentence for whoever wrote the document
}

func (e *ParseError) Error() string {
	if e.Path == "" {
		return e.Text
	}
	return e.Path + ": " + e.Text
}

func wrong(n *node, k Kind, format string, args ...any) *ParseError {
	return &ParseError{Path: n.path, Kind: k, Text: fmt.Sprintf(format, args...)}
}

// Parse reads an identity policy or a session policy. Its errors are *ParseError.
func Parse(text []byte) (*Document, error) {
	root, err := readDocument(text)
	if err != nil {
		return nil, err
	}
	return parseIdentity(root)
}

// ParseBoundary reads a permission boundary: an identity policy, which may be wrapped in {"strategyInfo": …}
// (facts/cam-sts.md, 1). Its errors are *ParseError.
func ParseBoundary(text []byte) (*Document, error) {
	root, err := readDocument(text)
	if err != nil {
		return nil, err
	}
	if root.kind == isObject && len(root.nodes) == 1 && root.nodes[0].name == "strategyInfo" {
		root = root.nodes[0]
	}
	return parseIdentity(root)
}

// ParseTrust reads the trust policy of a role. Its errors are *ParseError.
func ParseTrust(text []byte) (*Trust, error) {
	root, err := readDocument(text)
	if err != nil {
		return nil, err
	}
	return parseTrust(root)
}

func readDocument(text []byte) (*node, error) {
	n := 0
	for _, r := range string(text) {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	if n > MaxLength {
		return nil, &ParseError{Kind: Length, Text: fmt.Sprintf("The document has %d characters without blanks; at most %d are taken.", n, MaxLength)}
	}
	return readJSON(text)
}

func parseIdentity(root *node) (*Document, error) {
	parts, err := members(root, Syntax, "version", "statement", "principal")
	if err != nil {
		return nil, err
	}
	if who := parts["principal"]; who != nil {
		return nil, wrong(who, InPrincipal, "An identity policy names no principal: it is for whom it is attached to.")
	}
	d := &Document{}
	d.Statements, err = parseStatements(root, parts, false)
	if err != nil {
		return nil, err
	}
	return d, nil
}

func parseTrust(root *node) (*Trust, error) {
	parts, err := members(root, Syntax, "version", "statement", "principal")
	if err != nil {
		return nil, err
	}
	t := &Trust{}
	if who := parts["principal"]; who != nil {
		if t.Principals, err = parsePrincipals(who); err != nil {
			return nil, err
		}
	}
	if t.Statements, err = parseStatements(root, parts, true); err != nil {
		return nil, err
	}
	for i := range t.Statements {
		if t.Principals == nil && t.Statements[i].Principals == nil {
			return nil, missing(parts["statement"].items()[i], "principal", InPrincipal)
		}
	}
	return t, nil
}

func parseStatements(root *node, parts map[string]*node, trust bool) ([]Statement, error) {
	version := parts["version"]
	switch {
	case version == nil:
		return nil, missing(root, "version", InVersion)
	case version.kind != isText || version.text != Version:
		return nil, wrong(version, InVersion, "The version must be %q.", Version)
	}
	list := parts["statement"]
	switch {
	case list == nil:
		return nil, missing(root, "statement", InStatement)
	case len(list.items()) == 0:
		return nil, wrong(list, InStatement, "At least one statement is required.")
	}
	var statements []Statement
	for _, n := range list.items() {
		s, err := parseStatement(n, trust)
		if err != nil {
			return nil, err
		}
		statements = append(statements, s)
	}
	return statements, nil
}

func parseStatement(n *node, trust bool) (Statement, error) {
	var s Statement
	parts, err := members(n, InStatement, "effect", "principal", "action", "resource", "condition")
	if err != nil {
		return s, err
	}
	effect := parts["effect"]
	switch {
	case effect == nil:
		return s, missing(n, "effect", InEffect)
	case effect.kind != isText || effect.text != string(Allow) && effect.text != string(Deny):
		return s, wrong(effect, InEffect, `The effect must be "allow" or "deny".`)
	}
	s.Effect = Effect(effect.text)
	if who := parts["principal"]; who != nil {
		if !trust {
			return s, wrong(who, InPrincipal, "An identity policy names no principal: it is for whom it is attached to.")
		}
		if s.Principals, err = parsePrincipals(who); err != nil {
			return s, err
		}
	}
	if parts["action"] == nil {
		return s, missing(n, "action", InAction)
	}
	if s.Actions, err = parseList(parts["action"], InAction, parseAction); err != nil {
		return s, err
	}
	switch what := parts["resource"]; {
	case what != nil:
		if s.Resources, err = parseList(what, InResource, parseResource); err != nil {
			return s, err
		}
		if trust && (len(s.Resources) > 1 || !s.Resources[0].all) {
			return s, wrong(what, InResource, `A trust policy is about its own role: the resource is left out, or "*".`)
		}
	case !trust:
		return s, missing(n, "resource", InResource)
	}
	if when := parts["condition"]; when != nil {
		if s.Conditions, err = parseConditions(when); err != nil {
			return s, err
		}
	}
	return s, nil
}

// parseList reads a text or a list of texts.
func parseList[T any](n *node, k Kind, parse func(string) (T, error)) ([]T, error) {
	if len(n.items()) == 0 {
		return nil, wrong(n, k, "At least one value is required.")
	}
	var list []T
	for _, item := range n.items() {
		if item.kind != isText {
			return nil, wrong(item, k, "A text is expected.")
		}
		v, err := parse(item.text)
		if err != nil {
			return nil, wrong(item, k, "%s", sentence(err))
		}
		list = append(list, v)
	}
	return list, nil
}

// members are the members of an object by name; a name that is not known is refused.
func members(n *node, k Kind, known ...string) (map[string]*node, error) {
	if n.kind != isObject {
		return nil, wrong(n, k, "An object is expected.")
	}
	parts := make(map[string]*node, len(known))
	for _, name := range known {
		parts[name] = nil
	}
	for _, m := range n.nodes {
		if _, ok := parts[m.name]; !ok {
			return nil, wrong(m, k, "There is no element %q here; known are %s.", m.name, strings.Join(known, ", "))
		}
		parts[m.name] = m
	}
	return parts, nil
}

// sentence makes a message for the writer of a document out of an error.
func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

func missing(n *node, name string, k Kind) *ParseError {
	return &ParseError{Path: under(n.path, name), Kind: k, Text: fmt.Sprintf("The element %q is required.", name)}
}
