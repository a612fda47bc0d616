package gate_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/paifangtest"
)

const twoAccounts = `
version: 1
accounts:
  - uin: "100000000001"
    balance: 1000.00
    keys: [{secret_id: AKIDexample0000000000000000000000main, secret_key: example-secret-key-of-the-main-1}]
  - uin: "100000000002"
    balance: 1000.00
    keys: [{secret_id: AKIDexample000000000000000000000other, secret_key: example-secret-key-of-other-one}]
resources:
  instances: [{account: "100000000002", id: ins-foreign1, zone: ap-guangzhou-3, type: S5.SMALL2}]
delays: {cvm.run: 0, cvm.terminate: 0}
`

var requestID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// What is another account's is answered byte for byte like what does not exist, and like what was returned.
func TestAnotherAccountsResourceCantBeToldFromNone(t *testing.T) {
	c := paifangtest.New(t, paifangtest.World(twoAccounts))
	bought := c.Call("cvm", "RunInstances", "Version=2017-03-12", "Placement.Zone=ap-guangzhou-3", "ImageId=img-centos76", "InstanceType=S5.SMALL2")
	var set struct{ InstanceIdSet []string }
	if err := bought.Decode(&set); err != nil || len(set.InstanceIdSet) != 1 {
		t.Fatalf("buy: %s", bought.Body)
	}
	returned := set.InstanceIdSet[0]
	if a := c.Call("cvm", "TerminateInstances", "Version=2017-03-12", "InstanceIds.0="+returned); !a.OK() {
		t.Fatalf("return it: %s", a.Body)
	}
	for _, action := range []struct {
		name   string
		id     string
		params []string
	}{
		{"StartInstances", "InstanceIds.0", []string{"Version=2017-03-12"}},
		{"StopInstances", "InstanceIds.0", []string{"Version=2017-03-12"}},
		{"RebootInstances", "InstanceIds.0", []string{"Version=2017-03-12"}},
		{"TerminateInstances", "InstanceIds.0", []string{"Version=2017-03-12"}},
		{"DescribeInstances", "InstanceIds.0", []string{"Version=2017-03-12"}},
		{"ModifyInstancesAttribute", "InstanceIds.0", []string{"Version=2017-03-12", "InstanceName=mine"}},
		{"ResetInstancesPassword", "InstanceIds.0", []string{"Version=2017-03-12", "Password=Abc12345!"}},
		{"StopInstances", "instanceIds.0", nil},
		{"ReturnInstance", "instanceId", nil},
		{"ModifyInstanceAttributes", "instanceId", []string{"instanceName=mine"}},
	} {
		ask := func(id string) string {
			a := c.Call("cvm", action.name, append(action.params, action.id+"="+id)...)
			text := requestID.ReplaceAllString(string(a.Body), "(request id)")
			return strings.ReplaceAll(text, id, "(id)")
		}
		absent := ask("ins-00000000")
		for what, id := range map[string]string{"another account's": "ins-foreign1", "returned": returned} {
			if diff := cmp.Diff(absent, ask(id)); diff != "" {
				t.Errorf("%s of an instance that is %s (-absent +it):\n%s", action.name, what, diff)
			}
		}
	}
}

// Who has no key can use up neither a nonce, nor a rate, nor money.
func TestAForgerUsesUpNothing(t *testing.T) {
	c := paifangtest.New(t, paifangtest.World(strings.Replace(twoAccounts, "    balance: 1000.00\n", "    balance: 1000.00\n    rates: {\"cvm:RunInstances\": 1}\n", 1)))
	forger := paifangtest.Signer{SecretID: c.SecretID, SecretKey: "a guess"}
	buy := []string{"Version=2017-03-12", "Placement.Zone=ap-guangzhou-3", "ImageId=img-centos76", "InstanceType=S5.SMALL2", "Nonce=4711", fmt.Sprintf("Timestamp=%d", time.Now().Unix())}
	for range 20 {
		if a := c.CallAs(forger, "cvm", "RunInstances", buy...); a.CodeDesc != "InvalidParameter.SignatureFailure" {
			t.Fatalf("a forged call: got %s", a.Body)
		}
	}
	var balance struct{ Available, Frozen string }
	if err := c.Admin("GET", "/v1/accounts/100000000001/balance", nil, &balance); err != nil || balance.Available != "1000.00" || balance.Frozen != "" && balance.Frozen != "0.00" {
		t.Errorf("after forged calls the balance is %+v, %v", balance, err)
	}
	if a := c.Call("cvm", "RunInstances", buy...); !a.OK() {
		t.Errorf("the owner's call with the same nonce and the only one of its rate: got %s", a.Body)
	}
}

// A purchase that is refused, at whichever stage, leaves the cloud as it was: instances, addresses, stock, money, orders.
func TestARefusedPurchaseLeavesNothing(t *testing.T) {
	for _, r := range []struct {
		why   string
		set   func(c *paifangtest.Cloud) error
		param string
		code  string
	}{
		{"no such image", nil, "ImageId=img-00000000", "InvalidImageId.NotFound"},
		{"not verified", func(c *paifangtest.Cloud) error {
			return c.Admin("PATCH", "/v1/accounts/100000000001", map[string]any{"identity": "none"}, nil)
		}, "", "AccountQualificationRestrictions"},
		{"over quota", func(c *paifangtest.Cloud) error {
			return c.Admin("PUT", "/v1/accounts/100000000001/quotas/cvm.postpaid_per_zone", map[string]any{"number": 2}, nil)
		}, "InstanceCount=3", ""},
		{"sold out on the way", func(c *paifangtest.Cloud) error {
			return c.Admin("PUT", "/v1/zones/ap-guangzhou-3/types/S5.SMALL2/stock", map[string]any{"number": 2}, nil)
		}, "InstanceCount=3", ""},
		{"too little money for the last of three", func(c *paifangtest.Cloud) error {
			return c.Admin("PUT", "/v1/accounts/100000000001/balance", map[string]any{"available": "0.50"}, nil)
		}, "InstanceCount=3", "InvalidAccount.InsufficientBalance"},
		{"a dry run", nil, "DryRun=true", "DryRunOperation"},
	} {
		t.Run(strings.ReplaceAll(r.why, " ", "-"), func(t *testing.T) {
			c := paifangtest.New(t, paifangtest.World(twoAccounts))
			if r.set != nil {
				if err := r.set(c); err != nil {
					t.Fatal(err)
				}
			}
			before := state(t, c)
			params := []string{"Version=2017-03-12", "Placement.Zone=ap-guangzhou-3", "ImageId=img-centos76", "InstanceType=S5.SMALL2"}
			if r.param != "" {
				params = append(params, r.param)
			}
			a := c.Call("cvm", "RunInstances", params...)
			if a.OK() && a.CodeDesc == "" || r.code != "" && a.CodeDesc != r.code {
				t.Fatalf("got %s, want %s", a.Body, r.code)
			}
			if diff := cmp.Diff(before, state(t, c)); diff != "" {
				t.Errorf("the cloud before and after the refused purchase (-before +after):\n%s", diff)
			}
		})
	}
}

// state is all that a purchase may change.
func state(t *testing.T, c *paifangtest.Cloud) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, path := range []string{"/v1/world", "/v1/zones", "/v1/accounts/100000000001/balance"} {
		var v any
		if err := c.Admin("GET", path, nil, &v); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out[path] = string(text)
	}
	a := c.Call("trade", "DescribeDeals")
	out["deals"] = requestID.ReplaceAllString(string(a.Body), "")
	return out
}

// What can't be read is answered with a clear 4000 over a real socket: never a hang, a panic or another status.
func TestBadInputIsAClear4000(t *testing.T) {
	c := paifangtest.New(t)
	at := c.Listen()
	client := tlsClient(t, at)
	long := strings.Repeat("x", 2<<20)
	var many strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&many, "p%d=1&", i)
	}
	form := "application/x-www-form-urlencoded"
	for _, r := range []struct {
		why, method, query, contentType, body, says string
	}{
		{"nothing", "GET", "", "", "", "Action"},
		{"another method", "DELETE", "Action=A", "", "", "GET or POST"},
		{"a giant query", "GET", "Action=" + long[:100<<10], "", "", "bytes"},
		{"a giant body", "POST", "", form, "Action=" + long, "bytes"},
		{"10^5 parameters", "POST", "", form, many.String(), "at most 2000"},
		{"a deep name", "POST", "", form, "Action=A&Timestamp=1&Nonce=1&SecretId=x&Signature=x&" + strings.Repeat("a.", 100) + "b=1", "parts"},
		{"a parameter twice", "POST", "", form, "Action=A&Action=B", "twice"},
		{"the same parameter in two spellings", "POST", "", form, "Action=A&Timestamp=1&Nonce=1&SecretId=x&Signature=x&ids.0=a&ids_0=b", "twice"},
		{"broken UTF-8", "POST", "", form, "Action=%ff%fe", "UTF-8"},
		{"a NUL", "POST", "", form, "Action=a%00b", "NUL"},
		{"a broken escape", "GET", "Action=%zz", "", "", "escaped"},
		{"a broken multipart", "POST", "", "multipart/form-data; boundary=x", "--x\r\ngarbage", "ends early"},
		{"multipart without a boundary", "POST", "", "multipart/form-data", "--x", "boundary"},
		{"JSON", "POST", "", "application/json", "{}", "application/json"},
		{"a Timestamp that is none", "GET", "Action=A&Timestamp=soon&Nonce=1&SecretId=x&Signature=x", "", "", "Timestamp"},
		{"a Nonce below zero", "GET", "Action=A&Timestamp=1&Nonce=-1&SecretId=x&Signature=x", "", "", "Nonce"},
		{"a Nonce beyond 63 bits", "GET", "Action=A&Timestamp=1&Nonce=9223372036854775808&SecretId=x&Signature=x", "", "", "Nonce"},
		{"a region that is none", "GET", "Action=A&Timestamp=1&Nonce=1&SecretId=x&Signature=x&Region=moon", "", "", "Region"},
	} {
		u := url.URL{Scheme: "https", Host: "cvm.api.qcloud.com", Path: "/v2/index.php", RawQuery: r.query}
		req, err := http.NewRequest(r.method, u.String(), strings.NewReader(r.body))
		if err != nil {
			t.Fatal(err)
		}
		if r.contentType != "" {
			req.Header.Set("Content-Type", r.contentType)
		}
		resp, err := client.Do(req)
		if err != nil {
			t.Errorf("%s: %v", r.why, err)
			continue
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		var a struct {
			Code    int
			Message string
		}
		if err != nil || resp.StatusCode != http.StatusOK || json.Unmarshal(body, &a) != nil || a.Code != 4000 || !strings.Contains(a.Message, r.says) {
			t.Errorf("%s: got status %d and %s, want 200, 4000 and %q", r.why, resp.StatusCode, clip(body), r.says)
		}
		if resp.Header.Get("X-TC-RequestId") == "" || resp.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s: the headers are %v", r.why, resp.Header)
		}
	}
}

func clip(b []byte) []byte { return b[:min(len(b), 300)] }

// tlsClient reaches a listening cloud under every host.
func tlsClient(t testing.TB, at paifangtest.Addresses) *http.Client {
	t.Helper()
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(at.CA) {
		t.Fatal("no CA")
	}
	transport := &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, at.HTTPS)
		},
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// Faults break answers as they say; what LostAnswer loses has happened.
func TestFaultsBreakAnswers(t *testing.T) {
	c := paifangtest.New(t)
	add := func(body map[string]any) {
		t.Helper()
		if err := c.Admin("POST", "/v1/faults", body, nil); err != nil {
			t.Fatal(err)
		}
	}
	projects := func() int {
		t.Helper()
		var out struct{ Data []any }
		if err := c.Call("account", "DescribeProject").Decode(&out); err != nil {
			t.Fatal(err)
		}
		return len(out.Data)
	}
	try := func() (string, error) {
		resp, err := c.HTTPClient().Do(c.Request(paifangtest.Signer{}, "account", "AddProject", fmt.Sprintf("projectName=p%d", time.Now().UnixNano())))
		if err != nil {
			return "", err
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		return fmt.Sprint(resp.StatusCode, " ", string(b)), err
	}
	for i, f := range []struct {
		broken string
		done   int
		fails  bool
	}{{"lost_call", 0, true}, {"lost_answer", 1, true}, {"truncated", 1, true}, {"not_json", 1, false}} {
		before := projects()
		add(map[string]any{"id": fmt.Sprint("f", i), "action": "AddProject", "break": f.broken, "times": 1})
		text, err := try()
		if (err != nil) != f.fails || (err == nil && !strings.HasPrefix(text, "502")) {
			t.Errorf("%s: got %q, %v", f.broken, text, err)
		}
		if got := projects() - before; got != f.done {
			t.Errorf("%s: %d projects were made, want %d", f.broken, got, f.done)
		}
	}
	if text, err := try(); err != nil || !bytes.HasPrefix([]byte(text), []byte("200")) {
		t.Errorf("after the faults: got %q, %v", text, err)
	}
}
