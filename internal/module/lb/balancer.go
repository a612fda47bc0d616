package lb

import "time"

// The types of load balancers by their addresses.
const (
	Public  = 2
	Private = 3
)

// A LoadBalancer spreads what arrives at its address over servers.
type LoadBalancer struct {
	ID, Account, Creator, Region string
	Name                         string
	// Forward holds for the application type.
	Forward bool
	// Type is Public or Private.
	Type int64
	// Domain is empty where no prefix was given.
	Domain, VIP string
	Project     int64
	VPC, Subnet Network
	// Ready is false until it has been made.
	Ready bool
	// Isolated is since when it is suspended for want of money, zero when it is not.
	Isolated time.Time
	// Task is the number of the change that is under way, 0 for none.
	Task                int64
	CreatedAt, StatusAt time.Time
	Listeners           []Listener
	Backends            []Backend
	Terms
}

// Terms are what API 2.0 has no words for.
type Terms struct {
	// Groups are the security groups that guard it, the first one first.
	Groups []string
	// Protected keeps it from being deleted.
	Protected bool
	// PayBy is how its traffic is paid, Mbps how much of it there may be at once; empty and 0 for what was bought without a word.
	PayBy string
	Mbps  int64
	// ISP is the line of a public one, SLA the size of its capacity; an empty SLA is the shared kind.
	ISP, SLA string
	// Zone is where it is, BackupZone where it is when that fails; empty where nobody chose.
	Zone, BackupZone Zone
	IPVersion        string
	SnatPro          bool
	SnatIPs          []SnatAddress
	PassToTarget     bool
	// TargetRegion and TargetVPC are where its servers are, empty for its own region and network.
	TargetRegion, TargetVPC      string
	LogSet, LogTopic             string
	Egress, ClusterTag, Endpoint string
}

// A Zone is a zone under its name and its number.
type Zone struct {
	Name string
	ID   int64
}

// A SnatAddress is one from which it speaks to servers elsewhere.
type SnatAddress struct{ Subnet, IP string }

// kind names the type for messages.
func (b *LoadBalancer) kind() string {
	if b.Forward {
		return "application"
	}
	return "classic"
}

// changeable refuses a change while the load balancer is being made or changed, or is suspended.
func (b *LoadBalancer) changeable() error {
	if err := b.idle(); err != nil {
		return err
	}
	return b.usable()
}

// usable refuses what can't be done while the load balancer is being made, or is suspended.
func (b *LoadBalancer) usable() error {
	if err := b.made(); err != nil {
		return err
	}
	if !b.Isolated.IsZero() {
		return errIsolated.Errorf("Load balancer %s is isolated for want of money; top up the account.", b.ID)
	}
	return nil
}

// idle refuses what can't be done while the load balancer is being made or changed.
func (b *LoadBalancer) idle() error {
	if err := b.made(); err != nil {
		return err
	}
	if b.Task != 0 {
		return errBusy.Errorf("Task %d is changing load balancer %s; wait until it is done.", b.Task, b.ID)
	}
	return nil
}

func (b *LoadBalancer) made() error {
	if !b.Ready {
		return errStatus.Errorf("Load balancer %s is being created; status 1 is expected.", b.ID)
	}
	return nil
}

// is refuses an action of the other type.
func (b *LoadBalancer) is(forward bool) error {
	if b.Forward != forward {
		want := "classic"
		if forward {
			want = "application"
		}
		return errKind.Errorf("Load balancer %s is of the %s type; the %s type is expected.", b.ID, b.kind(), want)
	}
	return nil
}

// finish ends the change that is under way.
func (b *LoadBalancer) finish(at time.Time) {
	if !b.Ready {
		b.Ready, b.StatusAt = true, at
	}
	b.Task = 0
	for i := range b.Listeners {
		b.Listeners[i].Ready = true
	}
}

// A Task is a change of load balancers, which takes a while. API 2.0 knows it by its number, 3.0 by the request that
// started it, or by the deal.
type Task struct {
	ID            int64
	Account       string
	Request, Deal string
	// Token is the ClientToken of a purchase, and Digest what it stood for.
	Token, Digest string
	Balancers     []string
	Done          bool
}

// A TaskKey finds a task of an account by one of its names; the others are empty.
type TaskKey struct{ Request, Deal, Token string }
