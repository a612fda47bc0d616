package vpc

import (
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/paifang/paifang/catalogue"
)

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

// everything is the name of all protocols and ports.
const everything = "all"

var ports = regexp.MustCompile(`^(\d{1,5})(?:-(\d{1,5}))?$`)

// check refuses a rule that can't be, and spells it as answers do.
func (e *Entry) check() error {
	e.Protocol, e.Port = strings.ToLower(e.Protocol), strings.ToLower(e.Port)
	switch e.Protocol {
	case "tcp", "udp":
		if err := checkPort(&e.Port); err != nil {
			return err
		}
	case "icmp", everything:
		if e.Port != "" && e.Port != everything {
			return errValue.Errorf("Port is %.40q; none is expected for the protocol %s.", e.Port, e.Protocol)
		}
		e.Port = everything
	default:
		return errValue.Errorf("Protocol is %.40q; TCP, UDP, ICMP or ALL is expected.", e.Protocol)
	}
	switch strings.ToLower(e.Action) {
	case "accept":
		e.Action = "Accept"
	case "drop":
		e.Action = "Drop"
	default:
		return errValue.Errorf("Action is %.40q; ACCEPT or DROP is expected.", e.Action)
	}
	if len(e.Description) > 100 {
		return errTooLong.Errorf("Description has %d bytes; at most 100 are expected.", len(e.Description))
	}
	switch {
	case e.CIDR == "" && e.CIDR6 == "":
		return catalogue.MissingParameter.Errorf("An entry has neither `CidrBlock` nor `Ipv6CidrBlock`; one of them is expected.")
	case e.CIDR != "" && e.CIDR6 != "":
		return errTogether.Errorf("An entry has both CidrBlock and Ipv6CidrBlock; one of them is expected.")
	case e.CIDR != "":
		return checkPeer("CidrBlock", e.CIDR, netip.Addr.Is4, "10.0.1.0/24 or 10.0.1.8")
	default:
		return checkPeer("Ipv6CidrBlock", e.CIDR6, netip.Addr.Is6, "2001:db8::/32 or 2001:db8::1")
	}
}

// checkPort refuses what is no port nor a range of them; none is all.
func checkPort(port *string) error {
	if *port == "" || *port == everything {
		*port = everything
		return nil
	}
	m := ports.FindStringSubmatch(*port)
	if m == nil {
		return errMalformed.Errorf("Port is %.40q; a port, a range such as 80-90, or all is expected.", *port)
	}
	from, _ := strconv.Atoi(m[1]) // five digits
	to := from
	if m[2] != "" {
		to, _ = strconv.Atoi(m[2])
	}
	if from > to || to > 65535 {
		return errValue.Errorf("Port is %s; ports of 0 to 65535, the lower one first, are expected.", *port)
	}
	return nil
}

// checkPeer refuses what is neither an address nor a range of them.
func checkPeer(parameter, text string, family func(netip.Addr) bool, such string) error {
	ip, err := netip.ParseAddr(text)
	if err != nil {
		var p netip.Prefix
		p, err = netip.ParsePrefix(text)
		ip = p.Addr()
	}
	if err != nil || !family(ip) || ip.Zone() != "" {
		return errMalformed.Errorf("%s is %.60q; a range or an address such as %s is expected.", parameter, text, such)
	}
	return nil
}

// same tells whether two rules say the same.
func (e *Entry) same(o *Entry) bool {
	return e.Protocol == o.Protocol && e.Port == o.Port && e.CIDR == o.CIDR && e.CIDR6 == o.CIDR6 && e.Action == o.Action
}
