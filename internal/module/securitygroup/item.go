package securitygroup

import (
	"time"

	"github.com/paifang/paifang/internal/tagging"
)

// The shapes of answers: every member that the API has, since typed clients take each for granted (facts/clients.md).

// A GroupItem is the API's SecurityGroup.
type GroupItem struct {
	SecurityGroupId   string
	SecurityGroupName string
	SecurityGroupDesc string
	ProjectId         string
	IsDefault         bool
	CreatedTime       string
	TagSet            []tagging.Tag
	UpdateTime        string
}

// A PolicySetItem is the API's SecurityGroupPolicySet.
type PolicySetItem struct {
	Version          string
	Egress           []PolicyItem
	Ingress          []PolicyItem
	PolicyStatistics PolicyStatistics
}

// A PolicyItem is the API's SecurityGroupPolicy.
type PolicyItem struct {
	PolicyIndex       int64
	Protocol          string
	Port              string
	ServiceTemplate   ServiceTemplateSpecification
	CidrBlock         string
	Ipv6CidrBlock     string
	SecurityGroupId   string
	AddressTemplate   AddressTemplateSpecification
	Action            string
	PolicyDescription string
	ModifyTime        string
	Priority          int64
}

// beijing is the zone in which vpc writes times.
var beijing = time.FixedZone("CST", 8*60*60)

func written(t time.Time) string { return t.In(beijing).Format(time.DateTime) }

func (g *Group) item(tags []tagging.Tag) GroupItem {
	return GroupItem{
		SecurityGroupId: g.ID, SecurityGroupName: g.Name, SecurityGroupDesc: g.Description, ProjectId: number(g.Project), IsDefault: g.Default,
		CreatedTime: written(g.Created), TagSet: tags, UpdateTime: written(g.Updated),
	}
}

// item is the rule at its place. Protocol and Port are in capitals, as the Terraform provider compares them
// (facts/clients.md); they are empty with a template.
func (r Rule) item(index int) PolicyItem {
	return PolicyItem{
		PolicyIndex: int64(index), Protocol: r.Protocol, Port: r.Port, ServiceTemplate: ServiceTemplateSpecification{r.Service, r.ServiceGroup},
		CidrBlock: r.CIDR, Ipv6CidrBlock: r.CIDR6, SecurityGroupId: r.Group, AddressTemplate: AddressTemplateSpecification{r.Address, r.AddressGroup},
		Action: r.Action, PolicyDescription: r.Description, ModifyTime: written(r.Modified), Priority: int64(index),
	}
}
