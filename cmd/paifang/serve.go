package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/paifang/paifang/internal/door"
)

func newServe(env environment) *cobra.Command {
	f := startFlags{dir: dataDir(env), https: "127.0.0.1:9443", http: "127.0.0.1:9080", proxy: "127.0.0.1:9444", admin: "127.0.0.1:9445"}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Keep a cloud running",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			r, err := start(cmd.Context(), f, env)
			if err != nil {
				return failed(err)
			}
			defer r.close(context.WithoutCancel(cmd.Context()))
			if err := r.announce(cmd.OutOrStdout()); err != nil {
				return failed(err)
			}
			select {
			case <-cmd.Context().Done():
				return nil
			case err := <-r.servers.Failed():
				return failed(err)
			}
		},
	}
	f.register(cmd.Flags())
	cmd.Flags().BoolVar(&f.offline, "offline", false, "have the proxy refuse every host but the cloud's and loopback")
	return cmd
}

// announce says that the cloud is ready, and where.
func (r *running) announce(w io.Writer) error {
	if err := r.keepCredentials(); err != nil {
		return err
	}
	fmt.Fprintf(w, "https        https://%s\n", r.servers.HTTPS)
	fmt.Fprintf(w, "http         http://%s\n", r.servers.HTTP)
	fmt.Fprintf(w, "proxy        http://%s\n", r.servers.Proxy)
	fmt.Fprintf(w, "admin        %s\n", r.adminURL())
	fmt.Fprintf(w, "admin token  %s\n", filepath.Join(r.dir, "admin-token"))
	fmt.Fprintf(w, "region       %s\n", r.cloud.Settings.Now().Region)
	fmt.Fprintf(w, "account      %s\n", r.cloud.ReadyMade.Account)
	fmt.Fprintf(w, "SecretId     %s\n", r.cloud.ReadyMade.SecretID)
	fmt.Fprintf(w, "SecretKey    %s\n", filepath.Join(r.dir, secretKeyFile))
	fmt.Fprintf(w, "CA           %s\n", r.caFile())
	r.announceChecks(w)
	fmt.Fprintln(w, "ready")
	return nil
}

// The files of the ready-made key in the directory, each 0600.
const (
	secretIDFile  = "secret-id"
	secretKeyFile = "secret-key"
)

// keepCredentials writes the ready-made key where `paifang call` and people find it.
func (r *running) keepCredentials() error {
	ready := r.cloud.ReadyMade
	for name, text := range map[string]string{secretIDFile: ready.SecretID, secretKeyFile: ready.SecretKey} {
		if err := os.WriteFile(filepath.Join(r.dir, name), []byte(text+"\n"), 0o600); err != nil {
			return fmt.Errorf("keep the ready-made key: %w", err)
		}
	}
	return nil
}

// announceChecks lists every check of the door with its state.
func (r *running) announceChecks(w io.Writer) {
	var off []string
	s := r.cloud.Settings.Now()
	fmt.Fprintln(w, "checks, in their order:")
	for _, c := range door.Order {
		state := "on"
		if s.Off(c.Refuses) && !c.Needed {
			state = "OFF"
			off = append(off, c.Refuses)
		}
		fmt.Fprintf(w, "  %-3s  %-18s %s\n", state, c.Refuses, c.Doc)
	}
	if off != nil {
		fmt.Fprintf(w, "WARNING: %s: SWITCHED OFF BY THE WORLD. CALLS THAT THE REAL SERVICE REFUSES WILL SUCCEED HERE.\n", strings.Join(off, ", "))
	}
}
