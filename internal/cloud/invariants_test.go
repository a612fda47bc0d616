package cloud_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paifang/paifang/paifangtest"
)

type m = map[string]any

// A player makes calls over all modules, sensible and senseless ones, with ids that are there, were there, or never were.
type player struct {
	*paifangtest.Cloud
	t   *testing.T
	r   *rand.Rand
	ids map[string][]string
	// in and at are the network and the zone of a subnet.
	in, at map[string]string
	// done counts the calls of an action that were not refused.
	done map[string]int
	// last is the last call, why the code that it was refused with.
	last, why string
}

var versions = map[string]string{"cvm": "2017-03-12", "vpc": "2017-03-12", "cbs": "2017-03-12", "billing": "2018-07-09", "clb": "2018-03-17"}

// call makes a call and refuses to go on after an internal error.
func (p *player) call(service, action string, in m) m {
	p.t.Helper()
	p.last = fmt.Sprintf("%s %v", action, in)
	a := p.Call3(service, versions[service], action, in)
	for a.CodeDesc == "RequestLimitExceeded" {
		p.Advance(time.Second)
		a = p.Call3(service, versions[service], action, in)
	}
	if strings.HasPrefix(a.CodeDesc, "Internal") {
		p.t.Fatalf("%s: got %s %s", p.last, a.CodeDesc, a.Message)
	}
	out := m{}
	if p.why = a.CodeDesc; !a.OK() {
		return nil
	}
	p.done[action]++
	if err := a.Decode(&out); err != nil {
		p.t.Fatalf("%s: %v", p.last, err)
	}
	return out
}

// keep adds the ids that an answer has under a path of members to those of a kind.
func (p *player) keep(kind string, answer m, path ...string) {
	var at any = answer
	for _, name := range path {
		members, ok := at.(m)
		if !ok {
			return
		}
		at = members[name]
	}
	switch v := at.(type) {
	case string:
		p.ids[kind] = append(p.ids[kind], v)
	case []any:
		for _, one := range v {
			if id, ok := one.(string); ok {
				p.ids[kind] = append(p.ids[kind], id)
			}
		}
	}
}

// any is an id of a kind, most often of one of the last, which may be there still; now and then one that never was.
func (p *player) any(kind string) string {
	all := p.ids[kind]
	if len(all) == 0 || p.r.IntN(12) == 0 {
		return kind + "-00000000"
	}
	if p.r.IntN(4) > 0 {
		all = all[max(0, len(all)-4):]
	}
	return all[p.r.IntN(len(all))]
}

func (p *player) some(texts ...string) string { return texts[p.r.IntN(len(texts))] }

func (p *player) ip() string {
	return fmt.Sprintf("10.%d.%d.%d", p.r.IntN(2), p.r.IntN(3), p.r.IntN(20))
}

func (p *player) step() {
	zone := p.some("ap-guangzhou-3", "ap-guangzhou-3", "ap-guangzhou-4")
	vpc, subnet := p.any("vpc"), p.any("subnet")
	if p.in[subnet] != "" && p.r.IntN(8) > 0 {
		vpc, zone = p.in[subnet], p.at[subnet]
	}
	switch p.r.IntN(54) {
	case 0:
		p.keep("vpc", p.call("vpc", "CreateVpc", m{"VpcName": "n", "CidrBlock": p.some("10.0.0.0/16", "10.1.0.0/16")}), "Vpc", "VpcId")
	case 1, 2:
		vpc := p.any("vpc")
		made := p.call("vpc", "CreateSubnet", m{
			"VpcId": vpc, "SubnetName": "n", "CidrBlock": fmt.Sprintf("10.%d.%d.0/%d", p.r.IntN(2), p.r.IntN(3), 24+p.r.IntN(5)), "Zone": zone,
		})
		p.keep("subnet", made, "Subnet", "SubnetId")
		if made != nil {
			id := made["Subnet"].(m)["SubnetId"].(string)
			p.in[id], p.at[id] = vpc, zone
		}
	case 3:
		p.call("vpc", "DeleteSubnet", m{"SubnetId": p.any("subnet")})
	case 4:
		p.call("vpc", "DeleteVpc", m{"VpcId": p.any("vpc")})
	case 5, 6, 7:
		in := m{
			"Placement": m{"Zone": zone}, "ImageId": "img-centos76", "InstanceType": p.some("S5.SMALL2", "S5.LARGE8"), "SystemDisk": m{"DiskType": "CLOUD_PREMIUM"},
			"InstanceChargeType": p.some("POSTPAID_BY_HOUR", "POSTPAID_BY_HOUR", "PREPAID", "SPOTPAID"), "InstanceChargePrepaid": m{"Period": 1}, "InstanceCount": 1 + p.r.IntN(2),
			"VirtualPrivateCloud": m{"VpcId": vpc, "SubnetId": subnet},
			"InternetAccessible":  m{"InternetMaxBandwidthOut": p.r.IntN(2)},
		}
		if len(p.ids["sg"]) > 0 && p.r.IntN(2) == 0 {
			in["SecurityGroupIds"] = []string{p.any("sg")}
		}
		if p.r.IntN(3) == 0 {
			in["DataDisks"] = []m{{"DiskSize": 20, "DiskType": "CLOUD_PREMIUM", "DeleteWithInstance": p.r.IntN(2) == 0}}
		}
		p.keep("ins", p.call("cvm", "RunInstances", in), "InstanceIdSet")
	case 8:
		p.call("cvm", p.some("StopInstances", "StartInstances", "RebootInstances"), m{"InstanceIds": []string{p.any("ins")}})
	case 9, 10:
		p.call("cvm", "TerminateInstances", m{"InstanceIds": []string{p.any("ins")}, "ReleaseAddress": p.r.IntN(2) == 0, "ReleasePrepaidDataDisks": p.r.IntN(2) == 0})
	case 11:
		p.call("cvm", "ModifyInstancesVpcAttribute", m{"InstanceIds": []string{p.any("ins")}, "VirtualPrivateCloud": m{"VpcId": vpc, "SubnetId": subnet}})
	case 12:
		p.call("cvm", "ModifyInstancesChargeType", m{"InstanceIds": []string{p.any("ins")}, "InstanceChargeType": p.some("PREPAID", "POSTPAID_BY_HOUR"), "InstanceChargePrepaid": m{"Period": 1}})
	case 13, 14:
		in := m{"VpcId": vpc, "SubnetId": subnet, "NetworkInterfaceName": "n", "SecondaryPrivateIpAddressCount": p.r.IntN(4)}
		if p.r.IntN(2) == 0 {
			in["PrivateIpAddresses"] = []m{{"PrivateIpAddress": p.ip()}}
		}
		if len(p.ids["sg"]) > 0 {
			in["SecurityGroupIds"] = []string{p.any("sg")}
		}
		p.keep("eni", p.call("vpc", "CreateNetworkInterface", in), "NetworkInterface", "NetworkInterfaceId")
	case 15, 16:
		on := p.one("vpc", "DescribeNetworkInterfaces", "NetworkInterfaceSet", func(i m) bool { return i["Attachment"] != nil && i["Primary"] == false })
		if p.r.IntN(3) == 0 && on != nil {
			p.call("vpc", "DetachNetworkInterface", m{"NetworkInterfaceId": on["NetworkInterfaceId"], "InstanceId": on["Attachment"].(m)["InstanceId"]})
		} else {
			in := m{"NetworkInterfaceId": p.any("eni"), "InstanceId": p.any("ins")}
			if i := p.one("vpc", "DescribeNetworkInterfaces", "NetworkInterfaceSet", func(i m) bool { return i["Attachment"] == nil }); p.r.IntN(4) > 0 && i != nil {
				in["NetworkInterfaceId"] = i["NetworkInterfaceId"]
				near := func(v m) bool {
					return v["VirtualPrivateCloud"].(m)["VpcId"] == i["VpcId"] && v["Placement"].(m)["Zone"] == i["Zone"] && v["InstanceState"] == "RUNNING"
				}
				if v := p.one("cvm", "DescribeInstances", "InstanceSet", near); v != nil {
					in["InstanceId"] = v["InstanceId"]
				}
			}
			p.call("vpc", p.some("AttachNetworkInterface", "AttachNetworkInterface", "DetachNetworkInterface"), in)
		}
	case 17:
		p.call("vpc", "DeleteNetworkInterface", m{"NetworkInterfaceId": p.any("eni")})
	case 18:
		p.call("vpc", "AssignPrivateIpAddresses", m{"NetworkInterfaceId": p.any("eni"), "SecondaryPrivateIpAddressCount": 1 + p.r.IntN(3)})
	case 19:
		in := m{"NetworkInterfaceId": p.any("eni"), "PrivateIpAddresses": []m{{"PrivateIpAddress": p.privateOf()}}}
		if from := p.interfaceOfMany(); p.r.IntN(4) > 0 && from != nil {
			in = m{"NetworkInterfaceId": from["NetworkInterfaceId"], "PrivateIpAddresses": []m{{"PrivateIpAddress": second(from)}}}
		}
		p.call("vpc", "UnassignPrivateIpAddresses", in)
	case 20:
		in := m{"SourceNetworkInterfaceId": p.any("eni"), "DestinationNetworkInterfaceId": p.any("eni"), "PrivateIpAddress": p.privateOf()}
		if from := p.interfaceOfMany(); p.r.IntN(4) > 0 && from != nil {
			in["SourceNetworkInterfaceId"], in["PrivateIpAddress"] = from["NetworkInterfaceId"], second(from)
			to := p.one("vpc", "DescribeNetworkInterfaces", "NetworkInterfaceSet", func(i m) bool {
				return i["SubnetId"] == from["SubnetId"] && i["NetworkInterfaceId"] != from["NetworkInterfaceId"]
			})
			if to != nil {
				in["DestinationNetworkInterfaceId"] = to["NetworkInterfaceId"]
			}
		}
		p.call("vpc", "MigratePrivateIpAddress", in)
	case 21, 22:
		p.keep("eip", p.call("vpc", "AllocateAddresses", m{"AddressCount": 1 + p.r.IntN(3)}), "AddressSet")
	case 23, 24:
		in := m{"AddressId": p.any("eip"), "InstanceId": p.any("ins")}
		if p.r.IntN(2) == 0 {
			in = m{"AddressId": p.any("eip"), "NetworkInterfaceId": p.any("eni"), "PrivateIpAddress": p.privateOf()}
		}
		p.call("vpc", "AssociateAddress", in)
	case 25:
		in := m{"AddressId": p.any("eip"), "ReallocateNormalPublicIp": p.r.IntN(4) == 0}
		if a := p.one("vpc", "DescribeAddresses", "AddressSet", func(a m) bool { return a["AddressStatus"] == "BIND" }); p.r.IntN(2) == 0 && a != nil {
			in["AddressId"] = a["AddressId"]
		}
		p.call("vpc", "DisassociateAddress", in)
	case 26:
		p.call("vpc", p.some("ReleaseAddresses"), m{"AddressIds": []string{p.any("eip")}})
	case 27:
		p.keep("havip", p.call("vpc", "CreateHaVip", m{"VpcId": vpc, "SubnetId": subnet, "HaVipName": "n"}), "HaVip", "HaVipId")
	case 28:
		switch p.r.IntN(4) {
		case 0, 1:
			free := p.r.IntN(4) > 0
			if a := p.one("vpc", "DescribeAddresses", "AddressSet", func(a m) bool { return !free || a["AddressStatus"] == "UNBIND" }); a != nil {
				p.call("vpc", "HaVipAssociateAddressIp", m{"HaVipId": p.any("havip"), "AddressIp": a["AddressIp"]})
			}
		case 2:
			p.call("vpc", "HaVipDisassociateAddressIp", m{"HaVipId": p.any("havip")})
		default:
			p.call("vpc", "DeleteHaVip", m{"HaVipId": p.any("havip")})
		}
	case 29:
		if p.r.IntN(3) > 0 {
			p.keep("sg", p.call("vpc", "CreateSecurityGroup", m{"GroupName": "n", "GroupDescription": "d"}), "SecurityGroup", "SecurityGroupId")
		} else {
			p.call("vpc", "DeleteSecurityGroup", m{"SecurityGroupId": p.any("sg")})
		}
	case 30:
		p.keep("disk", p.call("cbs", "CreateDisks", m{
			"Placement": m{"Zone": zone}, "DiskType": "CLOUD_PREMIUM", "DiskSize": 20, "DiskChargeType": "POSTPAID_BY_HOUR",
		}), "DiskIdSet")
	case 31:
		switch p.r.IntN(4) {
		case 0, 1:
			in := m{"InstanceId": p.any("ins"), "DiskIds": []any{p.any("disk")}}
			if d := p.one("cbs", "DescribeDisks", "DiskSet", func(d m) bool { return d["DiskState"] == "UNATTACHED" }); d != nil && p.r.IntN(4) > 0 {
				in["DiskIds"] = []any{d["DiskId"]}
				near := func(i m) bool {
					return i["Placement"].(m)["Zone"] == d["Placement"].(m)["Zone"] && (i["InstanceState"] == "RUNNING" || i["InstanceState"] == "STOPPED")
				}
				if i := p.one("cvm", "DescribeInstances", "InstanceSet", near); i != nil {
					in["InstanceId"] = i["InstanceId"]
				}
			}
			p.call("cbs", "AttachDisks", in)
		case 2:
			in := m{"DiskIds": []string{p.any("disk")}}
			if on := p.one("cbs", "DescribeDisks", "DiskSet", func(d m) bool { return d["Attached"] == true && d["Portable"] == true }); p.r.IntN(4) > 0 && on != nil {
				in["DiskIds"] = []any{on["DiskId"]}
			}
			p.call("cbs", "DetachDisks", in)
		default:
			p.call("cbs", "TerminateDisks", m{"DiskIds": []string{p.any("disk")}})
		}
	case 32:
		p.keep("img", p.call("cvm", "CreateImage", m{"ImageName": fmt.Sprint("i", p.r.IntN(1000)), "InstanceId": p.any("ins")}), "ImageId")
	case 33:
		p.call("cvm", "DeleteImages", m{"ImageIds": []string{p.any("img")}, "DeleteBindedSnap": p.r.IntN(2) == 0})
	case 34:
		p.Advance(time.Duration(p.r.IntN(5)) * time.Second)
	case 35:
		p.Advance(time.Duration(p.r.IntN(100)) * time.Minute)
	case 36, 37, 38:
		p.change()
	case 39, 40:
		p.keepSafe(zone)
	default:
		p.traffic(vpc, subnet)
	}
}

// change has an instance be rescued, of another type, terminated at a time, or taken back by the market.
func (p *player) change() {
	p.t.Helper()
	id := any(p.any("ins"))
	if i := p.one("cvm", "DescribeInstances", "InstanceSet", func(i m) bool { return i["InstanceState"] == "RUNNING" }); i != nil && p.r.IntN(4) > 0 {
		id = i["InstanceId"]
	}
	switch p.r.IntN(6) {
	case 0, 1, 2:
		in := func(state string) m {
			return p.one("cvm", "DescribeInstances", "InstanceSet", func(i m) bool { return i["InstanceState"] == state })
		}
		if i := in("RESCUE_MODE"); i != nil && p.r.IntN(3) > 0 {
			p.call("cvm", "ExitRescueMode", m{"InstanceId": i["InstanceId"]})
		} else if i := in("RUNNING"); i != nil {
			p.call("cvm", "EnterRescueMode", m{"InstanceId": i["InstanceId"], "Password": "Passw0rd!"})
		}
	case 3:
		at := p.Now().Add(time.Duration(1+p.r.IntN(60)) * time.Minute).UTC().Format("2006-01-02T15:04:05Z")
		p.call("cvm", "ImportInstancesActionTimer", m{"InstanceIds": []any{id}, "ActionTimer": m{"TimerAction": "TerminateInstances", "ActionTime": at}})
	case 4:
		p.call("cvm", "ResetInstancesType", m{"InstanceIds": []any{id}, "InstanceType": p.some("S5.SMALL2", "S5.SMALL1", "S5.LARGE8"), "ForceStop": true})
	case 5:
		p.last = "an operator's reclaim"
		if err := p.Admin("POST", "/v1/zones/ap-guangzhou-3/types/S5.SMALL2/reclaim", m{"number": 1}, nil); err != nil {
			p.t.Fatal(err)
		}
	}
}

// keepSafe buys a disk in advance, makes a group of snapshots of disks or takes one away, or sets a disk back.
func (p *player) keepSafe(zone string) {
	p.t.Helper()
	switch p.r.IntN(4) {
	case 0:
		p.keep("disk", p.call("cbs", "CreateDisks", m{
			"Placement": m{"Zone": zone}, "DiskType": "CLOUD_PREMIUM", "DiskSize": 20, "DiskChargeType": "PREPAID", "DiskChargePrepaid": m{"Period": 1},
		}), "DiskIdSet")
	case 1, 2:
		of := p.one("cbs", "DescribeDisks", "DiskSet", func(d m) bool { return d["Attached"] == true })
		if p.r.IntN(3) == 0 {
			id := any(p.any("csnap"))
			if g := p.one("cbs", "DescribeSnapshotGroups", "SnapshotGroupSet", func(g m) bool { return g["SnapshotGroupState"] == "NORMAL" }); g != nil && p.r.IntN(4) > 0 {
				id = g["SnapshotGroupId"]
			}
			p.call("cbs", "DeleteSnapshotGroup", m{"SnapshotGroupId": id, "DeleteBindImages": p.r.IntN(2) == 0})
		} else if of != nil {
			var ids []any
			for _, d := range p.list("cbs", "DescribeDisks", "DiskSet") {
				if d["InstanceId"] == of["InstanceId"] {
					ids = append(ids, d["DiskId"])
				}
			}
			p.keep("csnap", p.call("cbs", "CreateSnapshotGroup", m{"DiskIds": ids}), "SnapshotGroupId")
		}
	case 3:
		p.call("cbs", "InitializeDisks", m{"DiskIds": []string{p.any("disk")}})
	}
}

// interfaceOfMany is an interface with more than its main address, or nil.
func (p *player) interfaceOfMany() m {
	return p.one("vpc", "DescribeNetworkInterfaces", "NetworkInterfaceSet", func(i m) bool { return len(i["PrivateIpAddressSet"].([]any)) > 1 })
}

// second is the second address of an interface.
func second(of m) any { return of["PrivateIpAddressSet"].([]any)[1].(m)["PrivateIpAddress"] }

// privateOf is a private address that some interface has.
func (p *player) privateOf() string {
	all := p.list("vpc", "DescribeNetworkInterfaces", "NetworkInterfaceSet")
	if len(all) == 0 {
		return p.ip()
	}
	of := all[p.r.IntN(len(all))]["PrivateIpAddressSet"].([]any)
	return of[p.r.IntN(len(of))].(m)["PrivateIpAddress"].(string)
}

// one is one of all that an action lists and is so, or nil.
func (p *player) one(service, action, set string, so func(m) bool) m {
	p.t.Helper()
	all := slices.DeleteFunc(p.list(service, action, set), func(one m) bool { return !so(one) })
	if len(all) == 0 {
		return nil
	}
	return all[p.r.IntN(len(all))]
}

// list is all that an action lists.
func (p *player) list(service, action, set string) []m {
	p.t.Helper()
	var out []m
	for {
		in := m{"Limit": 100, "Offset": len(out)}
		if action == "DescribeSubnets" || action == "DescribeVpcs" || action == "DescribeSecurityGroups" || action == "DescribeRouteTables" {
			in = m{"Limit": "100", "Offset": fmt.Sprint(len(out))}
		}
		last := p.last
		answer := p.call(service, action, in)
		p.last = last
		if answer == nil {
			p.t.Fatalf("%s is refused: %s", action, p.why)
		}
		all, _ := answer[set].([]any)
		for _, one := range all {
			out = append(out, one.(m))
		}
		if len(all) < 100 {
			return out
		}
	}
}

func byID(all []m, id string) map[string]m {
	out := map[string]m{}
	for _, one := range all {
		out[one[id].(string)] = one
	}
	return out
}

// holds finds what is not so that has to be: addresses are unique and in their subnets, and what is named is there.
func (p *player) holds() {
	p.t.Helper()
	fail := func(format string, args ...any) {
		p.t.Helper()
		p.t.Fatalf("after %s: %s", p.last, fmt.Sprintf(format, args...))
	}
	p.Advance(2 * time.Second)
	vpcs := byID(p.list("vpc", "DescribeVpcs", "VpcSet"), "VpcId")
	subnets := byID(p.list("vpc", "DescribeSubnets", "SubnetSet"), "SubnetId")
	groups := byID(p.list("vpc", "DescribeSecurityGroups", "SecurityGroupSet"), "SecurityGroupId")
	instances := byID(p.list("cvm", "DescribeInstances", "InstanceSet"), "InstanceId")
	interfaces := byID(p.list("vpc", "DescribeNetworkInterfaces", "NetworkInterfaceSet"), "NetworkInterfaceId")
	havips := byID(p.list("vpc", "DescribeHaVips", "HaVipSet"), "HaVipId")

	used := map[string][]string{} // private addresses by subnet
	hold := func(what string, subnet any, ip string) {
		p.t.Helper()
		n, ok := subnets[subnet.(string)]
		if !ok {
			fail("%s is in %v, which is not there", what, subnet)
		}
		if !netip.MustParsePrefix(n["CidrBlock"].(string)).Contains(netip.MustParseAddr(ip)) {
			fail("%s has %s, which is not in %v", what, ip, n["CidrBlock"])
		}
		if slices.Contains(used[subnet.(string)], ip) {
			fail("%s has %s, which another one has too", what, ip)
		}
		used[subnet.(string)] = append(used[subnet.(string)], ip)
	}
	for id, n := range subnets {
		if vpcs[n["VpcId"].(string)] == nil {
			fail("the network of %s is not there", id)
		}
	}
	attached := map[string]int{}
	for id, i := range interfaces {
		for _, a := range i["PrivateIpAddressSet"].([]any) {
			hold(id, i["SubnetId"], a.(m)["PrivateIpAddress"].(string))
		}
		for _, g := range i["GroupSet"].([]any) {
			if groups[g.(string)] == nil {
				fail("%s is guarded by %v, which is not there", id, g)
			}
		}
		if a, ok := i["Attachment"].(m); ok {
			on := instances[a["InstanceId"].(string)]
			if on == nil {
				fail("%s hangs on %v, which is not there", id, a["InstanceId"])
			}
			if on["VirtualPrivateCloud"].(m)["VpcId"] != i["VpcId"] || on["Placement"].(m)["Zone"] != i["Zone"] {
				fail("%s hangs on %v, which is elsewhere", id, a["InstanceId"])
			}
			if attached[a["InstanceId"].(string)]++; attached[a["InstanceId"].(string)] > 4 {
				fail("%v has more than four interfaces", a["InstanceId"])
			}
		}
	}
	for id, h := range havips {
		hold(id, h["SubnetId"], h["Vip"].(string))
	}
	p.leads(vpcs, groups, instances, hold, fail)
	for id, n := range subnets {
		if free, all := n["AvailableIpAddressCount"].(float64), n["TotalIpAddressCount"].(float64); free != all-float64(len(used[id])) {
			fail("%s has %v of %v addresses free, and %d are used; %v", id, free, all, len(used[id]), p.call("vpc", "DescribeUsedIpAddress", m{"VpcId": n["VpcId"], "SubnetId": id}))
		}
	}
	for id, i := range instances {
		for _, g := range i["SecurityGroupIds"].([]any) {
			if groups[g.(string)] == nil {
				fail("%s is guarded by %v, which is not there", id, g)
			}
		}
	}
	public := map[string]bool{}
	for _, a := range p.list("vpc", "DescribeAddresses", "AddressSet") {
		id, ip := a["AddressId"].(string), a["AddressIp"].(string)
		if public[ip] {
			fail("two elastic addresses are %s", ip)
		}
		public[ip] = true
		holder, _ := a["InstanceId"].(string)
		switch on := instances[holder]; {
		case strings.HasPrefix(holder, "ins-") && on == nil, strings.HasPrefix(holder, "havip-") && havips[holder] == nil:
			fail("%s is held by %s, which is not there", id, holder)
		case on != nil && !slices.Contains(on["PublicIpAddresses"].([]any), any(ip)):
			fail("%s is bound to %s, which does not show it", id, holder)
		case on == nil && a["AddressStatus"] == "BIND" && holder == "":
			fail("%s is bound to nothing", id)
		}
		if eni, _ := a["NetworkInterfaceId"].(string); eni != "" {
			if i := interfaces[eni]; i == nil {
				fail("%s is bound to %s, which is not there", id, eni)
			} else if !strings.Contains(fmt.Sprint(i["PrivateIpAddressSet"]), a["PrivateAddressIp"].(string)) {
				fail("%s is bound to %v, which %s does not have", id, a["PrivateAddressIp"], eni)
			}
		}
	}
	if len(public) > 20 {
		fail("there are %d elastic addresses", len(public))
	}
	for id, i := range instances {
		for _, ip := range i["PublicIpAddresses"].([]any) {
			for other, j := range instances {
				if other != id && slices.Contains(j["PublicIpAddresses"].([]any), ip) {
					fail("%s and %s have %v both", id, other, ip)
				}
			}
		}
	}
	snapshots := byID(p.list("cbs", "DescribeSnapshots", "SnapshotSet"), "SnapshotId")
	for _, d := range p.list("cbs", "DescribeDisks", "DiskSet") {
		if on, _ := d["InstanceId"].(string); on != "" && instances[on] == nil {
			fail("%v is on %s, which is not there", d["DiskId"], on)
		}
	}
	for _, g := range p.list("cbs", "DescribeSnapshotGroups", "SnapshotGroupSet") {
		members := g["SnapshotIdSet"].([]any)
		for _, n := range members {
			if snapshots[n.(string)] == nil {
				fail("%v has %v, which is not there", g["SnapshotGroupId"], n)
			}
		}
		if len(members) == 0 {
			fail("%v has no snapshot", g["SnapshotGroupId"])
		}
	}
	for _, i := range p.list("cvm", "DescribeImages", "ImageSet") {
		behind, _ := i["SnapshotSet"].([]any)
		for _, n := range behind {
			if snapshots[n.(m)["SnapshotId"].(string)] == nil {
				fail("%v is of %v, which is not there", i["ImageId"], n)
			}
		}
	}
}

// clear takes everything away that costs something; then nothing is held back any more.
func (p *player) clear() {
	p.t.Helper()
	p.Advance(time.Minute)
	p.clearTraffic()
	for range 2 { // what is paid in advance goes to the recycle bin first
		for _, i := range p.list("cvm", "DescribeInstances", "InstanceSet") {
			p.call("cvm", "TerminateInstances", m{"InstanceIds": []any{i["InstanceId"]}})
		}
		p.Advance(time.Minute)
	}
	for _, h := range p.list("vpc", "DescribeHaVips", "HaVipSet") {
		p.call("vpc", "HaVipDisassociateAddressIp", m{"HaVipId": h["HaVipId"]})
		p.call("vpc", "DeleteHaVip", m{"HaVipId": h["HaVipId"]})
	}
	for _, i := range p.list("vpc", "DescribeNetworkInterfaces", "NetworkInterfaceSet") {
		p.call("vpc", "DeleteNetworkInterface", m{"NetworkInterfaceId": i["NetworkInterfaceId"]})
	}
	for _, a := range p.list("vpc", "DescribeAddresses", "AddressSet") {
		p.call("vpc", "ReleaseAddresses", m{"AddressIds": []any{a["AddressId"]}})
	}
	for range 2 {
		for _, d := range p.list("cbs", "DescribeDisks", "DiskSet") {
			p.call("cbs", "TerminateDisks", m{"DiskIds": []any{d["DiskId"]}})
		}
		p.Advance(time.Minute)
	}
	for _, what := range [][3]string{
		{"cvm", "DescribeInstances", "InstanceSet"},
		{"vpc", "DescribeNetworkInterfaces", "NetworkInterfaceSet"},
		{"vpc", "DescribeAddresses", "AddressSet"},
		{"vpc", "DescribeHaVips", "HaVipSet"},
		{"cbs", "DescribeDisks", "DiskSet"},
		{"vpc", "DescribeNatGateways", "NatGatewaySet"},
		{"clb", "DescribeLoadBalancers", "LoadBalancerSet"},
	} {
		if left := p.list(what[0], what[1], what[2]); len(left) > 0 {
			p.t.Errorf("%s still lists %v", what[1], left)
		}
	}
	if frozen := p.call("billing", "DescribeAccountBalance", m{})["FreezeAmount"]; frozen != 0.0 {
		p.t.Errorf("%v hundredths of a yuan are held back for nothing", frozen)
	}
	p.holds()
}

// For whatever calls, over all modules at once: what has to hold holds. It would hold for calls that are all refused too:
// each kind of call has to have done something in one of the runs.
func TestWhateverIsCalledTheInvariantsHold(t *testing.T) {
	var lock sync.Mutex
	done := map[string]int{}
	t.Cleanup(func() {
		for _, action := range []string{
			"CreateVpc", "CreateSubnet", "DeleteSubnet", "DeleteVpc", "RunInstances", "StopInstances", "TerminateInstances", "ModifyInstancesVpcAttribute",
			"ModifyInstancesChargeType", "CreateNetworkInterface", "AttachNetworkInterface", "DetachNetworkInterface", "DeleteNetworkInterface",
			"AssignPrivateIpAddresses", "UnassignPrivateIpAddresses", "MigratePrivateIpAddress", "AllocateAddresses", "AssociateAddress", "DisassociateAddress",
			"ReleaseAddresses", "CreateHaVip", "HaVipAssociateAddressIp", "DeleteHaVip", "CreateSecurityGroup", "DeleteSecurityGroup", "CreateDisks", "AttachDisks",
			"DetachDisks", "TerminateDisks", "CreateImage", "DeleteImages", "EnterRescueMode", "ExitRescueMode", "ImportInstancesActionTimer", "ResetInstancesType",
			"CreateLoadBalancer", "CreateListener", "RegisterTargets", "DeregisterTargets", "DeleteListener", "DeleteLoadBalancer", "SetLoadBalancerSecurityGroups",
			"CreateNatGateway", "CreateRoutes", "DeleteRoutes", "AssociateNatGatewayAddress", "DisassociateNatGatewayAddress", "DeleteNatGateway",
			"CreateNatGatewayDestinationIpPortTranslationNatRule",
			"CreateSnapshotGroup", "DeleteSnapshotGroup", "InitializeDisks",
		} {
			if done[action] == 0 {
				t.Errorf("%s was refused always: nothing is shown of it", action)
			}
		}
	})
	for seed := range uint64(10) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			p := &player{Cloud: paifangtest.New(t), t: t, r: rand.New(rand.NewPCG(seed, 1)), ids: map[string][]string{}, in: map[string]string{}, at: map[string]string{}, done: map[string]int{}}
			t.Cleanup(func() {
				lock.Lock()
				defer lock.Unlock()
				for action, n := range p.done {
					done[action] += n
				}
			})
			for _, rate := range []string{"*", "account"} { // by the machine's clock, which does not stand still: a list that waits shows another moment
				if err := p.Admin("PUT", "/v1/accounts/"+p.Account+"/rates/"+rate, m{"number": 1000000}, nil); err != nil {
					t.Fatal(err)
				}
			}
			for n := range 400 {
				p.step()
				if n%5 == 0 {
					p.holds()
				}
			}
			p.clear()
		})
	}
}
