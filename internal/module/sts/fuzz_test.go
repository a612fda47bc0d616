package sts_test

import (
	"errors"
	"net/url"
	"testing"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/module/sts"
	"github.com/paifang/paifang/internal/policy"
)

// FuzzAssumeRole: whatever a caller sends is refused with row 4000, or is a role and a policy that can be read.
func FuzzAssumeRole(f *testing.F) {
	f.Add(arn, url.QueryEscape(allowAll))
	f.Add("qcs::cam::uin/1:role/2", allowAll)
	f.Add("qcs::cam::uin/1:role/tencentcloudServiceRole/2", "%7b%22version%22%3a1%7d")
	f.Add("qcs::cam::uin/:role/", "+%2")
	f.Fuzz(func(t *testing.T, arn, text string) {
		r := sts.AssumeRoleRequest{RoleArn: arn, RoleSessionName: "web", DurationSeconds: 7200, Policy: text}
		if err := r.Check(); err != nil {
			if !errors.Is(err, catalogue.InvalidParameter) {
				t.Errorf("got %v, want row 4000", err)
			}
			return
		}
		if r.Policy == "" {
			return
		}
		if _, err := policy.Parse([]byte(r.Policy)); err != nil {
			t.Errorf("a policy that can't be read was taken: %v", err)
		}
	})
}
