package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// maxDepth is that of the deepest document of the language: strategyInfo, document, statements, statement, condition,
// operator, values.
const maxDepth = 7

type kind int

const (
	isText kind = iota
	isNumber
	isTruth
	isNull
	isList
	isObject
)

// A node is one JSON value, with the members of an object in the order in which they were written.
type node struct {
	kind  kind
	path  string  // where it stands, as in "statement.0.action"; empty for the document
	name  string  // of a member, within its object
	text  string  // of a text, number or truth
	nodes []*node // of a list or object
}

// readJSON reads exactly one JSON value. encoding/json's own decoding into structs is too forgiving here: it takes
// "Effect" for "effect", lets the last of two equal names win, and repairs broken UTF-8.
func readJSON(text []byte) (*node, error) {
	if !utf8.Valid(text) {
		return nil, &ParseError{Kind: Syntax, Text: "The document is not UTF-8."}
	}
	var whole json.RawMessage
	if err := json.Unmarshal(text, &whole); err != nil {
		at := int64(len(text))
		if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
			at = syntax.Offset
		}
		return nil, &ParseError{Kind: Syntax, Text: fmt.Sprintf("The document is not JSON: %v, at byte %d.", err, at)}
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return readNode(d, "", 1)
}

func readNode(d *json.Decoder, path string, depth int) (*node, error) {
	token, err := d.Token()
	if err != nil {
		return nil, &ParseError{Path: path, Kind: Syntax, Text: fmt.Sprintf("The document is not JSON: %v.", err)}
	}
	switch t := token.(type) {
	case string:
		return &node{kind: isText, path: path, text: t}, nil
	case json.Number:
		return &node{kind: isNumber, path: path, text: t.String()}, nil
	case bool:
		return &node{kind: isTruth, path: path, text: strconv.FormatBool(t)}, nil
	case json.Delim:
		if depth > maxDepth {
			return nil, &ParseError{Path: path, Kind: Syntax, Text: fmt.Sprintf("The document is nested more than %d deep.", maxDepth)}
		}
		if t == '[' {
			return readList(d, path, depth)
		}
		return readObject(d, path, depth)
	}
	return &node{kind: isNull, path: path, text: "null"}, nil
}

func readList(d *json.Decoder, path string, depth int) (*node, error) {
	n := &node{kind: isList, path: path}
	for d.More() {
		item, err := readNode(d, under(path, strconv.Itoa(len(n.nodes))), depth+1)
		if err != nil {
			return nil, err
		}
		n.nodes = append(n.nodes, item)
	}
	return n, closed(d, path)
}

func readObject(d *json.Decoder, path string, depth int) (*node, error) {
	n := &node{kind: isObject, path: path}
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, &ParseError{Path: path, Kind: Syntax, Text: fmt.Sprintf("The document is not JSON: %v.", err)}
		}
		name, _ := token.(string) // the names of an object are texts: the decoder sees to it
		if seen[name] {
			return nil, &ParseError{Path: under(path, name), Kind: Syntax, Text: fmt.Sprintf("%q is given twice.", name)}
		}
		seen[name] = true
		member, err := readNode(d, under(path, name), depth+1)
		if err != nil {
			return nil, err
		}
		member.name = name
		n.nodes = append(n.nodes, member)
	}
	return n, closed(d, path)
}

// closed takes the bracket that ends a list or an object.
func closed(d *json.Decoder, path string) error {
	if _, err := d.Token(); err != nil {
		return &ParseError{Path: path, Kind: Syntax, Text: fmt.Sprintf("The document is not JSON: %v.", err)}
	}
	return nil
}

func under(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// items are the nodes of a list, or the node itself: the language takes a single value wherever it takes a list.
func (n *node) items() []*node {
	if n.kind == isList {
		return n.nodes
	}
	return []*node{n}
}
