package cvm

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/disk"
	"github.com/paifang/paifang/internal/store"
)

// Accounts is what cvm asks of the accounts.
type Accounts interface {
	// Verified tells whether the account's identity is verified.
	Verified(ctx context.Context, tx store.Tx, account string) (bool, error)
	// Quota is how many of name the account may have; def where nobody set another figure.
	Quota(ctx context.Context, tx store.Tx, account, name string, def int64) (int64, error)
	// HasProject tells whether the account has the project; it always has 0.
	HasProject(ctx context.Context, tx store.Tx, account string, id int64) (bool, error)
}

// Networks is what cvm asks of vpc. Its refusals name the network, the subnet or the address.
type Networks interface {
	// Join tells the numbers of a network and its subnet that n instances in a zone may join, with the wanted addresses
	// where there are any, and refuses where they may not.
	Join(ctx context.Context, tx store.Tx, account, region, vpc, subnet, zone string, wanted []string, n int) (vpcNumber, subnetNumber int64, err error)
	// Allocate gives each holder an address of a subnet, the wanted ones first; an empty subnet is the basic network.
	Allocate(ctx context.Context, tx store.Tx, account, subnet string, wanted, holders []string) ([]string, error)
	// AllocatePublic gives each holder a public address.
	AllocatePublic(ctx context.Context, tx store.Tx, account string, holders []string) ([]string, error)
	// FreePublic gives one public address of a holder back; it returns false where he does not have it.
	FreePublic(ctx context.Context, tx store.Tx, account, ip, holder string) (bool, error)
	// GiveBack frees one address that a holder has in a subnet.
	GiveBack(ctx context.Context, tx store.Tx, account, subnet, ip, holder string) error
	// Free gives back all addresses of a holder.
	Free(ctx context.Context, tx store.Tx, account, holder string) error
}

// An Image is what an instance starts from.
type Image struct {
	ID, Name string
	// OS is its system as answers print it: "centos7.2x86_64".
	OS string
	// Type is PUBLIC_IMAGE, PRIVATE_IMAGE, SHARED_IMAGE or MARKET_IMAGE; Platform CentOS, Ubuntu, Windows, …
	Type, Platform string
	SizeGB         int64
	// NumericID is its id in older answers.
	NumericID int64
	// State is NORMAL for one that can be used.
	State string
}

// Images is what cvm asks of image.
type Images interface {
	// Image is the image with that id that the caller's account may use in the call's region; ok is false where there
	// is none.
	Image(ctx context.Context, tx store.Tx, c *call.Call, id string) (img Image, ok bool, err error)
	// PrivateImages tells how many private images the caller's account has in the call's region, and how many it may have.
	PrivateImages(ctx context.Context, tx store.Tx, c *call.Call) (used, most int64, err error)
}

// Balancers is what cvm asks of lb.
type Balancers interface {
	// OfInstance lists the load balancers that an instance is bound to.
	OfInstance(ctx context.Context, tx store.Tx, account, instanceID string) ([]string, error)
	// Unbind takes an instance out of all of them.
	Unbind(ctx context.Context, tx store.Tx, account, instanceID string) error
}

// Elastic is what cvm asks of eip.
type Elastic interface {
	// LetAllGo takes all elastic addresses off an instance that is gone.
	LetAllGo(ctx context.Context, tx store.Tx, account, instanceID string, at time.Time) error
	// Readdress has what is bound to an instance's main private address be bound to the one that it has now.
	Readdress(ctx context.Context, tx store.Tx, account, instanceID, privateIP string) error
	// Return returns what elastic address is bound to an instance's main private address.
	Return(ctx context.Context, tx store.Tx, c *call.Call, instanceID string) error
}

// Interfaces is what cvm asks of eni.
type Interfaces interface {
	// Attached lists the network interfaces of an instance but for its primary one.
	Attached(ctx context.Context, tx store.Tx, account, instanceID string) ([]string, error)
	// InstanceGone takes all network interfaces off an instance that is gone.
	InstanceGone(ctx context.Context, tx store.Tx, account, instanceID string) error
}

// Groups is what cvm asks of securitygroup. Its refusals name the group.
type Groups interface {
	// Known refuses groups that the account does not have in the region.
	Known(ctx context.Context, tx store.Tx, account, region, kind string, groups []string) error
	// Room refuses more groups than one holder may have, and groups that can't take n holders more.
	Room(ctx context.Context, tx store.Tx, account, kind string, groups []string, n int64) error
	// Guard has a holder guarded by exactly these groups, and refuses what Known and Room refuse.
	Guard(ctx context.Context, tx store.Tx, account, region, kind, holder string, groups []string) error
	// Unguard forgets a holder.
	Unguard(ctx context.Context, tx store.Tx, account, holder string) error
	// Default is a project's default group in the region, which is made where there is none.
	Default(ctx context.Context, tx store.Tx, account, creator, region string, project int64, now time.Time) (string, error)
	// ResourceFacts tells CAM about a group.
	ResourceFacts(ctx context.Context, tx store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error)
}

// Disks is what cvm asks of cbs, which keeps the disks of instances too.
type Disks interface {
	// Build makes a disk of an instance, paid with it, and tells it as it is kept. It refuses where the zone has no more.
	Build(ctx context.Context, tx store.Tx, on disk.Host, d Disk) (Disk, error)
	// OfInstance lists an instance's disks: the system disk, then the others in the order in which they came.
	OfInstance(ctx context.Context, tx store.Tx, instance string) ([]Disk, error)
	// OfInstances lists those of all of an account's instances in a region, or in all where region is empty, by instance.
	OfInstances(ctx context.Context, tx store.Tx, account, region string) (map[string][]Disk, error)
	// Resize gives a disk that is paid with its instance another size, and where typ is not empty another type; where it is not
	// at once, the disk is shown as it was until it settles.
	Resize(ctx context.Context, tx store.Tx, id string, gb int64, typ string, atOnce bool) error
	// Settle has all disks of an instance be shown as they are.
	Settle(ctx context.Context, tx store.Tx, instance string) error
	// ReturnPrepaid returns the data disks of an instance that is going which are paid in advance, with it or by themselves; prepaid
	// holds for an instance that is. It comes before Leave.
	ReturnPrepaid(ctx context.Context, tx store.Tx, instance string, prepaid bool, at time.Time) error
	// Leave takes the disks of an instance that is gone away, but for those that outlive it, which pay for themselves from
	// then on; expires is the end of the instance's paid time.
	Leave(ctx context.Context, tx store.Tx, instance string, expires, at time.Time) error
	// SnapshotSize is the size of the data disk that a snapshot is of, which the caller may use in the call's region; ok is
	// false where there is none.
	SnapshotSize(ctx context.Context, tx store.Tx, c *call.Call, id string) (gb int64, ok bool, err error)
}
