package door

import (
	"context"
	"fmt"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/policy"
	"github.com/paifang/paifang/internal/store"
)

// DeniedByPolicy refuses what the caller's policies do not allow. A list without ids is not refused but filtered to
// what the caller may see, where it may see anything.
var DeniedByPolicy = Check{
	Refuses:  "DeniedByPolicy",
	Doc:      "The caller's policies, its boundary and its session policy allow this action on every resource that it touches.",
	With:     []*catalogue.Condition{catalogue.UnauthorizedAction, catalogue.UnauthorizedResource, catalogue.UnauthorizedOperation, catalogue.CAMFailed},
	OfCaller: true,
	Run: func(ctx context.Context, d *Door, p *Passage, v *Verdict) error {
		set, err := d.Directory.Rights(ctx, p.Key)
		if err != nil {
			v.Note("store", "failed")
			return catalogue.CAMFailed.Errorf("The authorization could not be decided: the policy store failed.")
		}
		if set.Root && set.Session == nil {
			v.Note("decided by", "the main account may do everything with what is its own")
			return nil
		}
		c := p.Call
		view := set.For(d.policyRequest(p))
		resources, idLess := p.Action.Touches(c)
		if idLess {
			decision := view.Reaches()
			if decision.Outcome == policy.Allowed {
				c.MaySee = func(r call.Resource, about map[string][]string) bool {
					return view.Allows(r.QCS(c.Region, c.Caller.Account), about)
				}
			}
			return refusalOf(p, v, decision)
		}
		if len(resources) == 0 {
			return refusalOf(p, v, view.Decide("*", nil))
		}
		return d.DB.View(ctx, func(tx store.Tx) error {
			for _, r := range resources {
				r, about, err := p.Action.Facts(ctx, tx, c.Caller.Account, r)
				if err != nil {
					return fmt.Errorf("ask about %s %s: %w", r.Type, r.ID, err)
				}
				if err := refusalOf(p, v, view.Decide(r.QCS(c.Region, c.Caller.Account), about)); err != nil {
					return err
				}
			}
			return nil
		})
	},
}

// policyRequest is the call as policies see it.
func (d *Door) policyRequest(p *Passage) policy.Request {
	c := p.Call
	service := p.Action.CAMService()
	mfa := "0"
	if c.Caller.MFA {
		mfa = "1"
	}
	about := map[string][]string{
		"qcs:current_time":  {c.Now.Format("2006-01-02T15:04:05Z")},
		"qcs:uin":           {c.Caller.Uin},
		"qcs:owner_uin":     {c.Caller.Account},
		"mfa":               {mfa},
		service + ":region": {c.Region},
	}
	if c.Remote.IsValid() {
		about["qcs:ip"] = []string{c.Remote.Unmap().String()}
	}
	for key, values := range p.Action.Conditions(c) {
		about[key] = values
	}
	appID := ""
	if c.Caller.AppID != "" {
		appID = c.Caller.AppID
	}
	return policy.Request{
		Service: service, Action: p.Action.CAMName(), Owner: c.Caller.Account, Caller: c.Caller.Uin, AppID: appID, Conditions: about,
	}
}

// unauthorized begins every refusal by policy; what follows is for whoever writes the policies
// (facts/api3-protocol.md §2.3).
const unauthorized = "You are not authorized to perform this operation. Check your CAM policies, and ensure that you are using the correct access keys."

// refusalOf writes the decision down and turns it into a refusal, nil when it allows.
func refusalOf(p *Passage, v *Verdict, d policy.Decision) error {
	v.Note("decided by", d.Reason)
	if d.Policy != "" {
		v.Note("policy", d.Policy)
	}
	said := fmt.Sprintf("[request id:%s]you are not authorized to perform operation (%s:%s)\nresource (%s) has no permission\n",
		p.Call.RequestID, p.Action.CAMService(), p.Action.CAMName(), d.Resource)
	deny := func(row *catalogue.Condition) error {
		return row.Errorf("%s [%s]", unauthorized, said).InChinese("操作未授权，请检查CAM策略。[%s]", said)
	}
	switch d.Outcome {
	case policy.Allowed:
		return nil
	case policy.DeniedAction:
		return deny(catalogue.UnauthorizedAction)
	case policy.DeniedResource:
		return deny(catalogue.UnauthorizedResource)
	case policy.DeniedOperation:
		return deny(catalogue.UnauthorizedOperation)
	default:
		return catalogue.CAMFailed.Errorf("The authorization could not be decided: %s", d.Reason)
	}
}
