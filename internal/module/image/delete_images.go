package image

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

var refusesDelete = []*catalogue.Condition{errNoImage, errMalformed, errPublic, errShared, errState, errInUse}

// DeleteImages takes private images away: all that it names, or none.
var DeleteImages = action.Define(action.Spec{
	Name: "DeleteImages", Doc: "Takes private images away: all that it names, or none.",
	Domain: "image", Domain3: "cvm", Version: "2017-03-12", Service: "cvm", Changes: true, Refuses: append(refusesDelete, catalogue.DryRun),
}, (*Service).deleteImages)

// DeleteImagesRequest is the input of DeleteImages.
type DeleteImagesRequest struct {
	ImageIds         []string `api:"required,max=100" touches:"image" doc:"The images to take away."`
	DeleteBindedSnap bool     `doc:"Whether the snapshots behind them go too."`
	DryRun           bool     `doc:"Whether to check only."`
}

// DeleteImagesResponse is the answer of DeleteImages.
type DeleteImagesResponse struct{}

func (s *Service) deleteImages(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteImagesRequest) (*DeleteImagesResponse, error) {
	for _, id := range in.ImageIds {
		if err := s.remove(ctx, tx, c, "ImageIds", id, in.DeleteBindedSnap); err != nil {
			return nil, err
		}
	}
	if in.DryRun {
		return nil, catalogue.DryRun.Errorf("The images could be taken away.")
	}
	return &DeleteImagesResponse{}, nil
}

func (s *Service) remove(ctx context.Context, tx store.Tx, c *call.Call, parameter, id string, snapshots bool) error {
	i, err := s.own(ctx, tx, c, parameter, id)
	if err != nil {
		return err
	}
	shares, err := s.Store.Shares(ctx, tx, i.ID)
	if err != nil {
		return err
	}
	if err := i.deletable(len(shares)); err != nil {
		return err
	}
	if err := s.Tags.Drop(ctx, tx, i.Account, i.tagged()); err != nil {
		return err
	}
	if err := s.Snapshots.ImageGone(ctx, tx, i.Account, i.Region, i.ID, snapshots); err != nil {
		return err
	}
	return s.Store.RemoveImage(ctx, tx, i.ID)
}

// Drop takes an image away that goes with its snapshot; it refuses like DeleteImages.
func (s *Service) Drop(ctx context.Context, tx store.Tx, c *call.Call, id string) error {
	return s.remove(ctx, tx, c, "DeleteBindImages", id, false)
}

// LegacyDeleteImages is DeleteImages of API 2.0: each image by itself.
var LegacyDeleteImages = action.Define(action.Spec{
	Name: "DeleteImages", Doc: "Takes private images away, each by itself.",
	Domain: "image", Service: "cvm", Changes: true, Refuses: append(refusesDelete, catalogue.OperationFailed, catalogue.PartlyDone),
}, (*Service).legacyDeleteImages)

// LegacyDeleteImagesRequest is the input of LegacyDeleteImages.
type LegacyDeleteImagesRequest struct {
	ImageIDs []string `json:"imageIds" api:"required,max=100" touches:"image" doc:"The images to take away."`
}

func (s *Service) legacyDeleteImages(ctx context.Context, tx store.Tx, c *call.Call, in *LegacyDeleteImagesRequest) (*action.BatchAnswer, error) {
	b, err := action.Each(ctx, tx, in.ImageIDs, func(id string) error { return s.remove(ctx, tx, c, "imageIds", id, false) })
	if err != nil {
		return nil, err
	}
	return b.Answer(), nil
}
