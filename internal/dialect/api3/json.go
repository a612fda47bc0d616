package api3

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/param"
)

// readJSON reads a JSON object into a tree. It goes token by token, since encoding/json takes InstanceIds, instanceids
// and INSTANCEIDS for one member and lets the last of two equal ones win.
func readJSON(text []byte) (*param.Value, error) {
	if len(bytes.TrimSpace(text)) == 0 {
		return &param.Value{Kind: param.Tree}, nil
	}
	if !utf8.Valid(text) {
		return nil, catalogue.InvalidRequest.Errorf("The body is not UTF-8 text.")
	}
	r := &reader{dec: json.NewDecoder(bytes.NewReader(text))}
	r.dec.UseNumber()
	root, err := r.value("", 0)
	if err != nil {
		var refusal *catalogue.Refusal
		if errors.As(err, &refusal) {
			return nil, err
		}
		return nil, catalogue.InvalidRequest.Errorf("The body is no well-formed JSON: %s near byte %d.", plain(err), r.dec.InputOffset())
	}
	if _, err := r.dec.Token(); !errors.Is(err, io.EOF) {
		return nil, catalogue.InvalidRequest.Errorf("There is more behind the JSON object of the body, near byte %d.", r.dec.InputOffset())
	}
	if root.Kind != param.Tree || root.IsList {
		return nil, catalogue.InvalidRequest.Errorf("The body is no JSON object; one is expected.")
	}
	return root, nil
}

type reader struct {
	dec   *json.Decoder
	count int
}

// maxValues bounds what a body may hold.
const maxValues = 100_000

func (r *reader) value(name string, depth int) (*param.Value, error) {
	if depth > param.MaxDepth {
		return nil, catalogue.InvalidRequest.Errorf("Parameter %s is nested more than %d deep.", param.Quote(name), param.MaxDepth)
	}
	if r.count++; r.count > maxValues {
		return nil, catalogue.InvalidRequest.Errorf("The body holds more than %d values.", maxValues)
	}
	token, err := r.dec.Token()
	if err != nil {
		return nil, err
	}
	v := &param.Value{Name: name}
	switch t := token.(type) {
	case nil:
		v.Kind = param.Null
	case bool:
		v.Kind, v.Text = param.Bool, fmt.Sprint(t)
	case json.Number:
		v.Kind, v.Text = param.Number, t.String()
	case string:
		v.Kind, v.Text = param.String, t
	case json.Delim:
		v.Kind, v.IsList = param.Tree, t == '['
		return v, r.members(v, depth)
	}
	return v, nil
}

func (r *reader) members(v *param.Value, depth int) error {
	for i := 0; r.dec.More(); i++ {
		member := fmt.Sprint(i)
		if !v.IsList {
			token, err := r.dec.Token()
			if err != nil {
				return err
			}
			member = token.(string) // the decoder takes nothing else for a key
			if len(member) > param.MaxName || strings.ContainsRune(member, 0) {
				return catalogue.InvalidRequest.Errorf("The parameter name %s is too long or holds a NUL.", param.Quote(member))
			}
		}
		full := member
		if v.Name != "" {
			full = v.Name + "." + member
		}
		child, err := r.value(full, depth+1)
		if err != nil {
			return err
		}
		if err := v.Add(member, child); err != nil {
			return catalogue.InvalidParameter.Errorf("Parameter %s is given twice; it is expected once.", param.Quote(full))
		}
	}
	_, err := r.dec.Token() // the closing bracket
	return err
}

func plain(err error) string {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "it ends early"
	}
	return "it has a character where none like it is expected"
}
