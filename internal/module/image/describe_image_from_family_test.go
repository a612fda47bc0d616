package image_test

import (
	"testing"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/module/image"
)

// The latest image of a family is the one that is meant by its name.
func TestAFamilyHasALatestImage(t *testing.T) {
	c := newCloud(t)
	latest := func() string {
		k := &call.Call{
			Dialect: call.API3, Domain: "cvm", Version: "2017-03-12", Action: "DescribeImageFromFamily", Region: c.region, Now: c.clock.Now(), Caller: call.Caller{Account: owner, Uin: owner},
			Input: &image.DescribeImageFromFamilyRequest{ImageFamily: "web"},
		}
		b, err := c.table.Find(k)
		if err != nil {
			t.Fatal(err)
		}
		out, err := b.Do(t.Context(), c.db, nil, k)
		if err != nil {
			t.Fatal(err)
		}
		got := out.(*image.DescribeImageFromFamilyResponse).Image
		if got == nil {
			return ""
		}
		if got.ImageFamily != "web" || got.ImageState != "NORMAL" {
			t.Errorf("got %+v", got)
		}
		return got.ImageId
	}
	if got := latest(); got != "" {
		t.Errorf("got %s before there is one", got)
	}
	first := c.made("one")
	c.made("of no family")
	answer[image.ModifyImageAttributeResponse](c, owner, "2017-03-12 ModifyImageAttribute", p{"ImageId": first, "ImageFamily": "web"})
	if got := latest(); got != first {
		t.Errorf("got %s, want the one %s", got, first)
	}
	second := c.made("two")
	answer[image.ModifyImageAttributeResponse](c, owner, "2017-03-12 ModifyImageAttribute", p{"ImageId": second, "ImageFamily": "web"})
	if got := latest(); got != second {
		t.Errorf("got %s, want the newer %s", got, second)
	}
	answer[image.ModifyImageAttributeResponse](c, owner, "2017-03-12 ModifyImageAttribute", p{"ImageId": second, "ImageDeprecated": "true"})
	if got := latest(); got != first {
		t.Errorf("got %s, want %s: the newer one is deprecated", got, first)
	}
}
