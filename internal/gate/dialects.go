package gate

import (
	"net/http"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/dialect"
	"github.com/paifang/paifang/internal/dialect/api2"
	"github.com/paifang/paifang/internal/dialect/api3"
)

// A spoken is the dialect in which a request came: how its answer is written, and how it spells a condition.
type spoken struct {
	write func(c *call.Call, out any, refusal *catalogue.Refusal) ([]byte, error)
	name  func(*catalogue.Condition) string
}

// read has the request's dialect fill the call.
func (g *Gate) read(r *http.Request, c *call.Call) spoken {
	target := dialect.Resolve(r.Host, r.URL.Path, api3.Scope(r), g.Door.Table.HasDomain)
	region := g.Door.Settings.Now().Region
	if target.API3 {
		api3.Read(r, target, region, c)
		return spoken{api3.Write, api3.Name}
	}
	api2.Read(r, target, region, c)
	if c.Dialect == call.API2Versioned {
		return spoken{api2.Write, func(cond *catalogue.Condition) string { return cond.Versioned }}
	}
	return spoken{api2.Write, func(cond *catalogue.Condition) string { return cond.Desc }}
}
