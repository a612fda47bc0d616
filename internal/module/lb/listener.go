package lb

import (
	"slices"

	"github.com/paifang/paifang/catalogue"
)

// The protocols of listeners.
const (
	HTTP  = 1
	TCP   = 2
	UDP   = 3
	HTTPS = 4
)

// protocolNames are as older answers have them; application listeners write them in lower case.
var protocolNames = map[int64]string{HTTP: "HTTP", TCP: "TCP", UDP: "UDP", HTTPS: "HTTPS"}

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
}

// A Rule says where requests for a domain and path go.
type Rule struct {
	ID, Domain, URL string
	Probe           Probe
}

// A Probe is how servers are chosen, and checked.
type Probe struct {
	SessionExpire, HealthSwitch, TimeOut, IntervalTime, HealthNum, UnhealthNum, HTTPCode int64
	HTTPHash, Scheduler, HTTPCheckPath                                                   string
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
}

// complete refuses an HTTPS listener that lacks a certificate.
func (l *Listener) complete() error {
	switch {
	case l.Protocol != HTTPS:
		return nil
	case l.Certificate.SSLMode == "":
		return catalogue.MissingParameter.Errorf("The listener at port %d is for HTTPS and has no SSLMode; unidirectional or mutual is expected.", l.Port)
	case l.Certificate.ID == "":
		return catalogue.MissingParameter.Errorf("The listener at port %d is for HTTPS and has no certificate; certId, or certContent and certKey, are expected.", l.Port)
	case l.Certificate.SSLMode == "mutual" && l.Certificate.CAID == "":
		return catalogue.MissingParameter.Errorf("The listener at port %d is mutual and has no CA certificate; certCaId or certCaContent is expected.", l.Port)
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
		if other.Port == l.Port && (other.Protocol == UDP) == (l.Protocol == UDP) {
			return errPortTaken.Errorf("Port %d of load balancer %s is that of listener %s; a free one is expected.", l.Port, b.ID, other.ID)
		}
	}
	if int64(len(b.Listeners)) >= most {
		return errQuota.Errorf("Load balancer %s has %d listeners; at most %d are allowed.", b.ID, len(b.Listeners), most)
	}
	b.Listeners = append(b.Listeners, l)
	return nil
}

// removeListener takes a listener away with what is bound to it.
func (b *LoadBalancer) removeListener(id string) error {
	if _, err := b.listener(id); err != nil {
		return err
	}
	b.Listeners = slices.DeleteFunc(b.Listeners, func(l Listener) bool { return l.ID == id })
	b.unbindAll(func(k Backend) bool { return k.Listener == id })
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
		if other.ID != r.ID && other.Domain == r.Domain && other.URL == r.URL {
			return errRuleTaken.Errorf("Domain %q and url %q are those of rule %s; others are expected.", r.Domain, r.URL, other.ID)
		}
	}
	return nil
}
