// Command judge makes calls with the official Go client of API 2.0: it reads one call a line, as JSON, and writes one
// answer a line. The way to the service is the environment's, as for any program below `paifang run`; so is the key, unless
// the call brings one. The first line that it writes says what the environment is.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	qcloud "github.com/QcloudApi/qcloud_sign_golang"
)

type call struct {
	Module    string            `json:"module"`
	Action    string            `json:"action"`
	Params    map[string]string `json:"params"`
	SecretID  string            `json:"secret_id"`
	SecretKey string            `json:"secret_key"`
}

type answer struct {
	Body  string `json:"body,omitempty"`
	Error string `json:"error,omitempty"`
}

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
		os.Exit(1)
	}
}

func serve() error {
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
		if err := out.Encode(c.send()); err != nil {
			return err
		}
	}
	return nil
}

// send makes the call. The client panics where there is no answer.
func (c call) send() (a answer) {
	defer func() {
		if p := recover(); p != nil {
			a = answer{Error: fmt.Sprint(p)}
		}
	}()
	params := map[string]any{"Action": c.Action, "Region": os.Getenv("TENCENTCLOUD_REGION")}
	for name, value := range c.Params {
		params[name] = value
	}
	config := map[string]any{"secretId": os.Getenv("TENCENTCLOUD_SECRET_ID"), "secretKey": os.Getenv("TENCENTCLOUD_SECRET_KEY")}
	if c.SecretID != "" {
		config["secretId"], config["secretKey"] = c.SecretID, c.SecretKey
	}
	body, err := qcloud.SendRequest(c.Module, params, config)
	if err == nil && body == "" {
		err = errors.New("the answer is empty")
	}
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Body: body}
}
