// Package admin is the API of whoever runs a cloud: HTTP and JSON under /v1/, described by an OpenAPI document that is
// made from the same table of routes that serves it. It decides who may call it; what a call does is the cloud's affair.
package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/paifang/paifang/catalogue"
)

// A Route is one thing that can be asked of the admin API: method, path and what it takes and gives, as data.
type Route struct {
	Method, Path string
	// Doc is a sentence: what it does.
	Doc string
	// Changes holds when it needs the role admin; reading needs reader.
	Changes bool
	// Query names the parameters of the query with what they mean.
	Query map[string]string

	in, out reflect.Type
	serve   func(ctx context.Context, a *API, r *http.Request) (any, error)
}

// nothing is what a route without a body takes, or gives.
type nothing struct{}

// route declares a route. In is nothing for one without a body.
func route[In, Out any](method, path, doc string, do func(ctx context.Context, a *API, q Query, in In) (Out, error)) Route {
	return Route{
		Method: method, Path: path, Doc: doc, Changes: method != http.MethodGet,
		in: reflect.TypeFor[In](), out: reflect.TypeFor[Out](),
		serve: func(ctx context.Context, a *API, r *http.Request) (any, error) {
			var in In
			if _, none := any(in).(nothing); !none {
				if err := readBody(r, &in); err != nil {
					return nil, err
				}
			}
			return do(ctx, a, Query{r, r.URL.Query()}, in)
		},
	}
}

// asks names the route's query parameters.
func (r Route) asks(names ...string) Route {
	r.Query = map[string]string{}
	for _, n := range names {
		name, doc, _ := strings.Cut(n, ": ")
		r.Query[name] = doc
	}
	return r
}

// A Query is the path's values and the query's.
type Query struct {
	r *http.Request
	q url.Values
}

// Path is the value of a part of the path.
func (q Query) Path(name string) string { return q.r.PathValue(name) }

// Value is the value of a parameter of the query, empty when it is not there.
func (q Query) Value(name string) string { return q.q.Get(name) }

const maxBody = 8 << 20

// readBody reads a JSON object strictly: an unknown member is an error, and so is anything behind the object.
func readBody(r *http.Request, into any) error {
	dec := json.NewDecoder(http.MaxBytesReader(nil, r.Body, maxBody))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return badRequest("the body can't be read as %s: %s", describe(reflect.TypeOf(into).Elem()), plain(err))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return badRequest("there is more behind the JSON object of the body")
	}
	return nil
}

func plain(err error) string {
	var typ *json.UnmarshalTypeError
	if errors.As(err, &typ) {
		return fmt.Sprintf("%s is a JSON %s", typ.Field, typ.Value)
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

func describe(t reflect.Type) string { return "a JSON object with the members of " + schemaName(t) }

// A problem is an error with a status of HTTP.
type problem struct {
	status int
	text   string
}

func (p *problem) Error() string { return p.text }

func badRequest(format string, args ...any) error {
	return &problem{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

func notFound(format string, args ...any) error {
	return &problem{http.StatusNotFound, fmt.Sprintf(format, args...)}
}

// statusOf is the status of an error: modules speak in the catalogue's rows.
func statusOf(err error) (status int, text string) {
	var p *problem
	var r *catalogue.Refusal
	switch {
	case errors.As(err, &p):
		return p.status, p.text
	case errors.As(err, &r):
		switch r.Condition.Code.Number {
		case 4000:
			return http.StatusBadRequest, r.Message
		case 5000:
			return http.StatusNotFound, r.Message
		default:
			return http.StatusConflict, r.Message
		}
	default:
		return http.StatusInternalServerError, "an internal error happened; the cloud's log has it"
	}
}
