package sts

import (
	"context"
	"strconv"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// GetCallerIdentity tells who is calling.
var GetCallerIdentity = action.Define(action.Spec{
	Name: "GetCallerIdentity", Doc: "Tells who is calling.", Domain3: "sts", Version: version, Regionless: true, Rate: 20,
}, (*Service).getCallerIdentity)

// GetCallerIdentityRequest is the input of GetCallerIdentity.
type GetCallerIdentityRequest struct{}

// GetCallerIdentityResponse is the answer of GetCallerIdentity.
type GetCallerIdentityResponse struct{ Arn, AccountId, UserId, PrincipalId, Type string }

// The printed forms have the account bare in the region's segment (facts/cam-sts.md §4). The main account is shown as a
// user: what the real service says of it is not known.
func (s *Service) getCallerIdentity(_ context.Context, _ store.Tx, c *call.Call, _ *GetCallerIdentityRequest) (*GetCallerIdentityResponse, error) {
	who := c.Caller
	out := &GetCallerIdentityResponse{AccountId: who.Account, PrincipalId: who.Uin, Type: "CAMUser"}
	switch who.Kind {
	case call.Role:
		out.Type = "CAMRole"
		out.Arn = "qcs::sts:" + who.Account + ":assumed-role/" + who.RoleID
		out.UserId = who.RoleID + ":" + who.Session
	case call.Federated:
		out.Arn = "qcs::sts:" + who.Account + ":federated-user/" + who.Uin
		out.UserId = who.Uin + ":" + who.Session
	default:
		out.Arn = "qcs::cam:" + who.Account + ":uin/" + who.Uin
		out.UserId = who.Uin
	}
	return out, nil
}

// QueryApiKey lists an identity's permanent keys.
var QueryApiKey = action.Define(action.Spec{
	Name: "QueryApiKey", Doc: "Lists the permanent keys of the caller or of a sub-account.", Domain3: "sts", Version: version, Regionless: true, Rate: 20,
	Refuses: []*catalogue.Condition{catalogue.NotFound},
}, (*Service).queryAPIKey)

// QueryApiKeyRequest is the input of QueryApiKey.
type QueryApiKeyRequest struct {
	TargetUin *int64 `doc:"Whose keys; the caller's own where it is left out."`
}

// Touches implements action.Toucher.
func (r *QueryApiKeyRequest) Touches(c *call.Call) []call.Resource {
	return []call.Resource{{Service: "cam", Type: "uin", ID: r.uin(c), Regionless: true}}
}

func (r *QueryApiKeyRequest) uin(c *call.Call) string {
	if r.TargetUin == nil {
		return c.Caller.Uin
	}
	return strconv.FormatInt(*r.TargetUin, 10)
}

// QueryApiKeyResponse is the answer of QueryApiKey.
type QueryApiKeyResponse struct{ IdKeys []ApiKey }

// An ApiKey is a key without its secret: Status is 2 for one that is enabled, 3 for one that is not.
type ApiKey struct {
	SecretId   string
	CreateTime int64
	Status     int64
}

func (s *Service) queryAPIKey(ctx context.Context, tx store.Tx, c *call.Call, in *QueryApiKeyRequest) (*QueryApiKeyResponse, error) {
	out := &QueryApiKeyResponse{}
	err := s.Keys.EachKey(ctx, tx, c.Caller.Account, in.uin(c), func(secretID string, enabled bool, created time.Time) {
		status := int64(2)
		if !enabled {
			status = 3
		}
		out.IdKeys = append(out.IdKeys, ApiKey{secretID, created.Unix(), status})
	})
	return out, err
}
