package cvm

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// Store is what cvm asks of a database.
type Store interface {
	// AddInstance keeps a new instance; it returns false where one of its ids is taken, by whichever account.
	AddInstance(ctx context.Context, tx store.Tx, i *Instance) (bool, error)
	// PutInstance keeps an instance in place of the one with its ID.
	PutInstance(ctx context.Context, tx store.Tx, i *Instance) error
	// RemoveInstance drops an instance.
	RemoveInstance(ctx context.Context, tx store.Tx, id string) error
	// Instance is the one with that ID, UUID or OldID, whosever it is; nil where there is none.
	Instance(ctx context.Context, tx store.Tx, id string) (*Instance, error)
	// Instances lists an account's instances in a region, or in all where region is empty: the newest first, then by id.
	Instances(ctx context.Context, tx store.Tx, account, region string) ([]*Instance, error)
	// SpotInstances lists the spot instances in a zone, of all accounts: the newest first, then by id.
	SpotInstances(ctx context.Context, tx store.Tx, zone string) ([]*Instance, error)
	// CountPostpaid counts an account's instances in a zone that are paid by the hour.
	CountPostpaid(ctx context.Context, tx store.Tx, account, zone string) (int64, error)

	// AddBought adds to how many prepaid instances an account bought in a zone in a month ("2024-05").
	AddBought(ctx context.Context, tx store.Tx, account, zone, month string, n int64) error
	// Bought is that sum.
	Bought(ctx context.Context, tx store.Tx, account, zone, month string) (int64, error)

	// PutToken notes what an account's ClientToken stood for and brought about.
	PutToken(ctx context.Context, tx store.Tx, account, token string, r Result) error
	// Token is what was noted; nil where nothing was.
	Token(ctx context.Context, tx store.Tx, account, token string) (*Result, error)

	// PutZone keeps a zone in place of the one with its name.
	PutZone(ctx context.Context, tx store.Tx, z Zone) error
	// Zones lists the zones of a region, or all where it is empty, by number.
	Zones(ctx context.Context, tx store.Tx, region string) ([]Zone, error)

	// PutOffer keeps an offer in place of that of its type in its zone.
	PutOffer(ctx context.Context, tx store.Tx, o Offer) error
	// Offer is that of a type in a zone; nil where there is none.
	Offer(ctx context.Context, tx store.Tx, zone, typ string) (*Offer, error)
	// Offers lists those of a zone, or all where it is empty, by zone and then by type.
	Offers(ctx context.Context, tx store.Tx, zone string) ([]Offer, error)
	// AddStock adds to the stock of an offer, or takes from it with a negative n; what is unlimited stays so, and an
	// offer that is not there is left alone. It returns false, and changes nothing, where there are too few.
	AddStock(ctx context.Context, tx store.Tx, zone, typ string, n int64) (bool, error)

	// AddPlacementGroup keeps a new group without its tags; it returns false where its id is taken.
	AddPlacementGroup(ctx context.Context, tx store.Tx, g PlacementGroup) (bool, error)
	// PutPlacementGroup keeps a group in place of the one with its ID.
	PutPlacementGroup(ctx context.Context, tx store.Tx, g PlacementGroup) error
	// RemovePlacementGroup drops a group.
	RemovePlacementGroup(ctx context.Context, tx store.Tx, id string) error
	// PlacementGroups lists an account's groups in a region, or in all where region is empty: the newest first, then by id.
	PlacementGroups(ctx context.Context, tx store.Tx, account, region string) ([]PlacementGroup, error)

	// PutTemplate keeps a launch template, in place of the one with its id.
	PutTemplate(ctx context.Context, tx store.Tx, t *LaunchTemplate) error
	// Template is the one with that id, whosever it is; nil where there is none.
	Template(ctx context.Context, tx store.Tx, id string) (*LaunchTemplate, error)
	// Templates lists an account's templates in a region, or in all where region is empty: the newest first, then by id.
	Templates(ctx context.Context, tx store.Tx, account, region string) ([]*LaunchTemplate, error)
	// RemoveTemplate drops a template; it need not be there.
	RemoveTemplate(ctx context.Context, tx store.Tx, id string) error

	// PutTimer keeps a timer, in place of the one with its id.
	PutTimer(ctx context.Context, tx store.Tx, t *ActionTimer) error
	// Timer is the one with that id, whosever it is; nil where there is none.
	Timer(ctx context.Context, tx store.Tx, id string) (*ActionTimer, error)
	// Timers lists an account's timers in a region, or in all where region is empty: the newest first, then by id.
	Timers(ctx context.Context, tx store.Tx, account, region string) ([]*ActionTimer, error)
	// RemoveTimer drops a timer; it need not be there.
	RemoveTimer(ctx context.Context, tx store.Tx, id string) error

	// PutHpcCluster keeps a cluster without its tags, in place of the one with its id.
	PutHpcCluster(ctx context.Context, tx store.Tx, h *HpcCluster) error
	// HpcCluster is the one with that id, whosever it is; nil where there is none.
	HpcCluster(ctx context.Context, tx store.Tx, id string) (*HpcCluster, error)
	// HpcClusters lists an account's clusters in a region, or in all where region is empty: the newest first, then by id.
	HpcClusters(ctx context.Context, tx store.Tx, account, region string) ([]*HpcCluster, error)
	// RemoveHpcCluster drops a cluster; it need not be there.
	RemoveHpcCluster(ctx context.Context, tx store.Tx, id string) error

	// AddKeyPair keeps a new pair; it returns false where its id is taken.
	AddKeyPair(ctx context.Context, tx store.Tx, k KeyPair) (bool, error)
	// PutKeyPair keeps a pair in place of the one with its ID.
	PutKeyPair(ctx context.Context, tx store.Tx, k KeyPair) error
	// RemoveKeyPair drops a pair.
	RemoveKeyPair(ctx context.Context, tx store.Tx, id string) error
	// KeyPairs lists an account's pairs, the newest first, then by id.
	KeyPairs(ctx context.Context, tx store.Tx, account string) ([]KeyPair, error)
}

// A Result is what a purchase with a ClientToken asked for, in short, and what it brought.
type Result struct {
	// Request is a digest of the request.
	Request   string
	Instances []string
	Deal      string
}
