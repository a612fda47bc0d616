package admin

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strings"
	"time"
)

// OpenAPI is the description of the routes, in OpenAPI 3.1, made from their table.
func OpenAPI() []byte {
	schemas := map[string]any{}
	paths := map[string]map[string]any{}
	for _, r := range Routes {
		if paths[r.Path] == nil {
			paths[r.Path] = map[string]any{}
		}
		paths[r.Path][strings.ToLower(r.Method)] = r.operation(schemas)
	}
	problem := schemaOf(reflect.TypeFor[Problem](), schemas)
	document := map[string]any{
		"openapi": "3.1.0",
		"info": map[string]any{
			"title": "Paifang admin API", "version": "1",
			"description": "Changes a running cloud: accounts, keys, policies, balances, stock, prices, quotas, maintenance, faults, the clock; and reads its journal.",
		},
		"paths": paths,
		"components": map[string]any{
			"schemas":         schemas,
			"securitySchemes": map[string]any{"token": map[string]any{"type": "http", "scheme": "bearer"}},
			"responses": map[string]any{"Problem": map[string]any{
				"description": "What was wrong.",
				"content":     map[string]any{"application/json": map[string]any{"schema": problem}},
			}},
		},
		"security": []any{map[string]any{"token": []any{}}},
	}
	b, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		panic(err) // maps of strings can be written
	}
	return append(b, '\n')
}

var pathPart = regexp.MustCompile(`\{([a-z_]+)\}`)

func (r Route) operation(schemas map[string]any) map[string]any {
	op := map[string]any{"summary": r.Doc, "operationId": r.id()}
	var params []any
	for _, m := range pathPart.FindAllStringSubmatch(r.Path, -1) {
		params = append(params, map[string]any{"name": m[1], "in": "path", "required": true, "schema": map[string]any{"type": "string"}})
	}
	for name, doc := range r.Query {
		params = append(params, map[string]any{"name": name, "in": "query", "description": doc, "schema": map[string]any{"type": "string"}})
	}
	if params != nil {
		op["parameters"] = params
	}
	if r.in != reflect.TypeFor[nothing]() {
		op["requestBody"] = map[string]any{"required": true, "content": map[string]any{"application/json": map[string]any{"schema": schemaOf(r.in, schemas)}}}
	}
	responses := map[string]any{"default": map[string]any{"$ref": "#/components/responses/Problem"}}
	if r.out == reflect.TypeFor[nothing]() {
		responses["204"] = map[string]any{"description": "Done."}
	} else {
		responses["200"] = map[string]any{"description": "Done.", "content": map[string]any{"application/json": map[string]any{"schema": schemaOf(r.out, schemas)}}}
	}
	op["responses"] = responses
	return op
}

// id is a name for the operation: getAccountsUinKeys.
func (r Route) id() string {
	id := strings.ToLower(r.Method)
	for part := range strings.SplitSeq(strings.TrimPrefix(r.Path, "/v1/"), "/") {
		for word := range strings.FieldsFuncSeq(part, func(c rune) bool { return c == '{' || c == '}' || c == '_' || c == '-' }) {
			id += strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return id
}

func schemaName(t reflect.Type) string {
	if t.Name() != "" {
		return t.Name()
	}
	return t.String()
}

// schemaOf describes a type; structs go among the schemas and are referred to.
func schemaOf(t reflect.Type, schemas map[string]any) any {
	switch t {
	case reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case reflect.TypeFor[json.RawMessage]():
		return map[string]any{}
	}
	if t.Implements(reflect.TypeFor[interface{ MarshalJSON() ([]byte, error) }]()) {
		return map[string]any{"type": "string"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem(), schemas)
	case reflect.Slice, reflect.Array:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem(), schemas)}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": schemaOf(t.Elem(), schemas)}
	case reflect.Struct:
		name := schemaName(t)
		ref := map[string]any{"$ref": "#/components/schemas/" + name}
		if _, done := schemas[name]; done {
			return ref
		}
		properties := map[string]any{}
		var required []string
		schemas[name] = nil // for a type that holds itself
		for i := range t.NumField() {
			f := t.Field(i)
			if !f.IsExported() {
				continue
			}
			field, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			if field == "" {
				field = f.Name
			}
			properties[field] = schemaOf(f.Type, schemas)
			if !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero") {
				required = append(required, field)
			}
		}
		schema := map[string]any{"type": "object", "properties": properties}
		if required != nil {
			schema["required"] = required
		}
		schemas[name] = schema
		return ref
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Uint64:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Interface:
		return map[string]any{}
	default:
		return map[string]any{"type": "string"}
	}
}
