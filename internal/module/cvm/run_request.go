package cvm

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"slices"

	"github.com/paifang/paifang/internal/param"
)

// periods are for how many months one may pay in advance (facts/quotas-billing-lifecycle.md §4).
var periods = []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24, 36, 48, 60}

func (p *ChargePrepaid) check() error {
	if !slices.Contains(periods, p.Period) {
		return errPeriod.Errorf("Parameter InstanceChargePrepaid.Period is %d; 1 to 12, 24, 36, 48 or 60 months are expected.", p.Period)
	}
	return nil
}

// bought is what purchases and inquiries about them say in the same words.
type bought struct {
	placement Placement
	image     string
	charge    string
	prepaid   *ChargePrepaid
	typ       string
	system    SystemDisk
	data      []DataDisk
	vpc       *VirtualPrivateCloud
	internet  InternetAccessible
	name      string
	login     *LoginSettings
	groups    []string
	services  EnhancedService
	token     string
	hostName  string
	tags      []TagSpecification
	userData  string
	market    *InstanceMarketOptions
	hpc       string
	metadata  *Metadata
	topology  *CpuTopology
}

// check refuses what is malformed, or does not go together.
func (b *bought) check() error {
	switch {
	case b.charge == Prepaid && b.prepaid == nil:
		return errPeriod.Errorf("With InstanceChargeType PREPAID, InstanceChargePrepaid.Period is expected.")
	case b.charge == Prepaid:
		if err := b.prepaid.check(); err != nil {
			return err
		}
	}
	switch {
	case !typeForm.MatchString(b.typ):
		return errMalformedType.Errorf("Parameter InstanceType is %s; a type such as S5.SMALL2 is expected.", param.Quote(b.typ))
	case !imageForm.MatchString(b.image):
		return errMalformedImage.Errorf("Parameter ImageId is %s; img- and 8 lower-case letters or digits are expected.", param.Quote(b.image))
	case len(b.placement.HostIds) > 0:
		return errCombination.Errorf("Parameter Placement.HostIds is given; there are no dedicated hosts here.")
	case b.internet.PublicIpAssigned != nil && *b.internet.PublicIpAssigned && b.internet.InternetMaxBandwidthOut == 0:
		return errCombination.Errorf("Parameter InternetAccessible.PublicIpAssigned is TRUE with no InternetMaxBandwidthOut; a bandwidth is expected.")
	case b.internet.InternetChargeType == ByBandwidthMonths && b.charge != Prepaid && b.internet.InternetMaxBandwidthOut > 0:
		return errCombination.Errorf("Parameter InternetAccessible.InternetChargeType is BANDWIDTH_PREPAID; InstanceChargeType PREPAID is expected with it.")
	}
	for _, check := range []func() error{b.checkNames, b.checkDisks, b.checkNetwork, b.checkLogin, b.checkTags, b.checkMarket, b.checkHpc, b.checkTopology} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (b *bought) checkNames() error {
	if err := checkName(b.name); err != nil {
		return err
	}
	if err := checkHostName(b.hostName); err != nil {
		return err
	}
	if err := checkToken(b.token); err != nil {
		return err
	}
	return checkUserData(b.userData)
}

func (b *bought) checkDisks() error {
	local := 0
	for _, d := range b.data {
		if d.DiskSize%10 != 0 {
			return errRange.Errorf("Parameter DataDisks.DiskSize is %d; a multiple of 10 is expected.", d.DiskSize)
		}
		if d.DiskType == "LOCAL_BASIC" || d.DiskType == "LOCAL_SSD" {
			local++
		}
	}
	if local > 1 || len(b.data) > 21 {
		return errTooManyIDs.Errorf("Parameter DataDisks has %d disks, %d of them local; at most 21 with one local are expected.", len(b.data), local)
	}
	return nil
}

func (b *bought) checkNetwork() error {
	if v := b.vpc; v != nil {
		if !vpcForm.MatchString(v.VpcId) {
			return errMalformedVPC.Errorf("Parameter VirtualPrivateCloud.VpcId is %s; vpc- and 8 lower-case letters or digits are expected.", param.Quote(v.VpcId))
		}
		if !subnetForm.MatchString(v.SubnetId) {
			return errMalformedNet.Errorf("Parameter VirtualPrivateCloud.SubnetId is %s; subnet- and 8 lower-case letters or digits are expected.", param.Quote(v.SubnetId))
		}
	}
	return checkGroups("SecurityGroupIds", b.groups)
}

func (b *bought) checkLogin() error {
	if b.login == nil {
		return nil
	}
	if b.login.Password != "" && len(b.login.KeyIds) > 0 {
		return errCombination.Errorf("Parameters LoginSettings.Password and LoginSettings.KeyIds are both given; one of them is expected.")
	}
	if b.login.keepsImageLogin() && (b.login.Password != "" || len(b.login.KeyIds) > 0) {
		return errCombination.Errorf("Parameter LoginSettings.KeepImageLogin is TRUE beside Password or KeyIds; one of them is expected.")
	}
	if err := checkPassword(b.login.Password, false, maxPassword); err != nil {
		return err
	}
	return checkKeyIDs("LoginSettings.KeyIds", b.login.KeyIds)
}

func (b *bought) checkTags() error {
	seen := map[string]bool{}
	for _, spec := range b.tags {
		for _, t := range spec.Tags {
			if seen[spec.ResourceType+"\n"+t.Key] {
				return errTags.Errorf("The tag key %s is given twice; it is expected once.", param.Quote(t.Key))
			}
			seen[spec.ResourceType+"\n"+t.Key] = true
		}
	}
	return nil
}

// like is the instance that is asked for.
func (b *bought) like() Instance {
	i := Instance{
		Zone: b.placement.Zone, Image: b.image, Charge: b.charge, Type: b.typ, Family: familyOf(b.typ), Name: b.name, HostName: b.hostName,
		System: Disk{Type: b.system.DiskType, Name: b.system.DiskName, Encrypted: b.system.Encrypt, Key: b.system.KmsKeyId}, Groups: b.groups, UserData: b.userData,
		Security: on(b.services.SecurityService.Enabled), Monitoring: on(b.services.MonitorService.Enabled),
		Tags: tagsFor("instance", b.tags), MaxPrice: b.bid(), HPC: b.hpc, Metadata: b.items(), Topology: b.shape(),
	}
	if b.name == "" {
		i.Name = unnamed
	}
	if b.placement.ProjectId != nil {
		i.Project = *b.placement.ProjectId
	}
	if b.prepaid != nil && b.charge == Prepaid {
		i.Renew = b.prepaid.RenewFlag
	}
	if b.system.DiskSize != nil {
		i.System.Size = *b.system.DiskSize
	}
	for _, d := range b.data {
		i.Data = append(i.Data, Disk{
			Type: d.DiskType, Size: d.DiskSize, Name: d.DiskName, Encrypted: d.Encrypt, Key: d.KmsKeyId, Snapshot: d.SnapshotId, Kept: !on(d.DeleteWithInstance),
			Throughput: d.ThroughputPerformance, Burst: d.BurstPerformance,
		})
	}
	if b.vpc != nil {
		i.VPC, i.Subnet, i.Gateway = b.vpc.VpcId, b.vpc.SubnetId, b.vpc.AsVpcGateway
	}
	n := b.internet
	i.Internet = Internet{n.InternetChargeType, n.InternetMaxBandwidthOut, n.InternetMaxBandwidthOut > 0 && on(n.PublicIpAssigned)}
	if b.login != nil {
		i.Keys, i.KeepImageLogin = b.login.KeyIds, b.login.keepsImageLogin()
	}
	return i
}

// months are those paid in advance; 0 for what is paid by the hour.
func (b *bought) months() int64 {
	if b.charge != Prepaid {
		return 0
	}
	return b.prepaid.Period
}

func on(b *bool) bool { return b == nil || *b }

func tagsFor(kind string, specs []TagSpecification) []Tag {
	var tags []Tag
	for _, spec := range specs {
		for _, t := range spec.Tags {
			if spec.ResourceType == kind {
				tags = append(tags, Tag(t))
			}
		}
	}
	return tags
}

// digest stands for a request that was made with a ClientToken; its secrets are taken out before.
func digest(action, region string, in any) (string, error) {
	b, err := json.Marshal([]any{action, region, in})
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), err
}

func checkUserData(s string) error {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil || len(b) > 16<<10 {
		return errUserData.Errorf("Parameter UserData is not the base64 text of at most 16 KB that is expected.")
	}
	return nil
}
