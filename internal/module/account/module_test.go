package account_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/identity"
	"github.com/paifang/paifang/internal/module/account"
	"github.com/paifang/paifang/internal/module/account/accountsql"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/store/storetest"
)

const owner, other = "100000000001", "100000000002"

// A cloud is account alone, over a database in memory.
type cloud struct {
	*account.Service
	t       *testing.T
	table   *action.Table
	changed int
}

// groups are the user groups of owner.
type groups struct{}

func (groups) EachGroup(_ context.Context, _ store.Tx, uin string, do func(int64, string, string, time.Time)) error {
	if uin == owner {
		do(3, "devs", "write code", now)
		do(4, "ops", "", now)
	}
	return nil
}

var now = time.Date(2024, 5, 1, 20, 30, 0, 0, time.UTC)

func newCloud(t *testing.T) *cloud {
	c := &cloud{t: t}
	c.Service = account.New(account.Deps{
		DB: storetest.SQLite(t, accountsql.Schema), Store: accountsql.Store{}, Random: random.Seeded(1),
		Groups: groups{}, Changed: func() { c.changed++ },
	})
	c.table = action.NewTable(nil, c.Actions())
	c.must(func(tx store.Tx) error { return c.PutAccount(t.Context(), tx, account.Account{Uin: owner, Name: "o"}) })
	return c
}

func (c *cloud) update(do func(tx store.Tx) error) error {
	return c.DB.Update(c.t.Context(), do)
}

func (c *cloud) must(do func(tx store.Tx) error) {
	c.t.Helper()
	if err := c.update(do); err != nil {
		c.t.Fatal(err)
	}
}

// call does an action of domain as uin's main account; a name that ends in 3 is one of API 3.0.
func (c *cloud) call(domain, name, uin string, params map[string]string) (any, error) {
	c.t.Helper()
	asked := &call.Call{Domain: domain, Action: name}
	if plain, found := strings.CutSuffix(name, "3"); found {
		asked.Dialect, asked.Action, asked.Version = call.API3, plain, "2018-08-13"
	}
	b, err := c.table.Find(asked)
	if err != nil {
		c.t.Fatal(err)
	}
	tree := &param.Value{}
	for k, v := range params {
		if err := tree.AddFlat(k, v); err != nil {
			c.t.Fatal(err)
		}
	}
	in, err := b.Decode(tree)
	if err != nil {
		return nil, err
	}
	return b.Do(c.t.Context(), c.DB, nil, &call.Call{Now: now, Caller: call.Caller{Account: uin, Uin: uin}, Input: in})
}

func answer[T any](c *cloud, domain, name string, params map[string]string) *T {
	c.t.Helper()
	out, err := c.call(domain, name, owner, params)
	if err != nil {
		c.t.Fatal(err)
	}
	return out.(*T)
}

type p = map[string]string

func TestProjectsAreAddedListedAndHidden(t *testing.T) {
	c := newCloud(t)
	id := answer[account.AddProjectResponse](c, "account", "AddProject", p{"projectName": "web", "projectDesc": "d"}).ProjectID
	if id < 1 {
		t.Fatalf("got id %d", id)
	}
	text := itoa(id)
	answer[account.UpdateProjectResponse](c, "account", "UpdateProject", p{"projectId": text, "projectName": "web2"})
	answer[account.ProjectResponse](c, "tag", "UpdateProject", p{"projectId": text, "info": "d2"})

	want := []account.ProjectItem{{ProjectName: "web2", ProjectID: id, CreateTime: "2024-05-02 04:30:00", CreatorUin: 100000000001, ProjectInfo: "d2"}}
	if diff := cmp.Diff(want, answer[account.DescribeProjectResponse](c, "account", "DescribeProject", nil).Data); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	answer[account.ProjectResponse](c, "tag", "StopProject", p{"projectId": text})
	if got := answer[account.DescribeProjectResponse](c, "account", "DescribeProject", nil).Data; len(got) != 0 {
		t.Errorf("a stopped project is listed: %v", got)
	}
	if got := answer[account.DescribeProjectResponse](c, "account", "DescribeProject", p{"allList": "1"}).Data; len(got) != 1 {
		t.Errorf("all: got %v", got)
	}
	answer[account.ProjectResponse](c, "tag", "StartProject", p{"projectId": text})
	if got := answer[account.DescribeProjectResponse](c, "account", "DescribeProject", nil).Data; len(got) != 1 {
		t.Errorf("started again: got %v", got)
	}
}

func TestRefusalsOfProjects(t *testing.T) {
	c := newCloud(t)
	id := itoa(answer[account.AddProjectResponse](c, "account", "AddProject", p{"projectName": "web"}).ProjectID)
	answer[account.AddProjectResponse](c, "account", "AddProject", p{"projectName": "db"})
	c.must(func(tx store.Tx) error { return c.SetQuota(t.Context(), tx, owner, "account.projects", 2) })
	for _, x := range []struct {
		name, domain, action, uin string
		params                    p
		want                      error
	}{
		{"a name in use", "account", "AddProject", owner, p{"projectName": "web"}, catalogue.OperationFailed},
		{"the quota is used up", "account", "AddProject", owner, p{"projectName": "third"}, catalogue.Row(4400)},
		{"no name", "account", "AddProject", owner, nil, catalogue.MissingParameter},
		{"a name in use", "account", "UpdateProject", owner, p{"projectId": id, "projectName": "db"}, catalogue.OperationFailed},
		{"no such project", "account", "UpdateProject", owner, p{"projectId": "5"}, catalogue.NotFound},
		{"another's project", "tag", "UpdateProject", other, p{"projectId": id}, catalogue.NotFound},
		{"another's project", "tag", "StopProject", other, p{"projectId": id}, catalogue.NotFound},
		{"no such project", "tag", "StartProject", owner, p{"projectId": "5"}, catalogue.NotFound},
	} {
		t.Run(x.action+" "+x.name, func(t *testing.T) {
			if _, err := c.call(x.domain, x.action, x.uin, x.params); !errors.Is(err, x.want) {
				t.Errorf("got %v, want %v", err, x.want)
			}
		})
	}
	if _, err := c.call("account", "UpdateProject", owner, p{"projectId": id, "projectName": "web"}); err != nil {
		t.Errorf("its own name: %v", err)
	}
}

func TestProjectsInAPI3(t *testing.T) {
	c := newCloud(t)
	made := answer[account.AddProject3Response](c, "tag", "AddProject3", p{"ProjectName": "web", "Info": "d"})
	id := itoa(made.ProjectId)
	answer[account.AddProject3Response](c, "tag", "AddProject3", p{"ProjectName": "db"})
	answer[account.UpdateProject3Response](c, "tag", "UpdateProject3", p{"ProjectId": id, "ProjectName": "web2", "Disable": "1"})
	want := account.Project3{ProjectId: made.ProjectId, ProjectName: "web2", CreatorUin: 100000000001, ProjectInfo: "d", CreateTime: "2024-05-02 04:30:00"}
	all := p{"AllList": "1", "Limit": "10", "Offset": "0"}
	if got := answer[account.DescribeProjects3Response](c, "tag", "DescribeProjects3", all); got.Total != 2 || !slices.Contains(got.Projects, want) {
		t.Errorf("all: got %+v, want two, one of them %+v", got, want)
	}
	for _, x := range []struct {
		name   string
		params p
		want   int64
		shown  int
	}{
		{"those that are not disabled", p{"AllList": "0", "Limit": "10", "Offset": "0"}, 1, 1},
		{"one by its id", p{"AllList": "1", "Limit": "10", "Offset": "0", "ProjectId": id}, 1, 1},
		{"one by its name", p{"AllList": "1", "Limit": "10", "Offset": "0", "ProjectName": "db"}, 1, 1},
		{"the second page", p{"AllList": "1", "Limit": "1", "Offset": "1"}, 2, 1},
		{"beyond the last", p{"AllList": "1", "Limit": "1", "Offset": "2"}, 2, 0},
	} {
		if got := answer[account.DescribeProjects3Response](c, "tag", "DescribeProjects3", x.params); got.Total != x.want || len(got.Projects) != x.shown {
			t.Errorf("%s: got %+v, want %d of %d", x.name, got, x.shown, x.want)
		}
	}
	for _, x := range []struct {
		name, action string
		params       p
		want         string
	}{
		{"a name in use", "AddProject3", p{"ProjectName": "db"}, "InvalidParameter.ProjectNameExisted"},
		{"a disabled project", "UpdateProject3", p{"ProjectId": id, "Info": "x"}, "FailedOperation.ProjectDisabled"},
		{"a disabled project that stays so", "UpdateProject3", p{"ProjectId": id, "ProjectName": "x", "Disable": "1"}, "FailedOperation.ProjectDisabled"},
		{"no such project", "UpdateProject3", p{"ProjectId": "5", "Info": "x"}, "ResourceNotFound.RecordNotFound"},
		{"a disabled project that comes back under a name in use", "UpdateProject3", p{"ProjectId": id, "ProjectName": "db", "Disable": "0"}, "InvalidParameter.ProjectNameExisted"},
	} {
		_, err := c.call("tag", x.action, owner, x.params)
		if r := catalogue.As(err); r == nil || r.Condition.Name3 != x.want {
			t.Errorf("%s: got %v, want %s", x.name, err, x.want)
		}
	}
	answer[account.UpdateProject3Response](c, "tag", "UpdateProject3", p{"ProjectId": id, "Disable": "1"}) // a second time
	answer[account.UpdateProject3Response](c, "tag", "UpdateProject3", p{"ProjectId": id, "Info": "back", "Disable": "0"})
}

func TestUserGroupsAreThoseOfCAM(t *testing.T) {
	c := newCloud(t)
	got := answer[account.DescribeUserGroupResponse](c, "account", "DescribeUserGroup", p{"groupIds.0": "3", "groupIds.1": "99"}).Data
	want := account.UserGroups{TotalCount: 1, GroupSet: []account.UserGroup{{GroupID: 3, GroupName: "devs", Remark: "write code", CreateTime: "2024-05-02 04:30:00"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := answer[account.DescribeUserGroupResponse](c, "account", "DescribeUserGroup", nil).Data; got.TotalCount != 2 {
		t.Errorf("all: got %v", got)
	}
}

func TestAnAccountStandsAsTheOperatorSetIt(t *testing.T) {
	c := newCloud(t)
	ctx := t.Context()
	before := c.changed
	c.must(func(tx store.Tx) error {
		return errors.Join(
			c.SetBlocked(ctx, tx, owner, "spam"), c.SetIdentity(ctx, tx, owner, account.Enterprise),
			c.SetProtected(ctx, tx, owner, []string{"cvm:TerminateInstances"}), c.SetRate(ctx, tx, owner, "cvm:*", 4),
			c.SetRate(ctx, tx, owner, "*", 9), c.SetRate(ctx, tx, owner, "*", 0), c.SetConcurrency(ctx, tx, owner, 2),
			c.SetQuota(ctx, tx, owner, "vpc.vpcs", 1), c.SetQuota(ctx, tx, owner, "gone", 1), c.SetQuota(ctx, tx, owner, "gone", -1))
	})
	if c.changed == before {
		t.Error("Changed was not called")
	}
	got, err := c.Account(ctx, owner)
	if err != nil {
		t.Fatal(err)
	}
	want := &identity.Account{
		Uin: owner, AppID: got.AppID, Name: "o", Blocked: "spam", Protected: []string{"cvm:TerminateInstances"}, Rates: map[string]int{"cvm:*": 4}, Concurrency: 2,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	c.must(func(tx store.Tx) error {
		for _, x := range []struct {
			uin  string
			want bool
		}{{owner, true}, {other, false}} {
			if got, err := c.Verified(ctx, tx, x.uin); got != x.want || err != nil {
				t.Errorf("%s is verified: got %v, %v", x.uin, got, err)
			}
		}
		for _, x := range []struct {
			name string
			want int64
		}{{"vpc.vpcs", 1}, {"gone", 7}, {"never", 7}} {
			if got, err := c.Quota(ctx, tx, owner, x.name, 7); got != x.want || err != nil {
				t.Errorf("quota %s: got %d, %v, want %d", x.name, got, err, x.want)
			}
		}
		if name, _, _, err := c.Owner(ctx, tx, owner); name != "o" || err != nil {
			t.Errorf("owner: got %q, %v", name, err)
		}
		if id, err := c.AppID(ctx, tx, owner); id != want.AppID || err != nil {
			t.Errorf("appid: got %q, %v", id, err)
		}
		return nil
	})
	if got, err := c.Account(ctx, other); got != nil || err != nil {
		t.Errorf("an absent account: got %v, %v", got, err)
	}
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	c := newCloud(t)
	ctx := t.Context()
	put := func(a account.Account) func(store.Tx) error {
		return func(tx store.Tx) error { return c.PutAccount(ctx, tx, a) }
	}
	a, err := c.Account(ctx, owner)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		name string
		do   func(tx store.Tx) error
		want error
	}{
		{"uin", put(account.Account{Uin: "x"}), catalogue.InvalidValue},
		{"appid", put(account.Account{Uin: other, AppID: "x"}), catalogue.InvalidValue},
		{"another's appid", put(account.Account{Uin: other, AppID: a.AppID}), catalogue.InvalidValue},
		{"identity", put(account.Account{Uin: other, Identity: "king"}), catalogue.InvalidValue},
		{"concurrency", put(account.Account{Uin: other, Concurrency: -1}), catalogue.InvalidValue},
		{"protected", put(account.Account{Uin: other, Protected: []string{"*"}}), catalogue.InvalidValue},
		{"rate", put(account.Account{Uin: other, Rates: map[string]int{"cvm": 1}}), catalogue.InvalidValue},
		{"a rate of 0", put(account.Account{Uin: other, Rates: map[string]int{"*": 0}}), catalogue.InvalidValue},
		{"a quota without name", func(tx store.Tx) error { return c.SetQuota(ctx, tx, owner, "", 1) }, catalogue.InvalidValue},
		{"a quota of nobody", func(tx store.Tx) error { return c.SetQuota(ctx, tx, other, "a", 1) }, catalogue.NotFound},
		{"blocking nobody", func(tx store.Tx) error { return c.SetBlocked(ctx, tx, other, "x") }, catalogue.NotFound},
		{"a project without time", func(tx store.Tx) error { return c.PutProject(ctx, tx, account.Project{Account: owner, ID: 1}) }, catalogue.InvalidValue},
		{"a project of no uin", func(tx store.Tx) error {
			return c.PutProject(ctx, tx, account.Project{Account: owner, ID: 1, CreatedAt: now, Creator: "x"})
		}, catalogue.InvalidValue},
		{"project 0", func(tx store.Tx) error { return c.PutProject(ctx, tx, account.Project{Account: owner}) }, catalogue.InvalidValue},
	} {
		t.Run(x.name, func(t *testing.T) {
			if err := c.update(x.do); !errors.Is(err, x.want) {
				t.Errorf("got %v, want %v", err, x.want)
			}
		})
	}
}

func TestAWorldsProjectIsPutUnderItsID(t *testing.T) {
	c := newCloud(t)
	ctx := t.Context()
	c.must(func(tx store.Tx) error {
		for _, name := range []string{"a", "b"} {
			if err := c.PutProject(ctx, tx, account.Project{Account: owner, ID: 77, Name: name, CreatedAt: now}); err != nil {
				return err
			}
		}
		for id, want := range map[int64]bool{0: true, 77: true, 78: false} {
			if got, err := c.HasProject(ctx, tx, owner, id); got != want || err != nil {
				t.Errorf("project %d: got %v, %v", id, got, err)
			}
		}
		all, err := c.Projects(ctx, tx, owner)
		if len(all) != 1 || all[0].Name != "b" {
			t.Errorf("got %v", all)
		}
		return err
	})
	err := c.update(func(tx store.Tx) error {
		return c.PutProject(ctx, tx, account.Project{Account: other, ID: 77, CreatedAt: now})
	})
	if !errors.Is(err, catalogue.InvalidValue) {
		t.Errorf("another's id: got %v", err)
	}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
