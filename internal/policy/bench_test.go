package policy_test

import (
	"fmt"
	"testing"

	"github.com/paifang/paifang/internal/policy"
)

// manyStatements is a caller with n statements, of which the last allows, and every tenth is about the action.
func manyStatements(b *testing.B, n int) policy.Set {
	var set policy.Set
	for i := range n - 1 {
		s := fmt.Sprintf("allow vpc:Describe*,name/clb:* qcs::vpc:gz::vpc/vpc-%d", i)
		if i%10 == 0 {
			s = fmt.Sprintf(`deny cvm:Stop* qcs::cvm:gz::instance/ins-x%d* {"ip_equal":{"qcs:ip":"10.0.0.0/8"}}`, i)
		}
		set.Policies = append(set.Policies, policy.Attached{Name: fmt.Sprint(i), Via: "user", Document: doc(b, s)})
	}
	set.Policies = append(set.Policies, policy.Attached{
		Name: "last", Via: "user",
		Document: doc(b, `allow cvm:* qcs::cvm:gz::instance/* {"ip_equal":{"qcs:ip":"10.0.0.0/8"},"date_less_than":{"qcs:current_time":"2030-01-01T00:00:00Z"}}`),
	})
	return set
}

func benchmarkDecide(b *testing.B, n int) {
	set := manyStatements(b, n)
	r := stop(ins1)
	r.Conditions = map[string][]string{"qcs:ip": {"10.1.1.1"}, "qcs:current_time": {"2026-01-01T00:00:00Z"}}
	b.ReportAllocs()
	for b.Loop() {
		if d := policy.Decide(set, r); d.Outcome != policy.Allowed {
			b.Fatalf("%+v", d)
		}
	}
}

func BenchmarkDecide10(b *testing.B)  { benchmarkDecide(b, 10) }
func BenchmarkDecide100(b *testing.B) { benchmarkDecide(b, 100) }

func BenchmarkRefuse100(b *testing.B) {
	set := manyStatements(b, 100)
	r := stop(ins1)
	b.ReportAllocs()
	for b.Loop() {
		if d := policy.Decide(set, r); d.Outcome != policy.DeniedOperation {
			b.Fatalf("%+v", d)
		}
	}
}

func BenchmarkAllows100(b *testing.B) {
	r := stop(ins1)
	r.Conditions = map[string][]string{"qcs:ip": {"10.1.1.1"}, "qcs:current_time": {"2026-01-01T00:00:00Z"}}
	v := manyStatements(b, 100).For(r)
	b.ReportAllocs()
	for b.Loop() {
		if !v.Allows(ins1, nil) {
			b.Fatal("refused")
		}
	}
}
