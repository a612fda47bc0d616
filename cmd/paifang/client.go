package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A client asks the admin API of a running cloud.
type client struct {
	url, token string
	err        error
}

// newClient asks the cloud that the environment names, else the one that `paifang serve` keeps in its default
// directory.
func newClient(env environment) *client {
	c := &client{url: env.admin, token: env.adminToken}
	if c.url == "" {
		c.url = "http://127.0.0.1:9445"
	}
	if c.token == "" {
		text, err := os.ReadFile(filepath.Join(dataDir(env), "admin-token"))
		if err != nil {
			c.err = fmt.Errorf("there is no token for the admin API: set PAIFANG_ADMIN and PAIFANG_ADMIN_TOKEN, or start `paifang serve`: %w", err)
		}
		c.token = strings.TrimSpace(string(text))
	}
	return c
}

func (c *client) get(ctx context.Context, path string, out any) error {
	return c.do(ctx, http.MethodGet, path, nil, out)
}

// do sends in as JSON and reads the answer into out, where they are not nil.
func (c *client) do(ctx context.Context, method, path string, in, out any) error {
	if c.err != nil {
		return c.err
	}
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(ctx, method, c.url+path, body)
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	// Straight there: below `paifang run` the proxy of the environment is the cloud's own.
	resp, err := (&http.Client{Transport: &http.Transport{}, Timeout: 5 * time.Minute}).Do(r)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err
		}
		return fmt.Errorf("ask the admin API at %s: %w", c.url, err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode >= http.StatusBadRequest {
		var p struct{ Error string }
		if json.Unmarshal(text, &p) != nil || p.Error == "" {
			p.Error = resp.Status
		}
		return errors.New(p.Error)
	}
	if out == nil || len(text) == 0 {
		return nil
	}
	return json.Unmarshal(text, out)
}
