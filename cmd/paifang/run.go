package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/paifang/paifang/internal/clientenv"
	"github.com/paifang/paifang/internal/sandbox"
	"github.com/paifang/paifang/internal/tlsca"
)

// The exit codes of a command that could not be run, as in a shell.
const (
	exitNotExecutable = 126
	exitNotFound      = 127
	exitSignal        = 128
)

func newRun(env environment) *cobra.Command {
	f := startFlags{dir: memory, https: "127.0.0.1:0", http: "127.0.0.1:0", proxy: "127.0.0.1:0", admin: "127.0.0.1:0"}
	var isolate bool
	cmd := &cobra.Command{
		Use:   "run [flags] -- CMD ARGS…",
		Short: "Run a command against a cloud of its own, and say what happened",
		Long: `run starts a cloud for one command: in memory, on free ports, unless flags say otherwise.
The command's environment points at it; nothing in the command's own configuration
changes. When the command has ended, what happened is printed on standard error, and
run exits with the command's exit code.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := start(cmd.Context(), f, env)
			if err != nil {
				return failed(err)
			}
			defer r.close(context.WithoutCancel(cmd.Context()))
			runCommand := r.runWithProxy
			if isolate {
				runCommand = r.runIsolated
			}
			r.warnOfChecks(cmd.ErrOrStderr())
			code, err := runCommand(args, env)
			if err != nil {
				return &exitError{code, err}
			}
			r.summarize(cmd.ErrOrStderr())
			if code != 0 {
				return &exitError{code: code}
			}
			return nil
		},
	}
	cmd.Flags().SetInterspersed(false)
	f.register(cmd.Flags())
	cmd.Flags().BoolVar(&f.offline, "offline", false, "have the proxy refuse every host but the cloud's and loopback")
	cmd.Flags().BoolVar(&isolate, "isolate", false, "give the command a network of its own in which the service's names are this cloud's (Linux)")
	return cmd
}

// commandEnviron is the command's environment: pointed at the cloud by the proxy, or by nothing in a network of its own.
func (r *running) commandEnviron(env environment, proxy, adminURL string) ([]string, error) {
	dir := filepath.Join(r.dir, "run")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	files, err := clientenv.Write(dir, r.ca.Bundle(false), env.all)
	if err != nil {
		return nil, err
	}
	return clientenv.Environ(clientenv.Settings{
		Proxy: proxy, Files: files, SecretID: r.cloud.ReadyMade.SecretID, SecretKey: r.cloud.ReadyMade.SecretKey,
		Region: r.cloud.Settings.Now().Region, Admin: adminURL, AdminToken: r.token,
	}, env.all), nil
}

// runWithProxy runs the command with its environment pointed at the proxy.
func (r *running) runWithProxy(args []string, env environment) (int, error) {
	environ, err := r.commandEnviron(env, r.servers.Proxy, r.adminURL())
	if err != nil {
		return exitFailed, err
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = environ
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		return startFailure(err), fmt.Errorf("run %s: %w", args[0], err)
	}
	done := make(chan struct{})
	defer close(done)
	go func() {
		for {
			select {
			case s := <-signals:
				if s != os.Interrupt { // the terminal has sent that to the command, too
					_ = cmd.Process.Signal(s)
				}
			case <-done:
				return
			}
		}
	}()
	return exitCode(cmd.Wait())
}

// runIsolated runs the command in a network of its own.
func (r *running) runIsolated(args []string, env environment) (int, error) {
	adminAddress := "127.0.0.1:9445"
	environ, err := r.commandEnviron(env, "", "http://"+adminAddress)
	if err != nil {
		return exitFailed, err
	}
	trust, err := r.ca.PKCS12("", true)
	if err != nil {
		return exitFailed, err
	}
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	process, listeners, err := sandbox.Start(sandbox.Spec{
		Args: args, Env: environ, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Domains: tlsca.Domains(), Bundle: r.ca.Bundle(true), TrustStore: trust, Listen: []string{adminAddress}, Signals: signals,
	})
	if err != nil {
		return exitFailed, err
	}
	for _, l := range listeners {
		r.serveInside(l, adminAddress)
	}
	return process.Wait()
}

// startFailure is the exit code for a command that did not start.
func startFailure(err error) int {
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		return exitNotFound
	}
	return exitNotExecutable
}

// exitCode is how a command ended, as a shell says it.
func exitCode(err error) (int, error) {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0, nil
	case !errors.As(err, &exit):
		return exitFailed, err
	}
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return exitSignal + int(status.Signal()), nil
	}
	return exit.ExitCode(), nil
}
