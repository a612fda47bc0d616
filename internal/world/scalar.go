package world

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/paifang/paifang/internal/money"
)

// UnmarshalYAML reads an amount from the text of the file: it never is a float.
func (y *Yuan) UnmarshalYAML(b []byte) error {
	a, err := money.Parse(scalar(b))
	if err != nil {
		return fmt.Errorf("%q is no amount in yuan such as 12.50: %w", clip(scalar(b)), err)
	}
	*y = Yuan(a)
	return nil
}

// MarshalYAML writes it as it is read.
func (y Yuan) MarshalYAML() ([]byte, error) { return []byte(money.Amount(y).String()), nil }

// UnmarshalYAML reads a duration.
func (d *Duration) UnmarshalYAML(b []byte) error {
	text := scalar(b)
	if text == "0" {
		*d = 0
		return nil
	}
	v, err := time.ParseDuration(text)
	if err != nil {
		return fmt.Errorf("%q is no duration such as 2s, 10m or 1h30m", clip(text))
	}
	*d = Duration(v)
	return nil
}

// MarshalYAML writes it as it is read.
func (d Duration) MarshalYAML() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalYAML reads a document given as YAML, or as a string of JSON.
func (d *Document) UnmarshalYAML(b []byte) error {
	var given any
	if err := yaml.UnmarshalWithOptions(b, &given, yaml.UseOrderedMap()); err != nil {
		return fmt.Errorf("a policy document: %w", err)
	}
	if text, ok := given.(string); ok {
		*d = Document(text)
		return nil
	}
	text, err := yaml.YAMLToJSON(b)
	if err != nil {
		return fmt.Errorf("a policy document: %w", err)
	}
	*d = Document(bytes.TrimSpace(text))
	return nil
}

// MarshalYAML writes it as a string of JSON.
func (d Document) MarshalYAML() ([]byte, error) { return json.Marshal(string(d)) }

func scalar(b []byte) string {
	s := strings.TrimSpace(string(b))
	if n := len(s); n >= 2 && (s[0] == '"' || s[0] == '\'') && s[n-1] == s[0] {
		s = s[1 : n-1]
	}
	return s
}

func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "..."
	}
	return s
}
