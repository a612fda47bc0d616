package billing_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/internal/module/billing"
	"github.com/paifang/paifang/internal/money"
	"github.com/paifang/paifang/internal/store"
)

// servers are a seller's resources, and what happened to them.
type servers struct {
	c                        *cloud
	ids, suspended, released []string
	happened                 []string
}

func (s *servers) Product() string                      { return "cvm" }
func (s *servers) Grace() (running, kept time.Duration) { return 2 * time.Hour, 15 * 24 * time.Hour }

func (s *servers) Suspend(_ context.Context, _ store.Tx, _ string, at time.Time) ([]string, error) {
	s.suspended = slices.Clone(s.ids)
	s.happened = append(s.happened, "suspend "+at.Format(time.DateTime))
	return s.suspended, nil
}

func (s *servers) Resume(_ context.Context, _ store.Tx, _ string, at time.Time) ([]string, error) {
	running := s.suspended
	s.suspended = nil
	s.happened = append(s.happened, "resume "+at.Format(time.DateTime))
	return running, nil
}

func (s *servers) Release(ctx context.Context, tx store.Tx, account string, at time.Time) error {
	for _, id := range s.suspended {
		if err := s.c.Close(ctx, tx, account, id, at); err != nil {
			return err
		}
		s.released = append(s.released, id)
	}
	s.suspended, s.ids = nil, nil
	s.happened = append(s.happened, "release "+at.Format(time.DateTime))
	return nil
}

// inArrears is a cloud whose account has two servers at 1 yuan an hour from 20:30 on, and money for their freezes and
// half an hour.
func inArrears(t *testing.T) (*cloud, *servers) {
	c := newCloud(t)
	s := &servers{c: c, ids: []string{"a", "b"}}
	c.Sell(s)
	c.balance(3 * money.Yuan)
	c.open("a", money.Yuan)
	c.open("b", money.Yuan)
	return c, s
}

func TestWithoutMoneyServersStopAndAreReleased(t *testing.T) {
	c, s := inArrears(t)
	c.wait(time.Hour) // 21:30; at 21:00 all was spent, and nothing is owed
	if got := c.books(owner)[billing.Cash]; got != 0 {
		t.Fatalf("at 21:30: got %s, want 0.00", got)
	}
	c.wait(30 * time.Minute)
	if got := c.books(owner)[billing.Cash]; got != -2*money.Yuan || len(s.happened) != 0 {
		t.Fatalf("at 22:00: got %s, %v", got, s.happened)
	}
	c.wait(2*time.Hour - time.Second)
	if len(s.happened) != 0 {
		t.Errorf("within the respite: got %v", s.happened)
	}
	c.wait(time.Second)
	if diff := cmp.Diff([]string{"suspend 2024-05-02 00:00:00"}, s.happened); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	owed := c.books(owner)[billing.Cash]
	if owed != -6*money.Yuan {
		t.Errorf("owed: got %s, want -6.00", owed)
	}
	c.wait(15*24*time.Hour - time.Second)
	if got := c.books(owner); got[billing.Cash] != owed || got[billing.Frozen] != 2*money.Yuan || len(s.happened) != 1 {
		t.Errorf("while they are kept: got %v, %v", got, s.happened)
	}
	c.wait(time.Second)
	if diff := cmp.Diff([]string{"suspend 2024-05-02 00:00:00", "release 2024-05-17 00:00:00"}, s.happened); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := c.books(owner); got[billing.Cash] != owed+2*money.Yuan || got[billing.Frozen] != 0 {
		t.Errorf("afterwards: got %v", got)
	}
}

func TestATopUpLetsServersRunAgain(t *testing.T) {
	c, s := inArrears(t)
	c.wait(6 * time.Hour) // suspended at 00:00, now 02:30
	c.balance(0)
	if len(s.suspended) != 2 {
		t.Errorf("a balance of 0 is not above it: got %v", s.happened)
	}
	c.balance(10 * money.Yuan)
	if diff := cmp.Diff([]string{"suspend 2024-05-02 00:00:00", "resume 2024-05-02 02:30:00"}, s.happened); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	c.wait(30 * time.Minute) // the time in which they were stopped is not charged
	if got := c.books(owner)[billing.Cash]; got != 9*money.Yuan {
		t.Errorf("half an hour later: got %s, want 9.00", got)
	}
	c.wait(30 * 24 * time.Hour)
	if len(s.released) != 2 || len(s.happened) != 4 {
		t.Errorf("the next time: got %v", s.happened)
	}
}

func TestATopUpWithinTheRespiteCallsAllOff(t *testing.T) {
	c, s := inArrears(t)
	c.wait(2 * time.Hour)
	c.balance(1000 * money.Yuan)
	c.wait(20 * 24 * time.Hour)
	if slices.ContainsFunc(s.happened, func(h string) bool { return h[0] == 's' }) {
		t.Errorf("got %v", s.happened)
	}
}

func TestAFreezeThatComesBackDoesNotSaveTheRestOfThem(t *testing.T) {
	c, s := inArrears(t)
	c.wait(4 * time.Hour)
	c.balance(-money.Fen) // less than one freeze: it comes out of arrears when the first is closed
	c.wait(16 * 24 * time.Hour)
	if diff := cmp.Diff([]string{"a", "b"}, s.released); diff != "" {
		t.Errorf("released (-want +got):\n%s", diff)
	}
	if got := s.happened[len(s.happened)-1]; got[:6] != "resume" || c.books(owner)[billing.Cash] != 2*money.Yuan-money.Fen {
		t.Errorf("got %v, %v", s.happened, c.books(owner))
	}
}
