// Package api3 speaks API 3.0: it reads a request into a call and writes the answer, after facts/api3-protocol.md. It
// decides nothing about the call but whether it can be read.
package api3

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/dialect"
	"github.com/paifang/paifang/internal/dialect/form"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/region"
	"github.com/paifang/paifang/sign"
)

// MaxBody bounds the body of a request signed with TC3 (facts/api3-protocol.md §1.1).
const MaxBody = 10 << 20

// The conditions that only this dialect meets.
var (
	errAuthorization = catalogue.AuthFailed.Named("AuthFailure.InvalidAuthorization")
	errMethod        = catalogue.InvalidParameter.Named("UnsupportedProtocol")
)

// common are the parameters of the older signature that belong to no action (facts/api3-protocol.md §1.2).
var common = map[string]bool{
	"Action": true, "Region": true, "Timestamp": true, "Nonce": true, "SecretId": true, "Signature": true,
	"SignatureMethod": true, "Token": true, "Version": true, "RequestClient": true, "Language": true,
}

// Scope is the service in the scope of a TC3 signature, empty where there is none.
func Scope(r *http.Request) string {
	a, err := sign.ParseAuthorization(r.Header.Get("Authorization"))
	if err != nil {
		return ""
	}
	return a.Service
}

// Read fills the call from a request to the target; what can't be read ends in c.Unreadable. defaultRegion is what an
// absent region means.
func Read(r *http.Request, t dialect.Target, defaultRegion string, c *call.Call) {
	c.Dialect, c.Domain = call.API3, t.Domain
	c.Params, c.Region = &param.Value{Kind: param.Tree}, defaultRegion
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		c.Unreadable = errMethod.Errorf("The method is %s; GET or POST is expected.", param.Quote(r.Method))
		return
	}
	if r.Header.Get("Authorization") != "" || r.Header.Get("X-TC-Action") != "" {
		c.Unreadable = readTC3(r, c)
		return
	}
	c.Unreadable = readV1(r, c)
}

// readTC3 reads a request whose common parameters are headers.
func readTC3(r *http.Request, c *call.Call) error {
	h := r.Header
	named := map[string]string{}
	for _, name := range []string{"Action", "Version", "Timestamp", "Region", "Token"} {
		named[name] = h.Get("X-TC-" + name)
	}
	c.Client, c.Language = h.Get("X-TC-RequestClient"), h.Get("X-TC-Language")
	var payload []byte
	var err error
	if r.Method == http.MethodPost {
		if payload, err = io.ReadAll(http.MaxBytesReader(nil, r.Body, MaxBody)); err != nil {
			return unreadable(err)
		}
	} else if len(r.URL.RawQuery) > form.MaxQuery {
		return catalogue.RequestTooLarge.Errorf("The query string has %d bytes; at most %d are expected. Use POST.", len(r.URL.RawQuery), form.MaxQuery)
	}
	c.Action, c.Version, c.Token = named["Action"], named["Version"], named["Token"]
	if err := readCommon(named, c, "Action", "Timestamp", "Version"); err != nil {
		return err
	}
	if strings.TrimSpace(h.Get("Authorization")) == sign.Skip {
		c.Unsigned = true
		c.Params, err = readTC3Params(r, payload)
		return err
	}
	a, err := sign.ParseAuthorization(h.Get("Authorization"))
	if err != nil {
		return errAuthorization.Errorf("The header Authorization can't be read: %s.", err)
	}
	c.SecretID = a.SecretID
	c.Proof = tc3{sign.V3{Method: r.Method, Host: r.Host, Query: r.URL.RawQuery, Headers: h, Payload: payload}, a}
	c.Params, err = readTC3Params(r, payload)
	return err
}

func readTC3Params(r *http.Request, payload []byte) (*param.Value, error) {
	kind, attrs, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case err != nil:
		return nil, catalogue.InvalidRequest.Errorf("The Content-Type is %s; application/json is expected.", param.Quote(r.Header.Get("Content-Type")))
	case r.Method == http.MethodGet:
		return flat(form.Parse(r.URL.RawQuery))
	case kind == "application/json":
		return readJSON(payload)
	case kind == "multipart/form-data":
		return flat(form.Multipart(bytes.NewReader(payload), attrs["boundary"]))
	default:
		return nil, catalogue.InvalidRequest.Errorf("The action does not support Content-Type=`%s`; application/json is expected.", kind)
	}
}

func flat(params []sign.Param, err error) (*param.Value, error) {
	if err != nil {
		return nil, err
	}
	return form.Tree(params, func(string) bool { return false })
}

// readV1 reads a request whose signature is a parameter.
func readV1(r *http.Request, c *call.Call) error {
	params, err := form.Read(r)
	if r.Method == http.MethodPost && errors.Is(err, catalogue.RequestTooLarge) {
		return catalogue.AuthFailed.Errorf("The provided credentials could not be validated because of exceeding request size limit, please use new signature method `TC3-HMAC-SHA256`.")
	}
	if err != nil {
		return err
	}
	named := map[string]string{}
	for _, p := range params {
		if common[p.Name] {
			named[p.Name] = p.Value
		}
	}
	c.Action, c.Version, c.SecretID, c.Token, c.Client = named["Action"], named["Version"], named["SecretId"], named["Token"], named["RequestClient"]
	c.Language = named["Language"]
	c.HasNonce = true
	c.Proof = v1{sign.V1{Method: r.Method, Host: r.Host, Path: r.URL.Path, Params: params}, named["Signature"]}
	if err := readCommon(named, c, "Action", "Timestamp", "Version", "Nonce", "SecretId", "Signature"); err != nil {
		return err
	}
	nonce, err := strconv.ParseInt(named["Nonce"], 10, 64)
	if err != nil || nonce < 0 {
		return catalogue.InvalidParameter.Errorf("Parameter `Nonce` type error.")
	}
	c.Nonce = uint64(nonce)
	c.Params, err = form.Tree(params, func(name string) bool { return common[name] })
	return err
}

// readCommon checks that the required ones are there and reads Timestamp and Region. Timestamp is the first that the
// real service misses (facts/api3-protocol.md §1.2).
func readCommon(named map[string]string, c *call.Call, required ...string) error {
	for _, name := range append([]string{"Timestamp"}, required...) {
		if named[name] == "" {
			return catalogue.MissingParameter.Errorf("The request is missing a required parameter `%s`.", name)
		}
	}
	seconds, err := strconv.ParseInt(named["Timestamp"], 10, 64)
	if err != nil || seconds < 0 || seconds > 1<<40 {
		return catalogue.InvalidParameter.Errorf("Timestamp is %s; UNIX seconds are expected.", param.Quote(named["Timestamp"]))
	}
	c.Timestamp, c.SentAt = seconds, time.Unix(seconds, 0).UTC()
	if name := named["Region"]; name != "" {
		found, ok := region.Find(name)
		if !ok {
			return catalogue.InvalidParameter.Named("UnsupportedRegion").Errorf("The region %s is not supported.", param.Quote(name))
		}
		c.Region = found.Name
	}
	return nil
}

func unreadable(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return catalogue.RequestTooLarge.Errorf("The body has more than %d bytes.", MaxBody)
	}
	return catalogue.InvalidRequest.Errorf("The body can't be read: it ends early or is malformed.")
}

// tc3 is a signature in the Authorization header.
type tc3 struct {
	request       sign.V3
	authorization sign.Authorization
}

// Verify tells whether key made the signature.
func (p tc3) Verify(key *sign.Key) (string, bool) {
	reading, ok := p.request.Verify(key, p.authorization)
	return reading.String(), ok
}

// StringToSign is the canonical request and the text that was signed; without the body, of which only the hash is in.
func (p tc3) StringToSign() string {
	return strings.Join([]string{p.request.CanonicalRequest(p.authorization), p.request.StringToSign(p.authorization)}, "\n\n")
}

// v1 is a signature among the parameters.
type v1 struct {
	request   sign.V1
	signature string
}

// Verify tells whether key made the signature.
func (p v1) Verify(key *sign.Key) (string, bool) {
	reading, ok := p.request.Verify(key, p.signature)
	return reading.String(), ok
}

// StringToSign is the text in the documented reading.
func (p v1) StringToSign() string { return p.request.StringToSign() }
