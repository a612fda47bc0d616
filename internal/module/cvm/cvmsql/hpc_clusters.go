package cvmsql

import (
	"context"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/store"
)

var hpcClusters = db.Things[cvm.HpcCluster]{Table: "cvm_hpc_clusters", Key: func(h *cvm.HpcCluster) db.Key {
	return db.Key{ID: h.ID, Account: h.Account, Region: h.Region, Created: h.Created}
}}

// PutHpcCluster keeps a cluster.
func (Store) PutHpcCluster(ctx context.Context, tx store.Tx, h *cvm.HpcCluster) error {
	return hpcClusters.Put(ctx, tx, h)
}

// HpcCluster is one cluster.
func (Store) HpcCluster(ctx context.Context, tx store.Tx, id string) (*cvm.HpcCluster, error) {
	return hpcClusters.Get(ctx, tx, id)
}

// HpcClusters lists clusters.
func (Store) HpcClusters(ctx context.Context, tx store.Tx, account, region string) ([]*cvm.HpcCluster, error) {
	return hpcClusters.Of(ctx, tx, account, region)
}

// RemoveHpcCluster drops a cluster.
func (Store) RemoveHpcCluster(ctx context.Context, tx store.Tx, id string) error {
	return hpcClusters.Remove(ctx, tx, id)
}
