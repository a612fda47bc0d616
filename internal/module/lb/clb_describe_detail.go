package lb

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeLoadBalancersDetail lists load balancers with all that is under them, flat: a row for each server, or for what has none.
var DescribeLoadBalancersDetail = action.Define(action.Spec{
	Name: "DescribeLoadBalancersDetail", Doc: "Lists load balancers with their listeners, rules and servers, a row for each.", Domain3: "clb", Version: version,
	Lists: "clb", Refuses: refusesFilter,
}, (*Service).describeDetail)

// DescribeLoadBalancersDetailRequest is the input of DescribeLoadBalancersDetail.
type DescribeLoadBalancersDetailRequest struct {
	Limit      int64    `api:"min=1,max=100,default=20" doc:"How many rows to show at most."`
	Offset     int64    `api:"min=0,default=0" doc:"How many to leave out at the start."`
	Fields     []string `api:"max=100" doc:"The members wanted; all are shown anyway."`
	TargetType string   `api:"oneof=NODE GROUP,default=NODE" doc:"NODE has rows for servers; GROUP ends at listeners and rules."`
	Filters    []Filter `api:"max=10" doc:"loadbalancer-id, loadbalancer-name, project-id, vip, vpc-id, listener-id, location-id, target-ip, tag-key, tag:KEY and others."`
}

// detailFilters are the names that filters may have.
var detailFilters = []string{
	"loadbalancer-id", "loadbalancer-name", "project-id", "network", "vip", "vpc-id", "zone", "listener-id", "location-id", "target-ip", "protocol", "domain", "isp",
	"charge-type", "address-ip-version", "security-group", "tag-key",
}

// Check refuses filters that are not known.
func (r *DescribeLoadBalancersDetailRequest) Check() error {
	return checkFilters(r.Filters, detailFilters...)
}

// DescribeLoadBalancersDetailResponse is the answer of DescribeLoadBalancersDetail.
type DescribeLoadBalancersDetailResponse struct {
	TotalCount            int64
	LoadBalancerDetailSet []LoadBalancerDetail
}

// A LoadBalancerDetail is one row; what it has not is null.
type LoadBalancerDetail struct {
	LoadBalancerId, LoadBalancerName string
	LoadBalancerType                 *string
	Status                           *int64
	Address, AddressIPv6             *string
	AddressIPVersion, IPv6Mode, Zone *string
	AddressIsp, VpcId                *string
	ProjectId                        *int64
	CreateTime, ChargeType           *string
	NetworkAttributes                *InternetAccessible
	PrepaidAttributes                *LBChargePrepaid
	ExtraInfo                        *ExtraInfo
	ConfigId                         *string
	Tags                             []TagInfo
	ListenerId, Protocol             *string
	Port                             *int64
	LocationId, Domain, Url          *string
	TargetId, TargetAddress          *string
	TargetPort, TargetWeight         *int64
	Isolation                        *int64
	SecurityGroup                    []string
	LoadBalancerPassToTarget         *int64
	TargetHealth, Domains            *string
	SlaveZone, Zones                 []string
	SniSwitch                        *int64
	LoadBalancerDomain, Egress       string
	AttributeFlags                   []string
	SlaType                          *string
	Exclusive                        *int64
	AvailableZoneAffinityInfo        *AvailableZoneAffinityInfo
}

func (s *Service) describeDetail(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeLoadBalancersDetailRequest) (*DescribeLoadBalancersDetailResponse, error) {
	all, err := s.Store.Balancers(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	tags, err := s.Tags.All(ctx, tx, c.Caller.Account, "clb", "clb", c.Region)
	if err != nil {
		return nil, err
	}
	known, err := s.servers(ctx, tx, c, all...)
	if err != nil {
		return nil, err
	}
	shown := []LoadBalancerDetail{}
	for _, b := range all {
		if !c.Sees(call.Resource{Service: "clb", Type: "clb", ID: b.ID}, about(&b, tags[b.ID])) {
			continue
		}
		for _, row := range b.details(tagInfos(tags[b.ID]), known, in.TargetType == "NODE") {
			kept, err := filtered(in.Filters, row.fields(), row.Tags)
			if err != nil {
				return nil, err
			}
			if kept {
				shown = append(shown, row)
			}
		}
	}
	return &DescribeLoadBalancersDetailResponse{int64(len(shown)), page(shown, in.Offset, in.Limit)}, nil
}

// details are the rows of a load balancer.
func (b *LoadBalancer) details(tags []TagInfo, known map[string]*Server, servers bool) []LoadBalancerDetail {
	item := balancerItem(b, tags)
	isolation, pass := item.Isolation, number(b.PassToTarget)
	top := LoadBalancerDetail{
		LoadBalancerId: b.ID, LoadBalancerName: b.Name, LoadBalancerType: &item.LoadBalancerType, Status: &item.Status, Address: &b.VIP,
		AddressIPVersion: &item.AddressIPVersion, AddressIsp: item.VipIsp, VpcId: &item.VpcId, ProjectId: &item.ProjectId, CreateTime: &item.CreateTime,
		ChargeType: &item.ChargeType, NetworkAttributes: item.NetworkAttributes, Tags: tags, Isolation: &isolation, SecurityGroup: item.SecureGroups,
		LoadBalancerPassToTarget: &pass, SlaveZone: []string{}, Zones: item.Zones, LoadBalancerDomain: b.Domain, Egress: b.Egress,
		AttributeFlags: item.AttributeFlags, SlaType: &item.SlaType, Exclusive: &item.Exclusive,
	}
	if b.Zone.Name != "" {
		top.Zone = &b.Zone.Name
	}
	if b.BackupZone.Name != "" {
		top.SlaveZone = append(top.SlaveZone, b.BackupZone.Name)
	}
	var rows []LoadBalancerDetail
	for _, l := range b.Listeners {
		row, protocol, sni := top, protocolNames[l.Protocol], number(l.SNI)
		row.ListenerId, row.Protocol, row.Port, row.SniSwitch = &l.ID, &protocol, &l.Port, &sni
		if len(l.Rules) == 0 {
			rows = append(rows, b.serverRows(row, Target{Listener: l.ID}, l.Probe, known, servers)...)
		}
		for _, r := range l.Rules {
			row.LocationId, row.Domain, row.Url = &r.ID, &r.Domain, &r.URL
			rows = append(rows, b.serverRows(row, Target{l.ID, r.ID}, r.Probe, known, servers)...)
		}
	}
	if len(rows) == 0 {
		return []LoadBalancerDetail{top}
	}
	return rows
}

// serverRows are the rows of a place: one for each of its servers, or the place's own.
func (b *LoadBalancer) serverRows(row LoadBalancerDetail, at Target, p Probe, known map[string]*Server, servers bool) []LoadBalancerDetail {
	var rows []LoadBalancerDetail
	if servers {
		for _, k := range b.healths(at, p, known) {
			one := row
			one.TargetId, one.TargetAddress, one.TargetPort, one.TargetWeight, one.TargetHealth = &k.TargetId, &k.IP, &k.Port, &k.Weight, &k.HealthStatusDetail
			rows = append(rows, one)
		}
	}
	if len(rows) == 0 {
		return []LoadBalancerDetail{row}
	}
	return rows
}

// fields are what filters compare, by their names.
func (d *LoadBalancerDetail) fields() map[string][]string {
	fields := map[string][]string{
		"loadbalancer-id": {d.LoadBalancerId}, "loadbalancer-name": {d.LoadBalancerName}, "project-id": {strconv.FormatInt(*d.ProjectId, 10)}, "security-group": d.SecurityGroup,
	}
	for name, value := range map[string]*string{
		"network": d.LoadBalancerType, "vip": d.Address, "vpc-id": d.VpcId, "zone": d.Zone, "listener-id": d.ListenerId, "location-id": d.LocationId,
		"target-ip": d.TargetAddress, "protocol": d.Protocol, "domain": d.Domain, "isp": d.AddressIsp, "charge-type": d.ChargeType, "address-ip-version": d.AddressIPVersion,
	} {
		if fields[name] = nil; value != nil {
			fields[name] = []string{*value}
		}
	}
	return fields
}
