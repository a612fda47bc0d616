package lb

import (
	"fmt"
	"slices"
	"time"

	"github.com/paifang/paifang/catalogue"
)

// The protocols of listeners.
const (
	HTTP  = 1
	TCP   = 2
	UDP   = 3
	HTTPS = 4
	// These are in API 3.0 alone.
	TCPSSL = 5
	QUIC   = 6
)

// protocolNames are as older answers have them; application listeners write them in lower case.
var protocolNames = map[int64]string{HTTP: "HTTP", TCP: "TCP", UDP: "UDP", HTTPS: "HTTPS", TCPSSL: "TCP_SSL", QUIC: "QUIC"}

// A Listener takes what arrives at a port.
type Listener struct {
	ID, Name string
	Port     int64
	// InstancePort is where a classic listener sends it; servers of the application type have ports of their own.
	InstancePort int64
	Protocol     int64
	Probe        Probe
	Certificate  Certificate
	// Ready is false until the task that makes it is done.
	Ready bool
	// Rules are those of an application listener for HTTP or HTTPS.
	Rules []Rule
	// DefaultDomain is the one whose rules take what no rule is for.
	DefaultDomain string
	CreatedAt     time.Time
	// TargetType is what it sends to where it has no rules: NODE when empty, TARGETGROUP or TARGETGROUP-V2.
	TargetType string
	Groups     []GroupShare
	// SNI holds where rules have certificates of their own.
	SNI bool
	Tuning
}

// Tuning is what API 3.0 lets callers set beside that; it changes nothing here, where nothing flows.
type Tuning struct {
	SessionType                                          string
	Keepalive, EndPort                                   int64
	DeregisterRst, ProxyProtocol, Snat, H2C              bool
	MaxConn, MaxCps, IdleTimeout                         int64
	CompressMode                                         string
	RescheduleZero, RescheduleUnhealthy, RescheduleGrown bool
	RescheduleStart, RescheduleInterval                  int64
}

// layered tells whether it has rules, to which servers are bound.
func (l *Listener) layered() bool { return l.Protocol == HTTP || l.Protocol == HTTPS }

// secure tells whether it shows a certificate.
func (l *Listener) secure() bool {
	return l.Protocol == HTTPS || l.Protocol == TCPSSL || l.Protocol == QUIC
}

// A Rule says where requests for a domain and path go.
type Rule struct {
	ID, Domain, URL string
	Probe           Probe
	// Aliases are more domains that it is for.
	Aliases     []string
	Certificate Certificate
	HTTP2, QUIC bool
	ForwardType string
	// Callee, Func and Cookie are what it forwards by, where it does.
	Callee, Func, Cookie string
	OAuth                OAuth
	CreatedAt            time.Time
	// TargetType is as a listener's.
	TargetType string
	Groups     []GroupShare
	// Rewrite is where it redirects to, nil where it does not.
	Rewrite *Rewrite
	// Auto holds for one that AutoRewrite made.
	Auto bool
}

// A Probe is how servers are chosen, and checked.
type Probe struct {
	SessionExpire, HealthSwitch, TimeOut, IntervalTime, HealthNum, UnhealthNum, HTTPCode int64
	HTTPHash, Scheduler, HTTPCheckPath                                                   string
	Detail
}

// Detail is what API 3.0 says of a probe beside that.
type Detail struct {
	Type, Domain, Method, Version         string
	ContextType, SendContext, RecvContext string
	ExtendedCode                          string
	// Port is 0 for the server's own.
	Port, SourceIP int64
}

// defaultProbe is what holds where nothing is said (facts/api2-modules.md §7).
var defaultProbe = Probe{
	HealthSwitch: 1, TimeOut: 2, IntervalTime: 5, HealthNum: 3, UnhealthNum: 3, HTTPCode: 31, HTTPHash: "wrr", Scheduler: "wrr", HTTPCheckPath: "/",
}

// probeChange is what a request says about a probe; nil leaves it.
type probeChange struct {
	sessionExpire, healthSwitch, timeOut, intervalTime, healthNum, unhealthNum, httpCode *int64
	httpHash, scheduler, httpCheckPath                                                   *string
}

// set changes what is said.
func (p *Probe) set(c probeChange) error {
	if e := c.sessionExpire; e != nil && *e != 0 && (*e < 30 || *e > 3600) {
		return catalogue.InvalidValue.Errorf("The sessionExpire is %d; 0 or an integer from 30 to 3600 is expected.", *e)
	}
	if c.httpHash != nil && c.scheduler != nil {
		return catalogue.InvalidParameter.Errorf("The httpHash and the scheduler are both given; the one for HTTP and HTTPS, the other for TCP and UDP is expected.")
	}
	put(&p.SessionExpire, c.sessionExpire)
	put(&p.HealthSwitch, c.healthSwitch)
	put(&p.TimeOut, c.timeOut)
	put(&p.IntervalTime, c.intervalTime)
	put(&p.HealthNum, c.healthNum)
	put(&p.UnhealthNum, c.unhealthNum)
	put(&p.HTTPCode, c.httpCode)
	put(&p.HTTPHash, c.httpHash)
	put(&p.Scheduler, c.scheduler)
	put(&p.HTTPCheckPath, c.httpCheckPath)
	return nil
}

func put[T any](to *T, given *T) {
	if given != nil {
		*to = *given
	}
}

// A Certificate is what an HTTPS listener shows, and asks for.
type Certificate struct {
	// SSLMode is unidirectional or mutual; mutual ones ask the caller for a certificate that CAID has signed.
	SSLMode, ID, CAID string
	// More are further certificates of the server, of other kinds of keys; Verify is whether callers must show theirs.
	More   []string
	Verify string
}

// complete refuses a listener that lacks a certificate.
func (l *Listener) complete() error {
	if !l.secure() || l.SNI {
		return nil
	}
	return l.Certificate.complete(fmt.Sprintf("The listener at port %d is for %s", l.Port, protocolNames[l.Protocol]))
}

// complete refuses what lacks a certificate; who begins the sentence.
func (c *Certificate) complete(who string) error {
	switch {
	case c.SSLMode == "":
		return catalogue.MissingParameter.Errorf("%s and has no SSLMode; unidirectional or mutual is expected.", who)
	case c.ID == "":
		return catalogue.MissingParameter.Errorf("%s and has no certificate; its id, or its content and key, are expected.", who)
	case c.SSLMode == "mutual" && c.CAID == "":
		return catalogue.MissingParameter.Errorf("%s and mutual, and has no CA certificate; its id or its content is expected.", who)
	}
	return nil
}

// listener is the one with the id; it refuses where there is none.
func (b *LoadBalancer) listener(id string) (*Listener, error) {
	for i := range b.Listeners {
		if b.Listeners[i].ID == id {
			return &b.Listeners[i], nil
		}
	}
	return nil, errNoListener.Errorf("The listener %s of load balancer %s does not exist.", id, b.ID)
}

// layer is listener for an action that takes only those protocols.
func (b *LoadBalancer) layer(id string, protocols ...int64) (*Listener, error) {
	l, err := b.listener(id)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(protocols, l.Protocol) {
		return nil, errProtocol.Errorf("The listener %s is for %s; one for %s or %s is expected.", id, protocolNames[l.Protocol], protocolNames[protocols[0]], protocolNames[protocols[1]])
	}
	return l, nil
}

// listen adds a listener, whose port must be free: TCP and UDP have ports of their own.
func (b *LoadBalancer) listen(l Listener, most int64) error {
	if err := l.complete(); err != nil {
		return err
	}
	for _, other := range b.Listeners {
		if other.Port == l.Port && other.datagrams() == l.datagrams() {
			return errPortTaken.Errorf("Port %d of load balancer %s is that of listener %s; a free one is expected.", l.Port, b.ID, other.ID)
		}
	}
	if int64(len(b.Listeners)) >= most {
		return errQuota.Errorf("Load balancer %s has %d listeners; at most %d are allowed.", b.ID, len(b.Listeners), most)
	}
	b.Listeners = append(b.Listeners, l)
	return nil
}

// datagrams tells whether its port is one of UDP's.
func (l *Listener) datagrams() bool { return l.Protocol == UDP || l.Protocol == QUIC }

// removeListener takes a listener away with what is bound to it, and what redirects there.
func (b *LoadBalancer) removeListener(id string) error {
	if _, err := b.listener(id); err != nil {
		return err
	}
	b.Listeners = slices.DeleteFunc(b.Listeners, func(l Listener) bool { return l.ID == id })
	b.unbindAll(func(k Backend) bool { return k.Listener == id })
	b.endRewrites(func(r *Rewrite) bool { return r.Listener == id })
	return nil
}

// rules are those of a listener that a request names, by their ids or by domain and path.
func (b *LoadBalancer) rules(l *Listener, ids []string, domain, url string) ([]*Rule, error) {
	if len(ids) == 0 && (domain == "" || url == "") {
		return nil, catalogue.MissingParameter.Errorf("The request is missing a required parameter `locationIds.0`, or `domain` and `url`.")
	}
	var found []*Rule
	for _, id := range ids {
		i := slices.IndexFunc(l.Rules, func(r Rule) bool { return r.ID == id })
		if i < 0 {
			return nil, errNoRule.Errorf("The rule %s of listener %s does not exist.", id, l.ID)
		}
		found = append(found, &l.Rules[i])
	}
	if len(ids) > 0 {
		return found, nil
	}
	i := slices.IndexFunc(l.Rules, func(r Rule) bool { return r.Domain == domain && r.URL == url })
	if i < 0 {
		return nil, errNoRule.Errorf("The rule for domain %q and url %q of listener %s does not exist.", domain, url, l.ID)
	}
	return []*Rule{&l.Rules[i]}, nil
}

// allRules counts the rules of all listeners.
func (b *LoadBalancer) allRules() int64 {
	n := 0
	for _, l := range b.Listeners {
		n += len(l.Rules)
	}
	return int64(n)
}

// ruleIsFree refuses a domain and path that another rule of the listener has.
func (l *Listener) ruleIsFree(r Rule) error {
	for _, other := range l.Rules {
		if other.ID != r.ID && other.URL == r.URL && other.shares(r) {
			return errRuleTaken.Errorf("Domain %q and url %q are those of rule %s; others are expected.", r.Domain, r.URL, other.ID)
		}
	}
	return nil
}

// shares tells whether two rules have a domain in common.
func (r *Rule) shares(other Rule) bool {
	return slices.ContainsFunc(r.domains(), func(d string) bool { return slices.Contains(other.domains(), d) })
}

// domains are all that a rule is for.
func (r *Rule) domains() []string { return append([]string{r.Domain}, r.Aliases...) }

// defaulted keeps the default domain one that has a rule: the wanted one, that which it was, or the first rule's.
func (l *Listener) defaulted(wanted string) {
	has := func(domain string) bool {
		return domain != "" && slices.ContainsFunc(l.Rules, func(r Rule) bool { return slices.Contains(r.domains(), domain) })
	}
	switch {
	case has(wanted):
		l.DefaultDomain = wanted
	case has(l.DefaultDomain):
	case len(l.Rules) > 0:
		l.DefaultDomain = l.Rules[0].Domain
	default:
		l.DefaultDomain = ""
	}
}
