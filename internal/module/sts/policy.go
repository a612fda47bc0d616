package sts

import (
	"errors"
	"net/url"
	"strings"

	"github.com/paifang/paifang/internal/policy"
)

// sessionPolicy reads a session policy, empty for none. Callers escape it once on top of the transport (facts/cam-sts.md
// §4); JSON that was not escaped is taken as well: it can't be mistaken, since escaped text does not begin with a brace.
func sessionPolicy(parameter, text string) (string, error) {
	if !strings.HasPrefix(strings.TrimSpace(text), "{") {
		unescaped, err := url.QueryUnescape(text)
		if err != nil {
			return "", errFormat.Errorf("Parameter %s is not URL-encoded text: %v.", parameter, err)
		}
		text = unescaped
	}
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	_, err := policy.Parse([]byte(text))
	var e *policy.ParseError
	if !errors.As(err, &e) {
		return text, err
	}
	switch e.Kind {
	case policy.Length:
		return "", errTooLong.Errorf("Parameter %s: %v", parameter, e)
	case policy.Syntax:
		return "", errFormat.Errorf("Parameter %s: %v", parameter, e)
	case policy.InResource:
		return "", errResource.Errorf("Parameter %s: %v", parameter, e)
	default:
		return "", errPolicy.Errorf("Parameter %s: %v", parameter, e)
	}
}
