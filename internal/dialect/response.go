package dialect

import (
	"bytes"
	"fmt"

	"github.com/paifang/paifang/catalogue"
)

// Chinese is the language that a caller may ask for beside English, which holds without a word
// (facts/api3-protocol.md §1.2).
const Chinese = "zh-CN"

// WriteResponse is the body of an answer in the shape that API 3.0, and API 2.0 with Version=2017-03-12, share, in
// the language that the caller asked for. name spells a condition.
func WriteResponse(requestID, language string, out any, refusal *catalogue.Refusal, name func(*catalogue.Condition) string) ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteString(`{"Response":{`)
	if refusal != nil {
		message := refusal.Message
		if language == Chinese && refusal.Chinese != "" {
			message = refusal.Chinese
		}
		fmt.Fprintf(&buf, `"Error":{"Code":%s,"Message":%s},`, String(name(refusal.Condition)), String(message))
	} else {
		members, err := Members(out)
		if err != nil {
			return nil, err
		}
		if len(members) > 0 {
			buf.Write(members)
			buf.WriteByte(',')
		}
	}
	fmt.Fprintf(&buf, `"RequestId":%s}}`, String(requestID))
	return buf.Bytes(), nil
}
