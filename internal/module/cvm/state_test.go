package cvm

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/money"
)

// life is the table of facts/quotas-billing-lifecycle.md §5.1, written down a second time.
var life = []struct {
	move    move
	from    []State
	through map[State]State // where it is not the state that it began in
	to      State
}{
	{start, []State{Stopped}, map[State]State{Stopped: Starting}, Running},
	{stop, []State{Running}, map[State]State{Running: Stopping}, Stopped},
	{reboot, []State{Running}, map[State]State{Running: Rebooting}, Running},
	{reset, []State{Running, Stopped}, nil, Running},
	{terminate, []State{Running, Stopped, Shutdown, Rescue}, map[State]State{Running: Terminating, Stopped: Terminating, Shutdown: Terminating, Rescue: Terminating}, gone},
	{recycle, []State{Running, Stopped, Rescue}, map[State]State{Running: Shutdown, Stopped: Shutdown, Rescue: Shutdown}, Shutdown},
	{revive, []State{Shutdown}, map[State]State{Shutdown: Starting}, Running},
	{resize, []State{Stopped}, map[State]State{Stopped: Starting}, Running},
	{resize.forced(), []State{Running}, map[State]State{Running: Rebooting}, Running},
	{setPassword, []State{Stopped}, nil, Stopped},
	{setPassword.forced(), []State{Running}, map[State]State{Running: Rebooting}, Running},
	{enterRescue, []State{Running, Stopped}, map[State]State{Running: EnterRescue, Stopped: EnterRescue}, Rescue},
	{exitRescue, []State{Rescue}, map[State]State{Rescue: ExitRescue}, Running},
	{rebootRescue, []State{Rescue}, map[State]State{Rescue: Rebooting}, Rescue},
	{bindKeys, []State{Stopped}, nil, Stopped},
	{unbindKeys, []State{Stopped}, nil, Stopped},
}

func TestEachMoveBeginsWhereItMayAndEndsWhereItHasTo(t *testing.T) {
	for _, tt := range life {
		for _, s := range States {
			i := &Instance{ID: "ins-abcdefgh", State: s, Isolated: NotIsolated}
			err := i.may(tt.move)
			if allowed := slices.Contains(tt.from, s); allowed != (err == nil) {
				t.Errorf("%s from %s: %v", tt.move.op, s, err)
				continue
			}
			if err != nil {
				if !errors.Is(err, errState[s]) || !errors.Is(err, catalogue.OperationFailed) {
					t.Errorf("%s from %s is refused with %v, want %v", tt.move.op, s, err, errState[s])
				}
				continue
			}
			i.begin(tt.move, "r")
			meanwhile := s
			if through, ok := tt.through[s]; ok {
				meanwhile = through
			}
			if i.State != meanwhile || i.Operation != tt.move.op {
				t.Errorf("%s from %s: it is %s by %s meanwhile, want %s", tt.move.op, s, i.State, i.Operation, meanwhile)
			}
			if tt.move.delay == "" {
				if i.Next != "" || i.OperationState != Succeeded {
					t.Errorf("%s from %s takes no time and is not over: %+v", tt.move.op, s, i)
				}
				continue
			}
			if err := i.may(reboot); err == nil {
				t.Errorf("%s from %s is under way and a reboot may begin", tt.move.op, s)
			}
			if isGone := i.end(); isGone != (tt.to == gone) || (!isGone && (i.State != tt.to || i.Next != "" || i.OperationState != Succeeded)) {
				t.Errorf("%s from %s ends in %+v, want %s", tt.move.op, s, i, tt.to)
			}
		}
	}
}

func TestATaskThatDoesNotShowIsInTheWayToo(t *testing.T) {
	i := &Instance{ID: "ins-abcdefgh", State: Running}
	i.begin(reset, "r")
	if err := i.may(stop); !errors.Is(err, errTaskRunning) {
		t.Errorf("got %v, want %v", err, errTaskRunning)
	}
	if got := i.Status(); got != 14 {
		t.Errorf("status %d, want 14", got)
	}
}

func TestWhatIsIsolatedForArrearsCanOnlyBeReturned(t *testing.T) {
	i := &Instance{ID: "ins-abcdefgh", State: Stopped, Isolated: IsolatedArrears}
	if err := i.may(start); !errors.Is(err, errIsolated) {
		t.Errorf("got %v, want %v", err, errIsolated)
	}
	if err := i.may(terminate); err != nil {
		t.Errorf("got %v, want it let through", err)
	}
}

func TestEveryStateHasANumberOfItsOwn(t *testing.T) {
	want := map[State]int64{
		LaunchFailed: -1, Running: 2, Pending: 3, Stopped: 4, Shutdown: 5, Terminating: 6, Rebooting: 7, Starting: 8, Stopping: 9,
		EnterRescue: 21, Rescue: 21, ExitRescue: 21, // that is, maintenance
	}
	for _, s := range States {
		if got := (&Instance{State: s}).Status(); got != want[s] || got == 0 {
			t.Errorf("%s is %d, want %d", s, got, want[s])
		}
	}
}

func TestMonthsEndOnTheSameDayOrTheLastOne(t *testing.T) {
	at := func(s string) time.Time {
		when, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	tests := []struct {
		from   string
		months int64
		want   string
	}{
		{"2024-01-31T10:00:00Z", 1, "2024-02-29T10:00:00Z"},
		{"2023-01-31T10:00:00Z", 1, "2023-02-28T10:00:00Z"},
		{"2024-05-01T08:00:00Z", 12, "2025-05-01T08:00:00Z"},
		{"2024-12-31T23:59:59Z", 2, "2025-02-28T23:59:59Z"},
	}
	for _, tt := range tests {
		if got := addMonths(at(tt.from), tt.months); !got.Equal(at(tt.want)) {
			t.Errorf("%s and %d months is %s, want %s", tt.from, tt.months, got, tt.want)
		}
	}
}

func TestTheRefundIsForWholeDaysThatRemain(t *testing.T) {
	began := time.Date(2024, 6, 1, 8, 0, 0, 0, time.UTC)
	i := &Instance{PaidSince: began, Expires: began.AddDate(0, 1, 0), Paid: 100 * money.Yuan} // 30 days
	tests := []struct {
		after time.Duration
		want  string
	}{
		{0, "100.00"},
		{time.Second, "96.66"}, // 29 whole days: 96.666… down to fen
		{24 * time.Hour, "96.66"},
		{29*24*time.Hour + time.Hour, "0.00"},
		{60 * 24 * time.Hour, "0.00"},
	}
	for _, tt := range tests {
		got, err := i.refund(began.Add(tt.after))
		if err != nil || got.String() != tt.want {
			t.Errorf("after %s: %s, %v, want %s", tt.after, got, err, tt.want)
		}
	}
}

func TestNamesOfSeveralCountUp(t *testing.T) {
	tests := []struct {
		name     string
		n, count int64
		want     string
	}{
		{"web", 0, 1, "web"}, {"web", 0, 2, "web1"}, {"web", 1, 2, "web2"}, {"web{R:7}x", 0, 1, "web7x"}, {"web{R:7}x", 2, 3, "web9x"},
	}
	for _, tt := range tests {
		if got := numbered(tt.name, tt.n, tt.count); got != tt.want {
			t.Errorf("%q, %d of %d: %q, want %q", tt.name, tt.n, tt.count, got, tt.want)
		}
	}
}

func TestPasswordsConform(t *testing.T) {
	tests := []struct {
		password string
		windows  bool
		most     int
		ok       bool
	}{
		{"", false, 16, true},
		{"abcdefg1", false, 16, true},
		{"abcdef1", false, 16, false},
		{"abcdefgh", false, 16, false},
		{"abcdefgh12345678", false, 16, true},
		{"abcdefgh123456789", false, 16, false},
		{"abcdefgh123456789", false, 30, true},
		{"abcdefgh1234", true, 16, false},
		{"Abcdefgh1234", true, 16, true},
		{"Abcdefgh123", true, 16, false},
		{"abcdef 12", false, 16, false},
		{"密码abcdef12", false, 30, false},
		{"/abcdefg1", false, 16, false},
	}
	for _, tt := range tests {
		err := checkPassword(tt.password, tt.windows, tt.most)
		if (err == nil) != tt.ok || (err != nil && !errors.Is(err, errPassword)) {
			t.Errorf("%q, windows %t, at most %d: %v", tt.password, tt.windows, tt.most, err)
		}
	}
}

func TestTheShippedTableCanBePut(t *testing.T) {
	ids := map[int64]bool{}
	for _, shop := range Defaults() {
		if ids[shop.ID] || shop.ID == 0 || shop.Title == "" || len(shop.Offers) == 0 {
			t.Errorf("zone %+v", shop.Zone)
		}
		ids[shop.ID] = true
		for _, o := range shop.Offers {
			if !typeForm.MatchString(o.Type) || o.Hourly <= 0 || o.Monthly <= o.Hourly || o.Assumed == (o.Source != "") || o.Zone != shop.Name {
				t.Errorf("offer %+v", o)
			}
		}
	}
}
