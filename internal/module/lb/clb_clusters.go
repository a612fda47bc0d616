package lb

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeExclusiveClusters lists dedicated clusters, of which there are none here.
var DescribeExclusiveClusters = action.Define(reads("DescribeExclusiveClusters", "Lists dedicated clusters; there are none here.", errFilter), (*Service).describeClusters)

// ClustersRequest is the input of the lists of clusters.
type ClustersRequest struct {
	Limit   int64    `api:"min=1,max=100,default=20" doc:"How many to show at most."`
	Offset  int64    `api:"min=0,default=0" doc:"How many to leave out at the start."`
	Filters []Filter `api:"max=10" doc:"What to compare."`
}

// Check refuses filters that are not known.
func (r *ClustersRequest) Check() error {
	return checkFilters(r.Filters, "cluster-type", "cluster-id", "cluster-name", "cluster-tag", "vip", "network", "zone", "isp", "loadblancer-id", "loadbalancer-id", "idle")
}

// DescribeExclusiveClustersResponse is the answer of DescribeExclusiveClusters.
type DescribeExclusiveClustersResponse struct {
	ClusterSet []Cluster
	TotalCount int64
}

// A Cluster is a dedicated cluster.
type Cluster struct {
	ClusterId, ClusterName, ClusterType                             string
	ClusterTag                                                      *string
	Zone, Network                                                   string
	MaxConn, MaxInFlow, MaxInPkg, MaxOutFlow, MaxOutPkg, MaxNewConn *int64
	HTTPMaxNewConn, HTTPSMaxNewConn, HTTPQps, HTTPSQps              *int64
	ResourceCount                                                   int64
	IdleResourceCount, LoadBalanceDirectorCount                     *int64
	Isp                                                             *string
	ClustersZone                                                    *ClustersZone
	ClustersVersion                                                 *string
	DisasterRecoveryType, Egress, IPVersion                         string
	Tag                                                             []TagInfo
}

// ClustersZone is where a cluster is.
type ClustersZone struct{ MasterZone, SlaveZone []string }

func (s *Service) describeClusters(context.Context, store.Tx, *call.Call, *ClustersRequest) (*DescribeExclusiveClustersResponse, error) {
	return &DescribeExclusiveClustersResponse{ClusterSet: []Cluster{}}, nil
}

// DescribeClusterResources lists what is in dedicated clusters.
var DescribeClusterResources = action.Define(reads("DescribeClusterResources", "Lists what is in dedicated clusters; there are none here.", errFilter), (*Service).describeClusterResources)

// DescribeClusterResourcesResponse is the answer of DescribeClusterResources.
type DescribeClusterResourcesResponse struct {
	ClusterResourceSet []ClusterResource
	TotalCount         int64
}

// A ClusterResource is an address in a cluster.
type ClusterResource struct {
	ClusterId, Vip         string
	LoadBalancerId         *string
	Idle, ClusterName, Isp string
	ClustersZone           *ClustersZone
}

func (s *Service) describeClusterResources(context.Context, store.Tx, *call.Call, *ClustersRequest) (*DescribeClusterResourcesResponse, error) {
	return &DescribeClusterResourcesResponse{ClusterResourceSet: []ClusterResource{}}, nil
}
