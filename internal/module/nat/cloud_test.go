package nat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/paifangtest"
)

type p map[string]any

// A cloud has a network with an instance in a subnet, and elastic addresses.
type cloud struct {
	*paifangtest.Cloud
	t                                      *testing.T
	network, subnet, table, instance, host string
	addresses                              []string
}

func open(t *testing.T, world string) *cloud {
	t.Helper()
	c := &cloud{Cloud: paifangtest.New(t, paifangtest.World(world)), t: t}
	c.network = c.does("CreateVpc", p{"VpcName": "net", "CidrBlock": "10.0.0.0/16"})["Vpc"].(map[string]any)["VpcId"].(string)
	c.subnet = c.does("CreateSubnet", p{"VpcId": c.network, "SubnetName": "in", "CidrBlock": "10.0.1.0/24", "Zone": "ap-guangzhou-3"})["Subnet"].(map[string]any)["SubnetId"].(string)
	c.table = c.does("DescribeRouteTables", p{})["RouteTableSet"].([]any)[0].(map[string]any)["RouteTableId"].(string)
	run := c.Call3("cvm", "2017-03-12", "RunInstances", p{
		"Placement": p{"Zone": "ap-guangzhou-3"}, "ImageId": "img-centos76", "InstanceType": "S5.SMALL2", "InstanceChargeType": "POSTPAID_BY_HOUR",
		"VirtualPrivateCloud": p{"VpcId": c.network, "SubnetId": c.subnet, "PrivateIpAddresses": []string{"10.0.1.9"}},
	})
	var made struct{ InstanceIdSet []string }
	if err := run.Decode(&made); err != nil || len(made.InstanceIdSet) != 1 {
		t.Fatalf("RunInstances: got %s %s, %v", run.CodeDesc, run.Message, err)
	}
	c.instance, c.host = made.InstanceIdSet[0], "10.0.1.9"
	c.does("AllocateAddresses", p{"AddressCount": 3})
	c.Advance(time.Minute)
	for _, a := range c.does("DescribeAddresses", p{})["AddressSet"].([]any) {
		c.addresses = append(c.addresses, a.(map[string]any)["AddressIp"].(string))
	}
	return c
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

// buys is a gateway with one address, and finished.
func (c *cloud) buys(more p) string {
	c.t.Helper()
	in := with(p{"NatGatewayName": "out", "VpcId": c.network, "PublicIpAddresses": c.addresses[:1]}, more)
	id := c.does("CreateNatGateway", in)["NatGatewaySet"].([]any)[0].(map[string]any)["NatGatewayId"].(string)
	c.Advance(time.Minute)
	return id
}

func (c *cloud) gateway(id string) map[string]any {
	c.t.Helper()
	set := c.does("DescribeNatGateways", p{"NatGatewayIds": []string{id}})["NatGatewaySet"].([]any)
	if len(set) == 0 {
		return nil
	}
	return set[0].(map[string]any)
}

func with(in, more p) p {
	out := p{}
	for _, of := range []p{in, more} {
		for name, value := range of {
			out[name] = value
		}
	}
	return out
}

func (c *cloud) forward(port int) p {
	return p{"IpProtocol": "TCP", "PublicIpAddress": c.addresses[0], "PublicPort": port, "PrivateIpAddress": c.host, "PrivatePort": 8080}
}

func (c *cloud) translation() p {
	return p{"ResourceId": c.subnet, "ResourceType": "SUBNET", "PrivateIpAddress": "10.0.1.0/24", "PublicIpAddresses": c.addresses[:1], "Description": "d"}
}

// A gateway is bought, has rules and routes, is changed, and goes when nothing needs it.
func TestLife(t *testing.T) {
	c := open(t, "version: 1")
	id := c.buys(p{"Tags": []p{{"Key": "team", "Value": "net"}}})
	got := c.gateway(id)
	for name, want := range map[string]any{
		"NatGatewayName": "out", "State": "AVAILABLE", "VpcId": c.network, "InternetMaxBandwidthOut": 100.0, "MaxConcurrentConnection": 1e6,
		"NetworkState": "AVAILABLE", "NatProductVersion": 1.0, "TagSet": []any{map[string]any{"Key": "team", "Value": "net"}},
	} {
		if !cmp.Equal(got[name], want) {
			t.Errorf("%s: got %v, want %v", name, got[name], want)
		}
	}
	c.does("ModifyNatGatewayAttribute", p{"NatGatewayId": id, "NatGatewayName": "way", "InternetMaxBandwidthOut": 200, "DeletionProtectionEnabled": true})
	c.does("ResetNatGatewayConnection", p{"NatGatewayId": id, "MaxConcurrentConnection": 3000000})
	if got := c.gateway(id); got["NatGatewayName"] != "way" || got["InternetMaxBandwidthOut"] != 200.0 || got["MaxConcurrentConnection"] != 3e6 {
		t.Errorf("changed: got %v", got)
	}
	task := c.does("AssociateNatGatewayAddress", p{"NatGatewayId": id, "PublicIpAddresses": c.addresses[1:2]})["RequestId"]
	if got := c.does("DescribeVpcTaskResult", p{"TaskId": task}); got["Status"] != "SUCCESS" {
		t.Errorf("the task: got %v", got)
	}
	if got := c.gateway(id)["PublicIpAddressSet"].([]any); len(got) != 2 {
		t.Errorf("addresses: got %v", got)
	}
	c.does("CreateNatGatewayDestinationIpPortTranslationNatRule", p{"NatGatewayId": id, "DestinationIpPortTranslationNatRules": []p{c.forward(80), c.forward(81)}})
	c.does("ModifyNatGatewayDestinationIpPortTranslationNatRule", p{"NatGatewayId": id, "SourceNatRule": c.forward(81), "DestinationNatRule": c.forward(82)})
	c.does("DeleteNatGatewayDestinationIpPortTranslationNatRule", p{"NatGatewayId": id, "DestinationIpPortTranslationNatRules": []p{c.forward(80)}})
	rules := c.does("DescribeNatGatewayDestinationIpPortTranslationNatRules", p{"Filters": []p{{"Name": "public-port", "Values": []string{"82"}}}})
	if rules["TotalCount"] != 1.0 || rules["NatGatewayDestinationIpPortTranslationNatRuleSet"].([]any)[0].(map[string]any)["PrivateIpAddress"] != c.host {
		t.Errorf("rules of ports: got %v", rules)
	}
	c.does("CreateNatGatewaySourceIpTranslationNatRule", p{"NatGatewayId": id, "SourceIpTranslationNatRules": []p{c.translation()}})
	source := c.does("DescribeNatGatewaySourceIpTranslationNatRules", p{"NatGatewayId": id})["SourceIpTranslationNatRuleSet"].([]any)[0].(map[string]any)
	c.does("ModifyNatGatewaySourceIpTranslationNatRule", p{"NatGatewayId": id, "SourceIpTranslationNatRule": with(c.translation(), p{
		"NatGatewaySnatId": source["NatGatewaySnatId"], "PublicIpAddresses": c.addresses[1:2],
	})})
	c.denies("DisassociateNatGatewayAddress", p{"NatGatewayId": id, "PublicIpAddresses": c.addresses[1:2]}, "ResourceInUse")
	c.does("DeleteNatGatewaySourceIpTranslationNatRule", p{"NatGatewayId": id, "NatGatewaySnatIds": []any{source["NatGatewaySnatId"]}})
	c.does("DisassociateNatGatewayAddress", p{"NatGatewayId": id, "PublicIpAddresses": c.addresses[1:2]})
	c.does("CreateRoutes", p{"RouteTableId": c.table, "Routes": []p{{"DestinationCidrBlock": "0.0.0.0/0", "GatewayType": "NAT", "GatewayId": id}}})
	c.denies("DeleteNatGateway", p{"NatGatewayId": id}, "UnsupportedOperation.DeletionProtectionEnabled")
	c.does("ModifyNatGatewayAttribute", p{"NatGatewayId": id, "DeletionProtectionEnabled": false})
	c.denies("DeleteNatGateway", p{"NatGatewayId": id}, "UnsupportedOperation.NatGatewayHaveRoute")
	c.denies("DeleteVpc", p{"VpcId": c.network}, "ResourceInUse")
	c.does("DeleteRoutes", p{"RouteTableId": c.table, "Routes": []p{{"DestinationCidrBlock": "0.0.0.0/0", "GatewayType": "NAT", "GatewayId": id, "RouteId": c.route()}}})
	c.does("DeleteNatGateway", p{"NatGatewayId": id})
	if got := c.gateway(id); got != nil {
		t.Errorf("deleted: got %v", got)
	}
	for _, a := range c.does("DescribeAddresses", p{})["AddressSet"].([]any) {
		if state := a.(map[string]any)["AddressStatus"]; state != "UNBIND" {
			t.Errorf("the address %v is %v", a.(map[string]any)["AddressIp"], state)
		}
	}
	c.denies("CreateRoutes", p{"RouteTableId": c.table, "Routes": []p{{"DestinationCidrBlock": "0.0.0.0/0", "GatewayType": "NAT", "GatewayId": id}}}, "ResourceNotFound")
}

func (c *cloud) route() any {
	for _, r := range c.does("DescribeRouteTables", p{"RouteTableIds": []string{c.table}})["RouteTableSet"].([]any)[0].(map[string]any)["RouteSet"].([]any) {
		if r := r.(map[string]any); r["GatewayType"] == "NAT" {
			return r["RouteId"]
		}
	}
	return nil
}

// What an hour costs goes by the size, and ends when the gateway goes: addresses and the instance cost the same each day then.
func TestMoney(t *testing.T) {
	c := open(t, "version: 1")
	day := func() float64 {
		before := c.spent()
		c.Advance(24 * time.Hour)
		return c.spent() - before
	}
	c.Advance(time.Hour)
	idle := day()
	id := c.buys(nil)
	day()
	small := day()
	c.does("ResetNatGatewayConnection", p{"NatGatewayId": id, "MaxConcurrentConnection": 3000000})
	day()
	large := day()
	// A hundred fen more for each of 24 hours.
	if got := large - small; got != 2400 {
		t.Errorf("a day costs %v more with more connections, want 2400", got)
	}
	c.does("DeleteNatGateway", p{"NatGatewayId": id})
	day()
	if got := day(); got != idle {
		t.Errorf("a day costs %v when it is gone, and %v before it was there", got, idle)
	}
}

// spent is how much less money there is than at first.
func (c *cloud) spent() float64 {
	c.t.Helper()
	var out struct{ RealBalance float64 }
	if err := c.Call3("billing", "2018-07-09", "DescribeAccountBalance", p{}).Decode(&out); err != nil {
		c.t.Fatal(err)
	}
	return -out.RealBalance
}

// Each reason for which something of a gateway is refused.
func TestRefusals(t *testing.T) {
	c := open(t, "version: 1")
	buy := p{"NatGatewayName": "out", "VpcId": c.network, "PublicIpAddresses": c.addresses[1:2]}
	id := c.buys(nil)
	at := p{"NatGatewayId": id}
	ports := func(rules ...p) p { return with(at, p{"DestinationIpPortTranslationNatRules": rules}) }
	sources := func(more p) p {
		return with(at, p{"SourceIpTranslationNatRules": []p{with(c.translation(), more)}})
	}
	c.does("CreateNatGatewayDestinationIpPortTranslationNatRule", ports(c.forward(80), c.forward(81)))
	c.does("CreateNatGatewaySourceIpTranslationNatRule", sources(nil))
	const (
		createPort, modifyPort, deletePort = "CreateNatGatewayDestinationIpPortTranslationNatRule", "ModifyNatGatewayDestinationIpPortTranslationNatRule", "DeleteNatGatewayDestinationIpPortTranslationNatRule"
		createSource, modifySource         = "CreateNatGatewaySourceIpTranslationNatRule", "ModifyNatGatewaySourceIpTranslationNatRule"
	)
	for _, of := range []struct {
		action string
		in     p
		code   string
	}{
		{"CreateNatGateway", with(buy, p{"VpcId": "vpc-absent00"}), "InvalidVpcId.NotFound"},
		{"CreateNatGateway", with(buy, p{"NatGatewayName": strings.Repeat("a", 61)}), "InvalidParameterValue.TooLong"},
		{"CreateNatGateway", with(buy, p{"InternetMaxBandwidthOut": 30}), "InvalidParameterValue.Range"},
		{"CreateNatGateway", with(buy, p{"MaxConcurrentConnection": 5}), "InvalidParameterValue.Range"},
		{"CreateNatGateway", with(buy, p{"NatProductVersion": 2, "InternetMaxBandwidthOut": 100}), "InvalidParameterValue.Range"},
		{"CreateNatGateway", with(buy, p{"PublicIpAddresses": []string{"x"}}), "InvalidParameterValue.Malformed"},
		{"CreateNatGateway", with(buy, p{"PublicIpAddresses": []string{"9.9.9.9", "9.9.9.9"}}), "InvalidParameterValue.Malformed"},
		{"CreateNatGateway", with(buy, p{"PublicIpAddresses": []string{"9.9.9.9"}}), "UnsupportedOperation.PublicIpAddressIsNotExisted"},
		{"CreateNatGateway", with(buy, p{"PublicIpAddresses": c.addresses[:1]}), "ResourceInUse.Address"},
		{"ModifyNatGatewayAttribute", p{"NatGatewayId": "nat-absent00", "NatGatewayName": "n"}, "ResourceNotFound"},
		{"ModifyNatGatewayAttribute", p{"NatGatewayId": "nat", "NatGatewayName": "n"}, "InvalidParameterValue.Malformed"},
		{"ModifyNatGatewayAttribute", with(at, p{"InternetMaxBandwidthOut": 1}), "InvalidParameterValue.Range"},
		{"ResetNatGatewayConnection", with(at, p{"MaxConcurrentConnection": 1}), "InvalidParameterValue.Range"},
		{"DescribeNatGateways", p{"NatGatewayIds": []string{"nat"}}, "InvalidParameterValue.Malformed"},
		{"DescribeNatGateways", p{"NatGatewayIds": []string{id}, "Filters": []p{{"Name": "vpc-id", "Values": []string{"v"}}}}, "InvalidParameter.Coexist"},
		{"DescribeNatGateways", p{"Filters": []p{{"Name": "none", "Values": []string{"v"}}}}, "InvalidParameter.FilterInvalidKey"},
		{"AssociateNatGatewayAddress", with(at, p{"PublicIpAddresses": []string{"9.9.9.9"}}), "UnsupportedOperation.PublicIpAddressIsNotExisted"},
		{"DisassociateNatGatewayAddress", with(at, p{"PublicIpAddresses": c.addresses[1:2]}), "ResourceNotFound"},
		{createPort, ports(with(c.forward(82), p{"IpProtocol": "ICMP"})), "InvalidParameterValue.Malformed"},
		{createPort, ports(with(c.forward(82), p{"Description": strings.Repeat("a", 61)})), "InvalidParameterValue.TooLong"},
		{createPort, ports(c.forward(80)), "InvalidParameterValue.NatGatewayDnatRuleExisted"},
		{createPort, ports(c.forward(82), c.forward(82)), "InvalidParameterValue.NatGatewayDnatRuleRepeated"},
		{createPort, ports(with(c.forward(82), p{"PublicIpAddress": c.addresses[1]})), "UnsupportedOperation.NatGatewayEipNotExists"},
		{createPort, ports(with(c.forward(82), p{"PrivateIpAddress": "10.0.1.77"})), "InvalidParameterValue.NatGatewayDnatRulePipNeedVm"},
		{modifyPort, with(at, p{"SourceNatRule": c.forward(90), "DestinationNatRule": c.forward(91)}), "InvalidParameterValue.NatGatewayDnatRuleNotExists"},
		{modifyPort, with(at, p{"SourceNatRule": c.forward(80), "DestinationNatRule": c.forward(81)}), "UnsupportedOperation.RecordExists"},
		{deletePort, ports(c.forward(90)), "InvalidParameterValue.NatGatewayDnatRuleNotExists"},
		{createSource, sources(nil), "InvalidParameterValue.NatSnatRuleExists"},
		{createSource, sources(p{"ResourceType": "VPC"}), "InvalidParameterValue.Malformed"},
		{createSource, sources(p{"ResourceId": "subnet-absent0"}), "ResourceNotFound"},
		{createSource, with(at, p{"SourceIpTranslationNatRules": []p{{
			"ResourceId": c.instance, "ResourceType": "NETWORKINTERFACE", "PrivateIpAddress": "10.0.1.77", "PublicIpAddresses": c.addresses[:1], "Description": "",
		}}}), "UnsupportedOperation.NatGatewaySnatPipNeedVm"},
		{createSource, with(at, p{"SourceIpTranslationNatRules": []p{{
			"ResourceId": c.instance, "ResourceType": "NETWORKINTERFACE", "PrivateIpAddress": c.host, "PublicIpAddresses": c.addresses[1:2], "Description": "",
		}}}), "UnsupportedOperation.NatGatewayEipNotExists"},
		{modifySource, with(at, p{"SourceIpTranslationNatRule": with(c.translation(), p{"NatGatewaySnatId": "snat-absent0"})}), "InvalidParameterValue.NatGatewaySnatRuleNotExists"},
		{"DeleteNatGatewaySourceIpTranslationNatRule", with(at, p{"NatGatewaySnatIds": []string{"snat-absent0"}}), "InvalidParameterValue.NatGatewaySnatRuleNotExists"},
		{"DescribeNatGatewaySourceIpTranslationNatRules", with(at, p{"Filters": []p{{"Name": "none", "Values": []string{"v"}}}}), "InvalidParameter.FilterInvalidKey"},
	} {
		c.denies(of.action, of.in, of.code)
	}
	c.denies(modifySource, with(at, p{"SourceIpTranslationNatRule": with(c.translation(), p{"NatGatewaySnatId": c.source(id), "PrivateIpAddress": "10.0.2.0/24"})}), "InvalidParameterValue")
	// One address stays, whatever uses it.
	c.does(deletePort, ports(c.forward(80), c.forward(81)))
	c.does("DeleteNatGatewaySourceIpTranslationNatRule", with(at, p{"NatGatewaySnatIds": []any{c.source(id)}}))
	c.denies("DisassociateNatGatewayAddress", with(at, p{"PublicIpAddresses": c.addresses[:1]}), "UnsupportedOperation.PublicIpAddressDisassociate")
	// While it is being made, it can't be asked anything.
	made := c.does("CreateNatGateway", buy)["NatGatewaySet"].([]any)[0].(map[string]any)
	if made["State"] != "PENDING" {
		t.Errorf("just bought: got %v", made["State"])
	}
	c.denies("DeleteNatGateway", p{"NatGatewayId": made["NatGatewayId"]}, "UnsupportedOperation.MutexOperationTaskRunning")
	c.Advance(time.Minute)
	c.does("CreateNatGateway", with(buy, p{"PublicIpAddresses": c.addresses[2:3]}))
	c.denies("CreateNatGateway", buy, "LimitExceeded.NatGatewayPerVpcLimitExceeded")
}

func (c *cloud) source(id string) any {
	c.t.Helper()
	return c.does("DescribeNatGatewaySourceIpTranslationNatRules", p{"NatGatewayId": id})["SourceIpTranslationNatRuleSet"].([]any)[0].(map[string]any)["NatGatewaySnatId"]
}
