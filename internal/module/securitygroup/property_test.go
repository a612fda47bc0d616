package securitygroup_test

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/paifang/paifang/internal/module/securitygroup"
	"github.com/paifang/paifang/internal/store"
)

// Whatever is asked in whichever order: no rule names what is not there, no holder is guarded by what is not there, no
// rule is there twice, no quota is exceeded, and versions only grow.
func TestNothingDanglesWhateverIsAsked(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		c := newCloud(t)
		c.quotas["securitygroup.groups"], c.quotas["securitygroup.rules"] = 4, 3
		groups, holders, versions := []string{"sg-nowhere1"}, []string{"ins-1", "ins-2"}, map[string]string{}
		templates := []string{"ipm-nowhere1"}
		direction := rapid.SampledFrom([]string{"Ingress", "Egress"})
		rule := func() p {
			out := p{"Action": rapid.SampledFrom([]string{"ACCEPT", "DROP"}).Draw(r, "action")}
			switch rapid.IntRange(0, 2).Draw(r, "source") {
			case 0:
				out["CidrBlock"] = rapid.SampledFrom([]string{"10.0.0.0/8", "0.0.0.0/0", "nonsense"}).Draw(r, "cidr")
			case 1:
				out["SecurityGroupId"] = rapid.SampledFrom(groups).Draw(r, "source group")
			default:
				out["AddressTemplate.AddressId"] = rapid.SampledFrom(templates).Draw(r, "template")
			}
			if rapid.Bool().Draw(r, "indexed") {
				out["PolicyIndex"] = itoa(rapid.IntRange(0, 3).Draw(r, "index"))
			}
			return out
		}
		for range rapid.IntRange(1, 30).Draw(r, "steps") {
			id := rapid.SampledFrom(groups).Draw(r, "group")
			of := func(rules ...p) p {
				return p{"SecurityGroupId": id}.with(policies(direction.Draw(r, "direction"), rules...))
			}
			switch rapid.IntRange(0, 9).Draw(r, "step") {
			case 0, 1:
				if out, err := c.try("CreateSecurityGroup", p{"GroupName": "n", "GroupDescription": "d"}); err == nil {
					groups = append(groups, out.(*securitygroup.GroupResponse).SecurityGroup.SecurityGroupId)
				}
			case 2:
				_, _ = c.try("DeleteSecurityGroup", p{"SecurityGroupId": id})
			case 3, 4:
				_, _ = c.try("CreateSecurityGroupPolicies", of(rule()))
			case 5:
				_, _ = c.try("ModifySecurityGroupPolicies", of(rule(), rule()))
			case 6:
				_, _ = c.try(rapid.SampledFrom([]string{"DeleteSecurityGroupPolicies", "ReplaceSecurityGroupPolicy"}).Draw(r, "change"), of(rule()))
			case 7:
				if out, err := c.try("CreateAddressTemplate", p{"AddressTemplateName": "n", "Addresses.0": "10.0.0.1"}); err == nil {
					templates = append(templates, out.(*securitygroup.CreateAddressTemplateResponse).AddressTemplate.AddressTemplateId)
				}
			case 8:
				_, _ = c.try("DeleteAddressTemplate", p{"AddressTemplateId": rapid.SampledFrom(templates).Draw(r, "template")})
			default:
				guards := slices.Compact(rapid.SliceOfN(rapid.SampledFrom(groups), 0, 3).Draw(r, "guards"))
				_ = c.update(func(ctx context.Context, tx store.Tx) error {
					return c.Guard(ctx, tx, owner, here, "instance", rapid.SampledFrom(holders).Draw(r, "holder"), guards)
				})
			}
			checkAll(r, c, holders, versions)
		}
	})
}

func checkAll(r *rapid.T, c *cloud, holders []string, versions map[string]string) {
	there := map[string]bool{}
	all := do[groupList](c, "DescribeSecurityGroups", nil)
	for _, g := range all.SecurityGroupSet {
		there[g.SecurityGroupId] = true
	}
	for _, a := range do[securitygroup.DescribeAddressTemplatesResponse](c, "DescribeAddressTemplates", nil).AddressTemplateSet {
		there[a.AddressTemplateId] = true
	}
	if all.TotalCount > 4 {
		r.Fatalf("%d groups", all.TotalCount)
	}
	for _, g := range all.SecurityGroupSet {
		set := c.rules(g.SecurityGroupId)
		if before := versions[g.SecurityGroupId]; len(set.Version) < len(before) || len(set.Version) == len(before) && set.Version < before {
			r.Fatalf("the version went from %s to %s", before, set.Version)
		}
		versions[g.SecurityGroupId] = set.Version
		for _, rules := range [][]securitygroup.PolicyItem{set.Ingress, set.Egress} {
			if len(rules) > 3 {
				r.Fatalf("%d rules", len(rules))
			}
			seen := map[securitygroup.PolicyItem]bool{}
			for n, rule := range rules {
				for _, id := range []string{rule.SecurityGroupId, rule.AddressTemplate.AddressId} {
					if id != "" && !there[id] {
						r.Fatalf("a rule of %s names %s, which is not there", g.SecurityGroupId, id)
					}
				}
				if rule.PolicyIndex != int64(n) {
					r.Fatalf("rule %d has the index %d", n, rule.PolicyIndex)
				}
				rule.PolicyIndex, rule.Priority, rule.ModifyTime = 0, 0, ""
				if seen[rule] {
					r.Fatalf("%v is there twice", rule)
				}
				seen[rule] = true
			}
		}
	}
	for _, h := range holders {
		err := c.update(func(ctx context.Context, tx store.Tx) error {
			guards, err := c.GroupsOf(ctx, tx, owner, h)
			for _, id := range guards {
				if !there[id] {
					r.Fatalf("%s is guarded by %s, which is not there", h, id)
				}
			}
			return err
		})
		if err != nil {
			r.Fatal(err)
		}
	}
}
