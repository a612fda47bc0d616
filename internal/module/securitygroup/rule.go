package securitygroup

import (
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paifang/paifang/internal/param"
)

// A Rule lets traffic through or drops it. It says which traffic by protocol and port, or by a template of services; and
// from where (or to where) by exactly one of a range of addresses, a group and a template of addresses.
type Rule struct {
	// Protocol and Port are in capitals: TCP and 80, 80,90, 80-90 or ALL. Both are empty with a template.
	Protocol, Port string
	// Service and ServiceGroup are ids of templates.
	Service, ServiceGroup string
	// CIDR and CIDR6 are as the caller wrote them.
	CIDR, CIDR6, Group    string
	Address, AddressGroup string
	// Action is ACCEPT or DROP.
	Action      string
	Description string
	Modified    time.Time
}

// like tells whether two rules are about the same traffic with the same outcome.
func (r Rule) like(o Rule) bool {
	r.Description, o.Description, r.Modified, o.Modified = "", "", time.Time{}, time.Time{}
	return r == o
}

// myAddress is what a caller writes in place of the public address that the call comes from.
const myAddress = "MY_PUBLIC_IP"

var protocols = []string{"TCP", "UDP", "ICMP", "ICMPV6", "GRE", "ALL"}

const everything = "ALL"

// rule is the rule that a caller describes, refused where it makes no sense. where names it.
func (p *Policy) rule(where string) (Rule, error) {
	r := Rule{
		Protocol: strings.ToUpper(p.Protocol), Port: p.Port, CIDR: p.CidrBlock, CIDR6: p.Ipv6CidrBlock, Group: p.SecurityGroupId,
		Action: strings.ToUpper(p.Action), Description: p.PolicyDescription,
	}
	if t := p.ServiceTemplate; t != nil {
		r.Service, r.ServiceGroup = t.ServiceId, t.ServiceGroupId
	}
	if t := p.AddressTemplate; t != nil {
		r.Address, r.AddressGroup = t.AddressId, t.AddressGroupId
	}
	for _, check := range []func(where string) error{r.checkTraffic, r.checkPeer, r.checkRest} {
		if err := check(where); err != nil {
			return r, err
		}
	}
	return r, nil
}

// checkTraffic refuses what is not exactly one way to say which traffic; nothing at all means everything.
func (r *Rule) checkTraffic(where string) error {
	if r.Service != "" || r.ServiceGroup != "" {
		if r.Service != "" && r.ServiceGroup != "" || r.Protocol != "" || r.Port != "" {
			return errCoexist.Errorf("%s: one of Protocol with Port, ServiceTemplate.ServiceId and ServiceTemplate.ServiceGroupId is expected.", where)
		}
		if err := checkTemplate(where+".ServiceTemplate.ServiceId", Services, r.Service); err != nil {
			return err
		}
		return checkTemplate(where+".ServiceTemplate.ServiceGroupId", ServiceGroups, r.ServiceGroup)
	}
	if r.Protocol == "" {
		r.Protocol = everything
	}
	if !slices.Contains(protocols, r.Protocol) {
		return errInvalid.Errorf("%s.Protocol is %s; one of %s is expected.", where, param.Quote(r.Protocol), strings.Join(protocols, ", "))
	}
	if r.Port == "" || strings.EqualFold(r.Port, everything) {
		r.Port = everything
		return nil
	}
	if r.Protocol != "TCP" && r.Protocol != "UDP" {
		return errCoexist.Errorf("%s.Port is %s with Protocol %s; a port is expected with TCP and UDP only.", where, param.Quote(r.Port), r.Protocol)
	}
	if !isPorts(r.Port) {
		return errMalformed.Errorf("%s.Port is %s; ALL, 80, 80,90 or 80-90 is expected.", where, param.Quote(r.Port))
	}
	return nil
}

var portsForm = regexp.MustCompile(`^(\d{1,5}(,\d{1,5})*|\d{1,5}-\d{1,5})$`)

// isPorts tells whether the text is a port, several with commas, or a range of them.
func isPorts(text string) bool {
	if !portsForm.MatchString(text) {
		return false
	}
	var last int
	for n, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '-' }) {
		port, err := strconv.Atoi(part)
		if err != nil || port > 65535 || n > 0 && strings.Contains(text, "-") && port < last {
			return false
		}
		last = port
	}
	return true
}

// checkPeer refuses what is not exactly one way to say from where.
func (r *Rule) checkPeer(where string) error {
	var said []string
	for name, value := range map[string]string{
		"CidrBlock": r.CIDR, "Ipv6CidrBlock": r.CIDR6, "SecurityGroupId": r.Group, "AddressTemplate.AddressId": r.Address, "AddressTemplate.AddressGroupId": r.AddressGroup,
	} {
		if value != "" {
			said = append(said, name)
		}
	}
	slices.Sort(said)
	switch {
	case len(said) > 1:
		return errCoexist.Errorf("%s has %s; one of them is expected.", where, strings.Join(said, " and "))
	case len(said) == 0:
		return errEmpty.Errorf("%s has no CidrBlock, Ipv6CidrBlock, SecurityGroupId or AddressTemplate; one of them is expected.", where)
	case r.CIDR6 != "" && r.Protocol == "ICMP":
		return errCoexist.Errorf("%s has Ipv6CidrBlock with Protocol ICMP; ICMPV6 is expected with it.", where)
	case r.CIDR != "" && r.CIDR != myAddress && !isRange(r.CIDR, false):
		return errMalformed.Errorf("%s.CidrBlock is %s; an IPv4 address or range such as 10.0.0.0/16 is expected.", where, param.Quote(r.CIDR))
	case r.CIDR6 != "" && r.CIDR6 != myAddress && !isRange(r.CIDR6, true):
		return errMalformed.Errorf("%s.Ipv6CidrBlock is %s; an IPv6 address or range such as 2001:db8::/32 is expected.", where, param.Quote(r.CIDR6))
	}
	// 0.0.0.0 with any mask means all addresses (facts/api3-vpc.json, CidrBlock).
	if strings.HasPrefix(r.CIDR, "0.0.0.0/") {
		r.CIDR = "0.0.0.0/0"
	}
	if r.Group != "" {
		return checkGroupID(where+".SecurityGroupId", r.Group)
	}
	if err := checkTemplate(where+".AddressTemplate.AddressId", Addresses, r.Address); err != nil {
		return err
	}
	return checkTemplate(where+".AddressTemplate.AddressGroupId", AddressGroups, r.AddressGroup)
}

// isRange tells whether the text is an address or a range of the wanted family.
func isRange(text string, six bool) bool {
	if a, err := netip.ParseAddr(text); err == nil {
		return a.Zone() == "" && a.Is6() == six
	}
	p, err := netip.ParsePrefix(text)
	return err == nil && p.Addr().Is6() == six
}

func (r *Rule) checkRest(where string) error {
	if r.Action != "ACCEPT" && r.Action != "DROP" {
		return errInvalid.Errorf("%s.Action is %s; ACCEPT or DROP is expected.", where, param.Quote(r.Action))
	}
	if r.Description == "" && (r.CIDR == myAddress || r.CIDR6 == myAddress) {
		r.Description = "Replaced-From-" + myAddress
	}
	return checkText(where+".PolicyDescription", r.Description, maxDescription)
}

// from puts the address of the caller in the place where he asked for it.
func (r *Rule) from(remote netip.Addr) error {
	remote = remote.Unmap()
	switch {
	case r.CIDR == myAddress && remote.Is4():
		r.CIDR = remote.String()
	case r.CIDR6 == myAddress && remote.Is6():
		r.CIDR6 = remote.WithZone("").String()
	case r.CIDR == myAddress || r.CIDR6 == myAddress:
		return errMalformed.Errorf("A rule names %s where the call comes from an address of the other family.", myAddress)
	}
	return nil
}
