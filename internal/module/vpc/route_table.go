package vpc

import "time"

// A RouteTable says where the traffic of the subnets with it goes. Each network has a default one from the start.
type RouteTable struct {
	ID string
	// Number orders tables, and is the id of their local routes.
	Number                              int64
	Account, Creator, Region, VPC, Name string
	// Default holds for the one that its network's subnets begin with.
	Default bool
	Created time.Time
}

// A Route is a line of a route table.
type Route struct {
	// Number and ID are its two ids.
	Number                                                int64
	ID                                                    string
	Table, Destination, GatewayType, Gateway, Description string
	Enabled                                               bool
	Created                                               time.Time
}

// An ACL lets traffic into and out of the subnets with it, or not.
type ACL struct {
	ID string
	// Number orders them.
	Number                              int64
	Account, Creator, Region, VPC, Name string
	Created                             time.Time
}

// An Entry is a rule of an ACL; of several that match the first holds.
type Entry struct {
	ID, ACL string
	Egress  bool
	// Protocol is tcp, udp, icmp or all; Port a port, a range of them, or all. One of CIDR and CIDR6 is empty.
	Protocol, Port, CIDR, CIDR6 string
	// Action is Accept or Drop.
	Action, Description string
	Modified            time.Time
}
