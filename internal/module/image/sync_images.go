package image

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/region"
	"github.com/paifang/paifang/internal/store"
)

var refusesSync = []*catalogue.Condition{errNoImage, errMalformed, errPublic, errShared, errState, errNoRegion, errSameRegion, errDuplicate, errQuota, errTooLong}

// SyncImages copies private images to other regions.
var SyncImages = action.Define(action.Spec{
	Name: "SyncImages", Doc: "Copies private images to other regions.",
	Domain: "image", Domain3: "cvm", Version: "2017-03-12", Service: "cvm", Changes: true, Refuses: append(refusesSync, catalogue.DryRun),
}, (*Service).syncImages)

// SyncImagesRequest is the input of SyncImages.
type SyncImagesRequest struct {
	ImageIds           []string `api:"required,max=10" touches:"image" doc:"The images to copy."`
	DestinationRegions []string `api:"required,max=10" doc:"The regions to copy them to."`
	ImageName          *string  `doc:"What the copies are called; like the image when left out."`
	ImageSetRequired   bool     `doc:"Whether to answer with the copies."`
	DryRun             bool     `doc:"Whether to check only."`
}

// Check refuses a name that can't be.
func (r *SyncImagesRequest) Check() error {
	if r.ImageName == nil {
		return nil
	}
	return checkName("ImageName", *r.ImageName)
}

// SyncImagesResponse is the answer of SyncImages.
type SyncImagesResponse struct {
	ImageSet []SyncImage
}

// A SyncImage is a copy.
type SyncImage struct {
	ImageId, Region string
}

func (s *Service) syncImages(ctx context.Context, tx store.Tx, c *call.Call, in *SyncImagesRequest) (*SyncImagesResponse, error) {
	copies, err := s.copy(ctx, tx, c, "ImageIds", in.ImageIds, "DestinationRegions", in.DestinationRegions, in.ImageName)
	if err != nil {
		return nil, err
	}
	if in.DryRun {
		return nil, catalogue.DryRun.Errorf("The images could be copied.")
	}
	if !in.ImageSetRequired {
		return &SyncImagesResponse{}, nil
	}
	return &SyncImagesResponse{copies}, nil
}

// copy copies each image to each region: all of them, or none.
func (s *Service) copy(ctx context.Context, tx store.Tx, c *call.Call, parameter string, ids []string, regionParameter string, regions []string, name *string) ([]SyncImage, error) {
	var made []SyncImage
	for _, id := range ids {
		i, err := s.own(ctx, tx, c, parameter, id)
		if err != nil {
			return nil, err
		}
		if err := i.normal(); err != nil {
			return nil, err
		}
		for _, to := range regions {
			r, ok := region.Find(to)
			switch {
			case !ok:
				return nil, errNoRegion.Errorf("The %s holds %q; a region such as ap-guangzhou is expected.", regionParameter, to)
			case r.Name == i.Region:
				return nil, errSameRegion.Errorf("The %s holds %s, where image %s is; other regions are expected.", regionParameter, r.Name, i.ID)
			}
			cp := *i
			cp.Region, cp.State, cp.CreatedAt, cp.Creator, cp.Instance = r.Name, Syncing, c.Now, c.Caller.Uin, ""
			put(&cp.Name, name)
			if err := s.add(ctx, tx, c, &cp, "ImageName"); err != nil {
				return nil, err
			}
			made = append(made, SyncImage{cp.ID, r.Name})
		}
	}
	return made, nil
}

// SyncCvmImage is SyncImages of API 2.0.
var SyncCvmImage = action.Define(action.Spec{
	Name: "SyncCvmImage", Doc: "Copies private images to other regions.",
	Domain: "image", Service: "cvm", CAMAction: "SyncImages", Changes: true, Refuses: refusesSync,
}, (*Service).syncCvmImage)

// SyncCvmImageRequest is the input of SyncCvmImage. The documents' table says dstRegion and their sample desRegion
// (facts/api2-modules.md §4): either is taken.
type SyncCvmImageRequest struct {
	SrcRegion string   `json:"srcRegion" api:"required" doc:"The region that the images are in: that of the call."`
	ImgIDList []string `json:"imgIdList" api:"required,max=10" touches:"image" doc:"The images to copy."`
	DstRegion []string `json:"dstRegion" api:"max=10" doc:"The regions to copy them to."`
	DesRegion []string `json:"desRegion" api:"max=10" doc:"The same under the name of the documents' sample."`
}

// Check refuses a request without regions to copy to.
func (r *SyncCvmImageRequest) Check() error {
	if len(r.DstRegion)+len(r.DesRegion) == 0 {
		return catalogue.MissingParameter.Errorf("The request is missing a required parameter `dstRegion.0`.")
	}
	return nil
}

// SyncCvmImageResponse is the answer of SyncCvmImage.
type SyncCvmImageResponse struct{}

func (s *Service) syncCvmImage(ctx context.Context, tx store.Tx, c *call.Call, in *SyncCvmImageRequest) (*SyncCvmImageResponse, error) {
	// CAM has decided about images of the call's region, so no others are touched.
	if region.Canonical(in.SrcRegion) != c.Region {
		return nil, errNoRegion.Errorf("The srcRegion is %q and the call's Region %s; the same region is expected in both.", in.SrcRegion, c.Region)
	}
	_, err := s.copy(ctx, tx, c, "imgIdList", in.ImgIDList, "dstRegion", append(in.DstRegion, in.DesRegion...), nil)
	if err != nil {
		return nil, err
	}
	return &SyncCvmImageResponse{}, nil
}
