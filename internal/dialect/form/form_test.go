package form_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/dialect/form"
	"github.com/paifang/paifang/sign"
)

const urlencoded = "application/x-www-form-urlencoded"

func post(contentType, body string) *http.Request {
	r := httptest.NewRequest("POST", "https://cvm.api.qcloud.com/v2/index.php?Ignored=1", strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	return r
}

// multipart writes a body of parts; lead stands before the first boundary.
func multipart(lead string, parts ...string) string {
	var b strings.Builder
	b.WriteString(lead)
	for _, p := range parts {
		fmt.Fprintf(&b, "--XX\r\nContent-Disposition: form-data; %s\r\n", p)
	}
	b.WriteString("--XX--\r\n")
	return b.String()
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		why  string
		r    *http.Request
		want []sign.Param
	}{
		{"GET reads the query", httptest.NewRequest("GET", "/v2/index.php?b=2&a=1", strings.NewReader("c=3")), []sign.Param{{Name: "b", Value: "2"}, {Name: "a", Value: "1"}}},
		{"POST reads the body only", post(urlencoded, "a=1"), []sign.Param{{Name: "a", Value: "1"}}},
		{"+ and %20 are blanks", post(urlencoded, "a=x+y%20z"), []sign.Param{{Name: "a", Value: "x y z"}}},
		{"a semicolon is a character", post(urlencoded, "a=1;2"), []sign.Param{{Name: "a", Value: "1;2"}}},
		{"what is escaped stays one value", post(urlencoded, "a=%26%3D%25%2B%2F"), []sign.Param{{Name: "a", Value: "&=%+/"}}},
		{"a name alone has an empty value", post(urlencoded, "a&b="), []sign.Param{{Name: "a"}, {Name: "b"}}},
		{"UTF-8", post(urlencoded, "a=%E5%B9%BF%E5%B7%9E"), []sign.Param{{Name: "a", Value: "广州"}}},
		{"a charset", post(urlencoded+"; charset=utf-8", "a=1"), []sign.Param{{Name: "a", Value: "1"}}},
		{"multipart passes files over", post("multipart/form-data; boundary=XX", multipart("", "name=\"f\"; filename=\"x\"\r\nContent-Type: application/octet-stream\r\n\r\n\x00\xff", "name=\"a\"\r\n\r\n1")), []sign.Param{{Name: "a", Value: "1"}}},
	} {
		got, err := form.Read(c.r)
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", c.why, err, diff)
		}
	}
	java := "\r\n--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\nx\r\ny\r\n--XX--\r\n"
	got, err := form.Read(post("multipart/form-data; boundary=XX", java))
	if diff := cmp.Diff([]sign.Param{{Name: "a", Value: "1"}, {Name: "b", Value: "x\r\ny"}}, got); err != nil || diff != "" {
		t.Errorf("as Java writes it: %v (-want +got):\n%s", err, diff)
	}
}

func TestReadRefuses(t *testing.T) {
	many := strings.Repeat("a=1&", 100_000)
	for _, c := range []struct {
		why  string
		r    *http.Request
		with *catalogue.Condition
		says string
	}{
		{"another method", httptest.NewRequest("PUT", "/v2/index.php?a=1", nil), catalogue.InvalidRequest, "GET or POST"},
		{"another type", post("application/json", "{}"), catalogue.InvalidRequest, "application/json"},
		{"a broken type", post(";;;", "a=1"), catalogue.InvalidRequest, "Content-Type"},
		{"a giant query", httptest.NewRequest("GET", "/?a="+strings.Repeat("x", form.MaxQuery), nil), catalogue.RequestTooLarge, "bytes"},
		{"a giant body", post(urlencoded, "a="+strings.Repeat("x", form.MaxBody)), catalogue.RequestTooLarge, "bytes"},
		{"a giant part", post("multipart/form-data; boundary=XX", multipart("", "name=\"a\"\r\n\r\n"+strings.Repeat("x", form.MaxBody))), catalogue.RequestTooLarge, "bytes"},
		{"too many parameters", post(urlencoded, many), catalogue.InvalidRequest, "at most 2000"},
		{"given twice", post(urlencoded, "a=1&a=1"), catalogue.InvalidParameter, `"a" is given twice`},
		{"a broken escape", post(urlencoded, "a=%zz"), catalogue.InvalidRequest, "escaped"},
		{"broken UTF-8", post(urlencoded, "a=%ff"), catalogue.InvalidRequest, "UTF-8"},
		{"a NUL", post(urlencoded, "a=%00"), catalogue.InvalidRequest, "NUL"},
		{"broken UTF-8 in a name", post(urlencoded, "%ff=1"), catalogue.InvalidRequest, "UTF-8"},
		{"no boundary", post("multipart/form-data", "--XX"), catalogue.InvalidRequest, "boundary"},
		{"a body that ends early", post("multipart/form-data; boundary=XX", "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1"), catalogue.InvalidRequest, "ends early"},
		{"a part without a name", post("multipart/form-data; boundary=XX", "--XX\r\nX: y\r\n\r\n1\r\n--XX--\r\n"), catalogue.InvalidRequest, "name"},
	} {
		_, err := form.Read(c.r)
		if !errors.Is(err, c.with) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want %v with %q", c.why, err, c.with, c.says)
		}
	}
}

func TestTreeRefuses(t *testing.T) {
	for why, names := range map[string][]string{
		"dot and underscore mean the same": {"a.0", "a_0"},
		"a value and a group":              {"a", "a.b"},
		"a group and a value":              {"a.b", "a"},
		"an empty part":                    {"a..b"},
		"nothing before a dot":             {".a"},
		"too deep":                         {strings.Repeat("a.", 20) + "a"},
		"too long":                         {strings.Repeat("a", 300)},
	} {
		var params []sign.Param
		for _, n := range names {
			params = append(params, sign.Param{Name: n, Value: "1"})
		}
		if _, err := form.Tree(params, func(string) bool { return false }); !errors.Is(err, catalogue.InvalidParameter) {
			t.Errorf("%s: got %v, want a refusal of row 4000", why, err)
		}
	}
}

// What Parse takes, net/url takes to the same values; what has no duplicates, NULs or broken text, Parse takes.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"a=1&b=2", "a=%zz", "a=1&a=2", "%ff=1", "a;b=c", "a=+%20&_.0=x", "&&&", "=", "a==b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		params, err := form.Parse(text)
		if err != nil {
			var r *catalogue.Refusal
			if !errors.As(err, &r) {
				t.Fatalf("%q: %v is no refusal", text, err)
			}
			return
		}
		if strings.Contains(text, ";") {
			return // net/url refuses semicolons
		}
		want, err := url.ParseQuery(text)
		if err != nil {
			t.Fatalf("%q is taken here and refused by net/url: %v", text, err)
		}
		got := url.Values{}
		for _, p := range params {
			got.Add(p.Name, p.Value)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-net/url +here):\n%s", text, diff)
		}
		tree, err := form.Tree(params, func(string) bool { return false })
		if err != nil {
			return
		}
		leaves := tree.Flat()
		if len(leaves) != len(params) {
			t.Errorf("%q: %d parameters, %d leaves", text, len(params), len(leaves))
		}
		if !sort.SliceIsSorted(leaves, func(i, j int) bool { return leaves[i][0] < leaves[j][0] }) {
			t.Errorf("%q: the leaves are not sorted", text)
		}
	})
}

func FuzzMultipart(f *testing.F) {
	f.Add([]byte("--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX--\r\n"))
	f.Add([]byte("\r\n--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX--"))
	f.Add([]byte("--XX\r\n\r\n--XX"))
	f.Fuzz(func(t *testing.T, body []byte) {
		params, err := form.Multipart(bytes.NewReader(body), "XX")
		var r *catalogue.Refusal
		if err != nil && !errors.As(err, &r) {
			t.Fatalf("%v is no refusal", err)
		}
		if len(params) > form.MaxParams {
			t.Fatalf("%d parameters were taken", len(params))
		}
	})
}
