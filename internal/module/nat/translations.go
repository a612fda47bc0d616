package nat

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/listing"
	"github.com/paifang/paifang/internal/store"
)

// A TranslationItem is a rule by which hosts go out, as requests and answers have it.
type TranslationItem struct {
	ResourceId        string   `api:"required" doc:"The subnet, or the instance or interface."`
	ResourceType      string   `api:"required" doc:"SUBNET or NETWORKINTERFACE."`
	PrivateIpAddress  string   `api:"required" doc:"The subnet's range, or the host's address."`
	PublicIpAddresses []string `api:"required,max=100" doc:"Addresses of the gateway."`
	Description       string   `doc:"What it is for, of at most 60 bytes."`
	NatGatewaySnatId  string   `doc:"The rule, where it is there."`
	NatGatewayId      string   `doc:"Its gateway."`
	VpcId             string   `doc:"The gateway's network."`
	CreatedTime       string   `doc:"When it was made."`
}

func (i *TranslationItem) check() error {
	if i.ResourceType != OfSubnet && i.ResourceType != OfHost {
		return errMalformed.Errorf("ResourceType is %.20q; %s or %s is expected.", i.ResourceType, OfSubnet, OfHost)
	}
	if i.ResourceType == OfHost {
		if err := checkAddress("PrivateIpAddress", i.PrivateIpAddress); err != nil {
			return err
		}
	}
	if len(i.Description) > 60 {
		return errTooLong.Errorf("Description has %d bytes; at most 60 are expected.", len(i.Description))
	}
	return checkAddresses(i.PublicIpAddresses)
}

func (t *Translation) item(g *Gateway) TranslationItem {
	return TranslationItem{t.Resource, t.Kind, t.PrivateIP, append([]string{}, t.Public...), t.Description, t.ID, g.ID, g.VPC, listing.Time(t.Created)}
}

// translates refuses a rule for what is not in the network, or by an address that the gateway does not have.
func (s *Service) translates(ctx context.Context, tx store.Tx, g *Gateway, t Translation) error {
	held, err := s.Addresses.AddressesOf(ctx, tx, g.Account, g.ID)
	if err != nil {
		return err
	}
	for _, ip := range t.Public {
		if !slices.ContainsFunc(held, func(a Address) bool { return a.IP == ip }) {
			return errNotIts.Errorf("The NAT gateway %s does not have the public address %s.", g.ID, ip)
		}
	}
	if t.Kind == OfSubnet {
		of, err := s.Networks.SubnetRange(ctx, tx, g.Account, g.Region, g.VPC, t.Resource)
		switch {
		case err != nil:
			return err
		case of == "":
			return errNotFound.Errorf("The subnet %.40q does not exist in %s.", t.Resource, g.VPC)
		case of != t.PrivateIP:
			return errValue.Errorf("PrivateIpAddress is %.40q; %s is expected, which is the range of %s.", t.PrivateIP, of, t.Resource)
		}
		return nil
	}
	holder, err := s.Networks.HolderOf(ctx, tx, g.VPC, t.PrivateIP)
	if err == nil && holder != t.Resource {
		err = errSnatHost.Errorf("The private address %s in %s is not that of %.40q; an instance's or interface's own is expected.", t.PrivateIP, g.VPC, t.Resource)
	}
	return err
}

// CreateTranslations makes rules by which hosts go out.
var CreateTranslations = action.Define(action.Spec{
	Name: "CreateNatGatewaySourceIpTranslationNatRule", Doc: "Has hosts go out by some addresses of a NAT gateway: all rules are made, or none.",
	Domain3: "vpc", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong, errValue, errSnatThere, errNotIts, errSnatHost, errSnats, errState},
}, (*Service).createTranslations)

// CreateTranslationsRequest is the input of that.
type CreateTranslationsRequest struct {
	NatGatewayId                string            `api:"required" touches:"nat" doc:"The gateway."`
	SourceIpTranslationNatRules []TranslationItem `api:"required,max=100" doc:"The rules."`
}

// Check refuses malformed rules.
func (r *CreateTranslationsRequest) Check() error {
	for n := range r.SourceIpTranslationNatRules {
		if err := r.SourceIpTranslationNatRules[n].check(); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) createTranslations(ctx context.Context, tx store.Tx, c *call.Call, in *CreateTranslationsRequest) (*Done, error) {
	most, err := s.quota(ctx, tx, c.Caller.Account, quotaTranslations)
	if err != nil {
		return nil, err
	}
	return &Done{}, s.change(ctx, tx, c, in.NatGatewayId, func(g *Gateway) error {
		for _, n := range in.SourceIpTranslationNatRules {
			t := Translation{
				ID: s.Random.ResourceID("snat"), Resource: n.ResourceId, Kind: n.ResourceType, PrivateIP: n.PrivateIpAddress, Public: n.PublicIpAddresses,
				Description: n.Description, Created: c.Now,
			}
			if slices.ContainsFunc(g.Translations, func(o Translation) bool { return o.Resource == t.Resource && o.PrivateIP == t.PrivateIP }) {
				return errSnatThere.Errorf("The NAT gateway %s has a rule for %s of %s.", g.ID, t.PrivateIP, t.Resource)
			}
			if int64(len(g.Translations)) >= most {
				return errSnats.Errorf("The NAT gateway %s has %d rules of sources; at most %d are allowed.", g.ID, len(g.Translations), most)
			}
			if err := s.translates(ctx, tx, g, t); err != nil {
				return err
			}
			g.Translations = append(g.Translations, t)
		}
		return nil
	})
}

// ModifyTranslation changes a rule's addresses and description.
var ModifyTranslation = action.Define(action.Spec{
	Name: "ModifyNatGatewaySourceIpTranslationNatRule", Doc: "Changes by which addresses hosts go out.", Domain3: "vpc", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong, errValue, errNoSnat, errNotIts, errSnatHost, errState},
}, (*Service).modifyTranslation)

// ModifyTranslationRequest is the input of that.
type ModifyTranslationRequest struct {
	NatGatewayId               string          `api:"required" touches:"nat" doc:"The gateway."`
	SourceIpTranslationNatRule TranslationItem `api:"required" doc:"The rule as it is to be, by its NatGatewaySnatId."`
}

// Check refuses a malformed rule.
func (r *ModifyTranslationRequest) Check() error { return r.SourceIpTranslationNatRule.check() }

func (s *Service) modifyTranslation(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyTranslationRequest) (*Done, error) {
	return &Done{}, s.change(ctx, tx, c, in.NatGatewayId, func(g *Gateway) error {
		n := in.SourceIpTranslationNatRule
		at, err := g.translation(n.NatGatewaySnatId)
		if err != nil {
			return err
		}
		t := g.Translations[at]
		t.Resource, t.Kind, t.PrivateIP, t.Public, t.Description = n.ResourceId, n.ResourceType, n.PrivateIpAddress, n.PublicIpAddresses, n.Description
		if err := s.translates(ctx, tx, g, t); err != nil {
			return err
		}
		g.Translations[at] = t
		return nil
	})
}

// translation is the place of a rule that is there.
func (g *Gateway) translation(id string) (int, error) {
	at := slices.IndexFunc(g.Translations, func(t Translation) bool { return t.ID == id })
	if at < 0 {
		return 0, errNoSnat.Errorf("The NAT gateway %s has no rule %.40q.", g.ID, id)
	}
	return at, nil
}

// DeleteTranslations takes rules away.
var DeleteTranslations = action.Define(action.Spec{
	Name: "DeleteNatGatewaySourceIpTranslationNatRule", Doc: "Takes rules of sources away: all of them, or none.", Domain3: "vpc", Version: version, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, errNoSnat, errState},
}, (*Service).deleteTranslations)

// DeleteTranslationsRequest is the input of that.
type DeleteTranslationsRequest struct {
	NatGatewayId      string   `api:"required" touches:"nat" doc:"The gateway."`
	NatGatewaySnatIds []string `api:"required,max=100" doc:"The rules."`
}

func (s *Service) deleteTranslations(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteTranslationsRequest) (*Done, error) {
	return &Done{}, s.change(ctx, tx, c, in.NatGatewayId, func(g *Gateway) error {
		for _, id := range in.NatGatewaySnatIds {
			at, err := g.translation(id)
			if err != nil {
				return err
			}
			g.Translations = slices.Delete(g.Translations, at, at+1)
		}
		return nil
	})
}

// DescribeTranslations lists rules of sources.
var DescribeTranslations = action.Define(action.Spec{
	Name: "DescribeNatGatewaySourceIpTranslationNatRules", Doc: "Lists a NAT gateway's rules of sources.", Domain3: "vpc", Version: version,
	Refuses: []*catalogue.Condition{errNotFound, errMalformed, listing.ErrFilter},
}, (*Service).describeTranslations)

// DescribeTranslationsRequest is the input of that.
type DescribeTranslationsRequest struct {
	NatGatewayId string           `api:"required" touches:"nat" doc:"The gateway."`
	Filters      []listing.Filter `api:"max=10" doc:"resource-id, public-ip-address or description."`
	Offset       int64            `api:"min=0" doc:"How many to leave out."`
	Limit        *int64           `api:"min=1,max=100" doc:"How many to list; 20 by default."`
}

// Check refuses filters that are not known.
func (r *DescribeTranslationsRequest) Check() error {
	return listing.Check(r.Filters, "resource-id", "public-ip-address", "description")
}

// DescribeTranslationsResponse is the answer of that.
type DescribeTranslationsResponse struct {
	SourceIpTranslationNatRuleSet []TranslationItem
	TotalCount                    int64
}

func (s *Service) describeTranslations(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeTranslationsRequest) (*DescribeTranslationsResponse, error) {
	g, err := s.find(ctx, tx, c, in.NatGatewayId)
	if err != nil {
		return nil, err
	}
	all := []TranslationItem{}
	for _, t := range g.Translations {
		if listing.Kept(in.Filters, map[string][]string{"resource-id": {t.Resource}, "public-ip-address": t.Public, "description": {t.Description}}, nil) {
			all = append(all, t.item(g))
		}
	}
	return &DescribeTranslationsResponse{listing.Page(all, in.Offset, in.Limit), int64(len(all))}, nil
}
