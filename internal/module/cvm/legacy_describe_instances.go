package cvm

import (
	"context"
	"slices"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/region"
	"github.com/paifang/paifang/internal/store"
)

// LegacyDescribeInstances lists instances.
var LegacyDescribeInstances = action.Define(action.Spec{
	Name: "DescribeInstances", Doc: "Lists instances.",
	Domain: "cvm", Lists: "instance", Rate: 40, Refuses: []*catalogue.Condition{errMalformedID, errTooManyIDs},
}, (*Service).legacyDescribeInstances)

// LegacyDescribeInstancesRequest is the input of LegacyDescribeInstances.
type LegacyDescribeInstancesRequest struct {
	InstanceIDs []string `json:"instanceIds" touches:"instance" doc:"The instances, at most 100."`
	LanIPs      []string `json:"lanIps" api:"max=100" doc:"Their private addresses."`
	SearchWord  string   `json:"searchWord" doc:"A part of their name."`
	Status      *int64   `json:"status" doc:"Their state, as a number."`
	ProjectID   *int64   `json:"projectId" doc:"Their project."`
	ZoneID      *int64   `json:"zoneId" doc:"Their zone's number."`
	Offset      int64    `json:"offset" api:"min=0" doc:"How many are skipped."`
	Limit       int64    `json:"limit" api:"min=1,max=100,default=20" doc:"How many are listed at most."`
	Simplify    int64    `json:"simplify" api:"oneof=0 1,default=0" doc:"Whether an older state may be told; it never is."`
}

// Check implements action.Checker.
func (r *LegacyDescribeInstancesRequest) Check() error { return checkAnyIDs(r.InstanceIDs) }

// LegacyDescribeInstancesResponse is the output of LegacyDescribeInstances.
type LegacyDescribeInstancesResponse struct {
	TotalCount  int64        `json:"totalCount"`
	InstanceSet []LegacyItem `json:"instanceSet"`
}

// A LegacyItem is an instance in the older answers.
type LegacyItem struct {
	InstanceName   string         `json:"instanceName"`
	UnInstanceID   string         `json:"unInstanceId"`
	InstanceID     string         `json:"instanceId"`
	UUID           string         `json:"uuid"`
	LanIP          string         `json:"lanIp"`
	WanIPSet       []string       `json:"wanIpSet"`
	CPU            int64          `json:"cpu"`
	Mem            int64          `json:"mem"`
	Bandwidth      int64          `json:"bandwidth"`
	UnImgID        string         `json:"unImgId"`
	ImageID        int64          `json:"imageId"`
	ImageType      string         `json:"imageType"`
	OS             string         `json:"os"`
	Status         int64          `json:"status"`
	Region         string         `json:"Region"`
	ZoneID         int64          `json:"zoneId"`
	ZoneName       string         `json:"zoneName"`
	CreateTime     string         `json:"createTime"`
	DeadlineTime   string         `json:"deadlineTime"`
	StatusTime     string         `json:"statusTime"`
	AutoRenew      int64          `json:"autoRenew"`
	ProjectID      int64          `json:"projectId"`
	CvmPayMode     int64          `json:"cvmPayMode"`
	NetworkPayMode int64          `json:"networkPayMode"`
	VPCID          int64          `json:"vpcId"`
	SubnetID       int64          `json:"subnetId"`
	IsVPCGateway   int64          `json:"isVpcGateway"`
	DeviceClass    string         `json:"deviceClass"`
	DiskInfo       LegacyDiskInfo `json:"diskInfo"`
}

// A LegacyDiskInfo is the disks of an instance; without a data disk its members are absent.
type LegacyDiskInfo struct {
	StorageID   string `json:"storageId,omitempty"`
	StorageType int64  `json:"storageType,omitempty"`
	StorageSize int64  `json:"storageSize,omitempty"`
	RootID      string `json:"rootId"`
	RootSize    int64  `json:"rootSize"`
	RootType    int64  `json:"rootType"`
}

func (s *Service) legacyDescribeInstances(ctx context.Context, tx store.Tx, c *call.Call, in *LegacyDescribeInstancesRequest) (*LegacyDescribeInstancesResponse, error) {
	list, err := s.Store.Zones(ctx, tx, c.Region)
	if err != nil {
		return nil, err
	}
	zones := map[string]Zone{}
	for _, z := range list {
		zones[z.Name] = z
	}
	found, err := s.listed(ctx, tx, c, in.InstanceIDs, func(i *Instance) bool {
		return (len(in.LanIPs) == 0 || slices.ContainsFunc(i.PrivateIPs, func(ip string) bool { return slices.Contains(in.LanIPs, ip) })) &&
			strings.Contains(i.Name, in.SearchWord) &&
			(in.Status == nil || *in.Status == i.Status()) &&
			(in.ProjectID == nil || *in.ProjectID == i.Project) &&
			(in.ZoneID == nil || *in.ZoneID == zones[i.Zone].ID)
	})
	if err != nil {
		return nil, err
	}
	out := &LegacyDescribeInstancesResponse{TotalCount: int64(len(found))}
	for _, i := range page(found, in.Offset, in.Limit) {
		out.InstanceSet = append(out.InstanceSet, i.legacyItem(zones[i.Zone]))
	}
	return out, nil
}

func (i *Instance) legacyItem(z Zone) LegacyItem {
	system := i.System.Look()
	item := LegacyItem{
		InstanceName: i.Name, UnInstanceID: i.ID, InstanceID: i.OldID, UUID: i.UUID, WanIPSet: i.PublicIPs, CPU: i.CPU, Mem: i.Memory,
		Bandwidth: i.Internet.Bandwidth, UnImgID: i.Image, ImageID: i.ImageNumber, ImageType: i.ImageType, OS: i.OS, Status: i.Status(),
		Region: region.Code(i.Region), ZoneID: z.ID, ZoneName: z.Title, CreateTime: local(i.Created), DeadlineTime: local(i.Expires), StatusTime: local(i.Changed),
		ProjectID: i.Project, CvmPayMode: 2, NetworkPayMode: map[string]int64{ByBandwidthMonths: 1, ByTraffic: 2, ByBandwidth: 3}[i.Internet.Charge],
		VPCID: i.VPCNumber, SubnetID: i.SubnetNumber, DeviceClass: "CVM." + i.Family,
		DiskInfo: LegacyDiskInfo{RootID: i.System.ID, RootSize: system.Size, RootType: diskNumber(system.Type)},
	}
	if i.isPrepaid() {
		item.CvmPayMode, item.AutoRenew = 1, int64(slices.Index(renewals, i.Renew))
	}
	if len(i.PrivateIPs) > 0 {
		item.LanIP = i.PrivateIPs[0]
	}
	if i.Gateway {
		item.IsVPCGateway = 1
	}
	if len(i.Data) > 0 {
		d := i.Data[0].Look()
		item.DiskInfo.StorageID, item.DiskInfo.StorageType, item.DiskInfo.StorageSize = i.Data[0].ID, diskNumber(d.Type), d.Size
	}
	return item
}
