package securitygroup_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/module/securitygroup"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

type (
	groupAnswer = securitygroup.GroupResponse
	groupList   = securitygroup.DescribeSecurityGroupsResponse
	nothing     = securitygroup.Nothing
)

func TestAGroupIsMadeChangedAndTakenAway(t *testing.T) {
	c := newCloud(t)
	made := do[groupAnswer](c, "CreateSecurityGroup", p{
		"GroupName": "web", "GroupDescription": "for the web", "ProjectId": "7", "Tags.0.Key": "team", "Tags.0.Value": "a",
	}).SecurityGroup
	want := securitygroup.GroupItem{
		SecurityGroupId: made.SecurityGroupId, SecurityGroupName: "web", SecurityGroupDesc: "for the web", ProjectId: "7",
		CreatedTime: "2024-05-02 04:30:01", UpdateTime: "2024-05-02 04:30:01", TagSet: []tagging.Tag{{Key: "team", Value: "a"}},
	}
	if diff := cmp.Diff(want, made); diff != "" {
		t.Errorf("made (-want +got):\n%s", diff)
	}
	id := p{"SecurityGroupId": made.SecurityGroupId}
	do[nothing](c, "ModifySecurityGroupAttribute", id.with(p{"GroupName": "www"}))
	want.SecurityGroupName, want.UpdateTime = "www", "2024-05-02 04:30:02"
	listed := do[groupList](c, "DescribeSecurityGroups", p{"SecurityGroupIds.0": made.SecurityGroupId})
	if diff := cmp.Diff(&groupList{SecurityGroupSet: []securitygroup.GroupItem{want}, TotalCount: 1}, listed); diff != "" {
		t.Errorf("listed (-want +got):\n%s", diff)
	}
	if set := c.rules(made.SecurityGroupId); len(set.Ingress)+len(set.Egress) != 0 || set.Version != "0" {
		t.Errorf("a new group has rules: %v", set)
	}
	do[nothing](c, "DeleteSecurityGroup", id)
	if len(c.tags) != 0 {
		t.Errorf("its tags are kept: %v", c.tags)
	}
	for name, params := range map[string]p{
		"DeleteSecurityGroup": id, "ModifySecurityGroupAttribute": id.with(p{"GroupName": "x"}), "DescribeSecurityGroupPolicies": id,
		"DescribeSecurityGroups":                     {"SecurityGroupIds.0": made.SecurityGroupId},
		"DescribeSecurityGroupReferences":            {"SecurityGroupIds.0": made.SecurityGroupId},
		"DescribeSecurityGroupAssociationStatistics": {"SecurityGroupIds.0": made.SecurityGroupId}, "CloneSecurityGroup": id,
		"CreateSecurityGroupPolicies":  id.with(policies("Egress", on("80"))),
		"DeleteSecurityGroupPolicies":  id.with(policies("Egress", on("80"))),
		"ModifySecurityGroupPolicies":  id.with(policies("Egress", on("80"))),
		"ReplaceSecurityGroupPolicy":   id.with(policies("Egress", on("80").with(p{"PolicyIndex": "0"}))),
		"ReplaceSecurityGroupPolicies": id.with(policies("Egress", on("80").with(p{"PolicyIndex": "0"}))),
	} {
		c.refuses(name, params, catalogue.NotFound, "ResourceNotFound")
	}
}

func TestAnothersGroupIsAbsent(t *testing.T) {
	c := newCloud(t)
	id := c.group("web", on("80"))
	for _, x := range []struct{ uin, region string }{{other, here}, {owner, there}} {
		for _, name := range []string{"DeleteSecurityGroup", "DescribeSecurityGroupPolicies", "CloneSecurityGroup"} {
			_, err := c.as(x.uin, x.region, name, p{"SecurityGroupId": id})
			refused(c, name, err, catalogue.NotFound, "ResourceNotFound")
		}
		out, err := c.as(x.uin, x.region, "DescribeSecurityGroups", nil)
		if err != nil || out.(*groupList).TotalCount != 0 {
			t.Errorf("%s in %s sees %v, %v", x.uin, x.region, out, err)
		}
	}
}

func TestGroupsAreRefusedForEachReason(t *testing.T) {
	c := newCloud(t)
	id := c.group("web", on("80"))
	named := p{"GroupName": "n", "GroupDescription": ""}
	for _, x := range []struct {
		action string
		params p
		row    *catalogue.Condition
		name   string
	}{
		{"CreateSecurityGroup", p{"GroupName": strings.Repeat("名", 61), "GroupDescription": "d"}, catalogue.InvalidParameter, "InvalidParameterValue.TooLong"},
		{"CreateSecurityGroup", p{"GroupName": "n", "GroupDescription": strings.Repeat("d", 101)}, catalogue.InvalidParameter, "InvalidParameterValue.TooLong"},
		{"CreateSecurityGroup", p{"GroupName": "n", "GroupDescription": "d", "ProjectId": "x"}, catalogue.InvalidParameter, "InvalidParameterValue"},
		{"CreateSecurityGroup", p{"GroupName": "n", "GroupDescription": "d", "ProjectId": "8"}, catalogue.NotFound, "ResourceNotFound"},
		{"CreateSecurityGroup", named, catalogue.InvalidParameter, "MissingParameter"},
		{"CreateDefaultSecurityGroup", p{"ProjectId": "8"}, catalogue.NotFound, "ResourceNotFound"},
		{"CreateDefaultSecurityGroup", p{"ProjectId": "-1"}, catalogue.InvalidParameter, "InvalidParameterValue"},
		{"ModifySecurityGroupAttribute", p{"SecurityGroupId": id}, catalogue.InvalidParameter, "MissingParameter"},
		{"ModifySecurityGroupAttribute", p{"SecurityGroupId": "sg-1", "GroupName": "n"}, catalogue.InvalidParameter, "InvalidParameterValue.Malformed"},
		{"DeleteSecurityGroup", p{"SecurityGroupId": "web"}, catalogue.InvalidParameter, "InvalidParameterValue.Malformed"},
		{"DescribeSecurityGroups", p{"SecurityGroupIds.0": id, "Filters.0.Name": "project-id", "Filters.0.Values.0": "0"}, catalogue.InvalidParameter, "InvalidParameter.Coexist"},
		{"DescribeSecurityGroups", p{"Filters.0.Name": "color", "Filters.0.Values.0": "0"}, catalogue.InvalidParameter, "InvalidParameter.FilterInvalidKey"},
		{"DescribeSecurityGroups", p{"Limit": "101"}, catalogue.InvalidParameter, "InvalidParameterValue.Range"},
		{"DescribeSecurityGroups", p{"Offset": "-1"}, catalogue.InvalidParameter, "InvalidParameterValue.Range"},
		{"DescribeSecurityGroups", p{"Offset": "many"}, catalogue.InvalidParameter, "InvalidParameterValue.Malformed"},
		{"DescribeSecurityGroups", p{"SecurityGroupIds.0": "sg-nowhere1"}, catalogue.NotFound, "ResourceNotFound"},
		{"DescribeSecurityGroupReferences", p{"SecurityGroupIds.0": "x"}, catalogue.InvalidParameter, "InvalidParameterValue.Malformed"},
	} {
		c.refuses(x.action, x.params, x.row, x.name)
	}
	many := p{}
	for n := range 101 {
		many["SecurityGroupIds."+itoa(n)] = id
	}
	c.refuses("DescribeSecurityGroups", many, catalogue.InvalidParameter, "InvalidParameterValue.LimitExceeded")
	c.quotas["securitygroup.groups"] = 1
	for _, x := range []string{"CreateSecurityGroup", "CreateSecurityGroupWithPolicies"} {
		c.refuses(x, p{"GroupName": "n", "GroupDescription": "d"}, catalogue.LimitExceeded, "LimitExceeded")
	}
	c.refuses("CreateDefaultSecurityGroup", nil, catalogue.LimitExceeded, "LimitExceeded")
	c.refuses("CloneSecurityGroup", p{"SecurityGroupId": id}, catalogue.LimitExceeded, "LimitExceeded")
	if got := do[groupList](c, "DescribeSecurityGroups", nil).TotalCount; got != 1 {
		t.Errorf("what was refused holds: %d groups", got)
	}
}

func TestGroupsAreFilteredSortedPagedAndSeen(t *testing.T) {
	c := newCloud(t)
	a, b := c.group("a"), c.group("b")
	tagged := do[groupAnswer](c, "CreateSecurityGroup", p{"GroupName": "c", "GroupDescription": "d", "ProjectId": "7", "Tags.0.Key": "k", "Tags.0.Value": "v"}).SecurityGroup.SecurityGroupId
	do[nothing](c, "ModifySecurityGroupAttribute", p{"SecurityGroupId": a, "GroupDescription": "later"})
	filter := func(name, value string) p { return p{"Filters.0.Name": name, "Filters.0.Values.0": value} }
	for _, x := range []struct {
		params p
		want   []string
	}{
		{nil, []string{tagged, b, a}},
		{p{"OrderField": "CreatedTime"}, []string{a, b, tagged}},
		{p{"OrderField": "UpdateTime", "OrderDirection": "DESC"}, []string{a, tagged, b}},
		{p{"Offset": "1", "Limit": "1"}, []string{b}},
		{p{"Offset": "9"}, nil},
		{filter("security-group-id", b), []string{b}},
		{filter("security-group-name", "a"), []string{a}},
		{filter("project-id", "0"), []string{b, a}},
		{filter("tag-key", "k"), []string{tagged}},
		{filter("tag:k", "v"), []string{tagged}},
		{filter("tag:k", "w"), nil},
		{filter("security-group-id", "sg-nowhere1"), nil},
	} {
		var got []string
		for _, g := range do[groupList](c, "DescribeSecurityGroups", x.params).SecurityGroupSet {
			got = append(got, g.SecurityGroupId)
		}
		if diff := cmp.Diff(x.want, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", x.params, diff)
		}
	}
	c.sees = func(r call.Resource, about map[string][]string) bool {
		return r.QCS(here, owner) == "qcs::cvm:ap-guangzhou:uin/100000000001:sg/"+r.ID && len(about["qcs:resource_tag"]) == 1
	}
	if got := do[groupList](c, "DescribeSecurityGroups", nil); got.TotalCount != 1 || got.SecurityGroupSet[0].SecurityGroupId != tagged {
		t.Errorf("who may see what is tagged sees %v", got)
	}
}

func TestAProjectHasOneDefaultGroup(t *testing.T) {
	c := newCloud(t)
	first := do[groupAnswer](c, "CreateDefaultSecurityGroup", nil).SecurityGroup
	again := do[groupAnswer](c, "CreateDefaultSecurityGroup", p{"ProjectId": "0"}).SecurityGroup
	inProject := do[groupAnswer](c, "CreateDefaultSecurityGroup", p{"ProjectId": "7"}).SecurityGroup
	if !first.IsDefault || first.SecurityGroupId != again.SecurityGroupId || inProject.SecurityGroupId == first.SecurityGroupId {
		t.Errorf("got %v, %v and %v", first, again, inProject)
	}
	set := c.rules(first.SecurityGroupId)
	for _, rules := range [][]securitygroup.PolicyItem{set.Ingress, set.Egress} {
		if len(rules) != 1 || rules[0].CidrBlock != "0.0.0.0/0" || rules[0].Protocol != "ALL" || rules[0].Port != "ALL" || rules[0].Action != "ACCEPT" {
			t.Errorf("its rules: got %v", rules)
		}
	}
	c.refuses("DeleteSecurityGroup", p{"SecurityGroupId": first.SecurityGroupId}, catalogue.OperationFailed, "UnsupportedOperation")
	var asked string
	err := c.update(func(ctx context.Context, tx store.Tx) (err error) {
		asked, err = c.Default(ctx, tx, owner, owner, here, 0, c.now)
		return err
	})
	if err != nil || asked != first.SecurityGroupId {
		t.Errorf("other modules are given %s, %v", asked, err)
	}
}

func TestAGroupIsCloned(t *testing.T) {
	c := newCloud(t)
	from := c.group("web", on("80"), on("443"))
	c.tags[tagging.Resource{Service: "cvm", Prefix: "sg", Region: here, ID: from}] = []tagging.Tag{{Key: "k", Value: "its"}, {Key: "team", Value: "a"}}
	clone := do[groupAnswer](c, "CloneSecurityGroup", p{"SecurityGroupId": from, "GroupName": "copy", "Tags.0.Key": "k", "Tags.0.Value": "mine", "IsCloneTags": "true"}).SecurityGroup
	if diff := cmp.Diff([]tagging.Tag{{Key: "k", Value: "mine"}, {Key: "team", Value: "a"}}, clone.TagSet); diff != "" || clone.SecurityGroupName != "copy" || clone.SecurityGroupDesc != "d" {
		t.Errorf("got %v", clone)
	}
	c.ports(clone.SecurityGroupId, "1", "80", "443")
	if out, err := c.as(owner, there, "CloneSecurityGroup", p{"SecurityGroupId": from, "RemoteRegion": here}); err != nil || len(out.(*groupAnswer).SecurityGroup.TagSet) != 0 {
		t.Errorf("into another region: got %v, %v", out, err)
	}
	nested := c.group("nested", p{"SecurityGroupId": from, "Action": "ACCEPT"})
	_, err := c.as(owner, there, "CloneSecurityGroup", p{"SecurityGroupId": nested, "RemoteRegion": here})
	refused(c, "CloneSecurityGroup", err, catalogue.OperationFailed, "UnsupportedOperation.RemoteRegionSgHasReferencedSg")
}

func TestWhatIsInUseStays(t *testing.T) {
	c := newCloud(t)
	id := c.group("used")
	do[nothing](c, "CreateSecurityGroupPolicies", p{"SecurityGroupId": id}.with(policies("Ingress", p{"SecurityGroupId": id, "Action": "ACCEPT"}))) // itself does not count
	user := c.group("user", p{"SecurityGroupId": id, "Action": "ACCEPT"})
	gone := p{"SecurityGroupId": id}
	c.refuses("DeleteSecurityGroup", gone, catalogue.OperationFailed, "ResourceInUse")
	references := do[securitygroup.DescribeSecurityGroupReferencesResponse](c, "DescribeSecurityGroupReferences", p{"SecurityGroupIds.0": id, "SecurityGroupIds.1": user})
	for _, r := range references.ReferredSecurityGroupSet {
		if want := map[string]int{id: 2, user: 0}[r.SecurityGroupId]; len(r.ReferredSecurityGroupIds) != want {
			t.Errorf("%s is named by %v, want %d", r.SecurityGroupId, r.ReferredSecurityGroupIds, want)
		}
	}
	guard := func(kind, holder string, groups ...string) {
		t.Helper()
		if err := c.update(func(ctx context.Context, tx store.Tx) error {
			return c.Guard(ctx, tx, owner, here, kind, holder, groups)
		}); err != nil {
			t.Fatal(err)
		}
	}
	guard("instance", "ins-1", id, user)
	guard("instance", "ins-2", id)
	guard("eni", "eni-1", id)
	got := do[securitygroup.DescribeSecurityGroupAssociationStatisticsResponse](c, "DescribeSecurityGroupAssociationStatistics", p{"SecurityGroupIds.0": id})
	want := []securitygroup.AssociationStatistics{{
		SecurityGroupId: id, CVM: 2, ENI: 1, SG: 1, TotalCount: 3, InstanceStatistics: []securitygroup.InstanceStatistic{{InstanceType: "ENI", InstanceCount: 1}, {InstanceType: "CVM", InstanceCount: 2}},
	}}
	if diff := cmp.Diff(want, got.SecurityGroupAssociationStatisticsSet); diff != "" {
		t.Errorf("statistics (-want +got):\n%s", diff)
	}
	c.refuses("DeleteSecurityGroup", p{"SecurityGroupId": user}, catalogue.OperationFailed, "ResourceInUse")
	guard("instance", "ins-1")
	do[nothing](c, "DeleteSecurityGroup", p{"SecurityGroupId": user})
	c.refuses("DeleteSecurityGroup", gone, catalogue.OperationFailed, "ResourceInUse")
	guard("instance", "ins-2")
	if err := c.update(func(ctx context.Context, tx store.Tx) error { return c.Unguard(ctx, tx, owner, "eni-1") }); err != nil {
		t.Fatal(err)
	}
	do[nothing](c, "DeleteSecurityGroup", gone)
}

func TestGuardsAreRefusedInTheWordsOfTheirHolders(t *testing.T) {
	c := newCloud(t)
	a, b := c.group("a"), c.group("b")
	c.quotas["securitygroup.per_instance"], c.quotas["securitygroup.holders"] = 1, 1
	guard := func(kind, holder string, groups ...string) error {
		return c.update(func(ctx context.Context, tx store.Tx) error {
			return c.Guard(ctx, tx, owner, here, kind, holder, groups)
		})
	}
	if err := guard("instance", "ins-1", a); err != nil {
		t.Fatal(err)
	}
	if err := guard("instance", "ins-1", a); err != nil {
		t.Errorf("what it has is counted again: %v", err)
	}
	for _, x := range []struct {
		kind   string
		groups []string
		want   *catalogue.Condition
	}{
		{"instance", []string{"sg-nowhere1"}, catalogue.NotFound.Named("InvalidSecurityGroupId.NotFound")},
		{"instance", []string{a, b}, catalogue.LimitExceeded.Named("LimitExceeded.AssociateUSGLimitExceeded")},
		{"instance", []string{a}, catalogue.LimitExceeded.Named("LimitExceeded.CvmsVifsPerSecGroupLimitExceeded")},
		{"eni", []string{"sg-nowhere1"}, catalogue.NotFound.Named("ResourceNotFound")},
		{"eni", []string{a, b}, catalogue.LimitExceeded.Named("LimitExceeded")},
		{"clb", []string{a}, catalogue.LimitExceeded.Named("LimitExceeded")},
	} {
		err := guard(x.kind, "new", x.groups...)
		if r := catalogue.As(err); r == nil || *r.Condition != *x.want {
			t.Errorf("%s by %v: got %v, want %s", x.kind, x.groups, err, x.want.Name3)
		}
	}
}

func TestLimitsAreTheAccounts(t *testing.T) {
	c := newCloud(t)
	c.quotas["securitygroup.rules"], c.quotas["securitygroup.members"] = 3, 4
	got := do[securitygroup.DescribeSecurityGroupLimitsResponse](c, "DescribeSecurityGroupLimits", nil).SecurityGroupLimitSet
	want := securitygroup.LimitSet{
		SecurityGroupLimit: 50, SecurityGroupPolicyLimit: 3, ReferedSecurityGroupLimit: 10, SecurityGroupInstanceLimit: 2000, InstanceSecurityGroupLimit: 5,
		SecurityGroupExtendedPolicyLimit: 3, SecurityGroupReferedCvmAndEniLimit: 2000, SecurityGroupReferedSvcLimit: 2000,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	templates := do[securitygroup.DescribeTemplateLimitsResponse](c, "DescribeTemplateLimits", nil).TemplateLimit
	if diff := cmp.Diff(securitygroup.TemplateLimit{AddressTemplateMemberLimit: 4, AddressTemplateGroupMemberLimit: 20, ServiceTemplateMemberLimit: 4, ServiceTemplateGroupMemberLimit: 20}, templates); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestConditionsMayAskOfAGroup(t *testing.T) {
	c := newCloud(t)
	id := c.group("a")
	c.tags[tagging.Resource{Service: "cvm", Prefix: "sg", Region: here, ID: id}] = []tagging.Tag{{Key: "k", Value: "v"}}
	for _, x := range []struct {
		r    call.Resource
		want map[string][]string
	}{
		{call.Resource{Service: "cvm", Type: "sg", ID: id}, map[string][]string{"qcs:create_uin": {owner}, "qcs:tag": {"k&v"}, "qcs:resource_tag": {"k&v"}}},
		{call.Resource{Service: "cvm", Type: "sg", ID: "sg-nowhere1"}, nil},
		{call.Resource{Service: "cvm", Type: "instance", ID: id}, nil},
		{call.Resource{Service: "cvm", Type: "sg", ID: "*"}, nil},
		{call.Resource{Service: "vpc", Type: "ipm", ID: id}, nil},
	} {
		err := c.update(func(ctx context.Context, tx store.Tx) error {
			got, facts, err := c.ResourceFacts(ctx, tx, owner, x.r)
			if diff := cmp.Diff(x.want, facts); diff != "" || got != x.r {
				t.Errorf("%v: %v (-want +got):\n%s", x.r, got, diff)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
