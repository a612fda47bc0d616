package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/tlsca"
	"github.com/paifang/paifang/sign"
)

// callFlags are those of call.
type callFlags struct {
	version, region, api, endpoint, dir, secretID, secretKeyFile, token string
}

func newCall(env environment) *cobra.Command {
	f := callFlags{api: "2", endpoint: "127.0.0.1:9443", dir: dataDir(env)}
	cmd := &cobra.Command{
		Use:   "call MODULE ACTION [Name=value…]",
		Short: "Make one signed call and print the answer",
		Long: `call signs a call and prints the answer. It asks the cloud that ` + "`paifang serve`" + ` keeps running,
with the key of its directory; below ` + "`paifang run`" + `, and wherever HTTPS_PROXY and
TENCENTCLOUD_SECRET_ID are set, it takes the way that every other client takes.

Lists are written Name.0=…, Name.1=…; with --api 3 they are sent as JSON.`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			params, err := readParams(args[2:])
			if err != nil {
				return err
			}
			if f.api != "2" && f.api != "3" {
				return fmt.Errorf("--api is %q; 2 or 3 is expected", f.api)
			}
			if f.api == "3" && f.version == "" {
				return errors.New("--version is expected with --api 3")
			}
			answer, err := f.call(cmd.Context(), env, args[0], args[1], params)
			if err != nil {
				return failed(err)
			}
			fmt.Fprintln(cmd.OutOrStdout(), string(answer))
			if refused(answer) {
				return &exitError{code: exitFailed}
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.version, "version", "", "version of the action: 2017-03-12")
	flags.StringVar(&f.region, "region", "", "region; the cloud's own when left out")
	flags.StringVar(&f.api, "api", f.api, "2 or 3")
	flags.StringVar(&f.endpoint, "endpoint", f.endpoint, "address of the cloud's HTTPS")
	flags.StringVar(&f.dir, "dir", f.dir, "directory of the cloud: its CA and its key are taken from there")
	flags.StringVar(&f.secretID, "secret-id", "", "SecretId to sign with")
	flags.StringVar(&f.secretKeyFile, "secret-key-file", "", "file with its SecretKey")
	flags.StringVar(&f.token, "token", "", "token of a temporary key")
	return cmd
}

func readParams(args []string) ([]sign.Param, error) {
	var params []sign.Param
	for _, a := range args {
		name, value, ok := strings.Cut(a, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("%q is no parameter; Name=value is expected", a)
		}
		params = append(params, sign.Param{Name: name, Value: value})
	}
	return params, nil
}

// call makes the call and returns the answer's body.
func (f callFlags) call(ctx context.Context, env environment, module, action string, params []sign.Param) ([]byte, error) {
	secretID, secretKey, err := f.credentials(env)
	if err != nil {
		return nil, err
	}
	client, err := f.client(env)
	if err != nil {
		return nil, err
	}
	var r *http.Request
	if f.api == "3" {
		r, err = f.request3(ctx, module, action, params, secretID, secretKey)
	} else {
		r, err = f.request2(ctx, module, action, params, secretID, secretKey)
	}
	if err != nil {
		return nil, err
	}
	resp, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the answer has status %s", resp.Status)
	}
	return body, nil
}

// credentials are those of the flags, of the environment, or of the directory.
func (f callFlags) credentials(env environment) (secretID, secretKey string, err error) {
	if f.secretID != "" || f.secretKeyFile != "" {
		text, err := os.ReadFile(f.secretKeyFile)
		if err != nil {
			return "", "", fmt.Errorf("--secret-id and --secret-key-file belong together: %w", err)
		}
		return f.secretID, strings.TrimSpace(string(text)), nil
	}
	if id, key := env.value("TENCENTCLOUD_SECRET_ID"), env.value("TENCENTCLOUD_SECRET_KEY"); id != "" && key != "" {
		return id, key, nil
	}
	id, err1 := os.ReadFile(filepath.Join(f.dir, secretIDFile))
	key, err2 := os.ReadFile(filepath.Join(f.dir, secretKeyFile))
	if err := errors.Join(err1, err2); err != nil {
		return "", "", fmt.Errorf("there is no key to sign with; is `paifang serve` running? %w", err)
	}
	return strings.TrimSpace(string(id)), strings.TrimSpace(string(key)), nil
}

// client goes by the proxy of the environment where there is one, else straight to the endpoint.
func (f callFlags) client(env environment) (*http.Client, error) {
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true}
	if env.value("HTTPS_PROXY") == "" {
		text, err := os.ReadFile(filepath.Join(f.dir, tlsca.CertFile))
		if err != nil {
			return nil, fmt.Errorf("read the cloud's CA; is `paifang serve` running? %w", err)
		}
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(text)
		transport.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
		transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, f.endpoint)
		}
	}
	return &http.Client{Transport: transport, Timeout: 90 * time.Second}, nil
}

// request2 signs a call of API 2.0.
func (f callFlags) request2(ctx context.Context, module, action string, params []sign.Param, secretID, secretKey string) (*http.Request, error) {
	var nonce [8]byte
	_, _ = rand.Read(nonce[:])
	all := append([]sign.Param{
		{Name: "Action", Value: action},
		{Name: "Timestamp", Value: strconv.FormatInt(time.Now().Unix(), 10)},
		{Name: "Nonce", Value: strconv.FormatUint(binary.BigEndian.Uint64(nonce[:])>>1, 10)},
		{Name: "SecretId", Value: secretID},
		{Name: "SignatureMethod", Value: sign.HmacSHA256},
	}, params...)
	for name, value := range map[string]string{"Region": f.region, "Version": f.version, "Token": f.token} {
		if value != "" {
			all = append(all, sign.Param{Name: name, Value: value})
		}
	}
	host := module + ".api.qcloud.com"
	signature := sign.V1{API2: true, Method: http.MethodPost, Host: host, Path: "/v2/index.php", Params: all}.Sign(sign.NewKey(secretKey))
	form := url.Values{"Signature": {signature}}
	for _, p := range all {
		form.Add(p.Name, p.Value)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://"+host+"/v2/index.php", strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r, nil
}

// request3 signs a call of API 3.0.
func (f callFlags) request3(ctx context.Context, module, action string, params []sign.Param, secretID, secretKey string) (*http.Request, error) {
	flat := make([][2]string, len(params))
	for i, p := range params {
		flat[i] = [2]string{p.Name, p.Value}
	}
	in, err := param.Nest(flat, param.AsJSON)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	host := module + ".tencentcloudapi.com"
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://"+host+"/", strings.NewReader(string(body)))
	if err != nil {
		return nil, err
	}
	for name, value := range map[string]string{
		"Content-Type": "application/json", "X-TC-Action": action, "X-TC-Version": f.version, "X-TC-Region": f.region,
		"X-TC-Timestamp": strconv.FormatInt(time.Now().Unix(), 10), "X-TC-Token": f.token,
	} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	v3 := sign.V3{Method: r.Method, Host: host, Headers: r.Header, Payload: body}
	r.Header.Set("Authorization", v3.Sign(sign.NewKey(secretKey), secretID, module))
	return r, nil
}

// refused tells whether an answer of either shape says no.
func refused(answer []byte) bool {
	var a struct {
		Code     int
		Response struct{ Error *struct{ Code string } }
	}
	return json.Unmarshal(answer, &a) != nil || a.Code != 0 || a.Response.Error != nil
}
