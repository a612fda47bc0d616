package cam

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// version is that of the actions that only API 3.0 has.
const version = "2019-01-16"

// keyTime is how these actions write times.
const keyTime = "2006-01-02 15:04:05"

// target is whose keys are meant: the caller's own where no other is named.
func target(c *call.Call, uin *int64) string {
	if uin == nil {
		return c.Caller.Uin
	}
	return number(*uin)
}

func touchesTarget(c *call.Call, uin *int64) []call.Resource {
	return []call.Resource{{Service: "cam", Type: "uin", ID: target(c, uin), Regionless: true}}
}

// CreateAccessKey makes a key.
var CreateAccessKey = action.Define(action.Spec{
	Name: "CreateAccessKey", Doc: "Makes a key of the caller or of a sub-account.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoUser, errKeyFull},
}, (*Service).createAccessKey)

// CreateAccessKeyRequest is the input of CreateAccessKey.
type CreateAccessKeyRequest struct {
	TargetUin   *int64 `doc:"Whose key; the caller's own where it is left out."`
	Description string `api:"max=300" doc:"What the key is for."`
}

// Touches implements action.Toucher.
func (r *CreateAccessKeyRequest) Touches(c *call.Call) []call.Resource {
	return touchesTarget(c, r.TargetUin)
}

// CreateAccessKeyResponse is the answer of CreateAccessKey.
type CreateAccessKeyResponse struct{ AccessKey AccessKeyDetail }

// AccessKeyDetail is a new key with its secret, which is shown this once.
type AccessKeyDetail struct {
	AccessKeyId, SecretAccessKey, Status, CreateTime, Description string
}

func (s *Service) createAccessKey(ctx context.Context, tx store.Tx, c *call.Call, in *CreateAccessKeyRequest) (*CreateAccessKeyResponse, error) {
	uin := target(c, in.TargetUin)
	if err := s.hasIdentity(ctx, tx, c.Caller.Account, uin); err != nil {
		return nil, err
	}
	k, secret, err := s.CreateKey(ctx, tx, c.Caller.Account, uin, in.Description, c.Now)
	if err != nil {
		return nil, err
	}
	return &CreateAccessKeyResponse{AccessKeyDetail{k.SecretID, secret, status(k), k.CreatedAt.In(china).Format(keyTime), k.Description}}, nil
}

func status(k Key) string {
	if k.Enabled {
		return "Active"
	}
	return "Inactive"
}

// ListAccessKeys lists keys.
var ListAccessKeys = action.Define(action.Spec{
	Name: "ListAccessKeys", Doc: "Lists the keys of the caller or of a sub-account.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoUser},
}, (*Service).listAccessKeys)

// ListAccessKeysRequest is the input of ListAccessKeys.
type ListAccessKeysRequest struct {
	TargetUin *int64 `doc:"Whose keys; the caller's own where it is left out."`
}

// Touches implements action.Toucher.
func (r *ListAccessKeysRequest) Touches(c *call.Call) []call.Resource {
	return touchesTarget(c, r.TargetUin)
}

// ListAccessKeysResponse is the answer of ListAccessKeys.
type ListAccessKeysResponse struct{ AccessKeys []AccessKey }

// An AccessKey is a key without its secret.
type AccessKey struct {
	AccessKeyId, Status, CreateTime, Description string
}

func (s *Service) listAccessKeys(ctx context.Context, tx store.Tx, c *call.Call, in *ListAccessKeysRequest) (*ListAccessKeysResponse, error) {
	uin := target(c, in.TargetUin)
	if err := s.hasIdentity(ctx, tx, c.Caller.Account, uin); err != nil {
		return nil, err
	}
	all, err := s.Store.KeysOf(ctx, tx, c.Caller.Account, uin)
	out := &ListAccessKeysResponse{}
	for _, k := range all {
		out.AccessKeys = append(out.AccessKeys, AccessKey{k.SecretID, status(k), k.CreatedAt.In(china).Format(keyTime), k.Description})
	}
	return out, err
}

// UpdateAccessKey enables or disables a key.
var UpdateAccessKey = action.Define(action.Spec{
	Name: "UpdateAccessKey", Doc: "Enables or disables a key.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoKey},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UpdateAccessKeyRequest) (*NoResponse, error) {
	if err := s.isKeyOf(ctx, tx, c, in.TargetUin, in.AccessKeyId); err != nil {
		return nil, err
	}
	return &NoResponse{}, s.SetKeyEnabled(ctx, tx, c.Caller.Account, in.AccessKeyId, in.Status == "Active")
})

// UpdateAccessKeyRequest is the input of UpdateAccessKey.
type UpdateAccessKeyRequest struct {
	AccessKeyId string `api:"required" doc:"The key's SecretId."`
	Status      string `api:"required,oneof=Active Inactive" doc:"Active or Inactive."`
	TargetUin   *int64 `doc:"Whose key; the caller's own where it is left out."`
}

// Touches implements action.Toucher.
func (r *UpdateAccessKeyRequest) Touches(c *call.Call) []call.Resource {
	return touchesTarget(c, r.TargetUin)
}

// DeleteAccessKey deletes a key. That it has to be disabled first is a rule of the console (facts/cam-sts.md §3).
var DeleteAccessKey = action.Define(action.Spec{
	Name: "DeleteAccessKey", Doc: "Deletes a key.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoKey},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *DeleteAccessKeyRequest) (*NoResponse, error) {
	if err := s.isKeyOf(ctx, tx, c, in.TargetUin, in.AccessKeyId); err != nil {
		return nil, err
	}
	return &NoResponse{}, s.RemoveKey(ctx, tx, c.Caller.Account, in.AccessKeyId)
})

// DeleteAccessKeyRequest is the input of DeleteAccessKey.
type DeleteAccessKeyRequest struct {
	AccessKeyId string `api:"required" doc:"The key's SecretId."`
	TargetUin   *int64 `doc:"Whose key; the caller's own where it is left out."`
}

// Touches implements action.Toucher.
func (r *DeleteAccessKeyRequest) Touches(c *call.Call) []call.Resource {
	return touchesTarget(c, r.TargetUin)
}

// isKeyOf refuses a key that is not the target's: the right that was asked for is on the target.
func (s *Service) isKeyOf(ctx context.Context, tx store.Tx, c *call.Call, targetUin *int64, secretID string) error {
	k, err := s.key(ctx, tx, c.Caller.Account, secretID)
	if err == nil && k.Uin != target(c, targetUin) {
		err = errNoKey.Errorf("The key %s does not exist.", secretID)
	}
	return err
}

// GetSecurityLastUsed tells when keys were last used.
var GetSecurityLastUsed = action.Define(action.Spec{
	Name: "GetSecurityLastUsed", Doc: "Tells when keys of the account were last used.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoKey},
}, (*Service).lastUsed)

// GetSecurityLastUsedRequest is the input of GetSecurityLastUsed.
type GetSecurityLastUsedRequest struct {
	SecretIdList []string `api:"required,max=10" doc:"The keys."`
}

// GetSecurityLastUsedResponse is the answer of GetSecurityLastUsed.
type GetSecurityLastUsedResponse struct{ SecretIdLastUsedRows []SecretIdLastUsed }

// SecretIdLastUsed is when a key was last used: the day, and the second since 1970; null for one that was not.
type SecretIdLastUsed struct {
	SecretId           string
	LastUsedDate       *string
	LastSecretUsedDate *int64
}

func (s *Service) lastUsed(ctx context.Context, tx store.Tx, c *call.Call, in *GetSecurityLastUsedRequest) (*GetSecurityLastUsedResponse, error) {
	out := &GetSecurityLastUsedResponse{}
	for _, id := range in.SecretIdList {
		if _, err := s.key(ctx, tx, c.Caller.Account, id); err != nil {
			return nil, err
		}
		row := SecretIdLastUsed{SecretId: id}
		if s.Uses != nil {
			if at := s.Uses.LastUsed(id); !at.IsZero() {
				day, second := at.In(china).Format("2006-01-02"), at.Unix()
				row.LastUsedDate, row.LastSecretUsedDate = &day, &second
			}
		}
		out.SecretIdLastUsedRows = append(out.SecretIdLastUsedRows, row)
	}
	return out, nil
}
