// Package tagtest is what every store of tags has to do: a test for each sentence of tag.Store.
package tagtest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/tag"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// Store holds s, over an empty database, against its contract.
func Store(t *testing.T, d store.DB, s tag.Store) {
	ctx := t.Context()
	run := func(name string, do func(t *testing.T, tx store.Tx)) {
		t.Run(name, func(t *testing.T) {
			if err := d.Update(ctx, func(tx store.Tx) error { do(t, tx); return nil }); err != nil {
				t.Fatal(err)
			}
		})
	}

	run("known tags", func(t *testing.T, tx store.Tx) {
		add := func(account, key, value string, want bool) {
			t.Helper()
			if got, err := s.AddTag(ctx, tx, account, tagging.Tag{Key: key, Value: value}); got != want || err != nil {
				t.Errorf("add %s=%s: got %v, %v, want %v", key, value, got, err, want)
			}
		}
		add("1", "team", "b", true)
		add("1", "team", "a", true)
		add("1", "team", "a", false)
		add("1", "env", "", true)
		add("2", "team", "a", true)

		lists := func(key string, want ...tagging.Tag) {
			t.Helper()
			got, err := s.Tags(ctx, tx, "1", key)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("tags of %q (-want +got): %v\n%s", key, err, diff)
			}
		}
		env, a, b := tagging.Tag{Key: "env"}, tagging.Tag{Key: "team", Value: "a"}, tagging.Tag{Key: "team", Value: "b"}
		lists("", env, a, b)
		lists("team", a, b)
		lists("absent")
		if keys, values, err := s.CountTags(ctx, tx, "1", "team"); keys != 2 || values != 2 || err != nil {
			t.Errorf("count: got %d keys, %d values, %v, want 2, 2", keys, values, err)
		}
		if keys, values, err := s.CountTags(ctx, tx, "3", "team"); keys != 0 || values != 0 || err != nil {
			t.Errorf("count of nothing: got %d keys, %d values, %v", keys, values, err)
		}
		for _, want := range []bool{true, false} {
			if got, err := s.RemoveTag(ctx, tx, "1", a); got != want || err != nil {
				t.Errorf("remove: got %v, %v, want %v", got, err, want)
			}
		}
		lists("", env, b)
	})

	run("tags on resources", func(t *testing.T, tx store.Tx) {
		on := func(account, service, prefix, region, id, key, value string) tag.Attachment {
			return tag.Attachment{
				Account: account, Resource: tagging.Resource{Service: service, Prefix: prefix, Region: region, ID: id}, Tag: tagging.Tag{Key: key, Value: value},
			}
		}
		put := func(a tag.Attachment) tag.Attachment {
			t.Helper()
			if err := s.Put(ctx, tx, a); err != nil {
				t.Fatal(err)
			}
			return a
		}
		lists := func(q tag.Query, want ...tag.Attachment) {
			t.Helper()
			got, err := s.Attachments(ctx, tx, "1", q)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("%+v (-want +got): %v\n%s", q, err, diff)
			}
		}
		put(on("1", "vpc", "vpc", "ap-guangzhou", "vpc-1", "team", "old"))
		network := put(on("1", "vpc", "vpc", "ap-guangzhou", "vpc-1", "team", "a"))
		subnet := put(on("1", "vpc", "subnet", "ap-beijing", "subnet-1", "team", "b"))
		env := put(on("1", "vpc", "subnet", "ap-beijing", "subnet-1", "env", ""))
		user := put(on("1", "cam", "uin", "", "7", "team", "a"))
		put(on("2", "vpc", "vpc", "ap-guangzhou", "vpc-2", "team", "a"))

		lists(tag.Query{}, user, env, subnet, network)
		lists(tag.Query{Service: "vpc", Prefix: "subnet"}, env, subnet)
		lists(tag.Query{Region: "ap-guangzhou"}, network)
		lists(tag.Query{Key: "team"}, user, subnet, network)
		lists(tag.Query{ID: "vpc-2"})

		if err := s.Remove(ctx, tx, "1", tag.Query{ID: "subnet-1", Key: "env"}); err != nil {
			t.Fatal(err)
		}
		lists(tag.Query{}, user, subnet, network)
		if err := s.Remove(ctx, tx, "1", tag.Query{Service: "vpc"}); err != nil {
			t.Fatal(err)
		}
		lists(tag.Query{}, user)
	})
}
