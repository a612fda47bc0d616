// Package api2 speaks API 2.0: it reads a request into a call and writes the answer, after facts/api2-protocol.md. It
// decides nothing about the call but whether it can be read.
package api2

import (
	"net/http"
	"strconv"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/dialect"
	"github.com/paifang/paifang/internal/dialect/form"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/region"
	"github.com/paifang/paifang/sign"
)

// common are the parameters that belong to no action (facts/api2-protocol.md §1.1).
var common = map[string]bool{
	"Action": true, "Region": true, "Timestamp": true, "Nonce": true, "SecretId": true, "Signature": true,
	"SignatureMethod": true, "Token": true, "Version": true, "RequestClient": true, "RequestSource": true,
}

// Read fills the call from a request to the target; what can't be read ends in c.Unreadable, so that the door refuses
// it in its order. defaultRegion is what an empty or absent Region means.
func Read(r *http.Request, t dialect.Target, defaultRegion string, c *call.Call) {
	c.Dialect, c.Domain, c.HasNonce = call.API2, t.Domain, true
	c.Params, c.Region = &param.Value{Kind: param.Tree}, defaultRegion
	params, err := form.Read(r)
	if err != nil {
		c.Unreadable = err
		return
	}
	if r.URL.Path != t.Path {
		c.Unreadable = catalogue.InvalidRequest.Errorf("The path is %s; %s is expected.", param.Quote(r.URL.Path), t.Path)
		return
	}
	named := map[string]string{}
	given := map[string]bool{}
	for _, p := range params {
		if common[p.Name] {
			named[p.Name], given[p.Name] = p.Value, true
		}
	}
	c.Action, c.Version, c.SecretID, c.Token = named["Action"], named["Version"], named["SecretId"], named["Token"]
	c.Client = clip(named["RequestClient"] + named["RequestSource"])
	if c.Version != "" {
		c.Dialect = call.API2Versioned
	}
	c.Proof = proof{
		sign.V1{API2: true, Method: r.Method, Host: r.Host, Path: r.URL.Path, Params: params},
		named["Signature"],
	}
	if c.Unreadable = readCommon(named, c); c.Unreadable != nil {
		return
	}
	c.Params, c.Unreadable = form.Tree(params, func(name string) bool { return common[name] })
}

// readCommon checks the common parameters in the order of the documents' table.
func readCommon(named map[string]string, c *call.Call) error {
	for _, name := range []string{"Action", "Timestamp", "Nonce", "SecretId", "Signature"} {
		if named[name] == "" {
			return catalogue.MissingParameter.Errorf("The request is missing a required parameter `%s`.", name)
		}
	}
	if name := named["Region"]; name != "" {
		r, ok := region.Find(name)
		if !ok {
			return catalogue.InvalidValue.Errorf("Region is %s; a region such as ap-guangzhou or gz is expected.", param.Quote(name))
		}
		c.Region = r.Name
	}
	seconds, err := strconv.ParseInt(named["Timestamp"], 10, 64)
	if err != nil || seconds < 0 || seconds > 1<<40 {
		return catalogue.InvalidParameter.Errorf("Timestamp is %s; UNIX seconds are expected.", param.Quote(named["Timestamp"]))
	}
	c.Timestamp, c.SentAt = seconds, time.Unix(seconds, 0).UTC()
	// Real clients draw from 0 to 2^63-1 (facts/api2-protocol.md §1.1).
	nonce, err := strconv.ParseInt(named["Nonce"], 10, 64)
	if err != nil || nonce < 0 {
		return catalogue.InvalidParameter.Errorf("Nonce is %s; an integer from 0 to 9223372036854775807 is expected.", param.Quote(named["Nonce"]))
	}
	c.Nonce = uint64(nonce)
	return nil
}

func clip(s string) string {
	if len(s) > 128 {
		return s[:128]
	}
	return s
}

// proof is a signature of API 2.0.
type proof struct {
	request   sign.V1
	signature string
}

// Verify tells whether key made the signature.
func (p proof) Verify(key *sign.Key) (string, bool) {
	reading, ok := p.request.Verify(key, p.signature)
	return reading.String(), ok
}

// StringToSign is the text in the plain reading.
func (p proof) StringToSign() string { return p.request.StringToSign() }
