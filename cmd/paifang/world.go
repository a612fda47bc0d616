package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newWorld(env environment) *cobra.Command {
	return group("world", "World files: the declared starting point of a cloud",
		&cobra.Command{
			Use: "check FILE", Short: "Say what is wrong with a world file", Args: cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				w, err := readWorld(args[0])
				if err != nil {
					return failed(err)
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s: well-formed, %d accounts, %d zones\n", args[0], len(w.Accounts), len(w.Zones))
				return nil
			},
		},
		newExport(env),
	)
}

func newExport(env environment) *cobra.Command {
	secrets := false
	cmd := &cobra.Command{
		Use: "export", Short: "Print the running cloud as a world file", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			method, path := "GET", "/v1/world"
			if secrets {
				method, path = "POST", "/v1/world/with-secrets"
			}
			var out struct{ YAML string }
			if err := newClient(env).do(cmd.Context(), method, path, nil, &out); err != nil {
				return failed(err)
			}
			_, err := fmt.Fprint(cmd.OutOrStdout(), out.YAML)
			return err
		},
	}
	cmd.Flags().BoolVar(&secrets, "secrets", false, "with SecretKeys and MFA secrets")
	return cmd
}
