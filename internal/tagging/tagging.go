// Package tagging is the words in which modules speak of tags: what a tag is, what it is on, and what a module that has
// tagged things asks of the module tag, which keeps them all.
package tagging

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// A Tag is a key with one value; a resource has a key once.
type Tag struct{ Key, Value string }

// A Resource is what tags are on, named as the real tag service does: qcs::Service:Region:uin/…:Prefix/ID.
// Region is empty for what is in no region.
type Resource struct{ Service, Prefix, Region, ID string }

// A Keeper keeps the tags of all resources.
type Keeper interface {
	// Attach gives an account's resource tags beside those that it has; a key that it has gets the new value. It refuses
	// malformed, reserved and repeated keys, malformed values, and more than a resource or the account may have.
	Attach(ctx context.Context, tx store.Tx, account string, r Resource, tags []Tag) error
	// Of lists a resource's tags by key.
	Of(ctx context.Context, tx store.Tx, account string, r Resource) ([]Tag, error)
	// All lists the tags of all resources of a kind in a region, each resource's by key, under the resource's id.
	All(ctx context.Context, tx store.Tx, account, service, prefix, region string) (map[string][]Tag, error)
	// Drop takes all tags off a resource that is gone; it need not have any.
	Drop(ctx context.Context, tx store.Tx, account string, r Resource) error
}

// Pairs writes tags as the conditions of policies name them (qcs:tag, qcs:resource_tag): key&value.
func Pairs(tags []Tag) []string {
	out := make([]string, len(tags))
	for n, t := range tags {
		out[n] = t.Key + "&" + t.Value
	}
	return out
}
