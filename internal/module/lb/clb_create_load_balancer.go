package lb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/netip"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/purchase"
	"github.com/paifang/paifang/internal/store"
)

// CreateLoadBalancer3 buys load balancers by the hour: CreateLoadBalancer of API 3.0.
var CreateLoadBalancer3 = action.Define(action.Spec{
	Name: "CreateLoadBalancer", Doc: "Buys load balancers, which are paid by the hour.", Domain3: "clb", Version: version, Changes: true, Creates: []string{"clb"},
	Refuses: []*catalogue.Condition{
		errUnsupported, errToken, errNoNetwork, errNoSubnet, errNoProject, errNotVerified, errQuota, errNoAddress, catalogue.InsufficientBalance,
	},
}, (*Service).createLoadBalancer3)

// CreateLoadBalancer3Request is the input of CreateLoadBalancer.
type CreateLoadBalancer3Request struct {
	LoadBalancerType         string              `api:"required,oneof=OPEN INTERNAL" doc:"OPEN has a public address, INTERNAL a private one."`
	Forward                  int64               `api:"oneof=0 1,default=1" doc:"1 application, 0 classic."`
	LoadBalancerName         *string             `api:"min=1,max=80" doc:"Its name; its id when left out."`
	VpcId                    string              `doc:"The network that it sends to; the default network when left out, the basic one where there is none."`
	SubnetId                 string              `doc:"The subnet that a private one is in."`
	ProjectId                int64               `api:"min=0" doc:"The project that it is sorted into."`
	AddressIPVersion         string              `api:"oneof=IPV4 ipv4,default=IPV4" doc:"The version of its address."`
	Number                   int64               `api:"min=1,max=20,default=1" doc:"How many."`
	MasterZoneId             string              `doc:"The zone of a public one, which may change when it fails."`
	ZoneId                   string              `doc:"The zone of a public one."`
	SlaveZoneId              string              `doc:"The zone of a public one when its own fails."`
	InternetAccessible       *InternetAccessible `doc:"How its traffic is paid."`
	VipIsp                   string              `api:"oneof=BGP CMCC CTCC CUCC" doc:"The line of a public one."`
	Tags                     []TagInfo           `api:"max=50" doc:"Its tags."`
	Vip                      string              `doc:"The address of a private one."`
	BandwidthPackageId       string              `api:"max=0" doc:"The package that pays for its traffic; load balancers are in none here."`
	SlaType                  string              `api:"oneof=SLA shared clb.c1.small clb.c2.medium clb.c3.small clb.c3.medium clb.c4.small clb.c4.medium clb.c4.large clb.c4.xlarge" doc:"The size of its capacity; shared when left out."`
	ClusterIds               []string            `api:"max=0" doc:"Dedicated clusters; there are none here."`
	ClientToken              string              `api:"max=64" doc:"Makes the purchase happen once."`
	SnatPro                  bool                `doc:"Whether it sends to other networks."`
	SnatIps                  []SnatIp            `api:"max=10" doc:"From which addresses."`
	ClusterTag               string              `doc:"The mark of a cluster."`
	EipAddressId             string              `touches:"cvm:eip" doc:"An elastic address for a private one."`
	LoadBalancerPassToTarget bool                `doc:"Whether servers' security groups let everything from it through."`
	DynamicVip               *bool               `doc:"Changes nothing."`
	Egress                   string              `doc:"Where its traffic goes out."`
	LBChargePrepaid          *LBChargePrepaid    `doc:"For how long it is paid in advance; by the hour alone here."`
	LBChargeType             string              `api:"oneof=POSTPAID_BY_HOUR PREPAID,default=POSTPAID_BY_HOUR" doc:"How it is paid."`
}

// InternetAccessible is how traffic is paid.
type InternetAccessible struct {
	InternetChargeType      *string `api:"oneof=TRAFFIC_POSTPAID_BY_HOUR BANDWIDTH_POSTPAID_BY_HOUR BANDWIDTH_PACKAGE" doc:"By what it is paid."`
	InternetMaxBandwidthOut *int64  `api:"min=1,max=60000" doc:"How many Mbps there may be at once."`
	BandwidthpkgSubType     *string `doc:"The kind of package; there are none here."`
}

// SnatIp is an address from which a load balancer sends.
type SnatIp struct {
	SubnetId string `api:"required" doc:"The subnet."`
	Ip       string `doc:"The address; any when left out."`
}

// LBChargePrepaid is for how long something is paid in advance.
type LBChargePrepaid struct {
	RenewFlag string `doc:"Whether it goes on by itself."`
	Period    int64  `doc:"How many months."`
}

// Check refuses what does not go together.
func (r *CreateLoadBalancer3Request) Check() error {
	internal := r.LoadBalancerType == "INTERNAL"
	for name, value := range map[string]string{"VipIsp": r.VipIsp, "ZoneId": r.ZoneId, "MasterZoneId": r.MasterZoneId, "SlaveZoneId": r.SlaveZoneId} {
		if internal && value != "" {
			return catalogue.InvalidParameter.Errorf("Parameter %s is given with LoadBalancerType INTERNAL; it is expected with OPEN.", name)
		}
	}
	if r.Vip != "" {
		if ip, err := netip.ParseAddr(r.Vip); err != nil || !ip.Is4() {
			return errFormat.Errorf("Parameter Vip is not the IPv4 address that is expected.")
		}
		if !internal || r.Number > 1 {
			return catalogue.InvalidParameter.Errorf("Parameter Vip is given; it is expected with LoadBalancerType INTERNAL and Number 1.")
		}
	}
	if internal && given(r.VpcId) && !given(r.SubnetId) {
		return catalogue.MissingParameter.Errorf("Parameter SubnetId is missing; it is expected for an INTERNAL load balancer in network %s.", r.VpcId)
	}
	if r.EipAddressId != "" && (!internal || r.Number > 1) {
		return catalogue.InvalidParameter.Errorf("Parameter EipAddressId is given; it is expected with LoadBalancerType INTERNAL and Number 1.")
	}
	if len(r.SnatIps) > 0 && !r.SnatPro {
		return catalogue.InvalidParameter.Errorf("Parameter SnatIps is given without SnatPro.")
	}
	return r.InternetAccessible.check()
}

func (a *InternetAccessible) check() error {
	if a != nil && a.InternetChargeType != nil && *a.InternetChargeType == "BANDWIDTH_PACKAGE" {
		return errUnsupported.Errorf("InternetChargeType is BANDWIDTH_PACKAGE; load balancers are in no packages here.")
	}
	return nil
}

// Conditions lets policies ask for the tags that it is to have.
func (r *CreateLoadBalancer3Request) Conditions(*call.Call) map[string][]string {
	return requestTags(r.Tags)
}

// CreateLoadBalancer3Response is the answer of CreateLoadBalancer.
type CreateLoadBalancer3Response struct {
	LoadBalancerIds []string
	DealName        string
}

func (s *Service) createLoadBalancer3(ctx context.Context, tx store.Tx, c *call.Call, in *CreateLoadBalancer3Request) (*CreateLoadBalancer3Response, error) {
	if in.LBChargeType == "PREPAID" {
		return nil, errUnsupported.Errorf("LBChargeType is PREPAID; load balancers are paid by the hour here, POSTPAID_BY_HOUR is expected.")
	}
	t := Task{Token: in.ClientToken, Digest: digest(in)}
	if in.ClientToken != "" {
		before, err := s.Store.FindTask(ctx, tx, c.Caller.Account, TaskKey{Token: in.ClientToken})
		if err != nil {
			return nil, err
		}
		if before != nil {
			return s.again(ctx, tx, c, before, t.Digest)
		}
	}
	like, err := s.design3(ctx, tx, c, in)
	if err != nil {
		return nil, err
	}
	if err := s.mayBuy(ctx, tx, c, like.Type, in.Number); err != nil {
		return nil, err
	}
	for range in.Number {
		b := *like
		deal, err := s.buy3(ctx, tx, c, &b, in)
		if err != nil {
			return nil, err
		}
		t.Balancers = append(t.Balancers, b.ID)
		if t.Deal == "" {
			t.Deal = deal
		}
	}
	if _, err := s.startTask(ctx, tx, c, "lb.create", t); err != nil {
		return nil, err
	}
	return &CreateLoadBalancer3Response{t.Balancers, t.Deal}, nil
}

// again answers a purchase that has been made: with another task, which makes nothing.
func (s *Service) again(ctx context.Context, tx store.Tx, c *call.Call, before *Task, digest string) (*CreateLoadBalancer3Response, error) {
	if before.Digest != digest {
		return nil, errToken.Errorf("The ClientToken was used before with another request; a fresh one is expected.")
	}
	if _, err := s.start(ctx, tx, c, "lb.create", before.Balancers...); err != nil {
		return nil, err
	}
	return &CreateLoadBalancer3Response{before.Balancers, before.Deal}, nil
}

// digest is what a request stands for.
func digest(in any) string {
	text, err := json.Marshal(in)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// design3 is what each of the new load balancers is like.
func (s *Service) design3(ctx context.Context, tx store.Tx, c *call.Call, in *CreateLoadBalancer3Request) (*LoadBalancer, error) {
	network := in.VpcId
	if !given(network) {
		found, err := s.Networks.Default(ctx, tx, c.Caller.Account, c.Region)
		if err != nil {
			return nil, err
		}
		if found != nil && (in.LoadBalancerType == "OPEN" || given(in.SubnetId)) {
			network = found.ID
		}
	}
	old := &CreateLoadBalancerRequest{LoadBalancerType: Public, Forward: in.Forward, LoadBalancerName: in.LoadBalancerName, VpcID: network, SubnetID: in.SubnetId, ProjectID: in.ProjectId}
	if in.LoadBalancerType == "INTERNAL" {
		old.LoadBalancerType = Private
	}
	b, err := s.design(ctx, tx, c, old)
	if err != nil {
		return nil, err
	}
	if in.Vip != "" && !within(in.Vip, b.Subnet.Range) {
		return nil, errNoSubnet.Errorf("Parameter Vip is %s; an address of subnet %s is expected.", in.Vip, in.SubnetId)
	}
	b.Terms = Terms{
		ISP: in.VipIsp, SLA: in.SlaType, SnatPro: in.SnatPro, PassToTarget: in.LoadBalancerPassToTarget, Egress: in.Egress, ClusterTag: in.ClusterTag,
	}
	if b.SLA == "shared" || b.SLA == "SLA" {
		b.SLA = ""
	}
	b.pay(in.InternetAccessible)
	zone := in.ZoneId
	if zone == "" {
		zone = in.MasterZoneId
	}
	if b.Zone, err = s.zone(ctx, tx, c, zone); err != nil {
		return nil, err
	}
	b.BackupZone, err = s.zone(ctx, tx, c, in.SlaveZoneId)
	return b, err
}

// within tells whether an address is one that things in a range may have.
func within(ip, cidr string) bool {
	p, err := netip.ParsePrefix(cidr)
	if err != nil {
		return false
	}
	a, err := netip.ParseAddr(ip)
	return err == nil && p.Contains(a) && a != p.Masked().Addr() && p.Contains(a.Next())
}

// zone is one that a request names; none where it names none.
func (s *Service) zone(ctx context.Context, tx store.Tx, c *call.Call, id string) (Zone, error) {
	if id == "" {
		return Zone{}, nil
	}
	z, err := s.Zones.Zone(ctx, tx, c.Region, id)
	if err != nil {
		return Zone{}, err
	}
	if z == nil {
		return Zone{}, errNoSubnet.Errorf("The zone %s does not exist in %s.", id, c.Region)
	}
	return *z, nil
}

// buy3 buys one.
func (s *Service) buy3(ctx context.Context, tx store.Tx, c *call.Call, b *LoadBalancer, in *CreateLoadBalancer3Request) (string, error) {
	var wanted []string
	if in.Vip != "" {
		wanted = []string{in.Vip}
	}
	if err := s.add(ctx, tx, b, wanted...); err != nil {
		return "", err
	}
	for _, ip := range in.SnatIps {
		if err := s.addSnat(ctx, tx, c, b, ip); err != nil {
			return "", err
		}
	}
	if b.Name == "" {
		b.Name = b.ID
	}
	if b.Type == Public {
		b.Domain = strings.ToLower(b.ID) + "." + c.Region + ".tencentclb.com"
	}
	if err := s.Store.SetBalancer(ctx, tx, *b); err != nil {
		return "", err
	}
	if in.EipAddressId != "" {
		if err := s.Addresses.HoldAddress(ctx, tx, c, in.EipAddressId, b.ID, b.VIP); err != nil {
			return "", err
		}
	}
	if err := s.Tags.Attach(ctx, tx, b.Account, b.tagged(), tagsOf(in.Tags)); err != nil {
		return "", err
	}
	return s.Till.Open(ctx, tx, c, purchase.Meter{
		Product: product, Region: c.Region, Resource: b.ID, What: "load balancer in " + c.Region, Hourly: b.hourly(),
		Goods: map[string]any{"loadBalancerType": b.Type, "forward": number(b.Forward)},
	})
}

// addSnat gives a load balancer an address to send from.
func (s *Service) addSnat(ctx context.Context, tx store.Tx, c *call.Call, b *LoadBalancer, ip SnatIp) error {
	subnet, err := s.Networks.Subnet(ctx, tx, b.Account, c.Region, b.VPC.ID, ip.SubnetId)
	if err != nil {
		return err
	}
	if subnet == nil {
		return errNoSubnet.Errorf("The subnet %s does not exist in network %s.", ip.SubnetId, b.VPC.ID)
	}
	var wanted []string
	if ip.Ip != "" {
		if !within(ip.Ip, subnet.Range) {
			return errNoSubnet.Errorf("SnatIps names %s; an address of subnet %s is expected.", ip.Ip, ip.SubnetId)
		}
		wanted = []string{ip.Ip}
	}
	got, err := s.Networks.Allocate(ctx, tx, b.Account, subnet.ID, wanted, []string{b.ID})
	if err == nil {
		b.SnatIPs = append(b.SnatIPs, SnatAddress{subnet.ID, got[0]})
	}
	return err
}
