package story

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/pquerna/otp/totp"

	"github.com/paifang/paifang/internal/clock"
)

func save(answer any, names, values map[string]string) error {
	for name, path := range names {
		v, ok := at(answer, path)
		if !ok {
			return fmt.Errorf("the answer has no %s", path)
		}
		text, isText := v.(string)
		if !isText {
			b, err := json.Marshal(v)
			if err != nil {
				return err
			}
			text = string(b)
		}
		values[name] = text
	}
	return nil
}

// at is the value at a path of member names and indexes: Response.InstanceIdSet.0.
func at(v any, path string) (any, bool) {
	for part := range strings.SplitSeq(path, ".") {
		switch holder := v.(type) {
		case map[string]any:
			member, ok := holder[part]
			if !ok {
				return nil, false
			}
			v = member
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i < 0 || i >= len(holder) {
				return nil, false
			}
			v = holder[i]
		default:
			return nil, false
		}
	}
	return v, true
}

// fill puts values in for ${name}, and an MFA code of now in for ${totp SECRET}: the same one all through the story.
func fill(text string, values map[string]string) string {
	for {
		before, rest, ok := strings.Cut(text, "${")
		if !ok {
			return text
		}
		name, after, _ := strings.Cut(rest, "}")
		value, known := values[name]
		if secret, isCode := strings.CutPrefix(name, "totp "); isCode && !known {
			value, _ = totp.GenerateCode(secret, clock.Wall{}.Now())
			values[name] = value
		}
		text = before + value + after
	}
}

func fillAny(v any, values map[string]string) any {
	switch v := v.(type) {
	case string:
		return fill(v, values)
	case map[string]any:
		out := map[string]any{}
		for name, member := range v {
			out[name] = fillAny(member, values)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = fillAny(item, values)
		}
		return out
	default:
		return v
	}
}
