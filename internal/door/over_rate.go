package door

import (
	"context"
	"fmt"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/identity"
	"github.com/paifang/paifang/internal/rate"
)

// The rates that hold where neither the action nor the account says otherwise.
const (
	// DefaultRate is what most products' tables show, a second (facts/quotas-billing-lifecycle.md §1).
	DefaultRate = 20
	// LegacyRate and LegacyAccountRate are those of the cvm family in API 2.0, a minute: of one action, and of all
	// actions together (facts/api2-protocol.md §1).
	LegacyRate        = 100
	LegacyAccountRate = 1000
	// DefaultConcurrency is how many calls of one main account may run at once. The real service documents none.
	DefaultConcurrency = 100
)

// legacyFamily are the domains for which the documents print the rates of the cvm family.
var legacyFamily = map[string]bool{"cvm": true, "image": true, "eip": true, "dfw": true, "cbs": true, "snapshot": true}

// OverRate refuses a call for which the identity's rate of this action in this region, the main account's rate over
// all its identities, or the account's concurrency is used up. A refused call uses up nothing. Where nobody
// signed, the rate and the concurrency are those of the address that calls.
var OverRate = Check{
	Refuses: "OverRate",
	Doc:     "The identity's rate of this action in this region, the main account's rate, and its concurrency are not used up.",
	With:    []*catalogue.Condition{catalogue.LimitExceeded},
	Run: func(ctx context.Context, d *Door, p *Passage, v *Verdict) error {
		if p.Call.Unsigned {
			return overRateOfAddress(d, p, v)
		}
		a, err := d.Directory.Account(ctx, p.Call.Caller.Account)
		if err != nil || a == nil {
			return fmt.Errorf("look up account %s: %w", p.Call.Caller.Account, err)
		}
		most := a.Concurrency
		if most == 0 {
			most = DefaultConcurrency
		}
		release, ok := d.Slots.Acquire(a.Uin, most)
		if !ok {
			return catalogue.ConcurrencyExceeded.Errorf("%d calls of the account run at this moment, which is as many as may. Wait until one is answered.", most)
		}
		p.release = append(p.release, release)

		own, whole := limits(p, a)
		takes := []rate.Take{{Key: p.Call.Caller.Identity() + " " + p.Call.Region + " " + p.Action.String(), Limit: own}}
		if whole.Count > 0 {
			takes = append(takes, rate.Take{Key: "account " + a.Uin, Limit: whole})
		}
		v.Note("allowed", fmt.Sprintf("%d in %s", own.Count, own.Per))
		ok, wait, err := d.Rates.TakeAll(takes...)
		if err != nil {
			return fmt.Errorf("take from rate: %w", err)
		}
		if !ok {
			return overRate(p, own, whole, wait)
		}
		return nil
	},
}

// overRateOfAddress is OverRate for a call that nobody signed.
func overRateOfAddress(d *Door, p *Passage, v *Verdict) error {
	from := "address " + p.Call.Remote.Unmap().String()
	release, ok := d.Slots.Acquire(from, DefaultConcurrency)
	if !ok {
		return catalogue.ConcurrencyExceeded.Errorf("%d unsigned calls from this address run at this moment, which is as many as may. Wait until one is answered.", DefaultConcurrency)
	}
	p.release = append(p.release, release)
	limit := rate.Limit{Count: DefaultRate, Per: time.Second}
	if p.Action.Rate > 0 {
		limit.Count = p.Action.Rate
	}
	v.Note("allowed from this address", fmt.Sprintf("%d in %s", limit.Count, limit.Per))
	ok, wait, err := d.Rates.TakeAll(rate.Take{Key: from + " " + p.Action.String(), Limit: limit})
	if err != nil {
		return fmt.Errorf("take from rate: %w", err)
	}
	if !ok {
		return overRate(p, limit, rate.Limit{}, wait)
	}
	return nil
}

// overRate refuses a call that is one too many: of the identity's, or of all the account's (facts/api3-protocol.md §2.3).
func overRate(p *Passage, own, whole rate.Limit, wait time.Duration) error {
	limit, whose := own, p.Action.Name
	if whole.Count > 0 && whole.Count <= own.Count {
		limit, whose = whole, "the account"
	}
	per, zh := "second", "秒"
	if limit.Per == time.Minute {
		per, zh = "minute", "分钟"
	}
	return catalogue.LimitExceeded.Errorf(
		"Your current request times equals to `%d` in a %s, which exceeds the frequency limit `%d` for a %s of %s. Please reduce the frequency of calls; try again after %s.",
		limit.Count+1, per, limit.Count, per, whose, wait.Round(time.Millisecond),
	).InChinese("您当前每%s请求 `%d` 次，超过了每%s频率上限 `%d`，请稍后重试。", zh, limit.Count+1, zh, limit.Count)
}

// limits are what one identity may do of the action in a region, and what the whole account may do; a count of zero
// for the whole account limits nothing.
func limits(p *Passage, a *identity.Account) (own, whole rate.Limit) {
	legacy := p.Action.Version == "" && legacyFamily[p.Action.Domain]
	own = rate.Limit{Count: DefaultRate, Per: time.Second}
	switch {
	case legacy:
		own = rate.Limit{Count: LegacyRate, Per: time.Minute}
		whole = rate.Limit{Count: LegacyAccountRate, Per: time.Minute}
	case p.Action.Rate > 0:
		own.Count = p.Action.Rate
	}
	service, name := p.Action.CAMService(), p.Action.CAMName()
	for _, key := range []string{"*", service + ":*", service + ":" + name} { // the closest one last, and so it holds
		if n, ok := a.Rates[key]; ok {
			own = rate.Limit{Count: n, Per: time.Second}
			whole = rate.Limit{}
		}
	}
	if n, ok := a.Rates["account"]; ok {
		whole = rate.Limit{Count: n, Per: time.Second}
	}
	return own, whole
}
