package admin_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/paifang/paifang/internal/admin"
	"github.com/paifang/paifang/internal/cloud"
)

func open(t *testing.T) http.Handler {
	t.Helper()
	c, err := cloud.Open(t.Context(), cloud.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	api := &admin.API{Cloud: c, Tokens: []admin.Token{admin.NewToken("first", admin.Admin, "secret"), admin.NewToken("viewer", admin.Reader, "look")}, Log: slog.New(slog.DiscardHandler)}
	return api.Handler(promhttp.HandlerFor(c.Metrics, promhttp.HandlerOpts{}))
}

func ask(h http.Handler, method, path, body string, header ...string) (int, string) {
	r := httptest.NewRequest(method, "http://localhost:9445"+path, strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	text, _ := io.ReadAll(w.Body)
	return w.Code, string(text)
}

const bearer = "Bearer secret"

func TestWhoMayAsk(t *testing.T) {
	h := open(t)
	for _, c := range []struct {
		why, method, path, body string
		header                  []string
		want                    int
	}{
		{"health needs no token", "GET", "/healthz", "", nil, 200},
		{"readiness needs no token", "GET", "/readyz", "", nil, 200},
		{"metrics need no token", "GET", "/metrics", "", nil, 200},
		{"the description needs no token", "GET", "/openapi.json", "", nil, 200},
		{"no token", "GET", "/v1/accounts", "", nil, 401},
		{"another token", "GET", "/v1/accounts", "", []string{"Authorization", "Bearer guess"}, 401},
		{"a token", "GET", "/v1/accounts", "", []string{"Authorization", bearer}, 200},
		{"a reader reads", "GET", "/v1/accounts", "", []string{"Authorization", "Bearer look"}, 200},
		{"a reader changes nothing", "PUT", "/v1/skew", `{"duration":"1s"}`, []string{"Authorization", "Bearer look"}, 403},
		{"a reader gets no secrets", "POST", "/v1/world/with-secrets", "", []string{"Authorization", "Bearer look"}, 403},
		{"another site's Origin", "GET", "/v1/accounts", "", []string{"Authorization", bearer, "Origin", "http://evil.example"}, 403},
		{"another host's name", "GET", "/v1/accounts", "", []string{"Authorization", bearer, "Host", "evil.example"}, 403},
		{"its own Origin", "GET", "/v1/accounts", "", []string{"Authorization", bearer, "Origin", "http://localhost:9445"}, 200},
	} {
		if got, text := ask(h, c.method, c.path, c.body, c.header...); got != c.want {
			t.Errorf("%s: got %d %s, want %d", c.why, got, text, c.want)
		}
	}
}

func TestWhatIsWrongIsSaid(t *testing.T) {
	h := open(t)
	for _, c := range []struct {
		why, method, path, body string
		want                    int
		says                    string
	}{
		{"an unknown member", "POST", "/v1/accounts", `{"uin":"100000000002","colour":"red"}`, 400, "colour"},
		{"no JSON", "POST", "/v1/accounts", `{`, 400, "JSON"},
		{"more behind it", "POST", "/v1/accounts", `{"uin":"100000000002"}{}`, 400, "more"},
		{"a uin that is none", "POST", "/v1/accounts", `{"uin":"abc"}`, 400, "abc"},
		{"an account twice", "POST", "/v1/accounts", `{"uin":"100000000001"}`, 400, "there already"},
		{"no such account", "GET", "/v1/accounts/42", "", 404, "42"},
		{"no such account's balance", "PUT", "/v1/accounts/42/balance", `{"available":"1"}`, 404, "42"},
		{"an amount that is none", "PUT", "/v1/accounts/100000000001/balance", `{"available":"much"}`, 400, ""},
		{"a negative quota", "PUT", "/v1/accounts/100000000001/quotas/a", `{"number":-1}`, 400, "-1"},
		{"a rate of nothing", "PUT", "/v1/accounts/100000000001/rates/cvm:*", `{"number":0}`, 400, "0"},
		{"a module that is none", "PUT", "/v1/maintenance", `[{"module":"nope"}]`, 400, "nope"},
		{"an action that is none", "PUT", "/v1/maintenance", `[{"module":"cvm","action":"Fly"}]`, 400, "Fly"},
		{"a duration that is none", "POST", "/v1/clock/advance", `{"duration":"soon"}`, 400, "soon"},
		{"back in time by advance", "POST", "/v1/clock/advance", `{"duration":"-1h"}`, 400, "-1h"},
		{"a transition that is none", "PUT", "/v1/delays/cvm.fly", `{"duration":"1s"}`, 400, "cvm.fly"},
		{"a zone that is none", "PUT", "/v1/zones/moon-1/types/S5.SMALL2/stock", `{"number":1}`, 404, "moon-1"},
		{"a stock below nothing", "PUT", "/v1/zones/ap-guangzhou-3/types/S5.SMALL2/stock", `{"number":-2}`, 400, "-2"},
		{"no spot instance to be taken back", "POST", "/v1/zones/ap-guangzhou-3/types/S5.SMALL2/reclaim", `{"number":0}`, 400, "0"},
		{"spot instances of a type that is none", "POST", "/v1/zones/ap-guangzhou-3/types/S0.SMALL2/reclaim", `{"number":1}`, 404, "S0.SMALL2"},
		{"a spot price below nothing", "PUT", "/v1/zones/ap-guangzhou-3/types/S5.SMALL2/price", `{"spot":"-1"}`, 400, "-1"},
		{"a rule that does nothing", "POST", "/v1/faults", `{}`, 400, "nothing"},
		{"a rule that is not there", "DELETE", "/v1/faults/x", "", 404, "x"},
		{"a key that is not there", "PATCH", "/v1/keys/AKIDnope", `{"enabled":false}`, 404, "AKIDnope"},
		{"half a key", "POST", "/v1/accounts/100000000001/keys", `{"secret_id":"AKIDonly0000"}`, 400, "together"},
		{"a policy that is none", "POST", "/v1/accounts/100000000001/policies", `{"name":"p","document":"{}"}`, 400, ""},
		{"a kind that is none", "POST", "/v1/accounts/100000000001/attachments?policy=AdministratorAccess&kind=cat&name=x", "", 400, "cat"},
		{"a user that is none", "POST", "/v1/accounts/100000000001/attachments?policy=AdministratorAccess&kind=user&name=nobody", "", 404, "nobody"},
		{"an unknown parameter", "GET", "/v1/journal?colour=red", "", 400, "colour"},
		{"a limit that is none", "GET", "/v1/journal?limit=0", "", 400, "0"},
		{"a request that is not there", "GET", "/v1/journal/x", "", 404, "x"},
		{"a path that is none", "GET", "/v1/nope", "", 404, "openapi.json"},
	} {
		got, text := ask(h, c.method, c.path, c.body, "Authorization", bearer)
		if got != c.want || !strings.Contains(text, c.says) || !strings.Contains(text, `"error"`) {
			t.Errorf("%s: got %d %s, want %d with %q", c.why, got, text, c.want, c.says)
		}
	}
}

// The description names every route with its parameters, refers only to what it describes, and is JSON.
func TestTheDescriptionHolds(t *testing.T) {
	var d struct {
		OpenAPI    string                    `json:"openapi"`
		Paths      map[string]map[string]any `json:"paths"`
		Components struct {
			Schemas   map[string]any `json:"schemas"`
			Responses map[string]any `json:"responses"`
		} `json:"components"`
	}
	text := admin.OpenAPI()
	if err := json.Unmarshal(text, &d); err != nil || !strings.HasPrefix(d.OpenAPI, "3.1") {
		t.Fatalf("version %q: %v", d.OpenAPI, err)
	}
	ids := map[string]bool{}
	for _, r := range admin.Routes {
		op, ok := d.Paths[r.Path][strings.ToLower(r.Method)].(map[string]any)
		if !ok {
			t.Errorf("%s %s is not described", r.Method, r.Path)
			continue
		}
		id, _ := op["operationId"].(string)
		if ids[id] || id == "" {
			t.Errorf("%s %s: the operation id %q is empty or taken", r.Method, r.Path, id)
		}
		ids[id] = true
		params, _ := op["parameters"].([]any)
		if want := strings.Count(r.Path, "{") + len(r.Query); len(params) != want {
			t.Errorf("%s %s: %d parameters are described, want %d", r.Method, r.Path, len(params), want)
		}
	}
	for _, m := range regexp.MustCompile(`"\$ref": "#/components/(schemas|responses)/([^"]+)"`).FindAllStringSubmatch(string(text), -1) {
		in := d.Components.Schemas
		if m[1] == "responses" {
			in = d.Components.Responses
		}
		if in[m[2]] == nil {
			t.Errorf("%s is referred to and not described", m[2])
		}
	}
}
