// Command judge3 makes calls with the official Go client of API 3.0: it reads one call a line, as JSON, and writes one
// answer a line. The way to the service is the environment's, as for any program below `paifang run`; so is the key, unless
// the call brings one. The first line that it writes says what the environment is.
//
//	judge3 METHOD SIGNATURE      METHOD: GET or POST; SIGNATURE: TC3-HMAC-SHA256, HmacSHA1 or HmacSHA256
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/paifang/paifang/internal/param"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	sdkhttp "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/http"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
)

type call struct {
	Module  string `json:"module"`
	Version string `json:"version"`
	Action  string `json:"action"`
	// Params are flat; Tree are the same as an object.
	Params    map[string]string `json:"params"`
	Tree      map[string]any    `json:"tree"`
	SecretID  string            `json:"secret_id"`
	SecretKey string            `json:"secret_key"`
	Token     string            `json:"token"`
	Plain     bool              `json:"plain"`
	// Again sends the request before once more.
	Again bool `json:"again"`
}

type answer struct {
	Body  string `json:"body,omitempty"`
	Error string `json:"error,omitempty"`
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: judge3 METHOD SIGNATURE")
		os.Exit(2)
	}
	j := judge{method: os.Args[1], signature: os.Args[2], wire: &wire{}}
	if err := j.serve(); err != nil {
		fmt.Fprintln(os.Stderr, "judge3:", err)
		os.Exit(1)
	}
}

type judge struct {
	method, signature string
	wire              *wire
}

func (j judge) serve() error {
	out := json.NewEncoder(os.Stdout)
	err := out.Encode(map[string]string{"admin": os.Getenv("PAIFANG_ADMIN"), "token": os.Getenv("PAIFANG_ADMIN_TOKEN")})
	if err != nil {
		return err
	}
	for in := json.NewDecoder(os.Stdin); in.More(); {
		var c call
		if err := in.Decode(&c); err != nil {
			return err
		}
		var a answer
		if body, err := j.send(c); err != nil {
			a.Error = err.Error()
		} else {
			a.Body = string(body)
		}
		if err := out.Encode(a); err != nil {
			return err
		}
	}
	return nil
}

// send makes the call. An error that the service answered is an answer like any other.
func (j judge) send(c call) ([]byte, error) {
	if c.Again {
		return j.wire.again()
	}
	response := sdkhttp.NewCommonResponse()
	request, err := j.request(c)
	if err != nil {
		return nil, err
	}
	err = j.client(c).Send(request, response)
	var refused *sdkerrors.TencentCloudSDKError
	if errors.As(err, &refused) && refused.RequestId != "" {
		return json.Marshal(map[string]any{"Response": map[string]any{
			"Error": map[string]string{"Code": refused.Code, "Message": refused.Message}, "RequestId": refused.RequestId,
		}})
	}
	if err != nil {
		return nil, err
	}
	return response.GetBody(), nil
}

func (j judge) client(c call) *common.Client {
	credential := common.NewTokenCredential(os.Getenv("TENCENTCLOUD_SECRET_ID"), os.Getenv("TENCENTCLOUD_SECRET_KEY"), c.Token)
	if c.SecretID != "" {
		credential = common.NewTokenCredential(c.SecretID, c.SecretKey, c.Token)
	}
	p := profile.NewClientProfile()
	p.SignMethod, p.HttpProfile.ReqMethod = j.signature, j.method
	if c.Plain {
		p.HttpProfile.Scheme = "HTTP"
	}
	client := common.NewCommonClient(credential, os.Getenv("TENCENTCLOUD_REGION"), p)
	client.WithHttpTransport(j.wire)
	return client
}

// request is the client's own. It writes a tree as JSON; elsewhere it has parameters flat, and takes them so.
func (j judge) request(c call) (*sdkhttp.CommonRequest, error) {
	request := sdkhttp.NewCommonRequest(c.Module, c.Version, c.Action)
	if j.method == http.MethodPost && j.signature == "TC3-HMAC-SHA256" {
		return request, request.SetActionParameters(c.Tree)
	}
	for name, value := range c.Params {
		request.GetParams()[name] = fmt.Sprint(param.AsJSON(value))
	}
	return request, nil
}

// A wire is how requests leave; it keeps the last one, so that it can be sent again byte for byte.
type wire struct {
	last *http.Request
	body []byte
}

// RoundTrip implements [http.RoundTripper].
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.body = nil
	if r.Body != nil {
		var err error
		if w.body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	w.last = r
	return http.DefaultTransport.RoundTrip(w.request(r.Context()))
}

// request is the last one anew; the client has ended the context that it had.
func (w *wire) request(ctx context.Context) *http.Request {
	r := w.last.Clone(ctx)
	r.Body = io.NopCloser(bytes.NewReader(w.body))
	return r
}

func (w *wire) again() ([]byte, error) {
	if w.last == nil {
		return nil, errors.New("there is no request to send again")
	}
	resp, err := http.DefaultTransport.RoundTrip(w.request(context.Background()))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}
