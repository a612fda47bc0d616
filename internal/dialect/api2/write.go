package api2

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/dialect"
)

// Write is the body of the answer: what the action said, or why the call was refused.
func Write(c *call.Call, out any, refusal *catalogue.Refusal) ([]byte, error) {
	if c.Dialect == call.API2Versioned {
		return dialect.WriteResponse(c.RequestID, "", out, refusal, func(cond *catalogue.Condition) string { return cond.Versioned })
	}
	var members []byte
	if refusal == nil {
		var err error
		if members, err = dialect.Members(out); err != nil {
			return nil, err
		}
		if b, ok := out.(action.Batched); ok {
			refusal = b.Batch().Outcome()
			members = join(members, detail(c, b.Batch()))
		}
	}
	var buf bytes.Buffer
	if refusal == nil {
		buf.WriteString(`{"code":0,"message":"","codeDesc":"Success"`)
	} else {
		fmt.Fprintf(&buf, `{"code":%d,"message":%s,"codeDesc":%s`, refusal.Condition.Code.Number, dialect.String(message(refusal)), dialect.String(refusal.Condition.Desc))
	}
	if len(members) > 0 {
		buf.WriteByte(',')
		buf.Write(members)
	}
	buf.WriteByte('}')
	return dialect.ASCII(buf.Bytes()), nil
}

// message has the product's own number in brackets where the module has one (facts/api2-protocol.md §3).
func message(r *catalogue.Refusal) string {
	if n := r.Condition.ModuleCode; n != 0 {
		return fmt.Sprintf("(%d) %s", n, r.Message)
	}
	return r.Message
}

// detail lists what became of each resource, keyed by the id that the caller sent. Some clients read the text under
// msg, the documents print message: both are there (facts/api2-protocol.md §4).
func detail(c *call.Call, b *action.Batch) []byte {
	var buf bytes.Buffer
	buf.WriteString(`"detail":{`)
	for i, id := range b.IDs {
		if i > 0 {
			buf.WriteByte(',')
		}
		number, text, desc := 0, "", "Success"
		if r := b.Refusals[id]; r != nil {
			number, text, desc = r.Condition.Code.Number, message(r), r.Condition.Desc
		}
		said := dialect.String(text)
		fmt.Fprintf(&buf, `%s:{"code":%d,"message":%s,"msg":%s,"codeDesc":%s,"requestId":%s}`,
			dialect.String(id), number, said, said, dialect.String(desc), strconv.Quote(c.RequestID))
	}
	buf.WriteByte('}')
	return buf.Bytes()
}

func join(a, b []byte) []byte {
	if len(a) == 0 {
		return b
	}
	return append(append(a, ','), b...)
}
