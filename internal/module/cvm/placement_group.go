package cvm

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// A PlacementGroup keeps instances apart: on hosts, switches or racks of their own. The API calls it disaster recover
// group.
type PlacementGroup struct {
	ID, Account, Creator, Region string
	Name                         string
	// Type is HOST, SW or RACK.
	Type string
	// Affinity is how many instances may be together, 1 for each on its own.
	Affinity int64
	// Strategy is SPREAD or PARTITION, which has Partitions.
	Strategy   string
	Partitions int64
	Created    time.Time
	// Tags are filled in where they are asked for: they are kept elsewhere.
	Tags []Tag `json:"-"`
}

// The quotas of groups, and of instances in a group by its type.
const (
	quotaPlacementGroups = "cvm.placement_groups"
	maxPlacementGroups   = 10
)

// inGroup is how many instances a group of a type may have; the figures are assumed but for the first.
var inGroup = map[string]int64{"HOST": 50, "SW": 20, "RACK": 30}

var (
	errMalformedPlacement = catalogue.InvalidParameter.Named("InvalidParameterValue.DisasterRecoverGroupIdMalformed")
	errPlacementName      = catalogue.InvalidParameter.Named("InvalidParameterValue.TooLong")
	errNoPlacement        = catalogue.NotFound.Named("ResourceNotFound.InvalidPlacementSet")
	errNoPlacementFor     = catalogue.NotFound.Named("FailedOperation.DisasterRecoverGroupNotFound")
	errPlacementTaken     = catalogue.OperationFailed.Named("FailedOperation.PlacementSetNotEmpty")
	errAlreadyPlaced      = catalogue.OperationFailed.Named("FailedOperation.AlreadyInDisasterRecoverGroup")
	errPlacementFull      = catalogue.QuotaExceeded.Named("ResourceInsufficient.DisasterRecoverGroupCvmQuota")
	errPartition          = catalogue.InvalidParameter.Named("InvalidParameterValue.NotSupported")
	errPlacementsFull     = catalogue.QuotaExceeded.Named("ResourceInsufficient.InsufficientGroupQuota")
)

var placementForm = regexp.MustCompile(`^ps-[a-z0-9]{8}$`)

func checkPlacementIDs(name string, ids []string) error {
	return checkList(ids, name, placementForm, errMalformedPlacement, "ps- and 8 lower-case letters or digits")
}

func checkPlacementName(name string) error {
	if n := utf8.RuneCountInString(name); n < 1 || n > 60 {
		return errPlacementName.Errorf("Parameter Name has %d characters; 1 to 60 are expected.", n)
	}
	return nil
}

func (g *PlacementGroup) tagged() tagging.Resource {
	return tagging.Resource{Service: "cvm", Prefix: "ps", Region: g.Region, ID: g.ID}
}

func (g *PlacementGroup) resource() call.Resource {
	return call.Resource{Service: "cvm", Type: "ps", ID: g.ID}
}

func (g *PlacementGroup) about() map[string][]string {
	return map[string][]string{
		"cvm:region": {g.Region}, "qcs:create_uin": {g.Creator}, "qcs:tag": tagging.Pairs(g.Tags), "qcs:resource_tag": tagging.Pairs(g.Tags),
	}
}

// placementGroup is the caller's group in the call's region, under the condition that it is there.
func (s *Service) placementGroup(ctx context.Context, tx store.Tx, c *call.Call, id string, absent *catalogue.Condition) (*PlacementGroup, error) {
	all, err := s.Store.PlacementGroups(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(g PlacementGroup) bool { return g.ID == id })
	if i < 0 {
		return nil, absent.Errorf("The placement group %s does not exist in this region.", id)
	}
	return &all[i], nil
}

// placed are the instances in a group.
func (s *Service) placed(ctx context.Context, tx store.Tx, account, region, group string) (ids []string, err error) {
	all, err := s.Store.Instances(ctx, tx, account, region)
	for _, i := range all {
		if i.Placement == group {
			ids = append(ids, i.ID)
		}
	}
	return ids, err
}

// withinGroup refuses a placement group that is not there or has too little room for a purchase.
func (s *Service) withinGroup(ctx context.Context, tx store.Tx, c *call.Call, l *launch) error {
	if l.like.Placement == "" {
		return nil
	}
	return s.mayPlace(ctx, tx, c, l.like.Placement, l.count)
}

// mayPlace refuses a group that is not there, or has no room for n more.
func (s *Service) mayPlace(ctx context.Context, tx store.Tx, c *call.Call, id string, n int64) error {
	g, err := s.placementGroup(ctx, tx, c, id, errNoPlacementFor)
	if err != nil {
		return err
	}
	has, err := s.placed(ctx, tx, g.Account, g.Region, g.ID)
	if err != nil {
		return err
	}
	most, err := s.Accounts.Quota(ctx, tx, g.Account, "cvm.instances_per_placement_group", inGroup[g.Type])
	if err != nil {
		return err
	}
	if int64(len(has))+n > most {
		return errPlacementFull.Errorf("The placement group %s has %d instances; at most %d are allowed.", id, len(has), most)
	}
	return nil
}

// lacks says why a group has no partition of a number; nothing where it has it, or none is named.
func (g *PlacementGroup) lacks(partition int64) string {
	switch {
	case partition == 0 || partition <= g.Partitions:
		return ""
	case g.Partitions == 0:
		return fmt.Sprintf("Parameter PartitionNumber is %d; the placement group %s has no partitions.", partition, g.ID)
	}
	return fmt.Sprintf("Parameter PartitionNumber is %d; the placement group %s has the partitions 1 to %d.", partition, g.ID, g.Partitions)
}

// emptiest is the partition of a group with the fewest instances, the first of several; 0 for a group without partitions.
func (s *Service) emptiest(ctx context.Context, tx store.Tx, g *PlacementGroup) (int64, error) {
	if g.Partitions == 0 {
		return 0, nil
	}
	all, err := s.Store.Instances(ctx, tx, g.Account, g.Region)
	if err != nil {
		return 0, err
	}
	used := make([]int, g.Partitions)
	for _, i := range all {
		if i.Placement == g.ID && i.Partition > 0 {
			used[i.Partition-1]++
		}
	}
	least := int64(0)
	for n := range g.Partitions {
		if used[n] < used[least] {
			least = n
		}
	}
	return least + 1, nil
}

// partitioned puts an instance into a partition of its group, where it is in none yet.
func (s *Service) partitioned(ctx context.Context, tx store.Tx, c *call.Call, i *Instance) error {
	if i.Placement == "" || i.Partition != 0 {
		return nil
	}
	g, err := s.placementGroup(ctx, tx, c, i.Placement, errNoPlacementFor)
	if err != nil {
		return err
	}
	i.Partition, err = s.emptiest(ctx, tx, g)
	return err
}
