package door

import (
	"context"
	"fmt"

	"github.com/paifang/paifang/catalogue"
)

// UnknownKey refuses a SecretId that is unknown, deleted or disabled: the three are answered alike. A temporary key
// stays known after its end, so that it is refused by BadToken, and only once its signature holds. A call that nobody signed
// is let through where its action needs no signature.
var UnknownKey = Check{
	Refuses: "UnknownKey",
	Doc:     "The SecretId exists and is enabled; a call without a signature (SKIP) is of an action that takes those.",
	With:    []*catalogue.Condition{catalogue.UnknownKey, errUnsigned},
	Needed:  true,
	Run: func(ctx context.Context, d *Door, p *Passage, v *Verdict) error {
		if p.Call.Unsigned {
			v.Note("needs a signature", !p.Action.Unsigned)
			if !p.Action.Unsigned {
				return errUnsigned.Errorf("The header Authorization is SKIP; the action %s needs a signature.", p.Call.Action)
			}
			return nil
		}
		key, err := d.Directory.Key(ctx, p.Call.SecretID)
		if err != nil {
			return fmt.Errorf("look up key: %w", err)
		}
		if key == nil || !key.Enabled {
			v.Note("known", key != nil)
			return catalogue.UnknownKey.Errorf("The SecretId is not found, please ensure that your SecretId is correct.").
				InChinese("SecretId不存在，请输入正确的密钥。")
		}
		p.Key = key
		p.Call.Caller = key.Caller
		v.Note("caller", key.Caller.Kind)
		return nil
	},
}

// errUnsigned: nobody signed a call whose action needs a signature.
var errUnsigned = catalogue.AuthFailed.Named("AuthFailure.InvalidAuthorization")
