package vpc

import (
	"context"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// A RouteTableItem is a route table as answers show it.
type RouteTableItem struct {
	VpcId, RouteTableId, RouteTableName string
	AssociationSet                      []RouteTableAssociation
	RouteSet                            []RouteItem
	Main                                bool
	CreatedTime                         string
	TagSet                              []Tag
	LocalCidrForCcn                     []LocalCIDR
}

// A RouteTableAssociation is a subnet with its route table.
type RouteTableAssociation struct{ SubnetId, RouteTableId string }

// A LocalCIDR is a range of the network, and whether a cloud connect network is told it.
type LocalCIDR struct {
	Cidr           string
	PublishedToVbc bool
}

// A RouteItem is a route as answers show it.
type RouteItem struct {
	DestinationCidrBlock, GatewayType, GatewayId string
	RouteId                                      int64
	RouteDescription                             string
	Enabled                                      bool
	RouteType                                    string
	RouteTableId, DestinationIpv6CidrBlock       string
	RouteItemId                                  string
	PublishedToVbc                               bool
	CreatedTime, CdcId                           string
}

func routeItem(r *Route) RouteItem {
	return RouteItem{
		DestinationCidrBlock: r.Destination, GatewayType: r.GatewayType, GatewayId: r.Gateway, RouteId: r.Number, RouteDescription: r.Description,
		Enabled: r.Enabled, RouteType: "USER", RouteTableId: r.Table, RouteItemId: r.ID, CreatedTime: shownTime(r.Created),
	}
}

func routeItems(routes []Route) []RouteItem {
	var out []RouteItem
	for _, r := range routes {
		out = append(out, routeItem(&r))
	}
	return out
}

// local are the routes that keep a network's own traffic in it.
func local(v *VPC, t *RouteTable) []RouteItem {
	var out []RouteItem
	for _, own := range v.ranges() {
		out = append(out, RouteItem{
			DestinationCidrBlock: own.String(), GatewayType: "LOCAL", GatewayId: "Local", RouteId: t.Number, Enabled: true, RouteType: "NETD",
			RouteTableId: t.ID, CreatedTime: shownTime(t.Created),
		})
	}
	return out
}

// A tableView is what route tables are shown by.
type tableView struct {
	vpcs    map[string]*VPC
	subnets []Subnet
	routes  map[string][]Route
	tags    map[string][]tagging.Tag
}

func (s *Service) tableView(ctx context.Context, tx store.Tx, c *call.Call) (*tableView, error) {
	w := &tableView{vpcs: map[string]*VPC{}, routes: map[string][]Route{}}
	all, err := s.Store.VPCs(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	for i := range all {
		w.vpcs[all[i].ID] = &all[i]
	}
	if w.subnets, err = s.Store.Subnets(ctx, tx, c.Caller.Account, c.Region); err != nil {
		return nil, err
	}
	routes, err := s.Store.AllRoutes(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	for _, r := range routes {
		w.routes[r.Table] = append(w.routes[r.Table], r)
	}
	w.tags, err = s.Tags.All(ctx, tx, c.Caller.Account, "vpc", "rtb", c.Region)
	return w, err
}

// item shows a table with all of its routes.
func (w *tableView) item(t *RouteTable) RouteTableItem {
	v := w.vpcs[t.VPC]
	out := RouteTableItem{
		VpcId: t.VPC, RouteTableId: t.ID, RouteTableName: t.Name, Main: t.Default, CreatedTime: shownTime(t.Created),
		TagSet: shownTags(w.tags[t.ID]), RouteSet: append(local(v, t), routeItems(w.routes[t.ID])...),
	}
	for _, n := range w.subnets {
		if n.RouteTable == t.ID {
			out.AssociationSet = append(out.AssociationSet, RouteTableAssociation{n.ID, t.ID})
		}
	}
	for _, own := range v.ranges() {
		out.LocalCidrForCcn = append(out.LocalCidrForCcn, LocalCIDR{own.String(), v.Publish})
	}
	return out
}
