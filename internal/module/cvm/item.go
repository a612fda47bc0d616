package cvm

// The shapes of an instance in answers of 2017-03-12: every member that the API has, since typed clients take each for
// granted (facts/clients.md).

// An InstanceItem is the API's Instance.
type InstanceItem struct {
	Placement                PlacementItem
	InstanceId, InstanceType string
	CPU, Memory              int64
	RestrictState            string
	InstanceName             string
	InstanceChargeType       string
	SystemDisk               SystemDiskItem
	DataDisks                []DataDiskItem
	PrivateIpAddresses       []string
	PublicIpAddresses        []string
	InternetAccessible       InternetItem
	VirtualPrivateCloud      NetworkItem
	ImageId                  string
	RenewFlag                string
	CreatedTime, ExpiredTime *string
	OsName                   string
	SecurityGroupIds         []string
	LoginSettings            LoginItem
	InstanceState            string
	Tags                     []Tag
	StopChargingMode         string
	Uuid                     string
	LatestOperation          *string
	LatestOperationState     *string
	LatestOperationRequestId *string
	LatestOperationErrorMsg  *string
	DisasterRecoverGroupId   string
	DisasterRecoverGroupIds  []string
	IPv6Addresses            []string
	PublicIPv6Addresses      []string
	CamRoleName              string
	HpcClusterId             string
	RdmaIpAddresses          []string
	DedicatedClusterId       string
	IsolatedSource           string
	GPUInfo                  GPUItem
	LicenseType              string
	DisableApiTermination    bool
	DefaultLoginUser         string
	DefaultLoginPort         int64
	Metadata                 MetadataItems
	CpuTopology              CpuTopologyItem
	PartitionNumber          int64
}

// A PlacementItem is the API's Placement.
type PlacementItem struct {
	Zone                         string
	ProjectId                    int64
	HostIds                      []string
	HostId                       string
	DedicatedResourcePackTenancy string
	DedicatedResourcePackIds     []string
	RackId                       string
}

// A SystemDiskItem is the API's SystemDisk.
type SystemDiskItem struct {
	DiskType, DiskId string
	DiskSize         int64
	CdcId            *string
	DiskName         string
	Encrypt          bool
	KmsKeyId         string
}

// A DataDiskItem is the API's DataDisk.
type DataDiskItem struct {
	DiskSize              int64
	DiskType, DiskId      string
	DeleteWithInstance    bool
	SnapshotId            string
	Encrypt               bool
	KmsKeyId              *string
	ThroughputPerformance int64
	CdcId                 *string
	BurstPerformance      bool
	DiskName              string
}

// An InternetItem is the API's InternetAccessible.
type InternetItem struct {
	InternetChargeType      string
	InternetMaxBandwidthOut int64
	PublicIpAssigned        bool
	BandwidthPackageId      string
	InternetServiceProvider string
	IPv4AddressType         string
	IPv6AddressType         string
	AntiDDoSPackageId       string
}

// A NetworkItem is the API's VirtualPrivateCloud.
type NetworkItem struct {
	VpcId, SubnetId    string
	AsVpcGateway       bool
	PrivateIpAddresses []string
	Ipv6AddressCount   int64
}

// A LoginItem is the API's LoginSettings; there is never a password in it.
type LoginItem struct {
	Password       *string
	KeyIds         []string
	KeepImageLogin string
}

// A GPUItem is the API's GPUInfo.
type GPUItem struct {
	GPUCount float64
	GPUId    []string
	GPUType  string
}

// MetadataItems is the API's Metadata.
type MetadataItems struct{ Items []Tag }

// A CpuTopologyItem is the API's CpuTopology.
type CpuTopologyItem struct{ CoreCount, ThreadPerCore *int64 }

func (i *Instance) item() InstanceItem {
	system := i.System.Look()
	item := InstanceItem{
		Placement:  PlacementItem{Zone: i.Zone, ProjectId: i.Project},
		InstanceId: i.ID, InstanceType: i.Type, CPU: i.CPU, Memory: i.Memory, RestrictState: i.Restrict(), InstanceName: i.Name,
		DisasterRecoverGroupId: i.Placement, InstanceChargeType: i.Charge, SystemDisk: SystemDiskItem{
			DiskType: system.Type, DiskId: i.System.ID, DiskSize: system.Size, DiskName: i.System.Name, Encrypt: i.System.Encrypted, KmsKeyId: i.System.Key,
		},
		PrivateIpAddresses: i.PrivateIPs, PublicIpAddresses: i.PublicIPs,
		InternetAccessible: InternetItem{
			InternetChargeType: i.Internet.Charge, InternetMaxBandwidthOut: i.Internet.Bandwidth, PublicIpAssigned: i.Internet.Assigned,
			IPv4AddressType: "WanIP",
		},
		VirtualPrivateCloud: NetworkItem{VpcId: i.VPC, SubnetId: i.Subnet, AsVpcGateway: i.Gateway},
		ImageId:             i.Image, RenewFlag: i.Renew, CreatedTime: iso(i.Created), ExpiredTime: iso(i.Expires), OsName: i.OS, SecurityGroupIds: i.Groups,
		LoginSettings: LoginItem{KeyIds: i.Keys, KeepImageLogin: "FALSE"},
		InstanceState: string(i.State), Tags: i.Tags, StopChargingMode: i.StopCharging, Uuid: i.UUID,
		LatestOperation: said(i.Operation), LatestOperationState: said(i.OperationState), LatestOperationRequestId: said(i.OperationRequest),
		CamRoleName: i.Role, HpcClusterId: i.HPC, IsolatedSource: i.Isolated, LicenseType: "TencentCloud", DisableApiTermination: i.Protected,
		DefaultLoginUser: "root", DefaultLoginPort: 22, PartitionNumber: i.Partition, Metadata: MetadataItems{i.Metadata}, CpuTopology: i.Topology.item(),
	}
	if i.KeepImageLogin {
		item.LoginSettings.KeepImageLogin = "TRUE"
	}
	if i.Placement != "" {
		item.DisasterRecoverGroupIds = []string{i.Placement}
	}
	if i.Windows {
		item.DefaultLoginUser, item.DefaultLoginPort = "Administrator", 3389
	}
	for _, d := range i.Data {
		look := d.Look()
		item.DataDisks = append(item.DataDisks, DataDiskItem{
			DiskSize: look.Size, DiskType: look.Type, DiskId: d.ID, DeleteWithInstance: !d.Kept, SnapshotId: d.Snapshot, DiskName: d.Name,
			Encrypt: d.Encrypted, KmsKeyId: said(d.Key), ThroughputPerformance: d.Throughput, BurstPerformance: d.Burst,
		})
	}
	return item
}

// said is a text, nil for none.
func said(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
