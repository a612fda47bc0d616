package cvm

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// An HpcCluster is where instances of the types for high performance computing are, near to each other.
type HpcCluster struct {
	ID, Account, Creator, Region, Zone string
	Name, Remark                       string
	Created                            time.Time
	// Tags are filled in where they are asked for: they are kept elsewhere.
	Tags []Tag `json:"-"`
}

// standardHpc is the type of all clusters here: the others are of dedicated clusters and of customers' machines.
const standardHpc = "STANDARD"

// The quotas of clusters in a region, which is assumed, and of instances in a cluster, of which the documents print a sample.
const (
	quotaHpcClusters = "cvm.hpc_clusters"
	maxHpcClusters   = 10
	quotaInHpc       = "cvm.instances_per_hpc_cluster"
	maxInHpc         = 50
)

var (
	errHpcValue    = catalogue.InvalidValue
	errHpcBusiness = catalogue.InvalidParameter.Named("InvalidParameterValue.HpcClusterBusinessIdNotSupported")
	errHpcZone     = catalogue.InvalidParameter.Named("UnsupportedOperation.InvalidZone")
	errHpcType     = catalogue.InvalidParameter.Named("InvalidParameterValue.InstanceTypeNotSupportHpcCluster")
	errHpcNeeded   = catalogue.InvalidParameter.Named("InvalidParameterValue.InstanceTypeRequiredHpcCluster")
	errNoHpc       = catalogue.NotFound.Named("ResourceNotFound.HpcCluster")
	errHpcInUse    = catalogue.OperationFailed.Named("ResourceInUse.HpcCluster")
	errHpcZones    = catalogue.OperationFailed.Named("InvalidParameterValue.HpcClusterIdZoneIdNotMatch")
	errHpcsFull    = catalogue.QuotaExceeded.Named("LimitExceeded.HpcClusterQuota")
	errHpcFull     = catalogue.QuotaExceeded.Named("LimitExceeded.CvmInstanceQuota")
	errFromFamily  = catalogue.OperationFailed.Named("UnsupportedOperation.UnsupportedChangeInstanceFamily")
	errToFamily    = catalogue.OperationFailed.Named("UnsupportedOperation.UnsupportedChangeInstanceToThisInstanceFamily")
)

var hpcForm = regexp.MustCompile(`^hpc-[a-z0-9]{8}$`)

// forHpc tells whether a type is one for high performance computing, which is in a cluster always and alone may be in one.
func forHpc(typ string) bool { return strings.HasPrefix(familyOf(typ), "HCC") }

// checkHpcIDs refuses ids of clusters that are malformed.
func checkHpcIDs(name string, ids []string) error {
	return checkList(ids, name, hpcForm, errHpcValue, "hpc- and 8 lower-case letters or digits")
}

func checkHpcTexts(name, remark *string) error {
	if name != nil {
		if n := utf8.RuneCountInString(*name); n < 1 || n > 60 {
			return errHpcValue.Errorf("Parameter Name has %d characters; 1 to 60 are expected.", n)
		}
	}
	if remark != nil && utf8.RuneCountInString(*remark) > 256 {
		return errHpcValue.Errorf("Parameter Remark has %d characters; at most 256 are expected.", utf8.RuneCountInString(*remark))
	}
	return nil
}

// checkHpc refuses a cluster for a type that may be in none, and none for one that has to be in one.
func (b *bought) checkHpc() error {
	switch {
	case b.hpc != "" && !hpcForm.MatchString(b.hpc):
		return errHpcValue.Errorf("Parameter HpcClusterId is %s; hpc- and 8 lower-case letters or digits are expected.", param.Quote(b.hpc))
	case b.hpc != "" && !forHpc(b.typ):
		return errHpcType.Errorf("Parameter HpcClusterId is given with InstanceType %s; a type for high performance computing (HCC…) is expected with it.", b.typ)
	case b.hpc == "" && forHpc(b.typ):
		return errHpcNeeded.Errorf("Parameter InstanceType is %s; HpcClusterId is expected with it.", b.typ)
	}
	return nil
}

func (h *HpcCluster) tagged() tagging.Resource {
	return tagging.Resource{Service: "cvm", Prefix: "hpc", Region: h.Region, ID: h.ID}
}

func (h *HpcCluster) resource() call.Resource {
	return call.Resource{Service: "cvm", Type: "hpc", ID: h.ID}
}

func (h *HpcCluster) about() map[string][]string {
	return map[string][]string{
		"cvm:region": {h.Region}, "cvm:zone": {h.Zone}, "qcs:create_uin": {h.Creator}, "qcs:tag": tagging.Pairs(h.Tags), "qcs:resource_tag": tagging.Pairs(h.Tags),
	}
}

// hpcCluster is the caller's cluster in the call's region; it refuses where there is none.
func (s *Service) hpcCluster(ctx context.Context, tx store.Tx, c *call.Call, id string) (*HpcCluster, error) {
	h, err := s.Store.HpcCluster(ctx, tx, id)
	if err == nil && (h == nil || h.Account != c.Caller.Account || h.Region != c.Region) {
		return nil, errNoHpc.Errorf("The HPC cluster %s does not exist in this region.", id)
	}
	return h, err
}

// inHpc are the instances in a cluster.
func (s *Service) inHpc(ctx context.Context, tx store.Tx, h *HpcCluster) (ids []string, err error) {
	all, err := s.Store.Instances(ctx, tx, h.Account, h.Region)
	for _, i := range all {
		if i.HPC == h.ID {
			ids = append(ids, i.ID)
		}
	}
	return ids, err
}

// joinHpc refuses a cluster that is not there, or in another zone.
func (s *Service) joinHpc(ctx context.Context, tx store.Tx, c *call.Call, i *Instance) error {
	if i.HPC == "" {
		return nil
	}
	h, err := s.hpcCluster(ctx, tx, c, i.HPC)
	if err == nil && h.Zone != i.Zone {
		err = errHpcZones.Errorf("The HPC cluster %s is in zone %s; the instances are to be in %s.", h.ID, h.Zone, i.Zone)
	}
	return err
}

// withinHpc refuses a cluster without room for a purchase.
func (s *Service) withinHpc(ctx context.Context, tx store.Tx, c *call.Call, l *launch) error {
	if l.like.HPC == "" {
		return nil
	}
	h, err := s.hpcCluster(ctx, tx, c, l.like.HPC)
	if err != nil {
		return err
	}
	has, err := s.inHpc(ctx, tx, h)
	if err != nil {
		return err
	}
	most, err := s.Accounts.Quota(ctx, tx, h.Account, quotaInHpc, maxInHpc)
	if err == nil && int64(len(has))+l.count > most {
		err = errHpcFull.Errorf("The HPC cluster %s has %d instances; with %d more the quota of %d is exceeded.", h.ID, len(has), l.count, most)
	}
	return err
}

// hpcZone is a zone that a cluster may be in.
func (s *Service) hpcZone(ctx context.Context, tx store.Tx, region, name string) error {
	zones, err := s.Store.Zones(ctx, tx, "")
	if err != nil {
		return err
	}
	n := slices.IndexFunc(zones, func(z Zone) bool { return z.Name == name })
	switch {
	case n < 0:
		return errHpcZone.Errorf("Parameter Zone is %s; one that DescribeZones lists is expected.", param.Quote(name))
	case zones[n].Region != region:
		return errOtherRegion.Errorf("The zone %s is in region %s; a zone of %s is expected.", name, zones[n].Region, region)
	}
	return nil
}

// An HpcClusterInfo is the API's HpcClusterInfo.
type HpcClusterInfo struct {
	HpcClusterId, Name, Remark           string
	CvmQuotaTotal                        int64
	Zone                                 string
	CurrentNum                           int64
	CreateTime                           *string
	InstanceIds                          []string
	HpcClusterType, HpcClusterBusinessId string
	HpcClusterNetMode                    int64
	Tags                                 []Tag
}

func (s *Service) hpcInfo(ctx context.Context, tx store.Tx, h *HpcCluster) (HpcClusterInfo, error) {
	ids, err := s.inHpc(ctx, tx, h)
	if err != nil {
		return HpcClusterInfo{}, err
	}
	most, err := s.Accounts.Quota(ctx, tx, h.Account, quotaInHpc, maxInHpc)
	return HpcClusterInfo{
		HpcClusterId: h.ID, Name: h.Name, Remark: h.Remark, CvmQuotaTotal: most, Zone: h.Zone, CurrentNum: int64(len(ids)), CreateTime: iso(h.Created),
		InstanceIds: ids, HpcClusterType: standardHpc, Tags: h.Tags,
	}, err
}

// mayBeOf refuses to have an instance be of a type for high performance computing that was not, or no longer.
func (i *Instance) mayBeOf(typ string) error {
	switch {
	case forHpc(i.Type):
		return errFromFamily.Errorf("Instance %s is of type %s, for high performance computing, whose instances stay what they are.", i.ID, i.Type)
	case forHpc(typ):
		return errToFamily.Errorf("The type %s is for high performance computing; an instance is that from the start or never.", typ)
	}
	return nil
}
