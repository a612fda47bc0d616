package tag_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/module/tag"
	"github.com/paifang/paifang/internal/module/tag/tagsql"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/store/storetest"
	"github.com/paifang/paifang/internal/tagging"
)

const (
	owner = "100000000001"
	other = "100000000002"
	here  = "ap-guangzhou"
)

// A cloud is tag alone, beside accounts and resources that are as the test says.
type cloud struct {
	*tag.Service
	t      testing.TB
	db     store.DB
	table  *action.Table
	quotas map[string]int64
}

func (c *cloud) Quota(_ context.Context, _ store.Tx, _, name string, def int64) (int64, error) {
	if n, ok := c.quotas[name]; ok {
		return n, nil
	}
	return def, nil
}

// ResourceFacts knows the networks vpc-1 to vpc-9 of the owner.
func (c *cloud) ResourceFacts(_ context.Context, _ store.Tx, account string, r call.Resource) (call.Resource, map[string][]string, error) {
	if account == owner && r.Service == "vpc" && r.Type == "vpc" && len(r.ID) == 5 {
		return r, map[string][]string{}, nil
	}
	return r, nil, nil
}

func newCloud(t *testing.T) *cloud {
	c := &cloud{t: t, db: storetest.SQLite(t, tagsql.Schema), quotas: map[string]int64{}}
	c.Service = tag.New(tag.Deps{Store: tagsql.Store{}, Accounts: c, Resources: c})
	c.table = action.NewTable(nil, c.Actions())
	return c
}

type p = map[string]string

func (c *cloud) as(uin, name string, params p) (any, error) {
	k := &call.Call{Domain: "tag", Dialect: call.API3, Version: "2018-08-13", Action: name, Region: here, Caller: call.Caller{Account: uin, Uin: uin}}
	b, err := c.table.Find(k)
	if err != nil {
		c.t.Fatal(err)
	}
	tree := &param.Value{}
	for key, v := range params {
		if err := tree.AddFlat(key, v); err != nil {
			c.t.Fatal(err)
		}
	}
	if k.Input, err = b.Decode(tree); err != nil {
		return nil, err
	}
	return b.Do(context.Background(), c.db, nil, k)
}

func answer[T any](c *cloud, name string, params p) *T {
	c.t.Helper()
	out, err := c.as(owner, name, params)
	if err != nil {
		c.t.Fatalf("%s %v: %v", name, params, err)
	}
	return out.(*T)
}

func (c *cloud) does(name string, params p) { c.t.Helper(); answer[tag.Empty](c, name, params) }

func qcs(id string) string { return "qcs::vpc:" + here + ":uin/:vpc/" + id }

// onResource lists key=value of a network.
func (c *cloud) onResource(id string) (out []string) {
	c.t.Helper()
	got := answer[tag.DescribeResourceTagsByResourceIdsResponse](c, "DescribeResourceTagsByResourceIds", p{
		"ServiceType": "vpc", "ResourcePrefix": "vpc", "ResourceIds.0": id, "ResourceRegion": here,
	})
	for _, t := range got.Tags {
		out = append(out, t.TagKey+"="+t.TagValue)
	}
	return out
}

func same(t testing.TB, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestTheLifeOfATag(t *testing.T) {
	c := newCloud(t)
	c.does("ModifyResourceTags", p{"Resource": qcs("vpc-1"), "ReplaceTags.0.TagKey": "team", "ReplaceTags.0.TagValue": "a", "ReplaceTags.1.TagKey": "env", "ReplaceTags.1.TagValue": ""})
	same(t, "after ModifyResourceTags", []string{"env=", "team=a"}, c.onResource("vpc-1"))
	c.does("ModifyResourceTags", p{"Resource": qcs("vpc-1"), "ReplaceTags.0.TagKey": "team", "ReplaceTags.0.TagValue": "b", "DeleteTags.0.TagKey": "env"})
	same(t, "after another", []string{"team=b"}, c.onResource("vpc-1"))
	c.does("AddResourceTag", p{"Resource": qcs("vpc-1"), "TagKey": "cost", "TagValue": "1"})
	c.does("UpdateResourceTagValue", p{"Resource": qcs("vpc-1"), "TagKey": "cost", "TagValue": "2"})
	same(t, "after adding one", []string{"cost=2", "team=b"}, c.onResource("vpc-1"))
	c.does("DeleteResourceTag", p{"Resource": qcs("vpc-1"), "TagKey": "cost"})
	c.does("AttachResourcesTag", p{"ServiceType": "vpc", "ResourcePrefix": "vpc", "ResourceIds.0": "vpc-2", "TagKey": "team", "TagValue": "a"})
	c.does("ModifyResourcesTagValue", p{"ServiceType": "vpc", "ResourcePrefix": "vpc", "ResourceIds.0": "vpc-2", "TagKey": "team", "TagValue": "c"})
	same(t, "by ids", []string{"team=c"}, c.onResource("vpc-2"))

	got := answer[tag.GetResourcesResponse](c, "GetResources", p{"TagFilters.0.TagKey": "team"})
	want := []tag.ResourceTagMapping{
		{Resource: "qcs::vpc:ap-guangzhou:uin/100000000001:vpc/vpc-1", Tags: []tag.TagItem{{TagKey: "team", TagValue: "b", Category: "Custom"}}},
		{Resource: "qcs::vpc::uin/100000000001:vpc/vpc-2", Tags: []tag.TagItem{{TagKey: "team", TagValue: "c", Category: "Custom"}}},
	}
	same(t, "GetResources", want, got.ResourceTagMappingList)
	for value, count := range map[string]int64{"b": 1, "zzz": 0, "": 2} {
		params := p{"TagFilters.0.TagKey": "team"}
		if value != "" {
			params["TagFilters.0.TagValue.0"] = value
		}
		if got := answer[tag.ByTagsResponse](c, "DescribeResourcesByTags", params).TotalCount; got != count {
			t.Errorf("DescribeResourcesByTags team=%q: got %d, want %d", value, got, count)
		}
	}
	c.does("DetachResourcesTag", p{"ServiceType": "vpc", "ResourcePrefix": "vpc", "ResourceIds.0": "vpc-2", "TagKey": "team"})
	same(t, "after DetachResourcesTag", []string(nil), c.onResource("vpc-2"))

	for _, known := range answer[tag.DescribeTagsResponse](c, "DescribeTags", p{"Limit": "100"}).Tags {
		if used := known.TagKey == "team" && known.TagValue == "b"; used != (known.CanDelete == 0) {
			t.Errorf("DescribeTags: %+v", known)
		}
	}
	same(t, "keys", []string{"cost", "env", "team"}, answer[tag.GetTagKeysResponse](c, "GetTagKeys", nil).TagKeys)
}

func TestFailedResourcesAreNamed(t *testing.T) {
	c := newCloud(t)
	got := answer[tag.FailedResponse](c, "TagResources", p{"ResourceList.0": qcs("vpc-1"), "ResourceList.1": qcs("vpc-gone"), "Tags.0.TagKey": "a", "Tags.0.TagValue": "1"})
	if len(got.FailedResources) != 1 || got.FailedResources[0].Resource != qcs("vpc-gone") || got.FailedResources[0].Code != "InvalidParameterValue.ResourceIdInvalid" {
		t.Errorf("got %+v, want the absent one", got.FailedResources)
	}
	same(t, "on the other", []string{"a=1"}, c.onResource("vpc-1"))
	got = answer[tag.FailedResponse](c, "UnTagResources", p{"ResourceList.0": qcs("vpc-1"), "TagKeys.0": "a", "TagKeys.1": "b"})
	if len(got.FailedResources) != 1 || got.FailedResources[0].Code != "ResourceNotFound.AttachedTagKeyNotFound" {
		t.Errorf("got %+v, want one without the key b", got.FailedResources)
	}
	same(t, "nothing is half done", []string{"a=1"}, c.onResource("vpc-1"))
}

func TestPagesFollowEachOther(t *testing.T) {
	c := newCloud(t)
	for i := range 7 {
		c.does("CreateTag", p{"TagKey": "k", "TagValue": fmt.Sprint(i)})
	}
	var all []string
	for token, more := "", true; more; more = token != "" {
		got := answer[tag.TagsResponse](c, "GetTags", p{"MaxResults": "3", "PaginationToken": token})
		for _, one := range got.Tags {
			all = append(all, one.TagValue)
		}
		token = got.PaginationToken
		if len(all) == 3 { // what goes away meanwhile shifts nothing
			c.does("DeleteTag", p{"TagKey": "k", "TagValue": "1"})
		}
	}
	same(t, "pages", []string{"0", "1", "2", "3", "4", "5", "6"}, all)
}

func TestRefusals(t *testing.T) {
	long := strings.Repeat("好", 128)
	for _, r := range []struct {
		why, action string
		params      p
		row         *catalogue.Condition
		name        string
	}{
		{"an empty key", "CreateTag", p{"TagKey": " ", "TagValue": ""}, catalogue.InvalidParameter, "InvalidParameterValue.TagKeyEmpty"},
		{"a long key", "CreateTag", p{"TagKey": long, "TagValue": ""}, catalogue.InvalidParameter, "InvalidParameterValue.TagKeyLengthExceeded"},
		{"a key with a mark", "CreateTag", p{"TagKey": "a&b", "TagValue": ""}, catalogue.InvalidParameter, "InvalidParameterValue.TagKeyCharacterIllegal"},
		{"a reserved key", "CreateTag", p{"TagKey": "project", "TagValue": ""}, catalogue.InvalidParameter, "InvalidParameter.ReservedTagKey"},
		{"a long value", "CreateTag", p{"TagKey": "a", "TagValue": long + long}, catalogue.InvalidParameter, "InvalidParameterValue.TagValueLengthExceeded"},
		{"an empty value", "CreateTag", p{"TagKey": "a", "TagValue": ""}, catalogue.InvalidParameter, "InvalidParameterValue.TagValueEmpty"},
		{"a value with a mark", "CreateTag", p{"TagKey": "a", "TagValue": "<"}, catalogue.InvalidParameter, "InvalidParameterValue.TagValueCharacterIllegal"},
		{"a tag that is known", "CreateTag", p{"TagKey": "there", "TagValue": "1"}, catalogue.OperationFailed, "ResourceInUse.TagDuplicate"},
		{"no tags", "CreateTags", p{}, catalogue.InvalidParameter, "InvalidParameter.Tag"},
		{"one tag too many", "CreateTag", p{"TagKey": "new", "TagValue": "1"}, catalogue.LimitExceeded, "LimitExceeded.TagKey"},
		{"one value too many", "CreateTag", p{"TagKey": "there", "TagValue": "4"}, catalogue.LimitExceeded, "LimitExceeded.TagValue"},
		{"an unknown tag", "DeleteTag", p{"TagKey": "there", "TagValue": "9"}, catalogue.NotFound, "ResourceNotFound.TagNonExist"},
		{"a tag in use", "DeleteTag", p{"TagKey": "there", "TagValue": "1"}, catalogue.OperationFailed, "FailedOperation.TagAttachedResource"},
		{"an unknown tag for resources", "AttachResourcesTag", p{"ServiceType": "vpc", "ResourcePrefix": "vpc", "ResourceIds.0": "vpc-1", "TagKey": "there", "TagValue": "9"}, catalogue.NotFound, "ResourceNotFound.TagNonExist"},
		{"a key that it has", "AttachResourcesTag", p{"ServiceType": "vpc", "ResourcePrefix": "vpc", "ResourceIds.0": "vpc-1", "TagKey": "there", "TagValue": "1"}, catalogue.OperationFailed, "ResourceInUse.TagKeyAttached"},
		{"a key that it has, in six segments", "AddResourceTag", p{"Resource": qcs("vpc-1"), "TagKey": "there", "TagValue": "2"}, catalogue.OperationFailed, "ResourceInUse.TagKeyAttached"},
		{"a key that it does not have", "DeleteResourceTag", p{"Resource": qcs("vpc-1"), "TagKey": "other"}, catalogue.NotFound, "ResourceNotFound.AttachedTagKeyNotFound"},
		{"no resource", "AddResourceTag", p{"Resource": "vpc-1", "TagKey": "a", "TagValue": ""}, catalogue.InvalidParameter, "InvalidParameterValue.ResourceDescriptionError"},
		{"another account's", "AddResourceTag", p{"Resource": "qcs::vpc:gz:uin/" + other + ":vpc/vpc-1", "TagKey": "a", "TagValue": ""}, catalogue.InvalidParameter, "InvalidParameterValue.ResourceDescriptionError"},
		{"an absent resource", "AddResourceTag", p{"Resource": qcs("vpc-gone"), "TagKey": "a", "TagValue": ""}, catalogue.NotFound, "InvalidParameterValue.ResourceIdInvalid"},
		{"a full resource", "AddResourceTag", p{"Resource": qcs("vpc-1"), "TagKey": "full", "TagValue": "1"}, catalogue.LimitExceeded, "LimitExceeded.ResourceAttachedTags"},
		{"a key to give and to take", "ModifyResourceTags", p{"Resource": qcs("vpc-1"), "ReplaceTags.0.TagKey": "a", "ReplaceTags.0.TagValue": "", "DeleteTags.0.TagKey": "a"}, catalogue.InvalidParameter, "InvalidParameterValue.DeleteTagsParamError"},
		{"nothing to do", "ModifyResourceTags", p{"Resource": qcs("vpc-1")}, catalogue.InvalidParameter, "InvalidParameter.Tag"},
		{"a key twice", "ModifyResourceTags", p{"Resource": qcs("vpc-1"), "ReplaceTags.0.TagKey": "a", "ReplaceTags.0.TagValue": "", "ReplaceTags.1.TagKey": "a", "ReplaceTags.1.TagValue": ""}, catalogue.InvalidParameter, "InvalidParameterValue.TagKeyDuplicate"},
		{"a filter twice", "DescribeResourcesByTags", p{"TagFilters.0.TagKey": "a", "TagFilters.1.TagKey": "a"}, catalogue.InvalidParameter, "InvalidParameterValue.TagFilters"},
		{"a made-up page", "GetTags", p{"PaginationToken": "?"}, catalogue.InvalidParameter, "InvalidParameter.PaginationTokenInvalid"},
		{"no tags for resources", "TagResources", p{"ResourceList.0": qcs("vpc-1")}, catalogue.InvalidParameter, ""},
	} {
		t.Run(r.why, func(t *testing.T) {
			c := newCloud(t)
			c.does("AddResourceTag", p{"Resource": qcs("vpc-1"), "TagKey": "there", "TagValue": "1"})
			c.does("CreateTags", p{"Tags.0.TagKey": "there", "Tags.0.TagValue": "2", "Tags.1.TagKey": "full", "Tags.1.TagValue": "1"})
			c.quotas = map[string]int64{"tag.keys": 2, "tag.values_per_key": 2, "tag.per_resource": 1}
			_, err := c.as(owner, r.action, r.params)
			var refusal *catalogue.Refusal
			if !errors.As(err, &refusal) || !errors.Is(err, r.row) || r.name != "" && refusal.Condition.Name3 != r.name {
				t.Errorf("got %v, want %s", err, r.name)
			}
		})
	}
}

// Whatever is done to tags, no resource has more than it may, a key twice, or a tag that the account does not know.
func TestTagsStayWithinTheirBounds(t *testing.T) {
	names := []string{"CreateTag", "DeleteTag", "AddResourceTag", "UpdateResourceTagValue", "DeleteResourceTag"}
	rapid.Check(t, func(rt *rapid.T) {
		c := newCloud(t)
		c.quotas = map[string]int64{"tag.keys": 3, "tag.values_per_key": 2, "tag.per_resource": 2}
		for range 30 {
			name := rapid.SampledFrom(names).Draw(rt, "action")
			params := p{"TagKey": rapid.SampledFrom([]string{"a", "b", "c", "d", ""}).Draw(rt, "key")}
			if name != "DeleteResourceTag" {
				params["TagValue"] = rapid.SampledFrom([]string{"1", "2", "3"}).Draw(rt, "value")
			}
			if strings.Contains(name, "Resource") {
				params["Resource"] = qcs(rapid.SampledFrom([]string{"vpc-1", "vpc-2", "vpc-gone"}).Draw(rt, "resource"))
			}
			var refusal *catalogue.Refusal
			if _, err := c.as(owner, name, params); err != nil && !errors.As(err, &refusal) {
				rt.Fatal(err)
			}
			known := map[string]bool{}
			keys := map[string]int{}
			for _, one := range answer[tag.DescribeTagsResponse](c, "DescribeTags", p{"Limit": "100"}).Tags {
				known[one.TagKey+"="+one.TagValue] = true
				keys[one.TagKey]++
			}
			if len(keys) > 3 || keys["a"] > 2 || keys["b"] > 2 {
				rt.Fatalf("the account knows too much: %v", known)
			}
			for _, id := range []string{"vpc-1", "vpc-2"} {
				on := c.onResource(id)
				if len(on) > 2 || len(on) == 2 && on[0][0] == on[1][0] {
					rt.Fatalf("%s has %v", id, on)
				}
				for _, one := range on {
					if !known[one] {
						rt.Fatalf("%s has %s, which the account does not know", id, one)
					}
				}
			}
		}
	})
}

func TestKeeper(t *testing.T) {
	c := newCloud(t)
	r := tagging.Resource{Service: "vpc", Prefix: "vpc", Region: here, ID: "vpc-1"}
	a := tagging.Tag{Key: "a", Value: "1"}
	err := c.db.Update(t.Context(), func(tx store.Tx) error {
		if err := c.Attach(t.Context(), tx, owner, r, []tagging.Tag{a}); err != nil {
			return err
		}
		all, err := c.All(t.Context(), tx, owner, "vpc", "vpc", here)
		same(t, "All", map[string][]tagging.Tag{"vpc-1": {a}}, all)
		if err != nil {
			return err
		}
		return c.Drop(t.Context(), tx, owner, r)
	})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "after Drop", []string(nil), c.onResource("vpc-1"))
}
