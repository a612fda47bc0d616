package image

import (
	"context"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

var (
	refusesShare = []*catalogue.Condition{errNoImage, errMalformed, errPublic, errShared, errState, errNoAccount, errYourself, errAlreadyShared, errShareQuota}
	refusesOwn   = []*catalogue.Condition{errNoImage, errMalformed, errPublic, errShared}
)

// ModifyImageSharePermission shares an image with other accounts, or no longer.
var ModifyImageSharePermission = action.Define(action.Spec{
	Name: "ModifyImageSharePermission", Doc: "Shares a private image with other main accounts, or no longer.",
	Domain: "image", Domain3: "cvm", Version: "2017-03-12", Service: "cvm", Changes: true, Refuses: append(refusesShare, errNotShared),
}, (*Service).modifyImageSharePermission)

// ModifyImageSharePermissionRequest is the input of ModifyImageSharePermission.
type ModifyImageSharePermissionRequest struct {
	ImageId    string   `api:"required" touches:"image" doc:"The image."`
	AccountIds []string `api:"required,max=50" doc:"The uins of the other main accounts."`
	Permission string   `api:"required,oneof=SHARE CANCEL" doc:"Whether to share, or no longer."`
}

// ModifyImageSharePermissionResponse is the answer of ModifyImageSharePermission.
type ModifyImageSharePermissionResponse struct{}

func (s *Service) modifyImageSharePermission(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyImageSharePermissionRequest) (*ModifyImageSharePermissionResponse, error) {
	var err error
	if in.Permission == "SHARE" {
		err = s.share(ctx, tx, c, "ImageId", in.ImageId, "AccountIds", in.AccountIds)
	} else {
		err = s.unshare(ctx, tx, c, "ImageId", in.ImageId, in.AccountIds)
	}
	if err != nil {
		return nil, err
	}
	return &ModifyImageSharePermissionResponse{}, nil
}

// DescribeImageSharePermission tells with whom an image is shared.
var DescribeImageSharePermission = action.Define(action.Spec{
	Name: "DescribeImageSharePermission", Doc: "Lists the accounts that a private image is shared with.",
	Domain: "image", Domain3: "cvm", Version: "2017-03-12", Service: "cvm", Refuses: refusesOwn,
}, (*Service).describeImageSharePermission)

// DescribeImageSharePermissionRequest is the input of DescribeImageSharePermission.
type DescribeImageSharePermissionRequest struct {
	ImageId string `api:"required" touches:"image" doc:"The image."`
}

// DescribeImageSharePermissionResponse is the answer of DescribeImageSharePermission.
type DescribeImageSharePermissionResponse struct {
	SharePermissionSet []SharePermission
}

// A SharePermission is one account; Account is its name in 2.0's documents, AccountId in 3.0's.
type SharePermission struct {
	CreatedTime, AccountId, Account string
}

func (s *Service) describeImageSharePermission(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeImageSharePermissionRequest) (*DescribeImageSharePermissionResponse, error) {
	i, err := s.own(ctx, tx, c, "ImageId", in.ImageId)
	if err != nil {
		return nil, err
	}
	shares, err := s.Store.Shares(ctx, tx, i.ID)
	if err != nil {
		return nil, err
	}
	out := &DescribeImageSharePermissionResponse{}
	for _, sh := range shares {
		out.SharePermissionSet = append(out.SharePermissionSet, SharePermission{sh.At.UTC().Format(time.RFC3339), sh.Uin, sh.Uin})
	}
	return out, nil
}
