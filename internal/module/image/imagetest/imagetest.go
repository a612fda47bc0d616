// Package imagetest is what every store of images has to do: a test for each sentence of image.Store.
package imagetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/image"
	"github.com/paifang/paifang/internal/store"
)

var at = time.Date(2024, 5, 1, 2, 3, 4, 0, time.UTC)

func full() image.Image {
	return image.Image{
		ID: "img-a0000001", Number: 71, Account: "1", Creator: "2", Region: "ap-guangzhou", Name: "n", Description: "d", Family: "f",
		OSName: "o", Platform: "p", Architecture: "x", SizeGB: 50, State: image.Creating, Instance: "ins-1", Deprecated: true,
		CreatedAt: at,
	}
}

func with(change func(i *image.Image)) image.Image {
	i := full()
	change(&i)
	return i
}

// Store holds s, over an empty database, against its contract.
func Store(t *testing.T, d store.DB, s image.Store) {
	ctx := t.Context()
	run := func(name string, do func(t *testing.T, tx store.Tx)) {
		t.Run(name, func(t *testing.T) {
			if err := d.Update(ctx, func(tx store.Tx) error { do(t, tx); return nil }); err != nil {
				t.Fatal(err)
			}
		})
	}
	ids := func(all []image.Image, err error) []string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, i := range all {
			out = append(out, i.ID)
		}
		return out
	}

	run("images", func(t *testing.T, tx store.Tx) {
		add := func(i image.Image, want bool) {
			t.Helper()
			if got, err := s.AddImage(ctx, tx, i); got != want || err != nil {
				t.Fatalf("add %s: got %v, %v, want %v", i.ID, got, err, want)
			}
		}
		if got, err := s.Image(ctx, tx, "img-a0000001"); got != nil || err != nil {
			t.Errorf("an absent image: got %v, %v", got, err)
		}
		add(full(), true)
		add(with(func(i *image.Image) { i.Number = 72; i.Name = "other" }), false)
		add(with(func(i *image.Image) { i.ID = "img-a0000002" }), false)
		for _, id := range []string{"img-a0000001", "71"} {
			got, err := s.Image(ctx, tx, id)
			if err != nil {
				t.Fatal(err)
			}
			want := full()
			if diff := cmp.Diff(&want, got); diff != "" {
				t.Errorf("by %s (-want +got):\n%s", id, diff)
			}
		}
		add(with(func(i *image.Image) { i.ID, i.Number, i.CreatedAt = "img-b", 73, at.Add(time.Second) }), true)
		add(with(func(i *image.Image) { i.ID, i.Number = "img-a", 74 }), true)
		add(with(func(i *image.Image) { i.ID, i.Number, i.Region = "img-c", 75, "ap-beijing" }), true)
		add(with(func(i *image.Image) { i.ID, i.Number, i.Account = "img-d", 76, "9" }), true)
		if diff := cmp.Diff([]string{"img-b", "img-a", "img-a0000001"}, ids(s.Images(ctx, tx, "1", "ap-guangzhou"))); diff != "" {
			t.Errorf("images (-want +got):\n%s", diff)
		}
	})

	run("setting", func(t *testing.T, tx store.Tx) {
		set := image.Image{
			ID: "img-a0000001", Number: 99, Account: "8", Region: "r", CreatedAt: at.Add(time.Hour), Creator: "3", Name: "n2", Description: "d2",
			Family: "f2", OSName: "o2", Platform: "p2", Architecture: "x2", SizeGB: 60, State: image.Normal, Instance: "ins-2",
		}
		if err := s.SetImage(ctx, tx, set); err != nil {
			t.Fatal(err)
		}
		want := set
		want.Number, want.Account, want.Region, want.CreatedAt = 71, "1", "ap-guangzhou", at
		got, err := s.Image(ctx, tx, "img-a0000001")
		if diff := cmp.Diff(&want, got); diff != "" || err != nil {
			t.Errorf("(-want +got):\n%s %v", diff, err)
		}
		if err := s.SetImage(ctx, tx, image.Image{ID: "img-none"}); err != nil {
			t.Errorf("an absent image: %v", err)
		}
	})

	run("shares", func(t *testing.T, tx store.Tx) {
		for _, x := range []struct {
			share image.Share
			want  bool
		}{
			{image.Share{Image: "img-a", Uin: "7", At: at.Add(time.Second)}, true},
			{image.Share{Image: "img-a", Uin: "6", At: at.Add(time.Second)}, true},
			{image.Share{Image: "img-a", Uin: "8", At: at}, true},
			{image.Share{Image: "img-a", Uin: "8", At: at.Add(time.Hour)}, false},
			{image.Share{Image: "img-b", Uin: "8", At: at}, true},
			{image.Share{Image: "img-a0000001", Uin: "8", At: at}, true},
			{image.Share{Image: "img-c", Uin: "8", At: at}, true},
		} {
			if got, err := s.AddShare(ctx, tx, x.share); got != x.want || err != nil {
				t.Errorf("add %v: got %v, %v", x.share, got, err)
			}
		}
		got, err := s.Shares(ctx, tx, "img-a")
		want := []image.Share{
			{Image: "img-a", Uin: "8", At: at}, {Image: "img-a", Uin: "6", At: at.Add(time.Second)}, {Image: "img-a", Uin: "7", At: at.Add(time.Second)},
		}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("shares (-want +got):\n%s %v", diff, err)
		}
		if diff := cmp.Diff([]string{"img-b", "img-a", "img-a0000001"}, ids(s.SharedWith(ctx, tx, "8", "ap-guangzhou"))); diff != "" {
			t.Errorf("shared with (-want +got):\n%s", diff)
		}
		for _, want := range []bool{true, false} {
			if got, err := s.RemoveShare(ctx, tx, "img-a", "7"); got != want || err != nil {
				t.Errorf("remove: got %v, %v, want %v", got, err, want)
			}
		}
	})

	run("removing", func(t *testing.T, tx store.Tx) {
		for range 2 { // the second time there is none
			if err := s.RemoveImage(ctx, tx, "img-a"); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := s.Image(ctx, tx, "img-a"); got != nil || err != nil {
			t.Errorf("got %v, %v", got, err)
		}
		if got, err := s.Shares(ctx, tx, "img-a"); len(got) != 0 || err != nil {
			t.Errorf("its shares: got %v, %v", got, err)
		}
	})
}
