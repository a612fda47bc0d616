package securitygroup_test

import (
	"net/netip"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/module/securitygroup"
)

func itoa(n int) string { return strconv.Itoa(n) }

func TestARuleReadsBackAsItWasMeant(t *testing.T) {
	c := newCloud(t)
	id := c.group("a")
	ipm := c.template("Address", "Addresses", "10.0.0.1")
	ppm := c.template("Service", "Services", "tcp:80")
	from := func(p p) p { return p.with(map[string]string{"CidrBlock": "10.0.0.0/8", "Action": "ACCEPT"}) }
	for _, x := range []struct {
		why   string
		given p
		want  securitygroup.PolicyItem
	}{
		{"nothing is everything", from(nil), securitygroup.PolicyItem{Protocol: "ALL", Port: "ALL", CidrBlock: "10.0.0.0/8"}},
		{"lower case", p{"Protocol": "tcp", "Port": "all", "CidrBlock": "10.0.0.1", "Action": "accept"}, securitygroup.PolicyItem{Protocol: "TCP", Port: "ALL", CidrBlock: "10.0.0.1"}},
		{"ports", from(p{"Protocol": "UDP", "Port": "80,90"}), securitygroup.PolicyItem{Protocol: "UDP", Port: "80,90", CidrBlock: "10.0.0.0/8"}},
		{"a range of ports", from(p{"Protocol": "TCP", "Port": "80-90"}), securitygroup.PolicyItem{Protocol: "TCP", Port: "80-90", CidrBlock: "10.0.0.0/8"}},
		{"ICMP with all ports", from(p{"Protocol": "ICMP", "Port": "ALL"}), securitygroup.PolicyItem{Protocol: "ICMP", Port: "ALL", CidrBlock: "10.0.0.0/8"}},
		{"everywhere", p{"CidrBlock": "0.0.0.0/8", "Action": "ACCEPT"}, securitygroup.PolicyItem{Protocol: "ALL", Port: "ALL", CidrBlock: "0.0.0.0/0"}},
		{"IPv6", p{"Protocol": "ICMPv6", "Ipv6CidrBlock": "::/0", "Action": "ACCEPT"}, securitygroup.PolicyItem{Protocol: "ICMPV6", Port: "ALL", Ipv6CidrBlock: "::/0"}},
		{"a group", p{"SecurityGroupId": id, "Action": "ACCEPT"}, securitygroup.PolicyItem{Protocol: "ALL", Port: "ALL", SecurityGroupId: id}},
		{"empty templates", from(p{"ServiceTemplate.ServiceId": "", "AddressTemplate.AddressId": "", "Protocol": "GRE"}), securitygroup.PolicyItem{Protocol: "GRE", Port: "ALL", CidrBlock: "10.0.0.0/8"}},
		{
			"templates",
			p{"ServiceTemplate.ServiceId": ppm, "AddressTemplate.AddressId": ipm, "Action": "ACCEPT"},
			securitygroup.PolicyItem{ServiceTemplate: securitygroup.ServiceTemplateSpecification{ServiceId: ppm}, AddressTemplate: securitygroup.AddressTemplateSpecification{AddressId: ipm}},
		},
		{"the caller's address", p{"CidrBlock": "MY_PUBLIC_IP", "Action": "ACCEPT"}, securitygroup.PolicyItem{Protocol: "ALL", Port: "ALL", CidrBlock: "192.0.2.7", PolicyDescription: "Replaced-From-MY_PUBLIC_IP"}},
	} {
		do[nothing](c, "ModifySecurityGroupPolicies", p{"SecurityGroupId": id}.with(policies("Egress", x.given)))
		got := c.rules(id).Egress
		x.want.Action, x.want.ModifyTime = "ACCEPT", c.rules(id).Egress[0].ModifyTime
		if diff := cmp.Diff([]securitygroup.PolicyItem{x.want}, got); diff != "" || x.want.ModifyTime == "" {
			t.Errorf("%s (-want +got):\n%s", x.why, diff)
		}
	}
}

func TestARuleIsRefusedForEachReason(t *testing.T) {
	c := newCloud(t)
	id := c.group("a")
	for _, x := range []struct {
		why  string
		rule p
		name string
	}{
		{"a protocol that is none", on("80").with(p{"Protocol": "SCTP"}), "InvalidParameterValue"},
		{"a port that is too high", on("65536"), "InvalidParameterValue.Malformed"},
		{"ports the wrong way round", on("90-80"), "InvalidParameterValue.Malformed"},
		{"a range among ports", on("80,90-100"), "InvalidParameterValue.Malformed"},
		{"a port of ICMP", on("80").with(p{"Protocol": "ICMP"}), "InvalidParameter.Coexist"},
		{"a port of everything", on("80").with(p{"Protocol": "ALL"}), "InvalidParameter.Coexist"},
		{"a range with too long a mask", on("80").with(p{"CidrBlock": "10.0.0.0/33"}), "InvalidParameterValue.Malformed"},
		{"an IPv6 range among IPv4", on("80").with(p{"CidrBlock": "::/0"}), "InvalidParameterValue.Malformed"},
		{"an IPv4 range among IPv6", p{"Ipv6CidrBlock": "10.0.0.0/8", "Action": "DROP"}, "InvalidParameterValue.Malformed"},
		{"ICMP by IPv6", p{"Protocol": "ICMP", "Ipv6CidrBlock": "::/0", "Action": "DROP"}, "InvalidParameter.Coexist"},
		{"two sources", on("80").with(p{"SecurityGroupId": id}), "InvalidParameter.Coexist"},
		{"no source", p{"Protocol": "TCP", "Port": "80", "Action": "DROP"}, "InvalidParameterValue.Empty"},
		{"a source that is no group's id", p{"SecurityGroupId": "sg-1", "Action": "DROP"}, "InvalidParameterValue.Malformed"},
		{"an address template's id of another kind", p{"AddressTemplate.AddressId": "ppm-12345678", "Action": "DROP"}, "InvalidParameterValue.Malformed"},
		{"a template beside a protocol", on("80").with(p{"ServiceTemplate.ServiceId": "ppm-12345678"}), "InvalidParameter.Coexist"},
		{"two templates", p{"ServiceTemplate.ServiceId": "ppm-12345678", "ServiceTemplate.ServiceGroupId": "ppmg-12345678", "CidrBlock": "10.0.0.0/8", "Action": "DROP"}, "InvalidParameter.Coexist"},
		{"a malformed template", p{"ServiceTemplate.ServiceGroupId": "ppm-12345678", "CidrBlock": "10.0.0.0/8", "Action": "DROP"}, "InvalidParameterValue.Malformed"},
		{"no action", on("80").with(p{"Action": ""}), "InvalidParameterValue"},
		{"an action that is none", on("80").with(p{"Action": "LOG"}), "InvalidParameterValue"},
		{"too long a description", on("80").with(p{"PolicyDescription": strings.Repeat("d", 101)}), "InvalidParameterValue.TooLong"},
	} {
		for _, action := range []string{"CreateSecurityGroupPolicies", "ModifySecurityGroupPolicies"} {
			_, err := c.try(action, p{"SecurityGroupId": id}.with(policies("Ingress", x.rule)))
			if r := catalogue.As(err); r == nil || r.Condition.Name3 != x.name || r.Condition.Code.Number != 4000 {
				t.Errorf("%s: %s: got %v, want %s", action, x.why, err, x.name)
			}
		}
	}
	for _, absent := range []p{
		{"SecurityGroupId": "sg-nowhere1"},
		{"AddressTemplate.AddressId": "ipm-nowhere1"},
		{"AddressTemplate.AddressGroupId": "ipmg-nowhere1"},
		{"CidrBlock": "10.0.0.0/8", "ServiceTemplate.ServiceId": "ppm-nowhere1"},
		{"CidrBlock": "10.0.0.0/8", "ServiceTemplate.ServiceGroupId": "ppmg-nowhere1"},
	} {
		c.refuses("CreateSecurityGroupPolicies", p{"SecurityGroupId": id}.with(policies("Ingress", absent.with(p{"Action": "DROP"}))), catalogue.NotFound, "ResourceNotFound")
	}
	c.remote = netip.MustParseAddr("2001:db8::1")
	c.refuses("CreateSecurityGroupPolicies", p{"SecurityGroupId": id}.with(policies("Ingress", p{"CidrBlock": "MY_PUBLIC_IP", "Action": "DROP"})), catalogue.InvalidParameter, "InvalidParameterValue.Malformed")
	c.ports(id, "0")
}

func FuzzRule(f *testing.F) {
	f.Add("TCP", "80-90", "10.0.0.0/8", "")
	f.Add("icmpv6", "all", "", "::/0")
	f.Add("", "", "0.0.0.0/1", "")
	f.Fuzz(func(t *testing.T, protocol, port, four, six string) {
		given := securitygroup.Policy{Protocol: protocol, Port: port, CidrBlock: four, Ipv6CidrBlock: six, Action: "DROP"}
		r, err := securitygroup.RuleOf(given)
		if err != nil {
			if catalogue.As(err).Condition.Code.Number != 4000 {
				t.Errorf("%+v: got %v, want a refusal of row 4000", given, err)
			}
			return
		}
		again, err := securitygroup.RuleOf(securitygroup.Policy{
			Protocol: r.Protocol, Port: r.Port, CidrBlock: r.CIDR, Ipv6CidrBlock: r.CIDR6, Action: r.Action, PolicyDescription: r.Description,
		})
		if err != nil || again != r {
			t.Errorf("%+v reads as %+v, and that as %+v, %v", given, r, again, err)
		}
	})
}
