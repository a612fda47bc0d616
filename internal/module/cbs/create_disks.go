package cbs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// CreateDisks buys disks.
var CreateDisks = action.Define(spec(action.Spec{
	Name: "CreateDisks", Doc: "Buys one or more data disks of one kind, paid by the hour or in advance.", Changes: true, Creates: []string{"volume"},
	Refuses: []*catalogue.Condition{
		errValue, errTooMany, errConfig, errToken, errNoSnapshot, errSnapshotState, errNoInstance, errNoProject, errNotVerified, errTooManyDisks, errInstance, errOtherZone,
		errSoldOut, errBalance,
	},
}), (*Service).createDisks)

// CreateDisksRequest is the input of CreateDisks.
type CreateDisksRequest struct {
	Placement              *Placement              `api:"required" doc:"Where."`
	DiskChargeType         string                  `api:"required,oneof=PREPAID POSTPAID_BY_HOUR" doc:"How they are paid."`
	DiskType               string                  `api:"required,oneof=CLOUD_BASIC CLOUD_PREMIUM CLOUD_BSSD CLOUD_SSD CLOUD_HSSD CLOUD_TSSD" doc:"The kind of disk."`
	DiskName               string                  `api:"max=60" doc:"Their name; several get 1, 2, … behind it."`
	Tags                   []Tag                   `api:"max=50" doc:"Tags."`
	SnapshotId             string                  `doc:"The snapshot that they are made of."`
	DiskCount              int64                   `api:"min=1,max=100,default=1" doc:"How many."`
	ThroughputPerformance  int64                   `api:"min=0" doc:"Extra throughput in MB/s."`
	KmsKeyId               string                  `api:"max=64" doc:"The key that they are encrypted with."`
	DiskSize               *int64                  `api:"min=10,max=32000" doc:"GB, in steps of 10; the snapshot's size when left out."`
	Shareable              bool                    `doc:"Whether several instances may have one."`
	ClientToken            string                  `doc:"Makes the purchase happen once: at most 64 ASCII characters."`
	Encrypt                string                  `api:"oneof=ENCRYPT" doc:"ENCRYPT for encrypted disks."`
	DiskChargePrepaid      *ChargePrepaid          `doc:"For how long they are paid in advance."`
	DeleteSnapshot         int64                   `api:"oneof=0 1" doc:"1 has their snapshots go with them."`
	AutoMountConfiguration *AutoMountConfiguration `doc:"The instances that they are attached to."`
	DiskBackupQuota        int64                   `api:"min=0,max=1024" doc:"How many backups each may have."`
	BurstPerformance       bool                    `doc:"Whether they may be faster for a while."`
	EncryptType            string                  `api:"oneof=ENCRYPT ENCRYPT_V2" doc:"The generation of the encryption."`
}

// A Placement says where a disk is.
type Placement struct {
	Zone               string `api:"required" doc:"The zone."`
	ProjectId          int64  `api:"min=0" doc:"The project; 0 is the default one."`
	ProjectName        string `doc:"Ignored; the API itself only answers with it."`
	CageId             string `doc:"Ignored; there are no cages here."`
	CdcId              string `api:"max=0" doc:"A dedicated cluster; there are none here."`
	CdcName            string `doc:"Ignored; there are no dedicated clusters here."`
	DedicatedClusterId string `api:"max=0" doc:"A dedicated cluster; there are none here."`
}

// A Tag is a tag.
type Tag struct {
	Key   string `api:"required" doc:"Its key."`
	Value string `doc:"Its value."`
}

// A ChargePrepaid says for how long a disk is paid in advance.
type ChargePrepaid struct {
	Period              int64  `api:"required,oneof=1 2 3 4 5 6 7 8 9 10 11 12 24 36 48 60" doc:"Months."`
	RenewFlag           string `api:"oneof=NOTIFY_AND_AUTO_RENEW NOTIFY_AND_MANUAL_RENEW DISABLE_NOTIFY_AND_MANUAL_RENEW,default=NOTIFY_AND_MANUAL_RENEW" doc:"What happens when the time is up."`
	CurInstanceDeadline string `doc:"The end of the instance's time, to which a renewal is brought; changes nothing here."`
}

// An AutoMountConfiguration says which instances new disks are attached to.
type AutoMountConfiguration struct {
	InstanceId     []string `api:"required,max=100" touches:"instance" doc:"The instances: one for each disk, or one for all."`
	MountPoint     []string `doc:"Where they are mounted; changes nothing here."`
	FileSystemType string   `api:"oneof=ext4 xfs" doc:"How they are formatted; changes nothing here."`
}

// Check implements action.Checker.
func (r *CreateDisksRequest) Check() error {
	k := kindOf(r.DiskType)
	switch {
	case r.DiskSize == nil && r.SnapshotId == "":
		return catalogue.MissingParameter.Errorf("The request is missing a required parameter `DiskSize`: it may be left out with SnapshotId alone.")
	case r.DiskSize != nil && !k.sells(*r.DiskSize):
		return k.unsold("DiskSize", *r.DiskSize)
	case r.ThroughputPerformance > k.Extra:
		return errConfig.Errorf("Parameter ThroughputPerformance is %d; %s takes at most %d.", r.ThroughputPerformance, r.DiskType, k.Extra)
	case r.DiskChargeType == Prepaid && r.DiskChargePrepaid == nil:
		return catalogue.MissingParameter.Errorf("The request is missing a required parameter `DiskChargePrepaid`, which PREPAID expects.")
	case r.KmsKeyId != "" && r.Encrypt == "":
		return errValue.Errorf("Parameter KmsKeyId is given without Encrypt; ENCRYPT is expected with it.")
	case len(r.ClientToken) > 64 || strings.ContainsFunc(r.ClientToken, func(r rune) bool { return r > 126 || r < 32 }):
		return errToken.Errorf("Parameter ClientToken has %d bytes or is not ASCII; at most 64 ASCII characters are expected.", len(r.ClientToken))
	}
	if r.SnapshotId != "" {
		if err := checkID("SnapshotId", r.SnapshotId, snapshotForm); err != nil {
			return err
		}
	}
	if m := r.AutoMountConfiguration; m != nil {
		if len(m.InstanceId) != 1 && int64(len(m.InstanceId)) != r.DiskCount {
			return errValue.Errorf("Parameter AutoMountConfiguration.InstanceId has %d items for %d disks; one, or one for each, is expected.", len(m.InstanceId), r.DiskCount)
		}
		return checkEach("AutoMountConfiguration.InstanceId", m.InstanceId)
	}
	return nil
}

func checkEach(name string, ids []string) error {
	for _, id := range ids {
		if err := checkID(name, id, instanceForm); err != nil {
			return err
		}
	}
	return nil
}

// Conditions implements action.Conditioner.
func (r *CreateDisksRequest) Conditions(c *call.Call) map[string][]string {
	return map[string][]string{
		"cvm:region": {c.Region}, "cvm:zone": {r.Placement.Zone}, "cvm:disk_type": {r.DiskType}, "qcs:request_tag": tagging.Pairs(tags(r.Tags)),
	}
}

// CreateDisksResponse is the output of CreateDisks.
type CreateDisksResponse struct{ DiskIdSet []string }

func (s *Service) createDisks(ctx context.Context, tx store.Tx, c *call.Call, in *CreateDisksRequest) (*CreateDisksResponse, error) {
	asked, err := digest(c.Region, in)
	if err != nil {
		return nil, err
	}
	if in.ClientToken != "" {
		before, err := s.Store.Book.Token(ctx, tx, c.Caller.Account, in.ClientToken)
		if err != nil {
			return nil, err
		}
		if before != nil && before.Request != asked {
			return nil, errToken.Errorf("The ClientToken was used before with another request; a fresh one is expected.")
		}
		if before != nil {
			return &CreateDisksResponse{before.Disks}, nil
		}
	}
	like, err := s.likeNew(ctx, tx, c, in)
	if err != nil {
		return nil, err
	}
	mounts, err := s.mounts(ctx, tx, c, in)
	if err != nil {
		return nil, err
	}
	if err := s.qualify(ctx, tx, c); err != nil {
		return nil, err
	}
	if err := s.roomFor(ctx, tx, mounts); err != nil {
		return nil, err
	}
	if err := s.take(ctx, tx, like.Zone, like.Type, in.DiskCount, errSoldOut); err != nil {
		return nil, err
	}
	ids, err := s.buy(ctx, tx, c, in, *like, mounts)
	if err != nil {
		return nil, err
	}
	if in.ClientToken != "" {
		err = s.Store.Book.PutToken(ctx, tx, c.Caller.Account, in.ClientToken, Result{Request: asked, Disks: ids})
	}
	return &CreateDisksResponse{ids}, err
}

// likeNew is what each new disk is to be; it refuses what names something that is not there.
func (s *Service) likeNew(ctx context.Context, tx store.Tx, c *call.Call, in *CreateDisksRequest) (*Disk, error) {
	if err := s.zone(ctx, tx, c.Region, in.Placement.Zone); err != nil {
		return nil, err
	}
	if err := s.project(ctx, tx, c, in.Placement.ProjectId); err != nil {
		return nil, err
	}
	d := &Disk{
		Account: c.Caller.Account, Creator: c.Caller.Uin, Region: c.Region, Zone: in.Placement.Zone, Project: in.Placement.ProjectId,
		Usage: DataDisk, Type: in.DiskType, State: Unattached, Portable: true, Own: true, Charge: in.DiskChargeType,
		Encrypted: in.Encrypt != "", Key: in.KmsKeyId, Throughput: in.ThroughputPerformance, Burst: in.BurstPerformance, Shareable: in.Shareable,
		DropSnapshots: in.DeleteSnapshot == 1, Snapshot: in.SnapshotId, Backups: in.DiskBackupQuota, Created: c.Now,
	}
	if in.DiskChargePrepaid != nil && d.Charge == Prepaid {
		d.Renew = in.DiskChargePrepaid.RenewFlag
	}
	if in.DiskSize != nil {
		d.Size = *in.DiskSize
	}
	if in.SnapshotId == "" {
		return d, nil
	}
	return d, s.from(ctx, tx, c, d)
}

// buy keeps the disks, tags and attaches them, and pays.
func (s *Service) buy(ctx context.Context, tx store.Tx, c *call.Call, in *CreateDisksRequest, like Disk, mounts []*Instance) ([]string, error) {
	made := make([]*Disk, in.DiskCount)
	ids := make([]string, in.DiskCount)
	for n := range made {
		d := like
		d.Name = numbered(in.DiskName, n, in.DiskCount)
		if err := s.add(ctx, tx, &d); err != nil {
			return nil, err
		}
		if err := s.Tags.Attach(ctx, tx, d.Account, d.tagged(), tags(in.Tags)); err != nil {
			return nil, err
		}
		made[n], ids[n] = &d, d.ID
	}
	if like.Charge == Prepaid {
		if err := s.payMonths(ctx, tx, c, "purchase", made, in.DiskChargePrepaid.Period); err != nil {
			return nil, err
		}
	}
	for n, d := range made {
		if d.Charge == Postpaid {
			if err := s.open(ctx, tx, c, d); err != nil {
				return nil, err
			}
		}
		if err := s.Store.Disks.Put(ctx, tx, d); err != nil {
			return nil, err
		}
		if len(mounts) == 0 {
			continue
		}
		if err := s.attach(ctx, tx, c, d, mounts[min(n, len(mounts)-1)], false); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// mounts are the instances that new disks are attached to.
func (s *Service) mounts(ctx context.Context, tx store.Tx, c *call.Call, in *CreateDisksRequest) ([]*Instance, error) {
	if in.AutoMountConfiguration == nil {
		return nil, nil
	}
	var all []*Instance
	for n := range in.DiskCount {
		ids := in.AutoMountConfiguration.InstanceId
		i, err := s.instance(ctx, tx, c, ids[min(int(n), len(ids)-1)])
		if err != nil {
			return nil, err
		}
		if err := i.takes(in.Placement.Zone); err != nil {
			return nil, err
		}
		all = append(all, i)
	}
	return all, nil
}

func (s *Service) zone(ctx context.Context, tx store.Tx, region, zone string) error {
	all, err := s.Zones.ZonesOf(ctx, tx, region)
	if err == nil && !slices.Contains(all, zone) {
		err = errValue.Errorf("The zone %s is not one of region %s that sells disks; %s is expected.", param.Quote(zone), region, strings.Join(all, " or "))
	}
	return err
}

func (s *Service) project(ctx context.Context, tx store.Tx, c *call.Call, id int64) error {
	ok, err := s.Accounts.HasProject(ctx, tx, c.Caller.Account, id)
	if err == nil && !ok {
		err = errNoProject.Errorf("The project %d does not exist.", id)
	}
	return err
}

// qualify refuses an account whose identity is not verified.
func (s *Service) qualify(ctx context.Context, tx store.Tx, c *call.Call) error {
	ok, err := s.Accounts.Verified(ctx, tx, c.Caller.Account)
	if err == nil && !ok {
		err = errNotVerified.Errorf("The identity of account %s is not verified; only a verified account may buy.", c.Caller.Account)
	}
	return err
}

// digest stands for a request that was made with a ClientToken.
func digest(region string, in any) (string, error) {
	b, err := json.Marshal([]any{region, in})
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), err
}

func tags(given []Tag) []tagging.Tag {
	var all []tagging.Tag
	for _, t := range given {
		all = append(all, tagging.Tag(t))
	}
	return all
}
