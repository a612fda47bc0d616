package cvm

// What a template says, as answers show it: what it does not say is null. The types are those of requests without their
// defaults; answers need more members than requests have, of which the others are null here always.

// TemplateData is what a version of a template says.
type TemplateData struct {
	Placement               *TemplatePlacement  `doc:"Where."`
	InstanceType            *string             `doc:"The type."`
	InstanceName            *string             `doc:"The name."`
	InstanceChargeType      *string             `doc:"How they are paid."`
	SystemDisk              *TemplateSystemDisk `doc:"The system disk."`
	DataDisks               []TemplateDataDisk  `doc:"Other disks."`
	InternetAccessible      *TemplateInternet   `doc:"How they reach the internet."`
	VirtualPrivateCloud     *TemplateVPC        `doc:"The network."`
	ImageId                 *string             `doc:"What they start from."`
	SecurityGroupIds        []string            `doc:"Their security groups."`
	LoginSettings           *TemplateLogin      `doc:"How to log in."`
	CamRoleName             *string             `doc:"The role."`
	HpcClusterId            *string             `doc:"The cluster."`
	InstanceCount           *int64              `doc:"How many."`
	EnhancedService         *TemplateServices   `doc:"The agents."`
	UserData                *string             `doc:"What they run first."`
	DisasterRecoverGroupIds []string            `doc:"The placement group."`
	ActionTimer             *TemplateTimer      `doc:"When they are terminated."`
	InstanceMarketOptions   *TemplateMarket     `doc:"The bid."`
	HostName                *string             `doc:"The host name."`
	ClientToken             *string             `doc:"None: it is the request's."`
	InstanceChargePrepaid   *TemplatePrepaid    `doc:"For how long."`
	TagSpecification        []TagSpecification  `doc:"Tags."`
	DisableApiTermination   *bool               `doc:"Whether they are protected."`
}

// TemplatePlacement says where.
type TemplatePlacement struct {
	Zone                         *string  `doc:"The zone."`
	ProjectId                    *int64   `doc:"The project."`
	HostIds                      []string `doc:"None here."`
	HostId                       *string  `doc:"None here."`
	DedicatedResourcePackTenancy *string  `doc:"None here."`
	DedicatedResourcePackIds     []string `doc:"None here."`
	RackId                       *string  `doc:"None here."`
}

// TemplateSystemDisk is a system disk.
type TemplateSystemDisk struct {
	DiskType *string `doc:"The kind."`
	DiskId   *string `doc:"None here."`
	DiskSize *int64  `doc:"GB."`
	CdcId    *string `doc:"None here."`
	DiskName *string `doc:"The name."`
	Encrypt  *bool   `doc:"Whether it is encrypted."`
	KmsKeyId *string `doc:"The key."`
}

// TemplateDataDisk is another disk.
type TemplateDataDisk struct {
	DiskSize              *int64  `doc:"GB."`
	DiskType              *string `doc:"The kind."`
	DiskId                *string `doc:"None here."`
	DeleteWithInstance    *bool   `doc:"Whether it goes with its instance."`
	SnapshotId            *string `doc:"The snapshot."`
	Encrypt               *bool   `doc:"Whether it is encrypted."`
	KmsKeyId              *string `doc:"The key."`
	ThroughputPerformance *int64  `doc:"Extra throughput."`
	CdcId                 *string `doc:"None here."`
	BurstPerformance      *bool   `doc:"Whether it may be faster for a while."`
	DiskName              *string `doc:"The name."`
}

// TemplateInternet is how to reach the internet.
type TemplateInternet struct {
	InternetChargeType      *string `doc:"How traffic is paid."`
	InternetMaxBandwidthOut *int64  `doc:"Mbps."`
	PublicIpAssigned        *bool   `doc:"Whether there is a public address."`
	BandwidthPackageId      *string `doc:"None here."`
	InternetServiceProvider *string `doc:"None here."`
	IPv4AddressType         *string `doc:"None here."`
	IPv6AddressType         *string `doc:"None here."`
	AntiDDoSPackageId       *string `doc:"None here."`
}

// TemplateVPC is a network.
type TemplateVPC struct {
	VpcId              *string  `doc:"The network."`
	SubnetId           *string  `doc:"Its subnet."`
	AsVpcGateway       *bool    `doc:"Whether it is a gateway."`
	PrivateIpAddresses []string `doc:"The addresses."`
	Ipv6AddressCount   *int64   `doc:"None here."`
}

// TemplateLogin is how to log in; a password is not kept.
type TemplateLogin struct {
	Password       *string  `doc:"Never: it is not kept."`
	KeyIds         []string `doc:"The key pairs."`
	KeepImageLogin *string  `doc:"Whether the image's own login holds."`
}

// TemplateServices are agents.
type TemplateServices struct {
	SecurityService   *Enabled `doc:"The security agent."`
	MonitorService    *Enabled `doc:"The monitoring agent."`
	AutomationService *Enabled `doc:"The automation agent."`
}

// TemplatePrepaid says for how long.
type TemplatePrepaid struct {
	Period    *int64  `doc:"Months."`
	RenewFlag *string `doc:"What happens then."`
}

// TemplateTimer is when something is done.
type TemplateTimer struct {
	TimerAction   *string            `doc:"What."`
	ActionTime    *string            `doc:"When."`
	Externals     *TemplateExternals `doc:"More."`
	ActionTimerId *string            `doc:"The timer."`
	Status        *string            `doc:"Whether it is done."`
	InstanceId    *string            `doc:"To which instance."`
}

// TemplateExternals are details of a timer.
type TemplateExternals struct {
	ReleaseAddress    *bool                 `doc:"Whether addresses go too."`
	UnsupportNetworks []string              `doc:"Networks."`
	StorageBlockAttr  *TemplateStorageBlock `doc:"A disk."`
}

// TemplateStorageBlock is a local disk of a type.
type TemplateStorageBlock struct {
	Type    *string `doc:"The kind."`
	MinSize *int64  `doc:"GB at least."`
	MaxSize *int64  `doc:"GB at most."`
}

// TemplateMarket is how a spot instance is bid for.
type TemplateMarket struct {
	SpotOptions *TemplateSpot `doc:"At which price."`
	MarketType  *string       `doc:"On which market."`
}

// TemplateSpot is a bid.
type TemplateSpot struct {
	MaxPrice         *string `doc:"The highest price."`
	SpotInstanceType *string `doc:"For once."`
}
