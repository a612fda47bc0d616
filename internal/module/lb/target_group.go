package lb

import (
	"slices"
	"time"
)

// A TargetGroup is servers that listeners and rules may share.
type TargetGroup struct {
	ID, Account, Creator, Region string
	Name, VPC                    string
	// Type is v1 or v2; Protocol, Health and Schedule are those of v2.
	Type, Protocol, Schedule string
	// Port and Weight hold for servers that come without; 0 for none.
	Port, Weight         int64
	Health               GroupHealth
	FullListen           bool
	Keepalive            bool
	SessionExpire        int64
	IPVersion            string
	Snat                 bool
	CreatedAt, UpdatedAt time.Time
	Servers              []GroupServer
}

// GroupHealth is how servers of a group are checked.
type GroupHealth = TargetGroupHealthCheck

// A GroupServer is an address and a port in a group.
type GroupServer struct {
	IP           string
	Port, Weight int64
	At           time.Time
}

// server is where an address and port is among the servers, -1 where it is not.
func (g *TargetGroup) server(ip string, port int64) int {
	return slices.IndexFunc(g.Servers, func(k GroupServer) bool { return k.IP == ip && k.Port == port })
}

// A GroupShare is a group that a listener or a rule sends to, with its part.
type GroupShare struct {
	ID     string
	Weight int64
}

// TargetGroupHealthCheck is how servers of a group are checked, as API 3.0 writes it.
type TargetGroupHealthCheck struct {
	HealthSwitch    bool    `api:"required" doc:"Whether they are checked."`
	Protocol        string  `api:"oneof=TCP HTTP HTTPS PING CUSTOM GRPC" doc:"How."`
	Port            int64   `api:"min=0,max=65535" doc:"At which port; 0 for their own."`
	Timeout         int64   `api:"min=0,max=60" doc:"How many seconds a check may take; 2 when left out."`
	GapTime         int64   `api:"min=0,max=300" doc:"How many seconds lie between checks; 5 when left out."`
	GoodLimit       int64   `api:"min=0,max=10" doc:"After how many good checks a server is well; 3 when left out."`
	BadLimit        int64   `api:"min=0,max=10" doc:"After how many bad ones it is not; 3 when left out."`
	JumboFrame      bool    `doc:"Whether large frames are sent."`
	HttpCode        *int64  `api:"min=1,max=31" doc:"Which status codes are good: the sum of 1 for 1xx, 2 for 2xx, 4, 8, 16."`
	HttpCheckDomain *string `api:"max=255" doc:"The host that is checked."`
	HttpCheckPath   *string `api:"max=200" doc:"The path that is checked."`
	HttpCheckMethod *string `api:"oneof=GET HEAD" doc:"The method of the check."`
	ContextType     *string `api:"oneof=HEX TEXT" doc:"How what is sent is written."`
	SendContext     *string `api:"max=500" doc:"What is sent."`
	RecvContext     *string `api:"max=500" doc:"What is expected."`
	HttpVersion     *string `doc:"The version of HTTP."`
	ExtendedCode    *string `doc:"The code of a gRPC check."`
}
