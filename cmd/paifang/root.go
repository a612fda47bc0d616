package main

import (
	"github.com/spf13/cobra"
)

// newRoot is the tree of commands.
func newRoot(env environment) *cobra.Command {
	root := &cobra.Command{
		Use:   "paifang",
		Short: "A cloud that you run yourself, speaking the Tencent Cloud API",
		Long: `Paifang is a cloud that you run yourself, speaking the Tencent Cloud API: unmodified
official clients work against it, offline and free, and every documented error code
really happens, for its documented reason.

  paifang run -- CMD ARGS…    run a command against a cloud of its own
  paifang serve               keep a cloud running
  paifang explain 4103        what a code means and how to bring it about

Paifang is not affiliated with Tencent.`,
		SilenceUsage: true, SilenceErrors: true,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.AddCommand(newServe(env), newRun(env), newCall(env), newExplain(env), newWorld(env))
	root.AddCommand(newOperations(env)...)
	return root
}
