package eni_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paifang/paifang/paifangtest"
)

type p map[string]any

func with(a, b p) p {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

// A cloud has a network of two subnets in one zone and one in another, and instances in them.
type cloud struct {
	*paifangtest.Cloud
	t                                             *testing.T
	network, subnet, beside, far, other           string
	server, second, away, outside, group, another string
}

func open(t *testing.T) *cloud {
	t.Helper()
	c := &cloud{Cloud: paifangtest.New(t), t: t}
	net := func(cidr string) string {
		return c.does("CreateVpc", p{"VpcName": "net", "CidrBlock": cidr})["Vpc"].(map[string]any)["VpcId"].(string)
	}
	sub := func(vpc, cidr, zone string) string {
		return c.does("CreateSubnet", p{"VpcId": vpc, "SubnetName": "in", "CidrBlock": cidr, "Zone": zone})["Subnet"].(map[string]any)["SubnetId"].(string)
	}
	group := func() string {
		return c.does("CreateSecurityGroup", p{"GroupName": "g", "GroupDescription": "d"})["SecurityGroup"].(map[string]any)["SecurityGroupId"].(string)
	}
	c.network, c.other = net("10.0.0.0/16"), net("10.1.0.0/16")
	c.subnet, c.beside = sub(c.network, "10.0.1.0/24", "ap-guangzhou-3"), sub(c.network, "10.0.2.0/28", "ap-guangzhou-3")
	c.far = sub(c.network, "10.0.3.0/24", "ap-guangzhou-4")
	outside := sub(c.other, "10.1.1.0/24", "ap-guangzhou-3")
	c.group, c.another = group(), group()
	c.server, c.second = c.run(c.network, c.subnet, "ap-guangzhou-3"), c.run(c.network, c.subnet, "ap-guangzhou-3")
	c.away, c.outside = c.run(c.network, c.far, "ap-guangzhou-4"), c.run(c.other, outside, "ap-guangzhou-3")
	c.Advance(time.Minute)
	return c
}

func (c *cloud) run(vpc, subnet, zone string) string {
	c.t.Helper()
	var made struct{ InstanceIdSet []string }
	run := c.Call3("cvm", "2017-03-12", "RunInstances", p{
		"Placement": p{"Zone": zone}, "ImageId": "img-centos76", "InstanceType": "S5.MEDIUM4", "InstanceChargeType": "POSTPAID_BY_HOUR",
		"VirtualPrivateCloud": p{"VpcId": vpc, "SubnetId": subnet},
	})
	if err := run.Decode(&made); err != nil || len(made.InstanceIdSet) != 1 {
		c.t.Fatalf("RunInstances: got %s %s, %v", run.CodeDesc, run.Message, err)
	}
	return made.InstanceIdSet[0]
}

func (c *cloud) does(action string, in p) map[string]any {
	c.t.Helper()
	a := c.Call3("vpc", "2017-03-12", action, in)
	var out map[string]any
	if err := a.Decode(&out); err != nil || !a.OK() {
		c.t.Fatalf("%s %v: got %s %s, %v", action, in, a.CodeDesc, a.Message, err)
	}
	return out
}

func (c *cloud) denies(action string, in p, code string) {
	c.t.Helper()
	if a := c.Call3("vpc", "2017-03-12", action, in); a.CodeDesc != code {
		c.t.Errorf("%s %v: got %s %s, want %s", action, in, a.CodeDesc, a.Message, code)
	}
}

// eni makes an interface in the first subnet with this beside, and waits for it.
func (c *cloud) eni(in p) string {
	c.t.Helper()
	made := c.does("CreateNetworkInterface", with(p{"VpcId": c.network, "SubnetId": c.subnet, "NetworkInterfaceName": "n"}, in))["NetworkInterface"].(map[string]any)
	if made["State"] != "PENDING" {
		c.t.Errorf("a new interface is %v", made["State"])
	}
	c.Advance(time.Minute)
	return made["NetworkInterfaceId"].(string)
}

func (c *cloud) of(id string) map[string]any {
	c.t.Helper()
	return c.does("DescribeNetworkInterfaces", p{"NetworkInterfaceIds": []string{id}})["NetworkInterfaceSet"].([]any)[0].(map[string]any)
}

// primary is an instance's primary interface.
func (c *cloud) primary(instance string) map[string]any {
	c.t.Helper()
	got := c.does("DescribeNetworkInterfaces", p{"Filters": []p{{"Name": "attachment.instance-id", "Values": []string{instance}}, {"Name": "is-primary", "Values": []string{"true"}}}})
	return got["NetworkInterfaceSet"].([]any)[0].(map[string]any)
}

func ips(of map[string]any) []string {
	var out []string
	for _, a := range of["PrivateIpAddressSet"].([]any) {
		out = append(out, a.(map[string]any)["PrivateIpAddress"].(string))
	}
	return out
}

func texts(v any) []string {
	var out []string
	for _, one := range v.([]any) {
		out = append(out, one.(string))
	}
	return out
}

func (c *cloud) eip() (id, ip string) {
	c.t.Helper()
	id = c.does("AllocateAddresses", p{"AddressCount": 1})["AddressSet"].([]any)[0].(string)
	c.Advance(time.Minute)
	return id, c.address(id)["AddressIp"].(string)
}

func (c *cloud) address(id string) map[string]any {
	c.t.Helper()
	return c.does("DescribeAddresses", p{"AddressIds": []string{id}})["AddressSet"].([]any)[0].(map[string]any)
}

func (c *cloud) instance(id string) map[string]any {
	c.t.Helper()
	var out struct{ InstanceSet []map[string]any }
	if err := c.Call3("cvm", "2017-03-12", "DescribeInstances", p{"InstanceIds": []string{id}}).Decode(&out); err != nil || len(out.InstanceSet) != 1 {
		c.t.Fatalf("the instance: %v, %v", out, err)
	}
	return out.InstanceSet[0]
}

func equal[T comparable](t *testing.T, what string, got, want []T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestAnInterfaceLives(t *testing.T) {
	c := open(t)
	id := c.eni(p{
		"PrivateIpAddresses": []p{{"PrivateIpAddress": "10.0.1.70"}, {"PrivateIpAddress": "10.0.1.71", "Primary": true, "Description": "main"}},
		"SecurityGroupIds":   []string{c.another, c.group}, "Tags": []p{{"Key": "k", "Value": "v"}}, "SecondaryPrivateIpAddressCount": 1,
	})
	got := c.of(id)
	equal(t, "addresses", ips(got), []string{"10.0.1.71", "10.0.1.70", "10.0.1.4"})
	equal(t, "groups in their order", texts(got["GroupSet"]), []string{c.another, c.group})
	if got["State"] != "AVAILABLE" || got["Attachment"] != nil || got["Primary"] != false || got["PrivateIpAddressSet"].([]any)[0].(map[string]any)["Description"] != "main" {
		t.Errorf("made: got %v", got)
	}
	if of := c.does("DescribeNetworkInterfaces", p{"Filters": []p{{"Name": "tag:k", "Values": []string{"v"}}}}); of["TotalCount"] != 1.0 {
		t.Errorf("by its tag: got %v", of)
	}
	c.denies("DeleteSecurityGroup", p{"SecurityGroupId": c.group}, "ResourceInUse")
	c.denies("DeleteSubnet", p{"SubnetId": c.subnet}, "ResourceInUse")

	c.does("ModifyNetworkInterfaceAttribute", p{"NetworkInterfaceId": id, "NetworkInterfaceName": "m", "NetworkInterfaceDescription": "d", "SecurityGroupIds": []string{c.group}})
	c.does("AssociateNetworkInterfaceSecurityGroups", p{"NetworkInterfaceIds": []string{id}, "SecurityGroupIds": []string{c.another}})
	c.does("DisassociateNetworkInterfaceSecurityGroups", p{"NetworkInterfaceIds": []string{id}, "SecurityGroupIds": []string{c.group}})
	assigned := c.does("AssignPrivateIpAddresses", p{"NetworkInterfaceId": id, "SecondaryPrivateIpAddressCount": 1, "PrivateIpAddresses": []p{{"PrivateIpAddress": "10.0.1.80"}}})
	equal(t, "assigned", ips(assigned), []string{"10.0.1.80", "10.0.1.5"})
	c.does("UnassignPrivateIpAddresses", p{"NetworkInterfaceId": id, "PrivateIpAddresses": []p{{"PrivateIpAddress": "10.0.1.70"}, {"PrivateIpAddress": "10.0.1.4"}}})
	c.does("ModifyPrivateIpAddressesAttribute", p{"NetworkInterfaceId": id, "PrivateIpAddresses": []p{{"PrivateIpAddress": "10.0.1.80", "Description": "new"}}})
	got = c.of(id)
	equal(t, "addresses", ips(got), []string{"10.0.1.71", "10.0.1.80", "10.0.1.5"})
	equal(t, "groups", texts(got["GroupSet"]), []string{c.another})
	if got["NetworkInterfaceName"] != "m" || got["NetworkInterfaceDescription"] != "d" || got["PrivateIpAddressSet"].([]any)[1].(map[string]any)["Description"] != "new" {
		t.Errorf("changed: got %v", got)
	}

	c.does("AttachNetworkInterface", p{"NetworkInterfaceId": id, "InstanceId": c.server})
	if got := c.of(id); got["State"] != "ATTACHING" {
		t.Errorf("on its way: got %v", got["State"])
	}
	c.denies("DetachNetworkInterface", p{"NetworkInterfaceId": id, "InstanceId": c.server}, "UnsupportedOperation.InvalidState")
	c.Advance(time.Minute)
	if got := c.of(id); got["State"] != "AVAILABLE" || got["Attachment"].(map[string]any)["InstanceId"] != c.server || got["Attachment"].(map[string]any)["DeviceIndex"] != 1.0 {
		t.Errorf("attached: got %v", got)
	}
	c.denies("DeleteNetworkInterface", p{"NetworkInterfaceId": id}, "UnsupportedOperation.InvalidState")
	c.does("MigrateNetworkInterface", p{"NetworkInterfaceId": id, "SourceInstanceId": c.server, "DestinationInstanceId": c.second})
	c.Advance(time.Minute)
	if got := c.of(id)["Attachment"].(map[string]any)["InstanceId"]; got != c.second {
		t.Errorf("migrated: got %v", got)
	}
	request := c.does("DetachNetworkInterface", p{"NetworkInterfaceId": id, "InstanceId": c.second})["RequestId"]
	if got := c.does("DescribeVpcTaskResult", p{"TaskId": request}); got["Status"] != "SUCCESS" {
		t.Errorf("the task: got %v", got)
	}
	c.Advance(time.Minute)
	if got := c.of(id); got["Attachment"] != nil || got["State"] != "AVAILABLE" {
		t.Errorf("detached: got %v", got)
	}
	c.does("DeleteNetworkInterface", p{"NetworkInterfaceId": id})
	c.denies("DescribeNetworkInterfaces", p{"NetworkInterfaceIds": []string{id}}, "ResourceNotFound")
	c.does("DeleteSecurityGroup", p{"SecurityGroupId": c.group})
	again := c.eni(p{"PrivateIpAddresses": []p{{"PrivateIpAddress": "10.0.1.71"}}}) // it is free
	c.does("DeleteNetworkInterface", p{"NetworkInterfaceId": again})
}

func TestAnInstanceIsItsPrimaryInterface(t *testing.T) {
	c := open(t)
	first := c.primary(c.server)
	id := first["NetworkInterfaceId"].(string)
	if first["Primary"] != true || first["Attachment"].(map[string]any)["DeviceIndex"] != 0.0 || first["SubnetId"] != c.subnet {
		t.Errorf("got %v", first)
	}
	equal(t, "its addresses are the instance's", ips(first), texts(c.instance(c.server)["PrivateIpAddresses"]))

	c.does("ModifyNetworkInterfaceAttribute", p{"NetworkInterfaceId": id, "NetworkInterfaceName": "mine", "SecurityGroupIds": []string{c.group}})
	equal(t, "the instance's groups", texts(c.instance(c.server)["SecurityGroupIds"]), []string{c.group})
	c.denies("DisassociateNetworkInterfaceSecurityGroups", p{"NetworkInterfaceIds": []string{id}, "SecurityGroupIds": []string{c.group}}, "UnsupportedOperation")
	c.does("AssignPrivateIpAddresses", p{"NetworkInterfaceId": id, "PrivateIpAddresses": []p{{"PrivateIpAddress": "10.0.1.99", "Description": "second"}}})
	equal(t, "the instance's addresses", texts(c.instance(c.server)["PrivateIpAddresses"])[1:], []string{"10.0.1.99"})
	if got := c.of(id); got["NetworkInterfaceName"] != "mine" || got["PrivateIpAddressSet"].([]any)[1].(map[string]any)["Description"] != "second" {
		t.Errorf("got %v", got)
	}
	to := c.eni(nil)
	c.does("MigratePrivateIpAddress", p{"SourceNetworkInterfaceId": id, "DestinationNetworkInterfaceId": to, "PrivateIpAddress": "10.0.1.99"})
	if got := c.instance(c.server)["PrivateIpAddresses"].([]any); len(got) != 1 {
		t.Errorf("after the address moved: got %v", got)
	}
	equal(t, "the other interface", ips(c.of(to))[1:], []string{"10.0.1.99"})

	for action, in := range map[string]p{"DeleteNetworkInterface": {"NetworkInterfaceId": id}, "DetachNetworkInterface": {"NetworkInterfaceId": id, "InstanceId": c.server}} {
		c.denies(action, in, "UnsupportedOperation")
	}
	c.does("AttachNetworkInterface", p{"NetworkInterfaceId": to, "InstanceId": c.server})
	c.Advance(time.Minute)
	c.Call3("cvm", "2017-03-12", "TerminateInstances", p{"InstanceIds": []string{c.server}})
	c.Advance(time.Minute)
	c.denies("DescribeNetworkInterfaces", p{"NetworkInterfaceIds": []string{id}}, "ResourceNotFound")
	if got := c.of(to); got["Attachment"] != nil || got["State"] != "AVAILABLE" {
		t.Errorf("the other interface stays: got %v", got)
	}
}

func TestElasticAddressesFollowTheirInterface(t *testing.T) {
	c := open(t)
	id := c.eni(p{"PrivateIpAddresses": []p{{"PrivateIpAddress": "10.0.1.70"}, {"PrivateIpAddress": "10.0.1.71"}}})
	address, ip := c.eip()
	c.denies("AssociateAddress", p{"AddressId": address, "NetworkInterfaceId": "eni-00000000", "PrivateIpAddress": "10.0.1.71"}, "InvalidNetworkInterfaceId.NotFound")
	c.does("AssociateAddress", p{"AddressId": address, "NetworkInterfaceId": id, "PrivateIpAddress": "10.0.1.71"})
	c.Advance(time.Minute)
	if got := c.address(address); got["AddressStatus"] != "BIND_ENI" || got["NetworkInterfaceId"] != id {
		t.Errorf("bound: got %v", got)
	}
	if got := c.of(id)["PrivateIpAddressSet"].([]any)[1].(map[string]any); got["PublicIpAddress"] != ip || got["AddressId"] != address {
		t.Errorf("shown: got %v", got)
	}
	c.does("AttachNetworkInterface", p{"NetworkInterfaceId": id, "InstanceId": c.server})
	c.Advance(time.Minute)
	if got := c.address(address); got["AddressStatus"] != "BIND" || got["InstanceId"] != c.server {
		t.Errorf("attached: got %v", got)
	}
	if got := texts(c.instance(c.server)["PublicIpAddresses"]); !slices.Contains(got, ip) {
		t.Errorf("the instance has %v", got)
	}
	c.does("DetachNetworkInterface", p{"NetworkInterfaceId": id, "InstanceId": c.server})
	c.Advance(time.Minute)
	if got := c.address(address); got["AddressStatus"] != "BIND_ENI" || got["InstanceId"] != "" {
		t.Errorf("detached: got %v", got)
	}
	c.does("UnassignPrivateIpAddresses", p{"NetworkInterfaceId": id, "PrivateIpAddresses": []p{{"PrivateIpAddress": "10.0.1.71"}}})
	if got := c.address(address); got["AddressStatus"] != "UNBIND" {
		t.Errorf("with its private address gone: got %v", got)
	}
}

func TestAHaVipLives(t *testing.T) {
	c := open(t)
	on := c.eni(nil)
	made := c.does("CreateHaVip", p{
		"VpcId": c.network, "SubnetId": c.subnet, "HaVipName": "v", "Vip": "10.0.1.200", "CheckAssociate": true,
		"HaVipAssociationSet": []p{{"InstanceId": c.server}}, "Tags": []p{{"Key": "k", "Value": "v"}},
	})["HaVip"].(map[string]any)
	id := made["HaVipId"].(string)
	look := func() map[string]any {
		return c.does("DescribeHaVips", p{"HaVipIds": []string{id}})["HaVipSet"].([]any)[0].(map[string]any)
	}
	if made["Vip"] != "10.0.1.200" || made["State"] != "AVAILABLE" || made["AddressIp"] != "" {
		t.Errorf("made: got %v", made)
	}
	c.does("AssociateHaVipInstance", p{"HaVipAssociationSet": []p{{"HaVipId": id, "InstanceId": on, "InstanceType": "ENI"}}})
	c.denies("AssociateHaVipInstance", p{"HaVipAssociationSet": []p{{"HaVipId": id, "InstanceId": on}}}, "InvalidParameterValue.DuplicatedHaVipAssociations")
	c.denies("DeleteNetworkInterface", p{"NetworkInterfaceId": on}, "ResourceInUse")
	c.does("DisassociateHaVipInstance", p{"HaVipAssociationSet": []p{{"HaVipId": id, "InstanceId": on}}})
	if got := c.does("DescribeHaVips", p{"Filters": []p{{"Name": "havip-association.instance-id", "Values": []string{c.server}}}}); got["TotalCount"] != 1.0 {
		t.Errorf("of the instance: got %v", got)
	}
	address, ip := c.eip()
	c.denies("HaVipDisassociateAddressIp", p{"HaVipId": id}, "UnsupportedOperation.UnbindEIP")
	c.does("HaVipAssociateAddressIp", p{"HaVipId": id, "AddressIp": ip})
	c.denies("HaVipAssociateAddressIp", p{"HaVipId": id, "AddressIp": ip}, "UnsupportedOperation.BindEIP")
	if got := c.address(address); got["AddressStatus"] != "BIND" || got["InstanceId"] != id || look()["AddressIp"] != ip {
		t.Errorf("bound: got %v, %v", got, look())
	}
	c.denies("DeleteHaVip", p{"HaVipId": id}, "UnsupportedOperation")
	c.does("HaVipDisassociateAddressIp", p{"HaVipId": id})
	c.does("ModifyHaVipAttribute", p{"HaVipId": id, "HaVipName": "w"})
	if got := look(); got["HaVipName"] != "w" || got["AddressIp"] != "" {
		t.Errorf("changed: got %v", got)
	}
	c.Call3("cvm", "2017-03-12", "TerminateInstances", p{"InstanceIds": []string{c.server}})
	c.Advance(time.Minute)
	if got := look(); got["State"] != "UNBIND" || len(got["HaVipAssociationSet"].([]any)) != 0 {
		t.Errorf("with its instance gone: got %v", got)
	}
	c.does("DeleteHaVip", p{"HaVipId": id})
	if got := c.does("DescribeHaVips", p{"HaVipIds": []string{id}}); got["TotalCount"] != 0.0 {
		t.Errorf("deleted: got %v", got)
	}
}

func TestInterfacesAreRefusedForTheirReason(t *testing.T) {
	c := open(t)
	long := strings.Repeat("x", 61)
	made := p{"VpcId": c.network, "SubnetId": c.subnet, "NetworkInterfaceName": "n"}
	id, free := c.eni(p{"PrivateIpAddresses": []p{{"PrivateIpAddress": "10.0.1.70"}, {"PrivateIpAddress": "10.0.1.71"}}}), c.eni(nil)
	aside := c.does("CreateNetworkInterface", with(made, p{"SubnetId": c.beside}))["NetworkInterface"].(map[string]any)["NetworkInterfaceId"].(string)
	c.Advance(time.Minute)
	c.does("AttachNetworkInterface", p{"NetworkInterfaceId": id, "InstanceId": c.server})
	c.Advance(time.Minute)
	main := c.primary(c.server)["NetworkInterfaceId"].(string)
	addresses := func(ips ...string) p {
		var all []p
		for _, ip := range ips {
			all = append(all, p{"PrivateIpAddress": ip})
		}
		return p{"PrivateIpAddresses": all}
	}
	at := p{"NetworkInterfaceId": id}
	var many []string
	for n := range 11 {
		many = append(many, fmt.Sprintf("10.0.1.%d", 100+n))
	}
	_, ip := c.eip()
	pending := c.does("CreateNetworkInterface", made)["NetworkInterface"].(map[string]any)["NetworkInterfaceId"].(string)
	vip := p{"VpcId": c.network, "SubnetId": c.subnet, "HaVipName": "v"}
	open := c.does("CreateHaVip", vip)["HaVip"].(map[string]any)["HaVipId"].(string)
	limited := c.does("CreateHaVip", with(vip, p{"CheckAssociate": true}))["HaVip"].(map[string]any)["HaVipId"].(string)
	may := func(vip, instance string) p {
		return p{"HaVipAssociationSet": []p{{"HaVipId": vip, "InstanceId": instance}}}
	}
	for _, r := range []struct {
		action string
		in     p
		code   string
	}{
		{"CreateNetworkInterface", with(made, p{"SubnetId": "subnet-00000000"}), "ResourceNotFound"},
		{"CreateNetworkInterface", with(made, p{"VpcId": c.other}), "ResourceNotFound"},
		{"CreateNetworkInterface", with(made, p{"NetworkInterfaceName": long}), "InvalidParameterValue.TooLong"},
		{"CreateNetworkInterface", with(made, p{"NetworkInterfaceDescription": long}), "InvalidParameterValue.TooLong"},
		{"CreateNetworkInterface", with(made, p{"SecondaryPrivateIpAddressCount": 11}), "InvalidParameterValue.LimitExceeded"},
		{"CreateNetworkInterface", with(made, addresses("10.0.1.9", "10.0.1.9")), "InvalidParameterValue"},
		{"CreateNetworkInterface", with(made, p{"PrivateIpAddresses": []p{{"PrivateIpAddress": "10.0.1.9", "Primary": true}, {"PrivateIpAddress": "10.0.1.10", "Primary": true}}}), "InvalidParameterValue"},
		{"CreateNetworkInterface", with(made, addresses("10.0.1")), "InvalidParameterValue.Malformed"},
		{"CreateNetworkInterface", with(made, addresses("10.0.2.9")), "InvalidParameterValue.Range"},
		{"CreateNetworkInterface", with(made, addresses("10.0.1.1")), "InvalidParameterValue.Reserved"},
		{"CreateNetworkInterface", with(made, addresses("10.0.1.70")), "ResourceInUse"},
		{"CreateNetworkInterface", with(made, p{"SecurityGroupIds": []string{"sg-00000000"}}), "ResourceNotFound"},
		{"CreateNetworkInterface", with(made, p{"SecurityGroupIds": []string{c.group, c.another, "a", "b", "c", "d"}}), "ResourceNotFound"},
		{"CreateAndAttachNetworkInterface", with(made, p{"InstanceId": "ins-1"}), "InvalidParameterValue.Malformed"},
		{"CreateAndAttachNetworkInterface", with(made, p{"InstanceId": "ins-00000000"}), "ResourceNotFound"},
		{"CreateAndAttachNetworkInterface", with(made, p{"InstanceId": c.outside}), "UnsupportedOperation.VpcMismatch"},
		{"CreateAndAttachNetworkInterface", with(made, p{"InstanceId": c.away}), "UnsupportedOperation.ZoneMismatch"},
		{"CreateAndAttachNetworkInterface", with(made, p{"InstanceId": c.server}), "LimitExceeded"},
		{"DescribeNetworkInterfaces", p{"NetworkInterfaceIds": []string{"eni-1"}}, "InvalidParameterValue.Malformed"},
		{"DescribeNetworkInterfaces", p{"NetworkInterfaceIds": []string{id}, "Filters": []p{{"Name": "vpc-id", "Values": []string{"v"}}}}, "InvalidParameter.Coexist"},
		{"DescribeNetworkInterfaces", p{"Filters": []p{{"Name": "none", "Values": []string{"v"}}}}, "InvalidParameter.FilterInvalidKey"},
		{"AttachNetworkInterface", with(at, p{"InstanceId": c.second}), "UnsupportedOperation.AttachmentAlreadyExists"},
		{"AttachNetworkInterface", p{"NetworkInterfaceId": pending, "InstanceId": c.second}, "UnsupportedOperation.InvalidState"},
		{"AttachNetworkInterface", p{"NetworkInterfaceId": free, "InstanceId": c.server}, "LimitExceeded"},
		{"AttachNetworkInterface", p{"NetworkInterfaceId": free, "InstanceId": c.outside}, "UnsupportedOperation.VpcMismatch"},
		{"AttachNetworkInterface", p{"NetworkInterfaceId": free, "InstanceId": c.away}, "UnsupportedOperation.ZoneMismatch"},
		{"AttachNetworkInterface", p{"NetworkInterfaceId": "eni-00000000", "InstanceId": c.server}, "ResourceNotFound"},
		{"DetachNetworkInterface", with(at, p{"InstanceId": c.second}), "ResourceNotFound"},
		{"MigrateNetworkInterface", p{"NetworkInterfaceId": free, "SourceInstanceId": c.server, "DestinationInstanceId": c.second}, "UnsupportedOperation.AttachmentNotFound"},
		{"MigrateNetworkInterface", with(at, p{"SourceInstanceId": c.server, "DestinationInstanceId": c.server}), "UnsupportedOperation"},
		{"MigrateNetworkInterface", with(at, p{"SourceInstanceId": c.server, "DestinationInstanceId": c.outside}), "UnsupportedOperation.VpcMismatch"},
		{"DescribeNetworkInterfaceLimit", p{"InstanceId": "ins-00000000"}, "InvalidInstanceId.NotFound"},
		{"DisassociateNetworkInterfaceSecurityGroups", p{"NetworkInterfaceIds": []string{id}, "SecurityGroupIds": []string{c.group}}, "ResourceNotFound"},
		{"DeleteNetworkInterface", p{"NetworkInterfaceId": pending}, "UnsupportedOperation.InvalidState"},
		{"AssignPrivateIpAddresses", at, "MissingParameter"},
		{"AssignPrivateIpAddresses", with(at, addresses(many...)), "InvalidParameterValue.LimitExceeded"},
		{"AssignPrivateIpAddresses", with(at, p{"PrivateIpAddresses": []p{{"PrivateIpAddress": "10.0.1.9", "Primary": true}}}), "UnsupportedOperation"},
		{"AssignPrivateIpAddresses", with(at, addresses("10.0.1.9", "10.0.1.9")), "InvalidParameterValue.DuplicatePara"},
		{"AssignPrivateIpAddresses", with(at, p{"SecondaryPrivateIpAddressCount": 9}), "LimitExceeded"},
		{"AssignPrivateIpAddresses", p{"NetworkInterfaceId": aside, "SecondaryPrivateIpAddressCount": 10}, ""},
		{"AssignPrivateIpAddresses", p{"NetworkInterfaceId": aside, "SecondaryPrivateIpAddressCount": 10}, "ResourceInsufficient.Subnet"},
		{"AssignPrivateIpAddresses", p{"NetworkInterfaceId": pending, "SecondaryPrivateIpAddressCount": 1}, "UnsupportedOperation.InvalidState"},
		{"UnassignPrivateIpAddresses", with(at, addresses("10.0.1.9")), "ResourceNotFound"},
		{"UnassignPrivateIpAddresses", with(at, addresses("10.0.1.70")), "UnsupportedOperation"},
		{"UnassignPrivateIpAddresses", with(at, with(addresses("10.0.1.71"), p{"InstanceId": c.second})), "UnsupportedOperation.AttachmentNotFound"},
		{"ModifyPrivateIpAddressesAttribute", with(at, p{"PrivateIpAddresses": []p{{"PrivateIpAddress": "10.0.1.70", "Description": long}}}), "InvalidParameterValue.TooLong"},
		{"MigratePrivateIpAddress", p{"SourceNetworkInterfaceId": id, "DestinationNetworkInterfaceId": free, "PrivateIpAddress": "10.0.1.70"}, "UnsupportedOperation.PrimaryIp"},
		{"MigratePrivateIpAddress", p{"SourceNetworkInterfaceId": id, "DestinationNetworkInterfaceId": aside, "PrivateIpAddress": "10.0.1.71"}, "UnsupportedOperation"},
		{"MigratePrivateIpAddress", p{"SourceNetworkInterfaceId": id, "DestinationNetworkInterfaceId": main, "PrivateIpAddress": "10.0.1.72"}, "ResourceNotFound"},
		{"CreateHaVip", with(vip, p{"HaVipName": long}), "InvalidParameterValue.TooLong"},
		{"CreateHaVip", with(vip, p{"Vip": "10.0.1.70"}), "ResourceInUse"},
		{"CreateHaVip", with(vip, p{"Vip": "10.0.2.70"}), "InvalidParameterValue.Range"},
		{"CreateHaVip", p{"VpcId": c.network, "HaVipName": "v"}, "MissingParameter"},
		{"CreateHaVip", with(vip, p{"NetworkInterfaceId": aside}), "InvalidParameterValue.ParameterMismatch"},
		{"CreateHaVip", with(vip, p{"HaVipAssociationSet": []p{{"InstanceId": c.server}}}), "InvalidParameterValue.ParameterMismatch"},
		{"CreateHaVip", with(vip, p{"CheckAssociate": true, "HaVipAssociationSet": []p{{"InstanceId": c.server}, {"InstanceId": c.server}}}), "InvalidParameterValue.Duplicate"},
		{"DeleteHaVip", p{"HaVipId": "havip-00000000"}, "ResourceNotFound"},
		{"DeleteHaVip", p{"HaVipId": "havip-1"}, "InvalidParameterValue.Malformed"},
		{"HaVipAssociateAddressIp", p{"HaVipId": open, "AddressIp": "9.9.9.9"}, "ResourceNotFound"},
		{"HaVipAssociateAddressIp", p{"HaVipId": open, "AddressIp": ip}, ""},
		{"HaVipAssociateAddressIp", p{"HaVipId": limited, "AddressIp": ip}, "UnsupportedOperation"},
		{"AssociateHaVipInstance", may(open, c.server), "InvalidParameterValue.ParameterMismatch"},
		{"AssociateHaVipInstance", may(limited, c.outside), "InvalidParameterValue.ParameterMismatch"},
		{"AssociateHaVipInstance", p{"HaVipAssociationSet": []p{{"HaVipId": limited, "InstanceId": c.server, "InstanceType": "ENI"}}}, "InvalidParameterValue.ParameterMismatch"},
		{"DisassociateHaVipInstance", may(limited, c.server), "ResourceNotFound"},
	} {
		c.denies(r.action, r.in, r.code)
	}
	if got := c.does("DescribeNetworkInterfaceLimit", p{"InstanceId": c.server}); got["EniQuantity"] != 2.0 || got["EniPrivateIpAddressQuantity"] != 10.0 {
		t.Errorf("the limits of two CPUs: got %v", got)
	}
	for n := 2; n < 10; n++ {
		c.does("CreateHaVip", vip)
	}
	c.denies("CreateHaVip", vip, "LimitExceeded")
}

func TestAnInstanceTakesItsOwnElasticAddressAlong(t *testing.T) {
	c := open(t)
	id := c.eni(nil)
	c.does("AttachNetworkInterface", p{"NetworkInterfaceId": id, "InstanceId": c.server})
	c.Advance(time.Minute)
	own, _ := c.eip()
	its, _ := c.eip()
	c.does("AssociateAddress", p{"AddressId": own, "InstanceId": c.server})
	c.does("AssociateAddress", p{"AddressId": its, "NetworkInterfaceId": id, "PrivateIpAddress": ips(c.of(id))[0]})
	c.Advance(time.Minute)
	if a := c.Call3("cvm", "2017-03-12", "TerminateInstances", p{"InstanceIds": []string{c.server}, "ReleaseAddress": true}); !a.OK() {
		t.Fatalf("TerminateInstances: got %s %s", a.CodeDesc, a.Message)
	}
	c.Advance(time.Minute)
	left := c.does("DescribeAddresses", p{})["AddressSet"].([]any)
	if len(left) != 1 || left[0].(map[string]any)["AddressId"] != its || left[0].(map[string]any)["AddressStatus"] != "BIND_ENI" {
		t.Errorf("got %v, want %s alone, bound to its interface", left, its)
	}
}
