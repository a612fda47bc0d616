package image

import (
	"context"
	"slices"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeImageFromFamily tells the latest image of a family.
var DescribeImageFromFamily = action.Define(action.Spec{
	Name: "DescribeImageFromFamily", Doc: "Tells the latest image of a family that can be used and is not deprecated; null where there is none.",
	Domain3: "cvm", Version: "2017-03-12", Service: "cvm", Lists: "image",
}, (*Service).describeImageFromFamily)

// DescribeImageFromFamilyRequest is the input of DescribeImageFromFamily.
type DescribeImageFromFamilyRequest struct {
	ImageFamily string `api:"required,max=64" doc:"The family."`
}

// DescribeImageFromFamilyResponse is the answer of DescribeImageFromFamily.
type DescribeImageFromFamilyResponse struct{ Image *FamilyImage }

// A FamilyImage is an image as API 3.0 shows it.
type FamilyImage struct {
	ImageId, OsName, ImageType, CreatedTime string
	ImageName, ImageDescription             string
	ImageSize                               int64
	Architecture, ImageState, Platform      string
	ImageCreator, ImageSource               string
	SyncPercent                             *int64
	IsSupportCloudinit                      bool
	SnapshotSet                             []ImageSnapshot
	Tags                                    []Tag
	LicenseType, ImageFamily                string
	ImageDeprecated                         bool
	CdcCacheStatus                          string
}

func (s *Service) describeImageFromFamily(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeImageFromFamilyRequest) (*DescribeImageFromFamilyResponse, error) {
	all, err := s.listed(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(i Image) bool { return i.Family != in.ImageFamily || i.State != Normal || i.Deprecated })
	if len(all) == 0 {
		return &DescribeImageFromFamilyResponse{}, nil
	}
	latest := slices.MaxFunc(all, func(a, b Image) int { return a.CreatedAt.Compare(b.CreatedAt) })
	behind, err := s.Snapshots.Behind(ctx, tx, c.Caller.Account, c.Region)
	if err != nil {
		return nil, err
	}
	out := item(&latest, c.Caller.Account).FamilyImage
	for _, n := range behind[out.ImageId] {
		out.SnapshotSet = append(out.SnapshotSet, ImageSnapshot{n.ID, n.Usage, n.GB})
	}
	return &DescribeImageFromFamilyResponse{&out}, nil
}
