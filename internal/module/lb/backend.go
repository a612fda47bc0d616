package lb

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Target is what servers are bound to: a whole classic load balancer, a listener, or a rule of one.
type Target struct{ Listener, Rule string }

// A Backend is a server that is bound to something.
type Backend struct {
	Target
	// Instance is its ins-… id, or the private address of what API 3.0 binds by that.
	Instance string
	// Port is 0 in a classic load balancer, whose listeners have it.
	Port, Weight int64
	At           time.Time
}

// byAddress tells whether it is bound by its address.
func (k Backend) byAddress() bool { return !strings.HasPrefix(k.Instance, "ins-") }

// backends are those of a target, in the order bound.
func (b *LoadBalancer) backends(t Target) []Backend {
	var out []Backend
	for _, k := range b.Backends {
		if k.Target == t {
			out = append(out, k)
		}
	}
	return out
}

// backend is one that is bound; it refuses where there is none.
func (b *LoadBalancer) backend(t Target, instance string, port int64) (*Backend, error) {
	for i, k := range b.Backends {
		if k.Target == t && k.Instance == instance && k.Port == port {
			return &b.Backends[i], nil
		}
	}
	return nil, errNotBound.Errorf("Instance %s is not bound to %s.", instance, b.place(t, port))
}

// place names a target for messages.
func (b *LoadBalancer) place(t Target, port int64) string {
	switch {
	case t.Rule != "":
		return at("rule "+t.Rule, port)
	case t.Listener != "":
		return at("listener "+t.Listener, port)
	default:
		return at("load balancer "+b.ID, port)
	}
}

// bind binds a server to a target.
func (b *LoadBalancer) bind(k Backend, most int64) error {
	if _, err := b.backend(k.Target, k.Instance, k.Port); err == nil {
		return errBound.Errorf("Instance %s is bound to %s already.", k.Instance, b.place(k.Target, k.Port))
	}
	if n := int64(len(b.backends(k.Target))); n >= most {
		return errQuota.Errorf("To %s %d servers are bound; at most %d are allowed.", b.place(k.Target, 0), n, most)
	}
	b.Backends = append(b.Backends, k)
	return nil
}

// unbindAll unbinds those servers.
func (b *LoadBalancer) unbindAll(which func(k Backend) bool) {
	b.Backends = slices.DeleteFunc(b.Backends, which)
}

// unbind takes one server away.
func (b *LoadBalancer) unbind(t Target, instance string, port int64) error {
	k, err := b.backend(t, instance, port)
	if err != nil {
		return err
	}
	gone := *k
	b.unbindAll(func(k Backend) bool { return k == gone })
	return nil
}

// move gives a server another port.
func (b *LoadBalancer) move(t Target, instance string, port, to int64) error {
	k, err := b.backend(t, instance, port)
	if err != nil {
		return err
	}
	if _, err := b.backend(t, instance, to); err == nil {
		return errBound.Errorf("Instance %s is bound to %s already.", instance, b.place(t, to))
	}
	k.Port = to
	return nil
}

// running is an instance's status in legacy answers (facts/api2-modules.md §2).
const running = 2

// health is 1 for a server that a probe finds well: one that runs, where probes are on.
func health(p Probe, server *Server) int64 {
	if p.HealthSwitch == 1 && server.Status == running {
		return 1
	}
	return 0
}

func at(place string, port int64) string {
	if port == 0 {
		return place
	}
	return place + " with port " + strconv.FormatInt(port, 10)
}
