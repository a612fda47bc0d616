package cvm_test

import (
	"testing"
	"time"

	"github.com/paifang/paifang/internal/module/cvm"
)

// How one logs in to an instance that is installed anew is what the call says; what it does not say stays.
func TestAReinstallSaysHowToLogIn(t *testing.T) {
	for _, tc := range []struct {
		name  string
		reset params
		keep  string
	}{
		{"nothing said", nil, "TRUE"},
		{"no longer as the image has it", params{"LoginSettings.KeepImageLogin": "FALSE"}, "FALSE"},
		{"by a password", params{"LoginSettings.Password": "Passw0rd!"}, "FALSE"},
		{"as the image has it", params{"LoginSettings.KeepImageLogin": "true"}, "TRUE"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newCloud(t)
			id := c.run(params{"LoginSettings.KeepImageLogin": "TRUE"})
			do[cvm.Nothing](c, "ResetInstance", v3, tc.reset.with(params{"InstanceId": id}))
			c.pass(10 * time.Second)
			if got := c.instance(id).LoginSettings; got.KeepImageLogin != tc.keep || len(got.KeyIds) != 0 {
				t.Errorf("got %+v, want KeepImageLogin %s and no keys", got, tc.keep)
			}
		})
	}
}
