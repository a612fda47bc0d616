package paifangtest

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/paifang/paifang/sign"
)

// A Signer is who signs a call. Its zero fields are the cloud's own key.
type Signer struct {
	SecretID, SecretKey, Token string
	// Unsigned holds for a call of API 3.0 that nobody signs, as AssumeRoleWithSAML and AssumeRoleWithWebIdentity are called.
	Unsigned bool
	// Region and Language are sent with calls of API 3.0 where they are not empty: ap-shanghai, zh-CN.
	Region, Language string
}

// An Answer is what a call was answered.
type Answer struct {
	// Code and CodeDesc are those of API 2.0; an answer with Version has 0 and the name of its error.
	Code     int
	CodeDesc string
	Message  string
	// RequestID is that of the header X-TC-RequestId.
	RequestID string
	// Body is the whole text.
	Body []byte
}

// OK tells whether the call did what it was asked to.
func (a Answer) OK() bool { return a.Code == 0 && (a.CodeDesc == "" || a.CodeDesc == "Success") }

// Decode reads the answer's members into out; those of an answer with Version are below Response.
func (a Answer) Decode(out any) error {
	var v struct{ Response json.RawMessage }
	if err := json.Unmarshal(a.Body, &v); err != nil {
		return err
	}
	if v.Response != nil {
		return json.Unmarshal(v.Response, out)
	}
	return json.Unmarshal(a.Body, out)
}

// Call makes a call of API 2.0 with the cloud's own key. Parameters are written Name=value; Region, Version and the other
// common ones may be among them.
func (c *Cloud) Call(module, action string, params ...string) Answer {
	c.t.Helper()
	return c.CallAs(Signer{}, module, action, params...)
}

// CallAs is Call with another key.
func (c *Cloud) CallAs(s Signer, module, action string, params ...string) Answer {
	c.t.Helper()
	resp, err := c.HTTPClient().Do(c.Request(s, module, action, params...))
	if err != nil {
		c.t.Fatalf("paifangtest: %s %s: %v", module, action, err)
	}
	return c.read(resp)
}

// Request is a signed call of API 2.0 that was not sent: to be sent twice, late or spoiled.
func (c *Cloud) Request(s Signer, module, action string, params ...string) *http.Request {
	c.t.Helper()
	if s.SecretID == "" {
		s.SecretID, s.SecretKey = c.SecretID, c.SecretKey
	}
	given := url.Values{
		"Action": {action}, "SecretId": {s.SecretID}, "SignatureMethod": {sign.HmacSHA256},
		"Timestamp": {strconv.FormatInt(time.Now().Unix(), 10)}, "Nonce": {nonce()},
	}
	if s.Token != "" {
		given.Set("Token", s.Token)
	}
	for _, p := range params {
		name, value, ok := strings.Cut(p, "=")
		if !ok {
			c.t.Fatalf("paifangtest: the parameter %q is not Name=value", p)
		}
		given.Set(name, value)
	}
	var list []sign.Param
	for name, values := range given {
		list = append(list, sign.Param{Name: name, Value: values[0]})
	}
	host := module + ".api.qcloud.com"
	given.Set("Signature", sign.V1{API2: true, Method: http.MethodPost, Host: host, Path: "/v2/index.php", Params: list}.Sign(sign.NewKey(s.SecretKey)))
	r, err := http.NewRequest(http.MethodPost, "https://"+host+"/v2/index.php", strings.NewReader(given.Encode()))
	if err != nil {
		c.t.Fatalf("paifangtest: %v", err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// Call3 makes a call of API 3.0 with the cloud's own key; in is written as JSON.
func (c *Cloud) Call3(service, version, action string, in any) Answer {
	c.t.Helper()
	return c.Call3As(Signer{}, service, version, action, in)
}

// Call3As is Call3 with another key.
func (c *Cloud) Call3As(s Signer, service, version, action string, in any) Answer {
	c.t.Helper()
	resp, err := c.HTTPClient().Do(c.Request3(s, service, version, action, in))
	if err != nil {
		c.t.Fatalf("paifangtest: %s %s: %v", service, action, err)
	}
	return c.read(resp)
}

// Request3 is a call of API 3.0, signed with TC3, that was not sent: to be sent twice, late or spoiled.
func (c *Cloud) Request3(s Signer, service, version, action string, in any) *http.Request {
	c.t.Helper()
	if s.SecretID == "" {
		s.SecretID, s.SecretKey = c.SecretID, c.SecretKey
	}
	if in == nil {
		in = struct{}{}
	}
	body, err := json.Marshal(in)
	if err != nil {
		c.t.Fatalf("paifangtest: %v", err)
	}
	host := service + ".tencentcloudapi.com"
	r, err := http.NewRequest(http.MethodPost, "https://"+host+"/", strings.NewReader(string(body)))
	if err != nil {
		c.t.Fatalf("paifangtest: %v", err)
	}
	r.Header = http.Header{
		"Content-Type": {"application/json"}, "X-Tc-Action": {action}, "X-Tc-Version": {version},
		"X-Tc-Timestamp": {strconv.FormatInt(time.Now().Unix(), 10)},
	}
	for name, value := range map[string]string{"X-TC-Token": s.Token, "X-TC-Region": s.Region, "X-TC-Language": s.Language} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	if s.Unsigned {
		r.Header.Set("Authorization", sign.Skip)
		return r
	}
	v3 := sign.V3{Method: r.Method, Host: host, Headers: r.Header, Payload: body}
	r.Header.Set("Authorization", v3.Sign(sign.NewKey(s.SecretKey), s.SecretID, service))
	return r
}

// read reads an answer of either shape.
func (c *Cloud) read(resp *http.Response) Answer {
	c.t.Helper()
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatalf("paifangtest: read the answer: %v", err)
	}
	a := Answer{Body: body, RequestID: resp.Header.Get("X-TC-RequestId")}
	var v struct {
		Code     int    `json:"code"`
		Message  string `json:"message"`
		CodeDesc string `json:"codeDesc"`
		Response struct {
			Error struct{ Code, Message string }
		}
	}
	if err := json.Unmarshal(body, &v); err != nil {
		c.t.Fatalf("paifangtest: the answer is no JSON: %v: %s", err, body)
	}
	a.Code, a.CodeDesc, a.Message = v.Code, v.CodeDesc, v.Message
	if e := v.Response.Error; e.Code != "" {
		a.CodeDesc, a.Message = e.Code, e.Message
	}
	return a
}

func nonce() string {
	var b [8]byte
	_, _ = rand.Read(b[:])
	return strconv.FormatUint(binary.BigEndian.Uint64(b[:])>>1, 10)
}
