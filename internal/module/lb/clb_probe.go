package lb

import (
	"strings"

	"github.com/paifang/paifang/catalogue"
)

// HealthCheck is how servers are checked, as API 3.0 writes it.
type HealthCheck struct {
	HealthSwitch    *int64  `api:"oneof=0 1" doc:"Whether they are checked."`
	TimeOut         *int64  `api:"min=2,max=60" doc:"How many seconds a check may take."`
	IntervalTime    *int64  `api:"min=2,max=300" doc:"How many seconds lie between checks."`
	HealthNum       *int64  `api:"min=2,max=10" doc:"After how many good checks a server is well."`
	UnHealthNum     *int64  `api:"min=2,max=10" doc:"After how many bad ones it is not."`
	HttpCode        *int64  `api:"min=1,max=31" doc:"Which status codes are good: the sum of 1 for 1xx, 2 for 2xx, 4, 8, 16."`
	HttpCheckPath   *string `api:"max=200" doc:"The path that is checked."`
	HttpCheckDomain *string `api:"max=255" doc:"The host that is checked."`
	HttpCheckMethod *string `api:"oneof=HEAD GET" doc:"The method of the check."`
	CheckPort       *int64  `api:"min=-1,max=65535" doc:"At which port; the server's own when left out or -1."`
	ContextType     *string `api:"oneof=HEX TEXT" doc:"How what is sent is written."`
	SendContext     *string `api:"max=500" doc:"What is sent."`
	RecvContext     *string `api:"max=500" doc:"What is expected."`
	CheckType       *string `api:"oneof=TCP HTTP HTTPS GRPC PING CUSTOM" doc:"How they are checked."`
	HttpVersion     *string `api:"oneof=HTTP/1.0 HTTP/1.1" doc:"The version of HTTP of a TCP listener's check."`
	SourceIpType    *int64  `api:"oneof=0 1" doc:"0 checks come from the load balancer's address, 1 from 100.64.0.0/10."`
	ExtendedCode    *string `api:"max=20" doc:"The code of a gRPC check."`
}

// setCheck changes what is said.
func (p *Probe) setCheck(h *HealthCheck) error {
	if h == nil {
		return nil
	}
	if err := p.set(probeChange{
		healthSwitch: h.HealthSwitch, timeOut: h.TimeOut, intervalTime: h.IntervalTime, healthNum: h.HealthNum, unhealthNum: h.UnHealthNum,
		httpCode: h.HttpCode, httpCheckPath: h.HttpCheckPath,
	}); err != nil {
		return err
	}
	put(&p.Domain, h.HttpCheckDomain)
	put(&p.Method, h.HttpCheckMethod)
	put(&p.ContextType, h.ContextType)
	put(&p.SendContext, h.SendContext)
	put(&p.RecvContext, h.RecvContext)
	put(&p.Type, h.CheckType)
	put(&p.Version, h.HttpVersion)
	put(&p.SourceIP, h.SourceIpType)
	put(&p.ExtendedCode, h.ExtendedCode)
	if h.CheckPort != nil {
		p.Port = max(*h.CheckPort, 0)
	}
	return nil
}

// setSession changes for how long a caller keeps its server: up to a day in API 3.0.
func (p *Probe) setSession(seconds *int64) error {
	if seconds != nil && *seconds != 0 && (*seconds < 30 || *seconds > 86400) {
		return catalogue.InvalidValue.Errorf("The SessionExpireTime is %d; 0 or an integer from 30 to 86400 is expected.", *seconds)
	}
	put(&p.SessionExpire, seconds)
	return nil
}

// check is a probe as answers show it, of a listener for that protocol.
func (p *Probe) check(protocol int64) *HealthCheck {
	kind, method := p.Type, p.Method
	if kind == "" {
		kind = map[int64]string{HTTP: "HTTP", HTTPS: "HTTP", UDP: "PING"}[protocol]
	}
	if kind == "" {
		kind = "TCP"
	}
	byHTTP := kind == "HTTP" || kind == "HTTPS" || protocol == HTTP || protocol == HTTPS // of rules clients read all of it
	if method == "" && byHTTP {
		method = "HEAD"
	}
	h := &HealthCheck{
		HealthSwitch: &p.HealthSwitch, TimeOut: &p.TimeOut, IntervalTime: &p.IntervalTime, HealthNum: &p.HealthNum, UnHealthNum: &p.UnhealthNum,
		CheckType: &kind, SourceIpType: &p.SourceIP,
	}
	if p.Port > 0 {
		h.CheckPort = &p.Port
	}
	if byHTTP {
		h.HttpCode, h.HttpCheckPath, h.HttpCheckDomain, h.HttpCheckMethod = &p.HTTPCode, &p.HTTPCheckPath, &p.Domain, &method
	}
	for to, from := range map[**string]*string{
		&h.ContextType: &p.ContextType, &h.SendContext: &p.SendContext, &h.RecvContext: &p.RecvContext, &h.HttpVersion: &p.Version, &h.ExtendedCode: &p.ExtendedCode,
	} {
		if *from != "" {
			*to = from
		}
	}
	return h
}

// scheduler writes one as it is kept, schedulerName as answers show it.
func scheduler(given *string) *string {
	if given == nil {
		return nil
	}
	lower := strings.ToLower(*given)
	return &lower
}

func schedulerName(kept string) *string {
	upper := strings.ToUpper(kept)
	return &upper
}
