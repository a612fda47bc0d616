package cvm

import "strings"

// The parts that requests of 2017-03-12 share, by the names of the API's types.

// A Placement says where an instance is to be.
type Placement struct {
	Zone      string   `api:"required" doc:"The zone, as DescribeZones lists it."`
	ProjectId *int64   `doc:"The project; 0 is the default one."`
	HostIds   []string `doc:"Dedicated hosts; there are none here."`
	HostId    string   `doc:"Ignored; the API itself only answers with it."`
}

// A ChargePrepaid says for how long an instance is paid in advance.
type ChargePrepaid struct {
	Period    int64  `api:"required" doc:"Months: 1 to 12, 24, 36, 48 or 60."`
	RenewFlag string `api:"oneof=NOTIFY_AND_MANUAL_RENEW NOTIFY_AND_AUTO_RENEW DISABLE_NOTIFY_AND_MANUAL_RENEW,default=NOTIFY_AND_MANUAL_RENEW" doc:"What happens when the time is up."`
}

// A SystemDisk is where an instance starts from.
type SystemDisk struct {
	DiskType string `api:"oneof=LOCAL_BASIC LOCAL_SSD CLOUD_BASIC CLOUD_PREMIUM CLOUD_BSSD CLOUD_SSD CLOUD_HSSD CLOUD_TSSD,default=LOCAL_BASIC" doc:"The kind of disk."`
	DiskId   string `doc:"Ignored; the API itself only answers with it."`
	DiskSize *int64 `api:"min=20,max=2048" doc:"GB; as much as the image needs, and 50 at least, when left out."`
	DiskName string `api:"max=128" doc:"Its name."`
	Encrypt  bool   `doc:"Whether it is encrypted."`
	KmsKeyId string `api:"max=64" doc:"The key that it is encrypted with."`
	CdcId    string `doc:"Ignored: there are no dedicated clusters here."`
}

// A DataDisk is another disk.
type DataDisk struct {
	DiskSize              int64  `api:"required,min=10,max=32000" doc:"GB, in steps of 10."`
	DiskType              string `api:"oneof=LOCAL_BASIC LOCAL_SSD CLOUD_BASIC CLOUD_PREMIUM CLOUD_BSSD CLOUD_SSD CLOUD_HSSD CLOUD_TSSD,default=LOCAL_BASIC" doc:"The kind of disk."`
	DiskId                string `doc:"Ignored; the API itself only answers with it."`
	DeleteWithInstance    *bool  `doc:"Whether it goes with its instance; it does when left out."`
	SnapshotId            string `doc:"The snapshot that it is made of."`
	DiskName              string `api:"max=128" doc:"Its name."`
	Encrypt               bool   `doc:"Whether it is encrypted."`
	KmsKeyId              string `api:"max=64" doc:"The key that it is encrypted with."`
	ThroughputPerformance int64  `api:"min=0" doc:"Extra throughput in MB/s; changes nothing here."`
	BurstPerformance      bool   `doc:"Whether it may be faster for a while; changes nothing here."`
	CdcId                 string `doc:"Ignored: there are no dedicated clusters here."`
}

// A VirtualPrivateCloud is the network that an instance joins.
type VirtualPrivateCloud struct {
	VpcId              string   `api:"required" touches:"vpc:vpc" doc:"The network."`
	SubnetId           string   `api:"required" touches:"vpc:subnet" doc:"Its subnet."`
	AsVpcGateway       bool     `doc:"Whether it is a gateway of the network."`
	PrivateIpAddresses []string `api:"max=100" doc:"The addresses that the first instances want."`
	Ipv6AddressCount   int64    `api:"min=0,max=0" doc:"IPv6 addresses; there are none here."`
}

// An InternetAccessible says how an instance reaches the internet.
type InternetAccessible struct {
	InternetChargeType      string `api:"oneof=BANDWIDTH_PREPAID TRAFFIC_POSTPAID_BY_HOUR BANDWIDTH_POSTPAID_BY_HOUR,default=TRAFFIC_POSTPAID_BY_HOUR" doc:"How traffic is paid."`
	InternetMaxBandwidthOut int64  `api:"min=0,max=2000" doc:"Mbps; 0 for no traffic to the internet."`
	PublicIpAssigned        *bool  `doc:"Whether it has a public address; it has when there is bandwidth."`
}

// LoginSettings say how to log in. A password is checked and then forgotten: nobody can log in here.
type LoginSettings struct {
	Password       string   `api:"secret" doc:"The password: 8 to 30 characters of two kinds, for Windows 12 to 30 of three."`
	KeyIds         []string `api:"max=5" touches:"keypair" doc:"The key pairs."`
	KeepImageLogin string   `api:"oneof=TRUE FALSE true false" doc:"Whether the image's own login holds."`
}

// keepsImageLogin tells whether the image's own login is to hold.
func (l *LoginSettings) keepsImageLogin() bool { return strings.EqualFold(l.KeepImageLogin, "TRUE") }

// An EnhancedService is an agent in an instance.
type EnhancedService struct {
	SecurityService   Enabled `doc:"The security agent; it is on when left out."`
	MonitorService    Enabled `doc:"The monitoring agent; it is on when left out."`
	AutomationService Enabled `doc:"The automation agent."`
}

// Enabled is a switch.
type Enabled struct {
	Enabled *bool `doc:"Whether it is on."`
}

// A TagSpecification puts tags on what is bought.
type TagSpecification struct {
	ResourceType string    `api:"required,oneof=instance keypair host ps hpc launch-template" doc:"What the tags are for."`
	Tags         []TagPair `api:"required,max=50" doc:"The tags."`
}

// A TagPair is a tag.
type TagPair struct {
	Key   string `api:"required,max=127" doc:"Its key."`
	Value string `api:"max=255" doc:"Its value."`
}

// A Filter keeps what has one of the values.
type Filter struct {
	Name   string   `api:"required" doc:"What is looked at."`
	Values []string `api:"required" doc:"The values that are let through."`
}
