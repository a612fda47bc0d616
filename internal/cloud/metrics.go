package cloud

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/paifang/paifang/internal/journal"
)

// newMetrics makes a registry with the cloud's counters, and what counts an answered call. Labels come from closed sets
// only: an action that is not here is counted as "unknown".
func newMetrics() (*prometheus.Registry, func(journal.Entry)) {
	r := prometheus.NewRegistry()
	calls := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "paifang_calls_total", Help: "Answered calls by module, action and code.",
	}, []string{"module", "action", "code"})
	refusals := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "paifang_refusals_total", Help: "Calls that a check of the door refused.",
	}, []string{"check"})
	took := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "paifang_call_seconds", Help: "Time from a call's arrival to its answer.", Buckets: prometheus.ExponentialBuckets(0.0001, 4, 9),
	})
	r.MustRegister(calls, refusals, took, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r, func(e journal.Entry) {
		module, action := "unknown", "unknown"
		if e.Code != 6100 && e.Check != "BadCommonParameter" && e.Check != "PlainHTTP" {
			module, action = e.Module, e.Action
		}
		calls.WithLabelValues(module, action, strconv.Itoa(e.Code)).Inc()
		if e.Check != "" {
			refusals.WithLabelValues(e.Check).Inc()
		}
		took.Observe(e.Took.Seconds())
	}
}
