package image

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

var refusesCreate = []*catalogue.Condition{errNoInstance, errInstanceState, errBusy, errDuplicate, errQuota, errTooLong}

// CreateImage makes a private image of an instance.
var CreateImage = action.Define(action.Spec{
	Name: "CreateImage", Doc: "Makes a private image of an instance, or of snapshots.",
	Domain: "image", Domain3: "cvm", Version: "2017-03-12", Service: "cvm",
	Changes: true, Creates: []string{"image"}, Refuses: append(append(refusesCreate[:len(refusesCreate):len(refusesCreate)], refusesParts...), catalogue.DryRun),
}, (*Service).createImage)

// CreateImageRequest is the input of CreateImage. Its bounds are those of API 3.0, which are wider than 2.0's.
type CreateImageRequest struct {
	ImageName        string             `api:"required" doc:"The image's name, of at most 60 characters, which no other of the account's images in the region has."`
	InstanceId       string             `touches:"instance" doc:"The instance of whose system disk the image is made; not together with SnapshotIds."`
	DataDiskIds      []string           `api:"max=20" touches:"volume" doc:"Its data disks that are in the image, too."`
	SnapshotIds      []string           `api:"max=21" touches:"snapshot" doc:"The snapshots that the image is made of: one of a system disk, and some of data disks."`
	ImageDescription string             `doc:"What the image is for, in at most 256 characters."`
	ForcePoweroff    *bool              `doc:"Whether a running instance may be switched off for it. Here it needs not be."`
	Sysprep          *bool              `doc:"Whether Sysprep is run on Windows. Images here have nothing to prepare."`
	DryRun           bool               `doc:"Whether to check only."`
	TagSpecification []TagSpecification `api:"max=10" doc:"Tags for the image."`
	ImageFamily      string             `doc:"The family that the image belongs to."`
}

// A TagSpecification is tags for the resources of a kind.
type TagSpecification struct {
	ResourceType string    `api:"required,oneof=image" doc:"The kind of resource."`
	Tags         []TagPair `api:"required,max=50" doc:"The tags."`
}

// A TagPair is a tag.
type TagPair struct {
	Key   string `api:"required,max=127" doc:"Its key."`
	Value string `api:"max=255" doc:"Its value."`
}

// Check refuses texts that are too long.
func (r *CreateImageRequest) Check() error {
	if err := checkName("ImageName", r.ImageName); err != nil {
		return err
	}
	if err := checkParts(r.InstanceId, r.DataDiskIds, r.SnapshotIds); err != nil {
		return err
	}
	return atMost("ImageDescription", r.ImageDescription, 256)
}

// CreateImageResponse is the answer of CreateImage.
type CreateImageResponse struct {
	ImageId string
}

func (s *Service) createImage(ctx context.Context, tx store.Tx, c *call.Call, in *CreateImageRequest) (*CreateImageResponse, error) {
	var tags []Tag
	for _, t := range in.TagSpecification {
		for _, pair := range t.Tags {
			tags = append(tags, Tag(pair))
		}
	}
	w := wanted{
		instance: in.InstanceId, instanceParameter: "InstanceId", name: in.ImageName, nameParameter: "ImageName",
		description: in.ImageDescription, family: in.ImageFamily, tags: tags, dryRun: in.DryRun, dataDisks: in.DataDiskIds,
	}
	var i *Image
	var err error
	if len(in.SnapshotIds) > 0 {
		i, err = s.createOf(ctx, tx, c, in.SnapshotIds, w)
	} else {
		i, err = s.create(ctx, tx, c, w)
	}
	if err != nil {
		return nil, err
	}
	if in.DryRun {
		return nil, catalogue.DryRun.Errorf("The image could be made.")
	}
	return &CreateImageResponse{ImageId: i.ID}, nil
}

// LegacyCreateImage is CreateImage of API 2.0.
var LegacyCreateImage = action.Define(action.Spec{
	Name: "CreateImage", Doc: "Makes a private image of an instance.",
	Domain: "image", Service: "cvm", Changes: true, Creates: []string{"image"}, Refuses: refusesCreate,
}, (*Service).legacyCreateImage)

// LegacyCreateImageRequest is the input of LegacyCreateImage.
type LegacyCreateImageRequest struct {
	InstanceID       string `json:"instanceId" api:"required" touches:"instance" doc:"The instance of whose system disk the image is made."`
	ImageName        string `json:"imageName" api:"required" doc:"The image's name: 1 to 16 letters, digits or hyphens."`
	ImageDescription string `json:"imageDescription" doc:"What the image is for, in at most 64 characters."`
}

// Check refuses a name that can't be.
func (r *LegacyCreateImageRequest) Check() error {
	if err := checkLegacyName(r.ImageName); err != nil {
		return err
	}
	return atMost("imageDescription", r.ImageDescription, 64)
}

// LegacyCreateImageResponse is the answer of LegacyCreateImage: a task's number, which nothing can be asked about
// (facts/api2-protocol.md §5).
type LegacyCreateImageResponse struct {
	RequestID int64 `json:"requestId"`
}

func (s *Service) legacyCreateImage(ctx context.Context, tx store.Tx, c *call.Call, in *LegacyCreateImageRequest) (*LegacyCreateImageResponse, error) {
	i, err := s.create(ctx, tx, c, wanted{
		instance: in.InstanceID, instanceParameter: "instanceId", name: in.ImageName, nameParameter: "imageName", description: in.ImageDescription,
	})
	if err != nil {
		return nil, err
	}
	return &LegacyCreateImageResponse{RequestID: i.Number}, nil
}
