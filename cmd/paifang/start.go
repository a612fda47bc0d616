package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/spf13/pflag"

	"github.com/paifang/paifang/internal/admin"
	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/cloud"
	"github.com/paifang/paifang/internal/door"
	"github.com/paifang/paifang/internal/listen"
	"github.com/paifang/paifang/internal/recording"
	"github.com/paifang/paifang/internal/tlsca"
	"github.com/paifang/paifang/internal/world"
)

// memory is the directory that keeps nothing.
const memory = ":memory:"

// startFlags are those of serve, which run has too.
type startFlags struct {
	dir, world, https, http, proxy, admin, cert, key string
	offline                                          bool
	// record is the file that calls and answers are written to; empty for none.
	record string
}

func (f *startFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.dir, "dir", f.dir, "directory of the cloud's state; :memory: keeps nothing")
	flags.StringVar(&f.world, "world", "", "world file: the starting point of an empty directory")
	flags.StringVar(&f.https, "https", f.https, "address for HTTPS; port 0 is any free port")
	flags.StringVar(&f.http, "http", f.http, "address for plain HTTP, which is answered 4600 unless the world allows it")
	flags.StringVar(&f.proxy, "proxy", f.proxy, "address of the proxy")
	flags.StringVar(&f.admin, "admin", f.admin, "address of the admin API")
	flags.StringVar(&f.cert, "cert", "", "certificate for a hostname of your own")
	flags.StringVar(&f.key, "key", "", "key of that certificate")
	flags.StringVar(&f.record, "record", "", "file to write every call to with its answer, a JSON line each; answers may hold secrets")
}

// A running cloud with its servers.
type running struct {
	cloud   *cloud.Cloud
	ca      *tlsca.CA
	servers *listen.Servers
	token   string // of the admin API
	// dir is where its files are: the directory, or a private temporary one.
	dir     string
	cleanup func()
	// recorded ends the recording.
	recorded func() error
	log      *slog.Logger
	// adminHandler answers the admin API.
	adminHandler http.Handler
}

// start opens the cloud that the flags name and listens.
func start(ctx context.Context, f startFlags, env environment) (_ *running, err error) {
	if (f.cert == "") != (f.key == "") {
		return nil, errors.New("--cert and --key belong together")
	}
	r := &running{cleanup: func() {}, recorded: func() error { return nil }, log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	defer func() {
		if err != nil {
			r.close(context.WithoutCancel(ctx))
		}
	}()
	w, err := readWorld(f.world)
	if err != nil {
		return nil, err
	}
	config := cloud.Config{World: w, Log: r.log}
	if f.record != "" {
		file, err := os.OpenFile(f.record, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
		if err != nil {
			return nil, fmt.Errorf("--record: %w", err)
		}
		config.Record = recording.NewRecorder(file)
		r.recorded = func() error { return errors.Join(config.Record.Err(), file.Close()) }
	}
	if f.dir == memory {
		if r.dir, err = os.MkdirTemp("", "paifang-"); err != nil {
			return nil, err
		}
		r.cleanup = func() { os.RemoveAll(r.dir) }
	} else {
		r.dir, config.Dir = f.dir, f.dir
	}
	if r.cloud, err = cloud.Open(ctx, config); err != nil {
		return nil, err
	}
	if f.dir == memory {
		r.ca, err = tlsca.New(clock.Wall{})
		if err == nil {
			err = os.WriteFile(filepath.Join(r.dir, tlsca.CertFile), r.ca.Bundle(false), 0o644)
		}
	} else {
		r.ca, err = tlsca.Load(r.dir, clock.Wall{})
	}
	if err != nil {
		return nil, err
	}
	if r.token, err = adminToken(r.dir, env.adminToken); err != nil {
		return nil, err
	}
	api := &admin.API{Cloud: r.cloud, Tokens: []admin.Token{admin.NewToken("first", admin.Admin, r.token)}, Log: r.log}
	r.adminHandler = api.Handler(promhttp.HandlerFor(r.cloud.Metrics, promhttp.HandlerOpts{}))
	r.servers, err = listen.Start(ctx, listen.Config{
		HTTPS: f.https, HTTP: f.http, Proxy: f.proxy, Admin: f.admin, CertFile: f.cert, KeyFile: f.key, Offline: f.offline,
		API: r.cloud.Handler(), AdminAPI: r.adminHandler, CA: r.ca, Log: r.log,
	})
	return r, err
}

// close ends the servers, then the cloud.
func (r *running) close(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var errs []error
	if r.servers != nil {
		errs = append(errs, r.servers.Close(ctx))
	}
	if r.cloud != nil {
		errs = append(errs, r.cloud.Close())
	}
	errs = append(errs, r.recorded())
	r.cleanup()
	if err := errors.Join(errs...); err != nil {
		r.log.Warn("close", "error", err)
	}
}

// caFile is where the CA's certificate is.
func (r *running) caFile() string { return filepath.Join(r.dir, tlsca.CertFile) }

// adminURL is where the admin API is.
func (r *running) adminURL() string { return "http://" + r.servers.Admin }

func readWorld(path string) (*world.World, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the world: %w", err)
	}
	w, err := world.Read(text, switchableChecks())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return w, nil
}

// switchableChecks are the checks that a world may switch off.
func switchableChecks() []string {
	var names []string
	for _, c := range door.Order {
		if !c.Needed {
			names = append(names, c.Refuses)
		}
	}
	return names
}

// adminToken is the given one, or that of the directory's file, which is made where there is none.
func adminToken(dir, given string) (string, error) {
	if given != "" {
		return given, nil
	}
	path := filepath.Join(dir, "admin-token")
	text, err := os.ReadFile(path)
	switch {
	case err == nil:
		return strings.TrimSpace(string(text)), nil
	case !errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("read the admin API's token: %w", err)
	}
	token := rand.Text()
	if err := os.WriteFile(path, []byte(token+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("keep the admin API's token: %w", err)
	}
	return token, nil
}

// dataDir is the user's data directory for Paifang.
func dataDir(env environment) string {
	if home := env.value("XDG_DATA_HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, "paifang")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "paifang-data"
	}
	return filepath.Join(home, ".local", "share", "paifang")
}
