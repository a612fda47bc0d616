package lb

import (
	"github.com/paifang/paifang/internal/tagging"
)

// Tags are kept by the module tag; what lb shows and decides by is filled in from there.

func (b *LoadBalancer) tagged() tagging.Resource {
	return tagging.Resource{Service: "clb", Prefix: "clb", Region: b.Region, ID: b.ID}
}

func (g *TargetGroup) tagged() tagging.Resource {
	return tagging.Resource{Service: "clb", Prefix: "targetgroup", Region: g.Region, ID: g.ID}
}

// about is what policies may ask of a load balancer.
func about(b *LoadBalancer, tags []tagging.Tag) map[string][]string {
	facts := map[string][]string{"qcs:create_uin": {b.Creator}}
	if b.VPC.ID != "" {
		facts["vpc:vpc"] = []string{b.VPC.ID}
	}
	return withTags(facts, tags)
}

func withTags(facts map[string][]string, tags []tagging.Tag) map[string][]string {
	if len(tags) > 0 {
		facts["qcs:tag"], facts["qcs:resource_tag"] = tagging.Pairs(tags), tagging.Pairs(tags)
	}
	return facts
}

// TagInfo is a tag as API 3.0 writes it.
type TagInfo struct {
	TagKey   string `api:"required" doc:"Its key."`
	TagValue string `api:"required" doc:"Its value."`
}

func tagsOf(given []TagInfo) []tagging.Tag {
	out := make([]tagging.Tag, len(given))
	for n, t := range given {
		out[n] = tagging.Tag{Key: t.TagKey, Value: t.TagValue}
	}
	return out
}

func tagInfos(tags []tagging.Tag) []TagInfo {
	out := make([]TagInfo, len(tags))
	for n, t := range tags {
		out[n] = TagInfo{t.Key, t.Value}
	}
	return out
}

func requestTags(tags []TagInfo) map[string][]string {
	if len(tags) == 0 {
		return nil
	}
	return map[string][]string{"qcs:request_tag": tagging.Pairs(tagsOf(tags))}
}
