package admin

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/paifang/paifang/internal/cloud"
)

// A Role is what the bearer of a token may do.
type Role string

// The roles.
const (
	// Reader may look at everything but secrets.
	Reader Role = "reader"
	// Admin may change everything.
	Admin Role = "admin"
)

// A Token lets its bearer in.
type Token struct {
	Name string
	Role Role
	// Sum is the SHA-256 of the token.
	Sum [32]byte
}

// NewToken names a token.
func NewToken(name string, role Role, token string) Token {
	return Token{name, role, sha256.Sum256([]byte(token))}
}

// An API serves the routes for a cloud.
type API struct {
	Cloud  *cloud.Cloud
	Tokens []Token
	// Hosts are names, beside loopback's, under which the API may be asked: a page on another site that has its own
	// name point here is refused.
	Hosts []string
	Log   *slog.Logger
}

// Handler serves the API, its description, health and metrics.
func (a *API) Handler(metrics http.Handler) http.Handler {
	mux := http.NewServeMux()
	for _, r := range Routes {
		mux.Handle(r.Method+" "+r.Path, a.handle(r))
	}
	document := OpenAPI()
	mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(document)
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := a.Cloud.Ready(r.Context()); err != nil {
			http.Error(w, "not ready", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ok\n"))
	})
	mux.Handle("GET /metrics", metrics)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		writeError(w, http.StatusNotFound, "there is no "+r.Method+" "+r.URL.Path+"; see /openapi.json")
	})
	return a.guard(mux)
}

// guard refuses what a browser would send on behalf of another site.
func (a *API) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !a.knownHost(r.Host) {
			writeError(w, http.StatusForbidden, "the Host header names no host of this API")
			return
		}
		if origin := r.Header.Get("Origin"); origin != "" {
			_, host, ok := strings.Cut(origin, "://")
			if !ok || host != r.Host {
				writeError(w, http.StatusForbidden, "the Origin is another site")
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func (a *API) knownHost(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	if host == "localhost" {
		return true
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.IsLoopback() || len(a.Hosts) > 0
	}
	for _, h := range a.Hosts {
		if h == host {
			return true
		}
	}
	return false
}

func (a *API) handle(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, ok := a.bearer(r)
		switch {
		case !ok:
			w.Header().Set("WWW-Authenticate", "Bearer")
			writeError(w, http.StatusUnauthorized, "a bearer token is expected in the header Authorization")
			return
		case route.Changes && token.Role != Admin:
			writeError(w, http.StatusForbidden, "the token "+token.Name+" may only read")
			return
		}
		for name := range r.URL.Query() {
			if _, known := route.Query[name]; !known {
				writeError(w, http.StatusBadRequest, "the parameter "+name+" is not known")
				return
			}
		}
		out, err := route.serve(r.Context(), a, r)
		if err != nil {
			status, text := statusOf(err)
			if status == http.StatusInternalServerError {
				a.Log.ErrorContext(r.Context(), "admin API", "method", r.Method, "path", r.URL.Path, "error", err)
			}
			writeError(w, status, text)
			return
		}
		if _, none := out.(nothing); none {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		writeJSON(w, http.StatusOK, out)
	})
}

func (a *API) bearer(r *http.Request) (Token, bool) {
	text, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return Token{}, false
	}
	sum := sha256.Sum256([]byte(text))
	for _, t := range a.Tokens {
		if subtle.ConstantTimeCompare(sum[:], t.Sum[:]) == 1 {
			return t, true
		}
	}
	return Token{}, false
}

// Problem is the body of every error.
type Problem struct {
	Error string `json:"error"`
}

func writeError(w http.ResponseWriter, status int, text string) {
	writeJSON(w, status, Problem{text})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		status, b = http.StatusInternalServerError, []byte(`{"error":"the answer can't be written"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(append(b, '\n'))
}
