package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// LegacyRunInstances buys instances that are paid in advance.
var LegacyRunInstances = action.Define(action.Spec{
	Name: "RunInstances", Doc: "Buys one or more instances that are paid in advance.",
	Domain: "cvm", Changes: true, Creates: []string{"instance"}, Rate: 10, Refuses: ordering,
}, (*Service).runInstancesMonthly)

// RunInstancesMonthlyRequest is the input of LegacyRunInstances.
type RunInstancesMonthlyRequest struct {
	ZoneID             *int64   `json:"zoneId" doc:"The zone's number; one that has such instances when left out."`
	Period             int64    `json:"period" api:"required,min=1,max=36" doc:"Months."`
	CPU                int64    `json:"cpu" api:"required,min=1" doc:"CPUs."`
	Mem                int64    `json:"mem" api:"required,min=1" doc:"Memory in GB."`
	ImageID            string   `json:"imageId" api:"required" touches:"image" doc:"What they start from."`
	StorageSize        int64    `json:"storageSize" api:"required,min=0,max=32000" doc:"The data disk in GB, in steps of 10; 0 for none."`
	InstanceType       string   `json:"instanceType" doc:"The family: CVM.S1; any when left out."`
	ImageType          int64    `json:"imageType" api:"oneof=1 2 3 4,default=2" doc:"1 private, 2 public, 3 market, 4 shared; the image's id tells."`
	BandwidthType      string   `json:"bandwidthType" api:"oneof=PayByTraffic PayByBandwidth,default=PayByBandwidth" doc:"How traffic is paid."`
	Bandwidth          int64    `json:"bandwidth" api:"min=0,max=2000" doc:"Mbps; 0 for no traffic to the internet."`
	WanIP              *int64   `json:"wanIp" api:"oneof=0 1" doc:"Whether they have a public address; they have when there is bandwidth."`
	VPC                string   `json:"vpcId" touches:"vpc:vpc" doc:"The network; the basic one when left out."`
	Subnet             string   `json:"subnetId" touches:"vpc:subnet" doc:"Its subnet."`
	IsVPCGateway       int64    `json:"isVpcGateway" api:"oneof=0 1,default=0" doc:"Whether they are gateways of the network."`
	StorageType        int64    `json:"storageType" api:"oneof=1 2 3,default=1" doc:"The disks: 1 local, 2 cloud, 3 local SSD."`
	RootSize           int64    `json:"rootSize" api:"min=20,max=50,default=50" doc:"The system disk in GB."`
	Password           string   `json:"password" api:"secret" doc:"The password: 8 to 16 characters of two kinds, for Windows 12 to 16 of three."`
	KeyID              string   `json:"keyId" touches:"keypair" doc:"The key pair; not together with password."`
	NeedSecurityAgent  int64    `json:"needSecurityAgent" api:"oneof=0 1,default=1" doc:"Whether they have the security agent."`
	NeedMonitorAgent   int64    `json:"needMonitorAgent" api:"oneof=0 1,default=1" doc:"Whether they have the monitoring agent."`
	ProjectID          int64    `json:"projectId" doc:"The project; 0 is the default one."`
	InstanceName       string   `json:"instanceName" doc:"Their name, at most 60 bytes."`
	GoodsNum           int64    `json:"goodsNum" api:"min=1,max=100,default=1" doc:"How many."`
	ClientToken        string   `json:"clientToken" doc:"Makes the purchase happen once: at most 64 ASCII characters."`
	PrivateIPAddresses []string `json:"privateIpAddresses" api:"max=100" doc:"The addresses that the first instances want."`
}

func (r *RunInstancesMonthlyRequest) order() *order {
	return &order{
		zone: r.ZoneID, months: r.Period, cpu: r.CPU, memory: r.Mem, image: r.ImageID, storage: r.StorageSize, storageType: r.StorageType, typ: r.InstanceType,
		bandwidthType: r.BandwidthType, bandwidth: r.Bandwidth, wanIP: r.WanIP, vpc: r.VPC, subnet: r.Subnet, gateway: r.IsVPCGateway, root: r.RootSize,
		password: r.Password, key: r.KeyID, security: r.NeedSecurityAgent, monitoring: r.NeedMonitorAgent, project: r.ProjectID, count: r.GoodsNum,
		name: r.InstanceName, token: r.ClientToken, addresses: r.PrivateIPAddresses,
	}
}

// Check implements action.Checker.
func (r *RunInstancesMonthlyRequest) Check() error { return r.order().check() }

// RunInstancesMonthlyResponse is the output of LegacyRunInstances.
type RunInstancesMonthlyResponse struct {
	// DealIDs are texts: an order's id has 23 digits, more than a number of JSON may be trusted with.
	DealIDs []string `json:"dealIds"`
	// UnInstanceIDs are the instances by order.
	UnInstanceIDs map[string][]string `json:"unInstanceIds"`
}

func (s *Service) runInstancesMonthly(ctx context.Context, tx store.Tx, c *call.Call, in *RunInstancesMonthlyRequest) (*RunInstancesMonthlyResponse, error) {
	r, err := s.order(ctx, tx, c, in.order())
	if err != nil {
		return nil, err
	}
	return &RunInstancesMonthlyResponse{[]string{r.Deal}, map[string][]string{r.Deal: r.Instances}}, nil
}
