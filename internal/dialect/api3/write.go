package api3

import (
	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/dialect"
)

// Write is the body of the answer: what the action said, or why the call was refused.
func Write(c *call.Call, out any, refusal *catalogue.Refusal) ([]byte, error) {
	return dialect.WriteResponse(c.RequestID, c.Language, out, refusal, Name)
}

// Name spells a condition. A row that API 3.0 does not have is spelled as the 2.0 host does with a version.
func Name(c *catalogue.Condition) string {
	if c.Name3 == "" {
		return c.Versioned
	}
	return c.Name3
}
