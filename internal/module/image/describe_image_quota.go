package image

import (
	"context"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeImageQuota tells how many private images the account may have.
var DescribeImageQuota = action.Define(action.Spec{
	Name: "DescribeImageQuota", Doc: "Tells how many private images the account may have in a region.",
	Domain3: "cvm", Version: "2017-03-12", Service: "cvm",
}, (*Service).describeImageQuota)

// DescribeImageQuotaRequest is the input of DescribeImageQuota.
type DescribeImageQuotaRequest struct{}

// DescribeImageQuotaResponse is the answer of DescribeImageQuota.
type DescribeImageQuotaResponse struct {
	ImageNumQuota int64
}

func (s *Service) describeImageQuota(ctx context.Context, tx store.Tx, c *call.Call, _ *DescribeImageQuotaRequest) (*DescribeImageQuotaResponse, error) {
	n, err := s.Accounts.Quota(ctx, tx, c.Caller.Account, "image.images", imagesAtMost)
	if err != nil {
		return nil, err
	}
	return &DescribeImageQuotaResponse{n}, nil
}
