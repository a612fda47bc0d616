package lb

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// Store keeps load balancers, each with its listeners and backends, and tasks.
type Store interface {
	// AddBalancer keeps a new load balancer; it returns false, keeping what it has, where its id is taken, or its address
	// is another one's: of a public one in the region, of a private one in its network there.
	AddBalancer(ctx context.Context, tx store.Tx, b LoadBalancer) (bool, error)

	// SetBalancer sets everything of the load balancer with b's id but its account, region, address and creation.
	SetBalancer(ctx context.Context, tx store.Tx, b LoadBalancer) error

	// Balancer is the account's load balancer with the id, nil where there is none. Its listeners and backends come in the
	// order in which they were put.
	Balancer(ctx context.Context, tx store.Tx, account, id string) (*LoadBalancer, error)

	// Balancers lists the account's load balancers in a region, or in all where it is empty, the latest first and then by
	// id.
	Balancers(ctx context.Context, tx store.Tx, account, region string) ([]LoadBalancer, error)

	// RemoveBalancer drops a load balancer with its backends; it need not be there. Its address is free then.
	RemoveBalancer(ctx context.Context, tx store.Tx, id string) error

	// Bound lists the account's load balancers that an instance is bound to, by id.
	Bound(ctx context.Context, tx store.Tx, account, instance string) ([]string, error)

	// AddTask keeps a new task; it returns false where its id is taken.
	AddTask(ctx context.Context, tx store.Tx, t Task) (bool, error)

	// EndTask marks a task as done; it need not be there.
	EndTask(ctx context.Context, tx store.Tx, id int64) error

	// Task is the task with the id, nil where there is none.
	Task(ctx context.Context, tx store.Tx, id int64) (*Task, error)

	// FindTask is an account's task with that key, nil where there is none.
	FindTask(ctx context.Context, tx store.Tx, account string, k TaskKey) (*Task, error)

	// AddGroup keeps a new target group; it returns false where its id is taken.
	AddGroup(ctx context.Context, tx store.Tx, g *TargetGroup) (bool, error)

	// SetGroup sets everything of the target group with g's id but its account, region and creation.
	SetGroup(ctx context.Context, tx store.Tx, g *TargetGroup) error

	// Groups lists the account's target groups in a region, or in all where it is empty, the latest first and then by id.
	Groups(ctx context.Context, tx store.Tx, account, region string) ([]*TargetGroup, error)

	// RemoveGroup drops a target group; it need not be there.
	RemoveGroup(ctx context.Context, tx store.Tx, id string) error
}
