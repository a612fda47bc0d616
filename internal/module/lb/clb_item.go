package lb

import (
	"strconv"
)

// A LoadBalancerItem is a load balancer as API 3.0 shows it.
type LoadBalancerItem struct {
	LoadBalancerId, LoadBalancerName, LoadBalancerType string
	Forward                                            int64
	Domain                                             string
	LoadBalancerVips                                   []string
	Status                                             int64
	CreateTime, StatusTime                             string
	ProjectId                                          int64
	VpcId                                              string
	OpenBgp                                            int64
	Snat                                               bool
	Isolation                                          int64
	Log, SubnetId                                      string
	Tags                                               []TagInfo
	SecureGroups                                       []string
	TargetRegionInfo                                   TargetRegionInfo
	AnycastZone, AddressIPVersion                      string
	NumericalVpcId                                     int64
	VipIsp                                             *string
	MasterZone                                         *ZoneInfo
	BackupZoneSet                                      []ZoneInfo
	IsolatedTime, ExpireTime                           *string
	ChargeType                                         string
	NetworkAttributes                                  *InternetAccessible
	PrepaidAttributes                                  *LBChargePrepaid
	LogSetId, LogTopicId                               string
	AddressIPv6                                        *string
	ExtraInfo                                          *ExtraInfo
	IsDDos                                             bool
	ConfigId                                           string
	LoadBalancerPassToTarget                           bool
	ExclusiveCluster                                   *ExclusiveCluster
	IPv6Mode                                           *string
	SnatPro                                            bool
	SnatIps                                            []SnatIp
	SlaType                                            string
	IsBlock                                            bool
	IsBlockTime                                        string
	LocalBgp                                           bool
	ClusterTag                                         *string
	MixIpTarget                                        bool
	Zones                                              []string
	NfvInfo                                            *string
	HealthLogSetId, HealthLogTopicId                   string
	ClusterIds                                         []string
	AttributeFlags                                     []string
	LoadBalancerDomain, Egress                         string
	Exclusive                                          int64
	TargetCount                                        int64
	AssociateEndpoint                                  string
	AvailableZoneAffinityInfo                          AvailableZoneAffinityInfo
}

// TargetRegionInfo is where the servers are.
type TargetRegionInfo struct {
	Region         string `api:"required" doc:"The region."`
	VpcId          string `api:"required" doc:"The network."`
	NumericalVpcId int64  `doc:"Ignored; the API itself only answers with it."`
}

// ZoneInfo is a zone.
type ZoneInfo struct {
	ZoneId                     int64
	Zone, ZoneName, ZoneRegion string
	LocalZone, EdgeZone        bool
}

// ExtraInfo has no meaning here.
type ExtraInfo struct {
	ZhiTong      bool
	TgwGroupName string
}

// ExclusiveCluster is null here: there are no dedicated clusters.
type ExclusiveCluster struct {
	L4Clusters, L7Clusters []ClusterItem
	ClassicalCluster       *ClusterItem
}

// A ClusterItem is a dedicated cluster.
type ClusterItem struct {
	ClusterId, ClusterName string
	Zone                   *string
}

// AvailableZoneAffinityInfo is off here.
type AvailableZoneAffinityInfo struct {
	Enable                  bool
	ExitRatio, ReentryRatio *int64
}

func typeName(kind int64) string {
	if kind == Private {
		return "INTERNAL"
	}
	return "OPEN"
}

func balancerItem(b *LoadBalancer, tags []TagInfo) LoadBalancerItem {
	item := LoadBalancerItem{
		LoadBalancerId: b.ID, LoadBalancerName: b.Name, LoadBalancerType: typeName(b.Type), Forward: number(b.Forward), Domain: b.Domain,
		LoadBalancerVips: []string{b.VIP}, Status: number(b.Ready), CreateTime: atTime(b.CreatedAt), StatusTime: atTime(b.StatusAt),
		ProjectId: b.Project, VpcId: b.VPC.ID, OpenBgp: number(b.Type == Public), Isolation: number(!b.Isolated.IsZero()), SubnetId: b.Subnet.ID,
		Tags: tags, SecureGroups: append([]string{}, b.Groups...), TargetRegionInfo: TargetRegionInfo{b.Region, b.VPC.ID, b.VPC.Number},
		AddressIPVersion: "ipv4", NumericalVpcId: b.VPC.Number, BackupZoneSet: []ZoneInfo{}, ChargeType: "POSTPAID_BY_HOUR",
		LogSetId: b.LogSet, LogTopicId: b.LogTopic, LoadBalancerPassToTarget: b.PassToTarget, SnatPro: b.SnatPro, SnatIps: []SnatIp{},
		SlaType: b.SLA, Zones: []string{}, ClusterIds: []string{}, AttributeFlags: []string{}, LoadBalancerDomain: b.Domain, Egress: b.Egress,
		TargetCount: int64(len(b.Backends)), AssociateEndpoint: b.Endpoint,
	}
	if b.Type == Public {
		isp := b.isp()
		item.VipIsp = &isp
		item.NetworkAttributes = b.traffic()
	}
	if b.TargetRegion != "" {
		item.TargetRegionInfo = TargetRegionInfo{Region: b.TargetRegion, VpcId: b.TargetVPC}
	}
	if b.Zone.Name != "" {
		item.MasterZone = b.zoneInfo(b.Zone)
	}
	if b.BackupZone.Name != "" {
		item.BackupZoneSet = append(item.BackupZoneSet, *b.zoneInfo(b.BackupZone))
	}
	if !b.Isolated.IsZero() {
		at := atTime(b.Isolated)
		item.IsolatedTime = &at
	}
	for _, ip := range b.SnatIPs {
		item.SnatIps = append(item.SnatIps, SnatIp{ip.Subnet, ip.IP})
	}
	if b.Protected {
		item.AttributeFlags = append(item.AttributeFlags, "DeleteProtect")
	}
	if b.ClusterTag != "" {
		item.ClusterTag = &b.ClusterTag
	}
	return item
}

// isp is the line of a public one.
func (b *LoadBalancer) isp() string {
	if b.ISP == "" {
		return "BGP"
	}
	return b.ISP
}

// traffic is how it is paid; by what flows, up to 10 Mbps, where nothing was said.
func (b *LoadBalancer) traffic() *InternetAccessible {
	by, mbps := b.PayBy, b.Mbps
	if by == "" {
		by = byTraffic
	}
	if mbps == 0 {
		mbps = 10
	}
	return &InternetAccessible{InternetChargeType: &by, InternetMaxBandwidthOut: &mbps}
}

func (b *LoadBalancer) zoneInfo(z Zone) *ZoneInfo {
	return &ZoneInfo{ZoneId: z.ID, Zone: z.Name, ZoneName: z.Name, ZoneRegion: b.Region}
}

// fields are what filters compare, by their names.
func (i *LoadBalancerItem) fields() map[string][]string {
	fields := map[string][]string{
		"charge-type": {i.ChargeType}, "internet-charge-type": nil, "master-zone-id": nil, "vip-isp": nil, "sla-type": {i.SlaType}, "zones": i.Zones,
		"address-ip-version": {i.AddressIPVersion, "IPV4"}, "loadbalancer-id": {i.LoadBalancerId}, "load-balancer-id": {i.LoadBalancerId},
		"loadbalancer-name": {i.LoadBalancerName}, "vpc-id": {i.VpcId}, "project-id": {strconv.FormatInt(i.ProjectId, 10)}, "cluster-id": nil,
		"function-name": nil, "exclusive": {"0"},
	}
	if i.NetworkAttributes != nil {
		fields["internet-charge-type"] = []string{*i.NetworkAttributes.InternetChargeType}
	}
	if i.MasterZone != nil {
		fields["master-zone-id"] = []string{i.MasterZone.Zone, strconv.FormatInt(i.MasterZone.ZoneId, 10)}
	}
	if i.VipIsp != nil {
		fields["vip-isp"] = []string{*i.VipIsp}
	}
	return fields
}
