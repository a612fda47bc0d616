package cbs_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/module/cbs"
	"github.com/paifang/paifang/internal/store"
)

// A refusal is one way to be refused: what brings it about, and under which name. IDs are written by their names in
// the scene, in angle brackets.
type refusal struct {
	why, action string
	params      params
	before      func(s *scene)
	number      int
	name        string
}

// A scene is a cloud with disks in many states, and ids by name.
type scene struct {
	*cloud
	ids map[string]string
}

func newScene(t *testing.T) *scene {
	s := &scene{newCloud(t), map[string]string{}}
	s.ids["instance"], s.ids["system"], s.ids["data"] = s.run(nil)
	s.ids["free"] = s.buy(params{"DiskBackupQuota": "2"})
	s.ids["fast"] = s.buy(params{"DiskType": "CLOUD_HSSD"})
	s.ids["elsewhere"] = s.buy(params{"Placement.Zone": otherZone})
	s.ids["prepaid"] = s.buy(prepaid)
	s.ids["recycled"] = s.buy(prepaid)
	s.did("TerminateDisks", params{"DiskIds.0": s.ids["recycled"]})
	s.ids["attached"] = s.buy(nil)
	s.did("AttachDisks", params{"InstanceId": s.ids["instance"], "DiskIds.0": s.ids["attached"]})
	s.ids["snapshot"] = s.shoot(s.ids["free"], nil)
	s.ids["of system"] = s.shoot(s.ids["system"], nil)
	s.ids["backup"] = do[cbs.CreateDiskBackupResponse](s.cloud, "CreateDiskBackup", params{"DiskId": s.ids["free"]}).DiskBackupId
	s.ids["policy"] = do[cbs.CreateAutoSnapshotPolicyResponse](s.cloud, "CreateAutoSnapshotPolicy", weekly).AutoSnapshotPolicyId
	s.did("BindAutoSnapshotPolicy", params{"AutoSnapshotPolicyId": s.ids["policy"], "DiskIds.0": s.ids["free"]})
	s.wait()
	s.ids["expanding"] = s.buy(nil)
	s.did("ResizeDisk", params{"DiskId": s.ids["expanding"], "DiskSize": "110"})
	s.ids["shooting"] = s.buy(nil)
	s.ids["creating"] = do[cbs.CreateSnapshotResponse](s.cloud, "CreateSnapshot", params{"DiskId": s.ids["shooting"]}).SnapshotId
	s.ids["new backup"] = do[cbs.CreateDiskBackupResponse](s.cloud, "CreateDiskBackup", params{"DiskId": s.ids["free"]}).DiskBackupId
	return s
}

var weekly = params{"Policy.0.Hour.0": "3", "Policy.0.DayOfWeek.0": "0"}

func quota(name string, n int64) func(*scene) {
	return func(s *scene) { s.world.quotas[name] = n }
}

func soldOut(s *scene) {
	s.must(func(ctx context.Context, tx store.Tx) error {
		return errors.Join(s.SetStock(ctx, tx, zone, "CLOUD_PREMIUM", 0), s.SetStock(ctx, tx, zone, "CLOUD_SSD", 0))
	})
}

func broke(s *scene) { s.setBalance(0) }

var many = func() params {
	p := params{}
	for n := range 101 {
		p[fmt.Sprintf("DiskIds.%d", n)] = fmt.Sprintf("disk-%08d", n)
	}
	return p
}()

const (
	noDisk, noSnapshot, noInstance = "disk-nowhere1", "snap-nowhere1", "ins-nowhere1"
	noPolicy, noBackup             = "asp-nowhere1", "dbp-nowhere1"
)

var refusals = []refusal{
	// What is malformed, or does not go together.
	{"a malformed disk", "DetachDisks", params{"DiskIds.0": "disk-1"}, nil, 4000, "InvalidParameterValue"},
	{"a malformed instance", "AttachDisks", params{"DiskIds.0": "<free>", "InstanceId": "i-1"}, nil, 4000, "InvalidParameterValue"},
	{"a disk given twice", "DetachDisks", params{"DiskIds.0": "<attached>", "DiskIds.1": "<attached>"}, nil, 4000, "InvalidParameterValue"},
	{"too many disks", "TerminateDisks", many, nil, 4000, "InvalidParameterValue.LimitExceeded"},
	{"ids and filters", "DescribeDisks", params{"DiskIds.0": "<free>", "Filters.0.Name": "zone", "Filters.0.Values.0": zone}, nil, 4000, "InvalidParameterValue"},
	{"an unknown filter", "DescribeDisks", params{"Filters.0.Name": "colour", "Filters.0.Values.0": "red"}, nil, 4000, "InvalidFilter"},
	{"an unknown filter of snapshots", "DescribeSnapshots", params{"Filters.0.Name": "colour", "Filters.0.Values.0": "red"}, nil, 4000, "InvalidFilter"},
	{"no size", "CreateDisks", plain.with(params{"DiskSize": ""}), nil, 4000, "MissingParameter"},
	{"an odd size", "CreateDisks", plain.with(params{"DiskSize": "15"}), nil, 4000, "InvalidParameter.DiskConfigNotSupported"},
	{"a size that is too small for the kind", "CreateDisks", plain.with(params{"DiskType": "CLOUD_SSD", "DiskSize": "10"}), nil, 4000, "InvalidParameter.DiskConfigNotSupported"},
	{"throughput that the kind does not take", "CreateDisks", plain.with(params{"ThroughputPerformance": "10"}), nil, 4000, "InvalidParameter.DiskConfigNotSupported"},
	{"no months", "CreateDisks", prepaid.with(params{"DiskChargePrepaid.Period": ""}), nil, 4000, "MissingParameter"},
	{"a month that is not sold", "CreateDisks", prepaid.with(params{"DiskChargePrepaid.Period": "13"}), nil, 4000, "InvalidParameterValue"},
	{"a long token", "CreateDisks", plain.with(params{"ClientToken": strings.Repeat("x", 65)}), nil, 4000, "InvalidParameter.InvalidClientToken"},
	{"a token used for something else", "CreateDisks", plain.with(params{"ClientToken": "t"}), func(s *scene) { s.buy(params{"ClientToken": "t", "DiskCount": "2"}) }, 4000, "InvalidParameter.InvalidClientToken"},
	{"a zone of another region", "CreateDisks", plain.with(params{"Placement.Zone": "ap-shanghai-2"}), nil, 4000, "InvalidParameterValue"},
	{"a smaller size", "ResizeDisk", params{"DiskId": "<free>", "DiskSize": "100"}, nil, 4000, "InvalidParameterValue"},
	{"a system disk that is too large", "ResizeDisk", params{"DiskId": "<system>", "DiskSize": "3000"}, nil, 4000, "InvalidParameter.DiskConfigNotSupported"},
	{"nothing to change", "ModifyDiskAttributes", params{"DiskIds.0": "<free>"}, nil, 4000, "MissingParameter"},
	{"a disk that is to be elastic no longer", "ModifyDiskAttributes", params{"DiskIds.0": "<free>", "Portable": "FALSE"}, nil, 4000, "InvalidParameterValue"},
	{"both ways of paying", "ModifyDisksChargeType", params{"DiskIds.0": "<free>", "DiskChargePostpaid": "TRUE", "DiskChargePrepaid.Period": "1"}, nil, 4000, "MissingParameter"},
	{"a deadline that is past", "CreateSnapshot", params{"DiskId": "<free>", "Deadline": "2020-01-01T00:00:00+08:00"}, nil, 4000, "InvalidParameterValue"},
	{"a deadline that is none", "CreateSnapshot", params{"DiskId": "<free>", "Deadline": "tomorrow"}, nil, 4000, "InvalidParameterValue"},
	{"kept for good until a deadline", "ModifySnapshotAttribute", params{"SnapshotId": "<snapshot>", "IsPermanent": "TRUE", "Deadline": "2030-01-01T00:00:00+08:00"}, nil, 4000, "InvalidParameterValue"},
	{"an hour that there is not", "CreateAutoSnapshotPolicy", weekly.with(params{"Policy.0.Hour.0": "24"}), nil, 4000, "InvalidParameterValue"},
	{"days said in two ways", "CreateAutoSnapshotPolicy", weekly.with(params{"Policy.0.IntervalDays": "2"}), nil, 4000, "InvalidParameterValue"},
	{"kept for good for some days", "CreateAutoSnapshotPolicy", weekly.with(params{"IsPermanent": "TRUE", "RetentionDays": "3"}), nil, 4000, "InvalidParameterValue"},
	{"prices of fewer renewals than disks", "InquiryPriceRenewDisks", params{"DiskIds.0": "<prepaid>", "DiskIds.1": "<free>", "DiskChargePrepaids.0.Period": "1"}, nil, 4000, "InvalidParameterValue"},

	// What is not there.
	{"an absent disk", "ResizeDisk", params{"DiskId": noDisk, "DiskSize": "200"}, nil, 5000, "InvalidDiskId.NotFound"},
	{"an absent project", "CreateDisks", plain.with(params{"Placement.ProjectId": "9"}), nil, 5000, "InvalidParameter.ProjectIdNotExist"},
	{"an absent snapshot", "CreateDisks", plain.with(params{"SnapshotId": noSnapshot}), nil, 5000, "InvalidSnapshotId.NotFound"},
	{"an absent instance", "AttachDisks", params{"DiskIds.0": "<free>", "InstanceId": noInstance}, nil, 5000, "InvalidInstanceId.NotFound"},
	{"an absent policy", "BindAutoSnapshotPolicy", params{"DiskIds.0": "<free>", "AutoSnapshotPolicyId": noPolicy}, nil, 5000, "InvalidAutoSnapshotPolicyId.NotFound"},
	{"an absent backup", "DeleteDiskBackups", params{"DiskBackupIds.0": noBackup}, nil, 5000, "ResourceNotFound.NotFound"},
	{"sharing with nobody", "ModifySnapshotsSharePermission", params{"SnapshotIds.0": "<snapshot>", "AccountIds.0": "999999999", "Permission": "SHARE"}, nil, 5000, "InvalidParameter"},

	// States and relations.
	{"attaching what is attached", "AttachDisks", params{"InstanceId": "<instance>", "DiskIds.0": "<attached>"}, nil, 5100, "ResourceUnavailable.Attached"},
	{"attaching while it grows", "AttachDisks", params{"InstanceId": "<instance>", "DiskIds.0": "<expanding>"}, nil, 5100, "ResourceBusy"},
	{"attaching from the recycle bin", "AttachDisks", params{"InstanceId": "<instance>", "DiskIds.0": "<recycled>"}, nil, 5100, "InvalidDisk.NotSupported"},
	{"attaching in another zone", "AttachDisks", params{"InstanceId": "<instance>", "DiskIds.0": "<elsewhere>"}, nil, 5100, "ResourceUnavailable.ZoneNotMatch"},
	{"attaching a system disk", "AttachDisks", params{"InstanceId": "<instance>", "DiskIds.0": "<system>"}, nil, 5100, "InvalidDisk.NotPortable"},
	{"attaching to one that is turned off", "AttachDisks", params{"InstanceId": "<instance>", "DiskIds.0": "<free>"}, func(s *scene) {
		if _, err := s.try("RebootInstances", params{"InstanceIds.0": s.ids["instance"]}); err != nil {
			s.t.Fatal(err)
		}
	}, 5100, "InvalidInstance.NotSupported"},
	{"detaching what is free", "DetachDisks", params{"DiskIds.0": "<free>"}, nil, 5100, "UnsupportedOperation"},
	{"detaching while it grows", "DetachDisks", params{"DiskIds.0": "<expanding>"}, nil, 5100, "ResourceBusy"},
	{"detaching a system disk", "DetachDisks", params{"DiskIds.0": "<system>"}, nil, 5100, "InvalidDisk.NotPortable"},
	{"growing while it grows", "ResizeDisk", params{"DiskId": "<expanding>", "DiskSize": "200"}, nil, 5100, "InvalidDisk.Busy"},
	{"growing in the recycle bin", "ResizeDisk", params{"DiskId": "<recycled>", "DiskSize": "200"}, nil, 5100, "InvalidDisk.Expire"},
	{"growing while a snapshot is made", "ResizeDisk", params{"DiskId": "<shooting>", "DiskSize": "200"}, nil, 5100, "ResourceUnavailable.SnapshotCreating"},
	{"returning what is attached", "TerminateDisks", params{"DiskIds.0": "<attached>"}, nil, 5100, "UnsupportedOperation"},
	{"returning a disk of an instance", "TerminateDisks", params{"DiskIds.0": "<data>"}, nil, 5100, "UnsupportedOperation"},
	{"returning what grows", "TerminateDisks", params{"DiskIds.0": "<expanding>"}, nil, 5100, "ResourceBusy"},
	{"another kind while it grows", "ModifyDiskAttributes", params{"DiskIds.0": "<expanding>", "DiskType": "CLOUD_SSD"}, nil, 5100, "InvalidDisk.NotSupported"},
	{"a system disk that does not go with its instance", "ModifyDiskAttributes", params{"DiskIds.0": "<system>", "DeleteWithInstance": "FALSE"}, nil, 5100, "InvalidDisk.NotSupported"},
	{"renewing what is paid by the hour", "RenewDisk", params{"DiskId": "<free>", "DiskChargePrepaid.Period": "1"}, nil, 5100, "InvalidDisk.NotSupported"},
	{"renewing what is paid with its instance", "RenewDisk", params{"DiskId": "<data>", "DiskChargePrepaid.Period": "1"}, nil, 5100, "InvalidDisk.NotSupported"},
	{"a way of paying that it has", "ModifyDisksChargeType", params{"DiskIds.0": "<prepaid>", "DiskChargePrepaid.Period": "1"}, nil, 5100, "InvalidDisk.NotSupported"},
	{"throughput of a kind without", "ModifyDiskExtraPerformance", params{"DiskId": "<free>", "ThroughputPerformance": "10"}, nil, 5100, "InvalidDisk.NotSupported"},
	{"a snapshot while one is made", "CreateSnapshot", params{"DiskId": "<shooting>"}, nil, 5100, "ResourceUnavailable.SnapshotCreating"},
	{"a snapshot while it grows", "CreateSnapshot", params{"DiskId": "<expanding>"}, nil, 5100, "InvalidDisk.Busy"},
	{"a snapshot of an unfinished backup", "CreateSnapshot", params{"DiskBackupId": "<new backup>"}, nil, 5100, "ResourceUnavailable"},
	{"a snapshot of another disk", "ApplySnapshot", params{"SnapshotId": "<snapshot>", "DiskId": "<fast>"}, nil, 5100, "InvalidSnapshot.NotSupported"},
	{"a data disk of a system disk's snapshot", "CreateDisks", plain.with(params{"SnapshotId": "<of system>"}), nil, 5100, "InvalidSnapshot.NotSupported"},
	{"renaming an unfinished snapshot", "ModifySnapshotAttribute", params{"SnapshotId": "<creating>", "SnapshotName": "n"}, nil, 5100, "InvalidSnapshot.NotSupported"},
	{"a snapshot that is larger than its disk", "ApplySnapshot", params{"SnapshotId": "<snapshot>", "DiskId": "<free>"}, func(s *scene) {
		s.must(func(ctx context.Context, tx store.Tx) error {
			n, err := s.Store.Snapshots.One(ctx, tx, s.ids["snapshot"])
			n.DiskSize = 200
			return errors.Join(err, s.Store.Snapshots.Put(ctx, tx, n))
		})
	}, 5100, "InvalidParameter.DiskSizeNotMatch"},
	{"taking an unfinished snapshot away", "DeleteSnapshots", params{"SnapshotIds.0": "<creating>"}, nil, 5100, "ResourceUnavailable.SnapshotCreating"},
	{"taking a snapshot away that is being applied", "DeleteSnapshots", params{"SnapshotIds.0": "<snapshot>"}, func(s *scene) {
		s.did("ApplySnapshot", params{"SnapshotId": s.ids["snapshot"], "DiskId": s.ids["free"]})
	}, 5100, "ResourceBusy"},
	{"taking a shared snapshot away", "DeleteSnapshots", params{"SnapshotIds.0": "<snapshot>"}, func(s *scene) {
		s.did("ModifySnapshotsSharePermission", params{"SnapshotIds.0": s.ids["snapshot"], "AccountIds.0": other, "Permission": "SHARE"})
	}, 5100, "UnsupportedOperation.SnapHasShared"},
	{"taking a snapshot away that is behind an image", "DeleteSnapshots", params{"SnapshotIds.0": "<snapshot>"}, func(s *scene) {
		s.must(func(ctx context.Context, tx store.Tx) error {
			n, err := s.Store.Snapshots.One(ctx, tx, s.ids["snapshot"])
			n.Images = []cbs.ImageOf{{ID: "img-00000001", Name: "i"}}
			return errors.Join(err, s.Store.Snapshots.Put(ctx, tx, n))
		})
	}, 5100, "UnsupportedOperation.SnapshotHasBindedImage"},
	{"a rollback under an instance that runs", "ApplySnapshot", params{"SnapshotId": "<of system>", "DiskId": "<system>"}, nil, 5100, "InvalidInstance.NotSupported"},
	{"binding what is bound", "BindAutoSnapshotPolicy", params{"AutoSnapshotPolicyId": "<policy>", "DiskIds.0": "<free>"}, nil, 5100, "InvalidDisk.AlreadyBound"},
	{"a backup while one is made", "CreateDiskBackup", params{"DiskId": "<free>"}, nil, 5100, "ResourceInUse"},
	{"an unfinished backup", "ApplyDiskBackup", params{"DiskBackupId": "<new backup>", "DiskId": "<free>"}, nil, 5100, "ResourceUnavailable"},

	// Who may buy, and how much.
	{"nobody known", "CreateDisks", plain, func(s *scene) { s.world.unverified = true }, 5500, "UnauthorizedOperation.NotCertification"},
	{"too many disks of an instance", "AttachDisks", params{"InstanceId": "<instance>", "DiskIds.0": "<free>"}, quota("cbs.disks_per_instance", 2), 4400, "LimitExceeded.InstanceAttachedDisk"},
	{"too many snapshots", "CreateSnapshot", params{"DiskId": "<free>"}, quota("cbs.snapshots", 2), 4400, "InsufficientSnapshotQuota"},
	{"too many policies", "CreateAutoSnapshotPolicy", weekly, quota("cbs.snapshot_policies", 1), 4400, "LimitExceeded.AutoSnapshotPolicyOutOfQuota"},
	{"too many disks of a policy", "BindAutoSnapshotPolicy", params{"AutoSnapshotPolicyId": "<policy>", "DiskIds.0": "<fast>"}, quota("cbs.disks_per_policy", 1), 4400, "InvalidParameterValue.BindDiskLimitExceeded"},
	{"too many shares", "ModifySnapshotsSharePermission", params{"SnapshotIds.0": "<snapshot>", "AccountIds.0": other, "Permission": "SHARE"}, quota("cbs.shares_per_snapshot", 0), 4400, "ResourceInsufficient.OverQuota"},
	{"less room than backups", "ModifyDiskBackupQuota", params{"DiskId": "<free>", "DiskBackupQuota": "0"}, nil, 4400, "ResourceInsufficient.OverQuota"},
	{"disks that are sold out", "CreateDisks", plain, soldOut, 5200, "ResourceInsufficient"},
	{"a kind that is sold out", "ModifyDiskAttributes", params{"DiskIds.0": "<free>", "DiskType": "CLOUD_SSD"}, soldOut, 5200, "ResourceInsufficient"},
	{"no money", "CreateDisks", plain, broke, 5300, "InvalidAccount.InsufficientBalance"},
	{"no money for months", "RenewDisk", params{"DiskId": "<prepaid>", "DiskChargePrepaid.Period": "1"}, broke, 5300, "InvalidAccount.InsufficientBalance"},
	{"no money for throughput", "ModifyDiskExtraPerformance", params{"DiskId": "<fast>", "ThroughputPerformance": "100"}, broke, 5300, "InvalidAccount.InsufficientBalance"},
}

func TestEveryRefusalIsMetForItsReason(t *testing.T) {
	met := map[string]bool{}
	shared := newScene(t) // what is refused changes nothing
	for _, r := range slices.Concat(refusals, groupRefusals) {
		t.Run(r.why, func(t *testing.T) {
			s := shared
			if r.before != nil {
				s = newScene(t)
			}
			s.t = t
			if r.before != nil {
				r.before(s)
			}
			before := s.available()
			_, err := s.try(r.action, s.named(r.params))
			refused(t, err, r.number, r.name)
			if got := s.available(); got != before {
				t.Errorf("the refusal cost %s", before-got)
			}
			met[fmt.Sprint(r.number, r.name)] = true
			var is *catalogue.Refusal
			declares := func(c *catalogue.Condition) bool { return *c == *is.Condition }
			if errors.As(err, &is) && r.number != 4000 && !slices.ContainsFunc(s.actions[r.action].Refuses, declares) {
				t.Errorf("%s does not declare that it refuses with %s", r.action, is.Condition.Name3)
			}
		})
	}
	for _, b := range shared.Actions() {
		for _, c := range b.Refuses {
			if name := fmt.Sprint(c.Code.Number, c.Name3); !met[name] {
				t.Errorf("no test meets %s, which %s declares", name, b.Name)
			}
		}
	}
}

// named puts ids in the places of their names.
func (s *scene) named(p params) params {
	out := params{}
	for k, v := range p {
		if name, ok := strings.CutPrefix(v, "<"); ok {
			v = s.ids[strings.TrimSuffix(name, ">")]
		}
		out[k] = v
	}
	return out
}

// Absent, gone, another account's and part of a machine are the same to a caller.
func TestADiskThatIsNotTheCallersIsAbsent(t *testing.T) {
	c := newCloud(t)
	mine := c.buy(nil)
	_, local, _ := c.run(params{"SystemDisk.DiskType": "LOCAL_BASIC"})
	gone := c.buy(nil)
	c.did("TerminateDisks", params{"DiskIds.0": gone})
	for _, tc := range []struct{ why, account, id string }{
		{"never there", owner, noDisk}, {"gone", owner, gone}, {"another's", other, mine}, {"part of a machine", owner, local},
	} {
		_, err := c.tryAs(tc.account, "CreateSnapshot", params{"DiskId": tc.id})
		if got, want := catalogue.As(err).Message, "Disk "+tc.id+" does not exist in this region."; got != want {
			t.Errorf("%s: %q, want %q", tc.why, got, want)
		}
		out, err := c.tryAs(tc.account, "DescribeDisks", params{"DiskIds.0": tc.id})
		if err != nil || out.(*cbs.DescribeDisksResponse).TotalCount != 0 {
			t.Errorf("%s: DescribeDisks says %+v, %v", tc.why, out, err)
		}
	}
}

func TestAPurchaseWithATokenHappensOnce(t *testing.T) {
	c := newCloud(t)
	buy := plain.with(params{"ClientToken": "once", "DiskCount": "2"})
	first := do[cbs.CreateDisksResponse](c, "CreateDisks", buy)
	c.pass(time.Minute)
	if again := do[cbs.CreateDisksResponse](c, "CreateDisks", buy); !slices.Equal(first.DiskIdSet, again.DiskIdSet) {
		t.Errorf("first %v, again %v", first.DiskIdSet, again.DiskIdSet)
	}
	if n := len(c.meters()); n != 2 {
		t.Errorf("%d meters, want 2", n)
	}
}
