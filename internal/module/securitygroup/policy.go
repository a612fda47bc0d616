package securitygroup

import (
	"context"
	"fmt"
	"strconv"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// A PolicySet is rules as callers write them.
type PolicySet struct {
	Version          *string           `doc:"The version that the change is meant for; 0 in ModifySecurityGroupPolicies takes all rules away."`
	Egress           []Policy          `doc:"Rules for what goes out."`
	Ingress          []Policy          `doc:"Rules for what comes in."`
	PolicyStatistics *PolicyStatistics `doc:"Changes nothing; it is in answers."`
}

// A Policy is a rule as callers write it.
type Policy struct {
	PolicyIndex       *int64                        `doc:"Its place, from 0."`
	Protocol          string                        `doc:"TCP, UDP, ICMP, ICMPV6, GRE or ALL; ALL when left out."`
	Port              string                        `doc:"ALL, 80, 80,90 or 80-90."`
	ServiceTemplate   *ServiceTemplateSpecification `doc:"A template in place of Protocol and Port."`
	CidrBlock         string                        `doc:"An IPv4 address or range, or MY_PUBLIC_IP."`
	Ipv6CidrBlock     string                        `doc:"An IPv6 address or range, or MY_PUBLIC_IP."`
	SecurityGroupId   string                        `doc:"A group in place of a range."`
	AddressTemplate   *AddressTemplateSpecification `doc:"A template in place of a range."`
	Action            string                        `doc:"ACCEPT or DROP."`
	PolicyDescription string                        `doc:"What it is for, at most 100 characters."`
	ModifyTime        string                        `doc:"Changes nothing; it is in answers."`
	Priority          *int64                        `doc:"Changes nothing but in ReplaceSecurityGroupPolicies; it is in answers."`
}

// A ServiceTemplateSpecification names a template of services, or a group of them.
type ServiceTemplateSpecification struct {
	ServiceId      string `doc:"A template, ppm-…."`
	ServiceGroupId string `doc:"A group of templates, ppmg-…."`
}

// An AddressTemplateSpecification names a template of addresses, or a group of them.
type AddressTemplateSpecification struct {
	AddressId      string `doc:"A template, ipm-…."`
	AddressGroupId string `doc:"A group of templates, ipmg-…."`
}

// PolicyStatistics counts rules.
type PolicyStatistics struct {
	IngressIPv4TotalCount int64 `doc:"Rules for what comes in by IPv4."`
	IngressIPv6TotalCount int64 `doc:"Rules for what comes in by IPv6."`
	EgressIPv4TotalCount  int64 `doc:"Rules for what goes out by IPv4."`
	EgressIPv6TotalCount  int64 `doc:"Rules for what goes out by IPv6."`
}

// check refuses rules that make no sense, and a version that is none.
func (p *PolicySet) check() error {
	if _, err := p.version(); err != nil {
		return err
	}
	if err := checkRules("Egress", p.Egress); err != nil {
		return err
	}
	return checkRules("Ingress", p.Ingress)
}

func checkRules(direction string, all []Policy) error {
	for n := range all {
		if _, err := all[n].rule(place(direction, n)); err != nil {
			return err
		}
	}
	return nil
}

func place(direction string, n int) string {
	return fmt.Sprintf("SecurityGroupPolicySet.%s.%d", direction, n)
}

// of are the group's rules of a direction.
func (g *Group) of(direction string) *[]Rule {
	if direction == "Egress" {
		return &g.Egress
	}
	return &g.Ingress
}

// of are the set's rules of a direction.
func (p *PolicySet) of(direction string) []Policy {
	if direction == "Egress" {
		return p.Egress
	}
	return p.Ingress
}

// one is the rules of the one direction that there are, and which it is.
func (p *PolicySet) one() (rules []Policy, direction string, err error) {
	switch {
	case len(p.Egress) > 0 && len(p.Ingress) > 0:
		return nil, "", errCoexist.Errorf("Parameter SecurityGroupPolicySet has Egress and Ingress; rules of one direction are expected.")
	case len(p.Egress) > 0:
		return p.Egress, "Egress", nil
	case len(p.Ingress) > 0:
		return p.Ingress, "Ingress", nil
	}
	return nil, "", errEmpty.Errorf("Parameter SecurityGroupPolicySet has no rule; one in Egress or Ingress is expected.")
}

// version is the version that the caller means; nil where he names none.
func (p *PolicySet) version() (*int64, error) {
	if p.Version == nil || *p.Version == "" {
		return nil, nil
	}
	n, err := strconv.ParseInt(*p.Version, 10, 64)
	if err != nil || n < 0 {
		return nil, errMalformed.Errorf("Parameter SecurityGroupPolicySet.Version is %s; a number is expected.", param.Quote(*p.Version))
	}
	return &n, nil
}

// at refuses a change that was meant for another version of the group's rules.
func (p *PolicySet) at(g *Group) error {
	meant, err := p.version()
	if err == nil && meant != nil && *meant != g.Version {
		err = errVersion.Errorf("The rules of %s are of version %d, not %d.", g.ID, g.Version, *meant)
	}
	return err
}

// rules are the rules that a caller describes; it refuses those that refer to what is not there.
func (s *Service) rules(ctx context.Context, tx store.Tx, c *call.Call, direction string, given []Policy) ([]Rule, error) {
	out := make([]Rule, len(given))
	for n := range given {
		r, err := given[n].rule(place(direction, n))
		if err != nil {
			return nil, err
		}
		if err := r.from(c.Remote); err != nil {
			return nil, err
		}
		if err := s.there(ctx, tx, c, &r); err != nil {
			return nil, err
		}
		r.Modified = c.Now
		out[n] = r
	}
	return out, nil
}

// there refuses a rule that refers to what is not there.
func (s *Service) there(ctx context.Context, tx store.Tx, c *call.Call, r *Rule) error {
	if r.Group != "" {
		_, err := s.group(ctx, tx, c, r.Group)
		return err
	}
	for _, id := range []string{r.Address, r.AddressGroup, r.Service, r.ServiceGroup} {
		if id == "" {
			continue
		}
		if _, err := s.template(ctx, tx, c, id); err != nil {
			return err
		}
	}
	return nil
}

// settle keeps a group whose rules were changed, under the next version; it refuses rules that are too many, or twice
// there.
func (s *Service) settle(ctx context.Context, tx store.Tx, c *call.Call, g *Group) error {
	if err := s.fits(ctx, tx, g); err != nil {
		return err
	}
	g.Version++
	g.Updated = c.Now
	return s.Store.PutGroup(ctx, tx, g)
}

// fits refuses a group whose rules are too many, or twice there.
func (s *Service) fits(ctx context.Context, tx store.Tx, g *Group) error {
	most, err := s.quota(ctx, tx, g.Account, quotaRules)
	if err != nil {
		return err
	}
	mostNested, err := s.quota(ctx, tx, g.Account, quotaNested)
	if err != nil {
		return err
	}
	var nested int64
	for _, rules := range [][]Rule{g.Ingress, g.Egress} {
		if int64(len(rules)) > most {
			return errFull.Errorf("With %d rules in one direction a security group has too many; at most %d are allowed.", len(rules), most)
		}
		for n, r := range rules {
			if r.Group != "" {
				nested++
			}
			for _, before := range rules[:n] {
				if r.like(before) {
					return errDuplicate.Errorf("Two rules are about the same traffic with the same outcome (%s); each is expected once.", r)
				}
			}
		}
	}
	if nested > mostNested {
		return errFull.Errorf("With %d rules that name a group a security group has too many; at most %d are allowed.", nested, mostNested)
	}
	return nil
}

// String is the rule in short, as messages show it.
func (r Rule) String() string {
	return fmt.Sprintf("%s %s%s%s%s%s %s%s%s%s", r.Action, r.CIDR, r.CIDR6, r.Group, r.Address, r.AddressGroup, r.Protocol+" ", r.Port, r.Service, r.ServiceGroup)
}
