// Package form reads parameters that are written flat: as a query string, as an urlencoded body, or as the parts of a
// multipart body. Both dialects have them. It is strict: what is malformed, given twice or too large is refused under
// row 4000, naming it.
package form

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/sign"
)

// Bounds of a request. The documents give no figure for API 2.0; these are API 3.0's for the same signature
// (facts/api3-protocol.md §1.1), and the count is several times that of the largest documented batch.
const (
	MaxQuery  = 32 << 10
	MaxBody   = 1 << 20
	MaxParams = 2000
)

// Read reads the parameters in the order in which they were sent: those of the query for GET, those of the body
// alone for POST, whose query the real service ignores. Its error is a refusal of row 4000.
func Read(r *http.Request) ([]sign.Param, error) {
	switch r.Method {
	case http.MethodGet:
		if len(r.URL.RawQuery) > MaxQuery {
			return nil, catalogue.RequestTooLarge.Errorf("The query string has %d bytes; at most %d are expected. Use POST.", len(r.URL.RawQuery), MaxQuery)
		}
		return Parse(r.URL.RawQuery)
	case http.MethodPost:
		return readBody(r)
	default:
		return nil, catalogue.InvalidRequest.Errorf("The method is %s; GET or POST is expected.", param.Quote(r.Method))
	}
}

func readBody(r *http.Request) ([]sign.Param, error) {
	contentType := r.Header.Get("Content-Type")
	kind, attrs, err := mime.ParseMediaType(contentType)
	if contentType != "" && err != nil && kind == "" {
		return nil, catalogue.InvalidRequest.Errorf("The Content-Type is %s; application/x-www-form-urlencoded or multipart/form-data is expected.", param.Quote(contentType))
	}
	body := http.MaxBytesReader(nil, r.Body, MaxBody)
	switch kind {
	case "", "application/x-www-form-urlencoded":
		text, err := io.ReadAll(body)
		if err != nil {
			return nil, unreadable(err)
		}
		return Parse(string(text))
	case "multipart/form-data":
		return Multipart(body, attrs["boundary"])
	default:
		return nil, catalogue.InvalidRequest.Errorf("The Content-Type is %s; application/x-www-form-urlencoded or multipart/form-data is expected.", param.Quote(contentType))
	}
}

func unreadable(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return catalogue.RequestTooLarge.Errorf("The body has more than %d bytes.", MaxBody)
	}
	return catalogue.InvalidRequest.Errorf("The body can't be read: it ends early or is malformed.")
}

// Parse reads urlencoded text, strictly: an escape that is none is refused rather than guessed at.
func Parse(text string) ([]sign.Param, error) {
	if text == "" {
		return nil, nil
	}
	if n := strings.Count(text, "&") + 1; n > MaxParams {
		return nil, tooMany(n)
	}
	params := make([]sign.Param, 0, strings.Count(text, "&")+1)
	for pair := range strings.SplitSeq(text, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		n, err1 := url.QueryUnescape(name)
		v, err2 := url.QueryUnescape(value)
		if err := errors.Join(err1, err2); err != nil {
			return nil, catalogue.InvalidRequest.Errorf("The parameter %s is not well escaped: a %% that is followed by two hexadecimal digits is expected.", param.Quote(name))
		}
		params = append(params, sign.Param{Name: n, Value: v})
	}
	return params, wellFormed(params)
}

// Multipart reads form-data as the Java and .NET clients write it: with a line break before the first boundary,
// and with files, which are not signed and which no action here takes.
func Multipart(body io.Reader, boundary string) ([]sign.Param, error) {
	if boundary == "" {
		return nil, catalogue.InvalidRequest.Errorf("The Content-Type multipart/form-data has no boundary; one is expected.")
	}
	mr := multipart.NewReader(body, boundary)
	var params []sign.Param
	for {
		part, err := mr.NextRawPart()
		if errors.Is(err, io.EOF) {
			return params, wellFormed(params)
		}
		if err != nil {
			return nil, unreadable(err)
		}
		if len(params) == MaxParams {
			return nil, tooMany(MaxParams + 1)
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return nil, unreadable(err)
		}
		if part.FileName() != "" {
			continue
		}
		if part.FormName() == "" {
			return nil, catalogue.InvalidRequest.Errorf("A part of the multipart body has no name; a Content-Disposition with name=\"…\" is expected.")
		}
		params = append(params, sign.Param{Name: part.FormName(), Value: string(value)})
	}
}

func tooMany(n int) error {
	return catalogue.InvalidRequest.Errorf("The request has %d parameters or more; at most %d are expected.", n, MaxParams)
}

func wellFormed(params []sign.Param) error {
	seen := make(map[string]bool, len(params))
	for _, p := range params {
		if !utf8.ValidString(p.Name) || strings.ContainsRune(p.Name, 0) {
			return catalogue.InvalidRequest.Errorf("The parameter name %s is not UTF-8 text without NUL.", param.Quote(p.Name))
		}
		if !utf8.ValidString(p.Value) || strings.ContainsRune(p.Value, 0) {
			return catalogue.InvalidRequest.Errorf("The value of %s is not UTF-8 text without NUL.", param.Quote(p.Name))
		}
		if seen[p.Name] {
			return catalogue.InvalidParameter.Errorf("Parameter %s is given twice; it is expected once.", param.Quote(p.Name))
		}
		seen[p.Name] = true
	}
	return nil
}

// Tree makes the tree of the action's parameters of what is left beside the common ones.
func Tree(params []sign.Param, isCommon func(string) bool) (*param.Value, error) {
	root := &param.Value{Kind: param.Tree}
	for _, p := range params {
		if isCommon(p.Name) {
			continue
		}
		if err := root.AddFlat(p.Name, p.Value); err != nil {
			return nil, catalogue.InvalidParameter.Errorf("%s.", capital(err))
		}
	}
	return root, nil
}

func capital(err error) string {
	s := fmt.Sprint(err)
	return strings.ToUpper(s[:1]) + s[1:]
}
