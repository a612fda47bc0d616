package image

import (
	"context"
	"strconv"
	"time"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ShareImage shares an image with other accounts.
var ShareImage = action.Define(action.Spec{
	Name: "ShareImage", Doc: "Shares a private image with other main accounts.",
	Domain: "image", Service: "cvm", CAMAction: "ModifyImageSharePermission", Changes: true, Refuses: refusesShare,
}, (*Service).shareImage)

// CancelShareImage shares an image no longer.
var CancelShareImage = action.Define(action.Spec{
	Name: "CancelShareImage", Doc: "No longer shares a private image with other main accounts.",
	Domain: "image", Service: "cvm", CAMAction: "ModifyImageSharePermission", Changes: true, Refuses: append(refusesOwn, errNotShared),
}, (*Service).cancelShareImage)

// ShareImageRequest is the input of ShareImage and CancelShareImage.
type ShareImageRequest struct {
	ImageID string   `json:"imageId" api:"required" touches:"image" doc:"The image."`
	UinList []string `json:"uinList" api:"required,max=50" doc:"The uins of the other main accounts."`
}

// ShareImageResponse is the answer of ShareImage and CancelShareImage.
type ShareImageResponse struct{}

func (s *Service) shareImage(ctx context.Context, tx store.Tx, c *call.Call, in *ShareImageRequest) (*ShareImageResponse, error) {
	if err := s.share(ctx, tx, c, "imageId", in.ImageID, "uinList", in.UinList); err != nil {
		return nil, err
	}
	return &ShareImageResponse{}, nil
}

func (s *Service) cancelShareImage(ctx context.Context, tx store.Tx, c *call.Call, in *ShareImageRequest) (*ShareImageResponse, error) {
	if err := s.unshare(ctx, tx, c, "imageId", in.ImageID, in.UinList); err != nil {
		return nil, err
	}
	return &ShareImageResponse{}, nil
}

// GetImageShareUinInfo tells with whom images are shared.
var GetImageShareUinInfo = action.Define(action.Spec{
	Name: "GetImageShareUinInfo", Doc: "Lists the accounts that private images are shared with.",
	Domain: "image", Service: "cvm", CAMAction: "DescribeImageSharePermission", Refuses: refusesOwn,
}, (*Service).imageShareUinInfo)

// GetImageShareUinInfoRequest is the input of GetImageShareUinInfo.
type GetImageShareUinInfoRequest struct {
	ImageIDs []string `json:"imageIds" api:"required,max=100" touches:"image" doc:"The images."`
}

// GetImageShareUinInfoResponse is the answer of GetImageShareUinInfo.
type GetImageShareUinInfoResponse struct {
	Data ImageShares `json:"data"`
}

// ImageShares are images with whom they are shared with.
type ImageShares struct {
	ImageNum       int64        `json:"imageNum"`
	MaxImgShareNum int64        `json:"maxImgShareNum"`
	ImageList      []ImageShare `json:"imageList"`
}

// An ImageShare is one image.
type ImageShare struct {
	ImageID      string     `json:"imageId"`
	ShareUinInfo []ShareUin `json:"shareUinInfo"`
}

// A ShareUin is one account; its uin is a number in the documents.
type ShareUin struct {
	Uin            int64  `json:"uin"`
	ShareTimeStamp string `json:"shareTimeStamp"`
}

func (s *Service) imageShareUinInfo(ctx context.Context, tx store.Tx, c *call.Call, in *GetImageShareUinInfoRequest) (*GetImageShareUinInfoResponse, error) {
	most, err := s.sharesAtMost(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	out := &GetImageShareUinInfoResponse{ImageShares{ImageNum: int64(len(in.ImageIDs)), MaxImgShareNum: most}}
	for _, id := range in.ImageIDs {
		i, err := s.own(ctx, tx, c, "imageIds", id)
		if err != nil {
			return nil, err
		}
		shares, err := s.Store.Shares(ctx, tx, i.ID)
		if err != nil {
			return nil, err
		}
		one := ImageShare{ImageID: i.ID}
		for _, sh := range shares {
			uin, err := strconv.ParseInt(sh.Uin, 10, 64)
			if err != nil {
				return nil, err
			}
			one.ShareUinInfo = append(one.ShareUinInfo, ShareUin{uin, sh.At.In(china).Format(time.DateTime)})
		}
		out.Data.ImageList = append(out.Data.ImageList, one)
	}
	return out, nil
}
