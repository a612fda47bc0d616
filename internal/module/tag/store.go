package tag

import (
	"context"

	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// A Query says which attachments of an account are meant: those that have every part of it that is not empty.
type Query struct{ Service, Prefix, Region, ID, Key string }

// Store is what tag asks of a database.
type Store interface {
	// AddTag keeps a tag as known to the account; it returns false where it was.
	AddTag(ctx context.Context, tx store.Tx, account string, t tagging.Tag) (bool, error)
	// RemoveTag forgets a tag; it returns false where it was not known.
	RemoveTag(ctx context.Context, tx store.Tx, account string, t tagging.Tag) (bool, error)
	// Tags lists what the account knows, by key and then by value: of one key, or of all where it is empty.
	Tags(ctx context.Context, tx store.Tx, account, key string) ([]tagging.Tag, error)
	// CountTags counts the account's keys, and the values of one of them.
	CountTags(ctx context.Context, tx store.Tx, account, key string) (keys, values int64, err error)

	// Put keeps a tag on a resource, in place of the one with its key.
	Put(ctx context.Context, tx store.Tx, a Attachment) error
	// Remove takes the tags that the query means off their resources.
	Remove(ctx context.Context, tx store.Tx, account string, q Query) error
	// Attachments lists what the query means, by service, prefix and id, and each resource's by key.
	Attachments(ctx context.Context, tx store.Tx, account string, q Query) ([]Attachment, error)
}
