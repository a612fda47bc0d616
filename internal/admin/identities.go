package admin

import (
	"context"
	"time"

	"github.com/paifang/paifang/internal/module/cam"
	"github.com/paifang/paifang/internal/store"
)

var identityRoutes = []Route{
	route("GET", "/v1/accounts/{uin}/sub-accounts", "List the sub-accounts.", listSubAccounts),
	route("POST", "/v1/accounts/{uin}/sub-accounts", "Make a sub-account.", makeSubAccount),
	route("DELETE", "/v1/accounts/{uin}/sub-accounts/{sub_uin}", "Remove a sub-account with its keys, sessions and attachments.", removeSubAccount),
	route("PUT", "/v1/accounts/{uin}/mfa/{sub_uin}", "Give an identity an MFA device with a TOTP secret in base32.", setMFA),
	route("DELETE", "/v1/accounts/{uin}/mfa/{sub_uin}", "Take an identity's MFA device away.", removeMFA),
	route("GET", "/v1/accounts/{uin}/keys", "List the keys of an account and its sub-accounts, without their secrets.", listKeys),
	route("POST", "/v1/accounts/{uin}/keys", "Make a key; its SecretKey is answered this once.", makeKey),
	route("PATCH", "/v1/keys/{secret_id}", "Enable or disable a key.", changeKey),
	route("DELETE", "/v1/keys/{secret_id}", "Delete a key.", removeKey),
	route("GET", "/v1/accounts/{uin}/sessions", "List the temporary keys, without their secrets.", listSessions),
	route("POST", "/v1/sessions/{secret_id}/revoke", "Revoke a temporary key.", revokeSession),
}

// A SubAccount is a user under a main account.
type SubAccount struct {
	Uin    string `json:"uin,omitempty"`
	Name   string `json:"name"`
	Remark string `json:"remark,omitempty"`
}

// A Key is a permanent key.
type Key struct {
	SecretID string `json:"secret_id,omitempty"`
	// SecretKey is answered once, when the key is made; it may be given then.
	SecretKey string    `json:"secret_key,omitempty"`
	Account   string    `json:"account,omitempty"`
	Uin       string    `json:"uin,omitempty"`
	Enabled   bool      `json:"enabled,omitempty"`
	CreatedAt time.Time `json:"created_at,omitzero"`
}

// A KeyChange enables or disables.
type KeyChange struct {
	Enabled bool `json:"enabled"`
}

// A Session is a temporary key.
type Session struct {
	SecretID  string    `json:"secret_id"`
	Kind      string    `json:"kind"`
	Uin       string    `json:"uin"`
	Name      string    `json:"name,omitempty"`
	MFA       bool      `json:"mfa"`
	Revoked   bool      `json:"revoked"`
	CreatedAt time.Time `json:"created_at"`
	Expires   time.Time `json:"expires"`
}

// A Device is what makes MFA codes.
type Device struct {
	Secret string `json:"secret"`
}

func listSubAccounts(ctx context.Context, a *API, q Query, _ nothing) ([]SubAccount, error) {
	out := []SubAccount{}
	err := a.Cloud.View(ctx, func(tx store.Tx) error {
		if err := a.mustHave(ctx, tx, q.Path("uin")); err != nil {
			return err
		}
		all, err := a.Cloud.CAM.SubAccounts(ctx, tx, q.Path("uin"))
		for _, u := range all {
			out = append(out, SubAccount{u.Uin, u.Name, u.Remark})
		}
		return err
	})
	return out, err
}

func makeSubAccount(ctx context.Context, a *API, q Query, in SubAccount) (SubAccount, error) {
	err := a.Cloud.Update(ctx, func(tx store.Tx) error {
		if err := a.mustHave(ctx, tx, q.Path("uin")); err != nil {
			return err
		}
		made, err := a.Cloud.CAM.PutUser(ctx, tx, cam.User{
			Account: q.Path("uin"), Uin: in.Uin, Name: in.Name, Remark: in.Remark, CreatedAt: a.Cloud.Clock.Now(),
		})
		in.Uin = made.Uin
		return err
	})
	return in, err
}

func removeSubAccount(ctx context.Context, a *API, q Query, _ nothing) (nothing, error) {
	return nothing{}, a.Cloud.Update(ctx, func(tx store.Tx) error {
		return a.Cloud.CAM.RemoveUser(ctx, tx, q.Path("uin"), q.Path("sub_uin"))
	})
}

func setMFA(ctx context.Context, a *API, q Query, in Device) (nothing, error) {
	return nothing{}, a.Cloud.Update(ctx, func(tx store.Tx) error {
		return a.Cloud.CAM.PutMFA(ctx, tx, q.Path("uin"), q.Path("sub_uin"), in.Secret)
	})
}

func removeMFA(ctx context.Context, a *API, q Query, _ nothing) (nothing, error) {
	return nothing{}, a.Cloud.Update(ctx, func(tx store.Tx) error {
		return a.Cloud.CAM.RemoveMFA(ctx, tx, q.Path("uin"), q.Path("sub_uin"))
	})
}

func listKeys(ctx context.Context, a *API, q Query, _ nothing) ([]Key, error) {
	out := []Key{}
	uin := q.Path("uin")
	err := a.Cloud.View(ctx, func(tx store.Tx) error {
		if err := a.mustHave(ctx, tx, uin); err != nil {
			return err
		}
		users, err := a.Cloud.CAM.SubAccounts(ctx, tx, uin)
		if err != nil {
			return err
		}
		owners := []string{uin}
		for _, u := range users {
			owners = append(owners, u.Uin)
		}
		for _, owner := range owners {
			keys, err := a.Cloud.CAM.KeysOf(ctx, tx, uin, owner)
			if err != nil {
				return err
			}
			for _, k := range keys {
				out = append(out, Key{SecretID: k.SecretID, Account: k.Account, Uin: k.Uin, Enabled: k.Enabled, CreatedAt: k.CreatedAt})
			}
		}
		return nil
	})
	return out, err
}

func makeKey(ctx context.Context, a *API, q Query, in Key) (Key, error) {
	out := in
	err := a.Cloud.Update(ctx, func(tx store.Tx) error {
		out = in
		out.Account, out.Enabled, out.CreatedAt = q.Path("uin"), true, a.Cloud.Clock.Now()
		if out.Uin == "" {
			out.Uin = out.Account
		}
		if (in.SecretID == "") != (in.SecretKey == "") {
			return badRequest("secret_id and secret_key are given together, or neither is")
		}
		if in.SecretID != "" {
			return a.Cloud.CAM.PutKey(ctx, tx, cam.Key{SecretID: out.SecretID, Account: out.Account, Uin: out.Uin, Enabled: true, CreatedAt: out.CreatedAt}, out.SecretKey)
		}
		k, secret, err := a.Cloud.CAM.CreateKey(ctx, tx, out.Account, out.Uin, "", out.CreatedAt)
		out.SecretID, out.SecretKey = k.SecretID, secret
		return err
	})
	return out, err
}

// owner is the main account of a permanent key.
func (a *API) owner(ctx context.Context, tx store.Tx, secretID string) (string, error) {
	k, err := a.Cloud.CAM.Store.KeyByID(ctx, tx, secretID)
	if err == nil && k == nil {
		err = notFound("there is no key %s", secretID)
	}
	if err != nil {
		return "", err
	}
	return k.Account, nil
}

func changeKey(ctx context.Context, a *API, q Query, in KeyChange) (nothing, error) {
	return nothing{}, a.Cloud.Update(ctx, func(tx store.Tx) error {
		owner, err := a.owner(ctx, tx, q.Path("secret_id"))
		if err != nil {
			return err
		}
		return a.Cloud.CAM.SetKeyEnabled(ctx, tx, owner, q.Path("secret_id"), in.Enabled)
	})
}

func removeKey(ctx context.Context, a *API, q Query, _ nothing) (nothing, error) {
	return nothing{}, a.Cloud.Update(ctx, func(tx store.Tx) error {
		owner, err := a.owner(ctx, tx, q.Path("secret_id"))
		if err != nil {
			return err
		}
		return a.Cloud.CAM.RemoveKey(ctx, tx, owner, q.Path("secret_id"))
	})
}

func listSessions(ctx context.Context, a *API, q Query, _ nothing) ([]Session, error) {
	out := []Session{}
	err := a.Cloud.View(ctx, func(tx store.Tx) error {
		if err := a.mustHave(ctx, tx, q.Path("uin")); err != nil {
			return err
		}
		all, err := a.Cloud.CAM.Sessions(ctx, tx, q.Path("uin"))
		for _, s := range all {
			out = append(out, Session{s.SecretID, s.Caller.Kind.String(), s.Caller.Uin, s.Caller.Name, s.Caller.MFA, s.Revoked, s.CreatedAt, s.Expires})
		}
		return err
	})
	return out, err
}

func revokeSession(ctx context.Context, a *API, q Query, _ nothing) (nothing, error) {
	return nothing{}, a.Cloud.Update(ctx, func(tx store.Tx) error {
		s, err := a.Cloud.CAM.Store.SessionByID(ctx, tx, q.Path("secret_id"))
		if err != nil {
			return err
		}
		if s == nil {
			return notFound("there is no temporary key %s", q.Path("secret_id"))
		}
		return a.Cloud.CAM.RevokeTemporary(ctx, tx, s.Caller.Account, s.SecretID)
	})
}
