package image

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

var refusesModify = []*catalogue.Condition{errNoImage, errMalformed, errPublic, errShared, errState, errDuplicate, errTooLong}

// ModifyImageAttribute changes what is said about a private image.
var ModifyImageAttribute = action.Define(action.Spec{
	Name: "ModifyImageAttribute", Doc: "Changes the name, the description or the family of a private image.",
	Domain: "image", Domain3: "cvm", Version: "2017-03-12", Service: "cvm", Changes: true, Refuses: refusesModify,
}, (*Service).modifyImageAttribute)

// ModifyImageAttributeRequest is the input of ModifyImageAttribute.
type ModifyImageAttributeRequest struct {
	ImageId          string  `api:"required" touches:"image" doc:"The image."`
	ImageName        *string `doc:"Its new name, of at most 60 characters."`
	ImageDescription *string `doc:"Its new description, of at most 256 characters."`
	ImageFamily      *string `api:"max=64" doc:"Its new family."`
	ImageDeprecated  *bool   `doc:"Whether it is out of date."`
}

// Check refuses texts that are too long.
func (r *ModifyImageAttributeRequest) Check() error {
	if r.ImageName != nil {
		if err := checkName("ImageName", *r.ImageName); err != nil {
			return err
		}
	}
	if r.ImageDescription != nil {
		return atMost("ImageDescription", *r.ImageDescription, 256)
	}
	return nil
}

// ModifyImageAttributeResponse is the answer of ModifyImageAttribute.
type ModifyImageAttributeResponse struct{}

func (s *Service) modifyImageAttribute(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyImageAttributeRequest) (*ModifyImageAttributeResponse, error) {
	err := s.change(ctx, tx, c, "ImageId", in.ImageId, "ImageName", func(i *Image) {
		put(&i.Name, in.ImageName)
		put(&i.Description, in.ImageDescription)
		put(&i.Family, in.ImageFamily)
		put(&i.Deprecated, in.ImageDeprecated)
	})
	if err != nil {
		return nil, err
	}
	return &ModifyImageAttributeResponse{}, nil
}

// put sets what was given.
func put[T any](to *T, given *T) {
	if given != nil {
		*to = *given
	}
}

// change does something to a finished private image.
func (s *Service) change(ctx context.Context, tx store.Tx, c *call.Call, parameter, id, nameParameter string, do func(i *Image)) error {
	i, err := s.own(ctx, tx, c, parameter, id)
	if err != nil {
		return err
	}
	if err := i.normal(); err != nil {
		return err
	}
	do(i)
	all, err := s.Store.Images(ctx, tx, i.Account, i.Region)
	if err != nil {
		return err
	}
	if err := nameIsFree(all, i, nameParameter); err != nil {
		return err
	}
	return s.Store.SetImage(ctx, tx, *i)
}

// ModifyImageAttributes is ModifyImageAttribute of API 2.0.
var ModifyImageAttributes = action.Define(action.Spec{
	Name: "ModifyImageAttributes", Doc: "Changes the name or the description of a private image.",
	Domain: "image", Service: "cvm", CAMAction: "ModifyImageAttribute", Changes: true, Refuses: refusesModify,
}, (*Service).modifyImageAttributes)

// ModifyImageAttributesRequest is the input of ModifyImageAttributes.
type ModifyImageAttributesRequest struct {
	ImageID          string  `json:"imageId" api:"required" touches:"image" doc:"The image."`
	ImageName        *string `json:"imageName" doc:"Its new name: 1 to 16 letters, digits or hyphens."`
	ImageDescription *string `json:"imageDescription" doc:"Its new description, of at most 64 characters."`
}

// Check refuses a name that can't be, and a call that changes nothing.
func (r *ModifyImageAttributesRequest) Check() error {
	if r.ImageName == nil && r.ImageDescription == nil {
		return catalogue.MissingParameter.Errorf("Neither `imageName` nor `imageDescription` is given; at least one is expected.")
	}
	if r.ImageName != nil {
		if err := checkLegacyName(*r.ImageName); err != nil {
			return err
		}
	}
	if r.ImageDescription != nil {
		return atMost("imageDescription", *r.ImageDescription, 64)
	}
	return nil
}

// ModifyImageAttributesResponse is the answer of ModifyImageAttributes.
type ModifyImageAttributesResponse struct{}

func (s *Service) modifyImageAttributes(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyImageAttributesRequest) (*ModifyImageAttributesResponse, error) {
	err := s.change(ctx, tx, c, "imageId", in.ImageID, "imageName", func(i *Image) {
		put(&i.Name, in.ImageName)
		put(&i.Description, in.ImageDescription)
	})
	if err != nil {
		return nil, err
	}
	return &ModifyImageAttributesResponse{}, nil
}
