package eni

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/paifang/paifang/internal/tagging"
)

// The states of an interface (facts/quotas-billing-lifecycle.md §5.6).
const (
	Pending   = "PENDING"
	Available = "AVAILABLE"
	Attaching = "ATTACHING"
	Detaching = "DETACHING"
)

// groupKind is what securitygroup calls interfaces.
const groupKind = "eni"

// An Interface is a network interface.
type Interface struct {
	ID, Account, Creator, Region, VPC, Subnet, Zone, Name, Description, MAC, State string
	// Primary holds for what an instance came with.
	Primary bool
	// Instance is what it hangs on, empty for none; Attached since when, Device as its how-manieth, 0 being the primary one.
	Instance string
	Attached time.Time
	Device   int64
	// Kind of attachment: 0 as a standard interface, 1 as an extended one.
	Kind      int64
	Trunking  bool
	Created   time.Time
	Addresses []PrivateIP
	Groups    []string
}

// A PrivateIP is a private address of an interface.
type PrivateIP struct {
	IP          string
	Primary     bool
	Description string
	// QoS is PT, AU, AG or DEFAULT.
	QoS string
}

func (i *Interface) tagged() tagging.Resource {
	return tagging.Resource{Service: "vpc", Prefix: "eni", Region: i.Region, ID: i.ID}
}

// holder is who has its addresses in the network.
func (i *Interface) holder() string {
	if i.Primary {
		return i.Instance
	}
	return i.ID
}

// at is the place of an address among its own, -1 where it does not have it.
func (i *Interface) at(ip string) int {
	return slices.IndexFunc(i.Addresses, func(a PrivateIP) bool { return a.IP == ip })
}

func (i *Interface) ips() []string {
	out := make([]string, len(i.Addresses))
	for n, a := range i.Addresses {
		out[n] = a.IP
	}
	return out
}

// steady refuses what an interface that is on its way can't be asked.
func (i *Interface) steady() error {
	if i.State != Available {
		return errState.Errorf("The network interface %s is %s; %s is expected.", i.ID, i.State, Available)
	}
	return nil
}

// hash is 8 bytes that an instance's interface is named by.
func hash(instance string) []byte {
	sum := sha256.Sum256([]byte(instance))
	return sum[:8]
}

// primaryID is the id of an instance's primary interface: the same always, as long as the instance is there.
func primaryID(instance string) string {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789"
	id := []byte("eni-")
	for _, b := range hash(instance) {
		id = append(id, letters[int(b)%len(letters)])
	}
	return string(id)
}

// mac is a hardware address with the prefix of the real service's.
func mac(b []byte) string { return fmt.Sprintf("20:90:6f:%02x:%02x:%02x", b[0], b[1], b[2]) }

// primary is an instance's primary interface; about has what somebody wrote about it, nil for nothing.
func primary(v *Server, about *Interface) *Interface {
	i := &Interface{
		ID: primaryID(v.ID), Account: v.Account, Creator: v.Creator, Region: v.Region, VPC: v.VPC, Subnet: v.Subnet, Zone: v.Zone, Name: "Primary ENI",
		MAC: mac(hash(v.ID)), State: Available, Primary: true, Instance: v.ID, Attached: v.Created, Created: v.Created, Groups: v.Groups,
	}
	if about != nil {
		i.Name, i.Description, i.Trunking = about.Name, about.Description, about.Trunking
	}
	for n, ip := range v.PrivateIPs {
		a := PrivateIP{IP: ip, Primary: n == 0, QoS: qosDefault}
		if about != nil {
			if k := about.at(ip); k >= 0 {
				a.Description, a.QoS = about.Addresses[k].Description, about.Addresses[k].QoS
			}
		}
		i.Addresses = append(i.Addresses, a)
	}
	return i
}

var anID = regexp.MustCompile(`^(eni|havip|ins)-[a-z0-9]{8}$`)

// checkID refuses what is not the id of a kind of thing: eni, havip or ins.
func checkID(parameter, kind, id string) error {
	if m := anID.FindStringSubmatch(id); m == nil || m[1] != kind {
		return errMalformed.Errorf("%s is %.40q; %s- and eight letters or digits are expected.", parameter, id, kind)
	}
	return nil
}

func checkIDs(parameter, kind string, ids []string) error {
	for _, id := range ids {
		if err := checkID(parameter, kind, id); err != nil {
			return err
		}
	}
	return nil
}

// checkTexts refuses a name or a description that is too long.
func checkTexts(name, description *string) error {
	if name != nil && len(*name) > 60 {
		return errTooLong.Errorf("NetworkInterfaceName has %d bytes; at most 60 are expected.", len(*name))
	}
	if description != nil && len(*description) > 60 {
		return errTooLong.Errorf("NetworkInterfaceDescription has %d bytes; at most 60 are expected.", len(*description))
	}
	return nil
}
