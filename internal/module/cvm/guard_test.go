package cvm_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/store"
)

func (c *cloud) groupsOf(id string) []string {
	c.t.Helper()
	var groups []string
	c.must(func(ctx context.Context, tx store.Tx) (err error) {
		groups, err = c.Groups.(interface {
			GroupsOf(ctx context.Context, tx store.Tx, account, holder string) ([]string, error)
		}).GroupsOf(ctx, tx, owner, id)
		return err
	})
	return groups
}

func (c *cloud) wantGroups(id string, want ...string) {
	c.t.Helper()
	if diff := cmp.Diff(want, c.groupsOf(id)); diff != "" {
		c.t.Errorf("securitygroup: (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, c.instance(id).SecurityGroupIds); diff != "" {
		c.t.Errorf("DescribeInstances: (-want +got):\n%s", diff)
	}
}

func TestGroupsGuardAnInstanceUntilItIsGone(t *testing.T) {
	c := newCloud(t)
	id := c.run(params{"SecurityGroupIds.0": group})
	c.pass(5 * time.Second)
	c.wantGroups(id, group)
	both := params{"SecurityGroupIds.0": otherGroup, "InstanceIds.0": id}
	do[cvm.Nothing](c, "AssociateSecurityGroups", v3, both)
	do[cvm.Nothing](c, "AssociateSecurityGroups", v3, both) // no matter
	c.wantGroups(id, group, otherGroup)
	do[cvm.Nothing](c, "ModifyInstancesAttribute", v3, params{"InstanceIds.0": id, "SecurityGroups.0": otherGroup, "SecurityGroups.1": group})
	c.wantGroups(id, otherGroup, group)
	do[cvm.Nothing](c, "DisassociateSecurityGroups", v3, both)
	c.wantGroups(id, group)
	do[cvm.Nothing](c, "TerminateInstances", v3, params{"InstanceIds.0": id})
	c.pass(5 * time.Second)
	if got := c.groupsOf(id); len(got) != 0 {
		t.Errorf("what is gone is guarded by %v", got)
	}
}

func TestInstancesWithoutAGroupShareTheDefaultOneOfTheirProject(t *testing.T) {
	c := newCloud(t)
	groupOf := func(p params) string { return c.instance(c.run(p)).SecurityGroupIds[0] }
	first, second, inProject := groupOf(nil), groupOf(nil), groupOf(params{"Placement.ProjectId": "7"})
	if first != second || first == inProject {
		t.Errorf("got %s, %s and in a project %s", first, second, inProject)
	}
}
