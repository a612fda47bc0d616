package tag

import (
	"context"

	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// Attach implements tagging.Keeper.
func (s *Service) Attach(ctx context.Context, tx store.Tx, account string, r tagging.Resource, tags []tagging.Tag) error {
	if err := checkAll(tags); err != nil || len(tags) == 0 {
		return err
	}
	has, err := s.Of(ctx, tx, account, r)
	if err != nil {
		return err
	}
	count := len(has)
	for _, t := range tags {
		if !keyed(has, t.Key) {
			count++
		}
	}
	most, err := s.Accounts.Quota(ctx, tx, account, "tag.per_resource", perResource)
	if err != nil {
		return err
	}
	if int64(count) > most {
		return errResourceFull.Errorf("Resource %s would have %d tags; at most %d are allowed.", r.ID, count, most)
	}
	for _, t := range tags {
		if err := s.know(ctx, tx, account, t); err != nil {
			return err
		}
		if err := s.Store.Put(ctx, tx, Attachment{Account: account, Resource: r, Tag: t}); err != nil {
			return err
		}
	}
	return nil
}

// Of implements tagging.Keeper.
func (s *Service) Of(ctx context.Context, tx store.Tx, account string, r tagging.Resource) ([]tagging.Tag, error) {
	found, err := s.Store.Attachments(ctx, tx, account, Query{Service: r.Service, Prefix: r.Prefix, ID: r.ID})
	tags := make([]tagging.Tag, len(found))
	for i, a := range found {
		tags[i] = a.Tag
	}
	return tags, err
}

// All implements tagging.Keeper.
func (s *Service) All(ctx context.Context, tx store.Tx, account, service, prefix, region string) (map[string][]tagging.Tag, error) {
	found, err := s.Store.Attachments(ctx, tx, account, Query{Service: service, Prefix: prefix, Region: region})
	all := map[string][]tagging.Tag{}
	for _, a := range found {
		all[a.ID] = append(all[a.ID], a.Tag)
	}
	return all, err
}

// Drop implements tagging.Keeper.
func (s *Service) Drop(ctx context.Context, tx store.Tx, account string, r tagging.Resource) error {
	return s.Store.Remove(ctx, tx, account, Query{Service: r.Service, Prefix: r.Prefix, ID: r.ID})
}

// know makes a tag known to the account, as far as it may know more.
func (s *Service) know(ctx context.Context, tx store.Tx, account string, t tagging.Tag) error {
	added, err := s.Store.AddTag(ctx, tx, account, t)
	if err != nil || !added {
		return err
	}
	keys, values, err := s.Store.CountTags(ctx, tx, account, t.Key)
	if err != nil {
		return err
	}
	mostKeys, err := s.Accounts.Quota(ctx, tx, account, "tag.keys", perAccount)
	if err != nil {
		return err
	}
	mostValues, err := s.Accounts.Quota(ctx, tx, account, "tag.values_per_key", perKey)
	switch {
	case err != nil:
		return err
	case keys > mostKeys:
		return errKeysFull.Errorf("The account has %d tag keys, and no more are allowed.", mostKeys)
	case values > mostValues:
		return errValuesFull.Errorf("The tag key %q has %d values, and no more are allowed.", t.Key, mostValues)
	}
	return nil
}

func keyed(tags []tagging.Tag, key string) bool {
	for _, t := range tags {
		if t.Key == key {
			return true
		}
	}
	return false
}
