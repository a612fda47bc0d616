package lb

import (
	"context"
	"slices"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// CreateTargetGroup makes a target group.
var CreateTargetGroup = action.Define(action.Spec{
	Name: "CreateTargetGroup", Doc: "Makes a target group: servers that listeners and rules may share.", Domain3: "clb", Version: version, Changes: true,
	Creates: []string{"targetgroup"}, Refuses: []*catalogue.Condition{errNoNetwork, errOtherNetwork, errBound, errQuota, errFormat},
}, (*Service).createTargetGroup)

// CreateTargetGroupRequest is the input of CreateTargetGroup.
type CreateTargetGroupRequest struct {
	TargetGroupName      string                  `api:"max=50" doc:"Its name; its id when left out."`
	VpcId                string                  `doc:"The network; the default one when left out."`
	Port                 int64                   `api:"min=0,max=65535" doc:"The port of servers that come without; 0 for none."`
	TargetGroupInstances []TargetGroupInstance   `api:"max=100" doc:"Its servers."`
	Type                 string                  `api:"oneof=v1 v2,default=v1" doc:"v1 for one listener or rule of any kind, v2 with a protocol and more of its own."`
	Protocol             string                  `api:"oneof=TCP UDP HTTP HTTPS GRPC" doc:"The protocol of v2."`
	HealthCheck          *TargetGroupHealthCheck `doc:"How the servers of v2 are checked."`
	ScheduleAlgorithm    string                  `api:"oneof=WRR LEAST_CONN IP_HASH" doc:"How servers of v2 are chosen; WRR when left out."`
	Tags                 []TagInfo               `api:"max=50" doc:"Its tags."`
	Weight               *int64                  `api:"min=0,max=100" doc:"The share of servers that come without."`
	FullListenSwitch     bool                    `doc:"Whether its servers take every port; then none is expected."`
	KeepaliveEnable      bool                    `doc:"Whether connections to servers are kept."`
	SessionExpireTime    int64                   `doc:"For how many seconds a caller keeps its server: 0, or 30 to 3600."`
	IpVersion            string                  `api:"oneof=IPV4 IPv4 ipv4" doc:"The version of its addresses."`
	SnatEnable           bool                    `doc:"Whether servers see the load balancer's address."`
}

// A TargetGroupInstance is a server of a group.
type TargetGroupInstance struct {
	BindIP  string `api:"required" doc:"Its private address."`
	Port    int64  `api:"min=0,max=65535" doc:"Its port; the group's when left out."`
	Weight  *int64 `api:"min=0,max=100" doc:"Its share."`
	NewPort int64  `api:"min=0,max=65535" doc:"Its new port, where that is changed."`
}

// Check refuses a v2 without protocol, and a time that is none.
func (r *CreateTargetGroupRequest) Check() error {
	if r.Type == "v2" && r.Protocol == "" {
		return catalogue.MissingParameter.Errorf("Parameter Protocol is missing; it is expected with Type v2.")
	}
	return checkSession(r.SessionExpireTime)
}

func checkSession(seconds int64) error {
	if seconds != 0 && (seconds < 30 || seconds > 3600) {
		return catalogue.InvalidValue.Errorf("The SessionExpireTime is %d; 0 or an integer from 30 to 3600 is expected.", seconds)
	}
	return nil
}

// Conditions lets policies ask for the tags that it is to have.
func (r *CreateTargetGroupRequest) Conditions(*call.Call) map[string][]string {
	return requestTags(r.Tags)
}

// CreateTargetGroupResponse is the answer of CreateTargetGroup.
type CreateTargetGroupResponse struct{ TargetGroupId string }

func (s *Service) createTargetGroup(ctx context.Context, tx store.Tx, c *call.Call, in *CreateTargetGroupRequest) (*CreateTargetGroupResponse, error) {
	network, err := s.networkOf(ctx, tx, c, in.VpcId)
	if err != nil {
		return nil, err
	}
	most, err := s.Accounts.Quota(ctx, tx, c.Caller.Account, "lb.target_groups", perTargetGroups)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Groups(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	if n := int64(len(all)); n >= most {
		return nil, errQuota.Errorf("The account has %d target groups in %s; at most %d are allowed.", n, c.Region, most)
	}
	g := &TargetGroup{
		Account: c.Caller.Account, Creator: c.Caller.Uin, Region: c.Region, Name: in.TargetGroupName, VPC: network.ID, Type: in.Type, Protocol: in.Protocol,
		Schedule: in.ScheduleAlgorithm, Port: in.Port, FullListen: in.FullListenSwitch, Keepalive: in.KeepaliveEnable, SessionExpire: in.SessionExpireTime,
		IPVersion: strings.ToUpper(in.IpVersion), Snat: in.SnatEnable, CreatedAt: c.Now, UpdatedAt: c.Now,
	}
	put(&g.Weight, in.Weight)
	g.check(in.HealthCheck)
	if err := s.enroll(ctx, tx, c, g, in.TargetGroupInstances); err != nil {
		return nil, err
	}
	for added := false; !added; {
		g.ID = s.Random.ResourceID("lbtg")
		if g.Name == "" {
			g.Name = g.ID
		}
		if added, err = s.Store.AddGroup(ctx, tx, g); err != nil {
			return nil, err
		}
	}
	if err := s.Tags.Attach(ctx, tx, g.Account, g.tagged(), tagsOf(in.Tags)); err != nil {
		return nil, err
	}
	_, err = s.start(ctx, tx, c, "lb.task")
	return &CreateTargetGroupResponse{g.ID}, err
}

// networkOf is the network that a request names, the default one where it names none.
func (s *Service) networkOf(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Network, error) {
	if !given(id) {
		network, err := s.Networks.Default(ctx, tx, c.Caller.Account, c.Region)
		if err == nil && network == nil {
			err = errNoNetwork.Errorf("The account has no default network in %s; a VpcId is expected.", c.Region)
		}
		return network, err
	}
	network, err := s.Networks.Network(ctx, tx, c.Caller.Account, c.Region, id)
	if err == nil && network == nil {
		err = errNoNetwork.Errorf("The network %s does not exist in %s.", id, c.Region)
	}
	return network, err
}

// check changes how servers are checked; what is left out is as usual.
func (g *TargetGroup) check(h *TargetGroupHealthCheck) {
	if h == nil {
		h = &g.Health
		h.HealthSwitch = true
	}
	g.Health = *h
	for to, usual := range map[*int64]int64{&g.Health.Timeout: 2, &g.Health.GapTime: 5, &g.Health.GoodLimit: 3, &g.Health.BadLimit: 3} {
		if *to == 0 {
			*to = usual
		}
	}
	if g.Health.Protocol == "" {
		g.Health.Protocol = map[bool]string{true: "HTTP", false: "TCP"}[g.Protocol == "HTTP" || g.Protocol == "HTTPS"]
	}
}

// enroll adds servers to a group.
func (s *Service) enroll(ctx context.Context, tx store.Tx, c *call.Call, g *TargetGroup, servers []TargetGroupInstance) error {
	if len(servers) == 0 {
		return nil
	}
	network, err := s.networkOf(ctx, tx, c, g.VPC)
	if err != nil {
		return err
	}
	most, err := s.Accounts.Quota(ctx, tx, g.Account, "lb.servers", perServers)
	if err != nil {
		return err
	}
	for _, k := range servers {
		if !within(k.BindIP, network.Range) {
			return errOtherNetwork.Errorf("The address %q is not in network %s; one of that is expected.", k.BindIP, g.VPC)
		}
		one := GroupServer{IP: k.BindIP, Port: g.port(k.Port), Weight: defaultWeight, At: c.Now}
		if g.Weight > 0 {
			one.Weight = g.Weight
		}
		put(&one.Weight, k.Weight)
		if one.Port == 0 && !g.FullListen {
			return catalogue.MissingParameter.Errorf("The address %s has no port and neither has the target group; one is expected.", k.BindIP)
		}
		if g.server(one.IP, one.Port) >= 0 {
			return errBound.Errorf("The address %s with port %d is in the target group already.", one.IP, one.Port)
		}
		if int64(len(g.Servers)) >= most {
			return errQuota.Errorf("The target group has %d servers; at most %d are allowed.", len(g.Servers), most)
		}
		g.Servers = append(g.Servers, one)
	}
	return nil
}

// port is that of a server, or the group's.
func (g *TargetGroup) port(given int64) int64 {
	if given == 0 {
		return g.Port
	}
	return given
}

// group is the caller's target group in the call's region; it refuses where there is none.
func (s *Service) group(ctx context.Context, tx store.Tx, c *call.Call, id string) (*TargetGroup, error) {
	all, err := s.Store.Groups(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	if n := slices.IndexFunc(all, func(g *TargetGroup) bool { return g.ID == id }); n >= 0 {
		return all[n], nil
	}
	return nil, errNoGroup.Errorf("The target group %s does not exist in %s.", id, c.Region)
}

// changeGroup makes a change of a group by a task.
func (s *Service) changeGroup(ctx context.Context, tx store.Tx, c *call.Call, id string, do func(g *TargetGroup) error) (*Done, error) {
	g, err := s.group(ctx, tx, c, id)
	if err != nil {
		return nil, err
	}
	if err := do(g); err != nil {
		return nil, err
	}
	g.UpdatedAt = c.Now
	if err := s.Store.SetGroup(ctx, tx, g); err != nil {
		return nil, err
	}
	_, err = s.start(ctx, tx, c, "lb.task")
	return &Done{}, err
}

// ModifyTargetGroupAttribute changes a target group.
var ModifyTargetGroupAttribute = action.Define(changes("ModifyTargetGroupAttribute", "Changes a target group.", errNoGroup), (*Service).modifyTargetGroup)

// ModifyTargetGroupRequest is the input of ModifyTargetGroupAttribute.
type ModifyTargetGroupRequest struct {
	TargetGroupId     string                  `api:"required" touches:"targetgroup" doc:"The group."`
	TargetGroupName   *string                 `api:"min=1,max=50" doc:"Its new name."`
	Port              *int64                  `api:"min=0,max=65535" doc:"The port of servers that come without."`
	ScheduleAlgorithm *string                 `api:"oneof=WRR LEAST_CONN IP_HASH" doc:"How servers of v2 are chosen."`
	HealthCheck       *TargetGroupHealthCheck `doc:"How servers of v2 are checked."`
	Weight            *int64                  `api:"min=0,max=100" doc:"The share of servers that come without."`
	KeepaliveEnable   *bool                   `doc:"Whether connections to servers are kept."`
	SessionExpireTime *int64                  `doc:"For how many seconds a caller keeps its server: 0, or 30 to 3600."`
	SnatEnable        *bool                   `doc:"Whether servers see the load balancer's address."`
}

// Check refuses a time that is none.
func (r *ModifyTargetGroupRequest) Check() error {
	if r.SessionExpireTime == nil {
		return nil
	}
	return checkSession(*r.SessionExpireTime)
}

func (s *Service) modifyTargetGroup(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyTargetGroupRequest) (*Done, error) {
	return s.changeGroup(ctx, tx, c, in.TargetGroupId, func(g *TargetGroup) error {
		put(&g.Name, in.TargetGroupName)
		put(&g.Port, in.Port)
		put(&g.Schedule, in.ScheduleAlgorithm)
		put(&g.Weight, in.Weight)
		put(&g.Keepalive, in.KeepaliveEnable)
		put(&g.SessionExpire, in.SessionExpireTime)
		put(&g.Snat, in.SnatEnable)
		if in.HealthCheck != nil {
			g.check(in.HealthCheck)
		}
		return nil
	})
}

// DeleteTargetGroups takes target groups away to which nothing sends: all of them, or none.
var DeleteTargetGroups = action.Define(changes("DeleteTargetGroups", "Takes target groups away to which nothing sends.", errNoGroup, errGroupInUse), (*Service).deleteTargetGroups)

// DeleteTargetGroupsRequest is the input of DeleteTargetGroups.
type DeleteTargetGroupsRequest struct {
	TargetGroupIds []string `api:"required,max=20" touches:"targetgroup" doc:"The groups."`
}

func (s *Service) deleteTargetGroups(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteTargetGroupsRequest) (*Done, error) {
	used, err := s.associated(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	for _, id := range in.TargetGroupIds {
		g, err := s.group(ctx, tx, c, id)
		if err != nil {
			return nil, err
		}
		if by := used[id]; len(by) > 0 {
			return nil, errGroupInUse.Errorf("Listener %s of load balancer %s sends to target group %s; one that nothing sends to is expected.", by[0].ListenerId, by[0].LoadBalancerId, id)
		}
		if err := s.Store.RemoveGroup(ctx, tx, id); err != nil {
			return nil, err
		}
		if err := s.Tags.Drop(ctx, tx, g.Account, g.tagged()); err != nil {
			return nil, err
		}
	}
	_, err = s.start(ctx, tx, c, "lb.task")
	return &Done{}, err
}

// aboutGroup is what policies may ask of a target group.
func aboutGroup(g *TargetGroup, tags []tagging.Tag) map[string][]string {
	return withTags(map[string][]string{"qcs:create_uin": {g.Creator}, "vpc:vpc": {g.VPC}}, tags)
}
