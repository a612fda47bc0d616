package image

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeImages lists the images that the account can see.
var DescribeImages = action.Define(action.Spec{
	Name: "DescribeImages", Doc: "Lists the images that the account can start instances from: public, private and shared ones.",
	Domain: "image", Domain3: "cvm", Version: "2017-03-12", Service: "cvm", Lists: "image",
	Refuses: []*catalogue.Condition{errMalformed, errTogether, errFilter},
}, (*Service).describeImages)

// DescribeImagesRequest is the input of DescribeImages.
type DescribeImagesRequest struct {
	ImageIds     []string `api:"max=100" touches:"image" doc:"The images to show; those that are not there are left out. Not together with Filters."`
	Filters      []Filter `api:"max=10" doc:"What to go by; not together with ImageIds."`
	Offset       int64    `api:"min=0" doc:"How many to leave out at the start."`
	Limit        int64    `api:"min=1,max=100,default=20" doc:"How many to show at most."`
	InstanceType string   `doc:"Show only images that this type starts from. Here every type starts from every image."`
}

// A Filter keeps the images of which something is one of the values.
type Filter struct {
	Name   string   `api:"required" doc:"image-id, image-type, image-name, platform, image-state, image-family, tag-key, tag-value or tag:KEY."`
	Values []string `api:"required,max=5" doc:"What it is to be: one of these."`
}

// Check refuses ids beside filters, ids that are none, and filters that are not known.
func (r *DescribeImagesRequest) Check() error {
	if len(r.ImageIds) > 0 && len(r.Filters) > 0 {
		return errTogether.Errorf("ImageIds and Filters are both given; one of them is expected.")
	}
	for _, id := range r.ImageIds {
		if err := checkID("ImageIds", id); err != nil {
			return err
		}
	}
	for _, f := range r.Filters {
		if _, ok := f.of(&Image{}, ""); !ok {
			return errFilter.Errorf("The filter %q is not known; image-id, image-type, image-name, platform, image-state, image-family, tag-key, tag-value or tag:KEY is expected.", f.Name)
		}
	}
	return nil
}

// of are the texts of an image that the filter goes by; false for a filter that is not known.
func (f Filter) of(i *Image, account string) ([]string, bool) {
	tagTexts := func(text func(t Tag) string) []string {
		var out []string
		for _, t := range i.Tags {
			out = append(out, text(t))
		}
		return out
	}
	switch f.Name {
	case "image-id":
		return []string{i.ID}, true
	case "image-type":
		return []string{string(i.Kind(account))}, true
	case "image-name":
		return []string{i.Name}, true
	case "platform":
		return []string{i.Platform}, true
	case "image-state":
		return []string{string(i.State)}, true
	case "image-family":
		return []string{i.Family}, true
	case "tag-key":
		return tagTexts(func(t Tag) string { return t.Key }), true
	case "tag-value":
		return tagTexts(func(t Tag) string { return t.Value }), true
	}
	if key, ok := strings.CutPrefix(f.Name, "tag:"); ok {
		var out []string
		for _, t := range i.Tags {
			if t.Key == key {
				out = append(out, t.Value)
			}
		}
		return out, true
	}
	return nil, false
}

func (f Filter) keeps(i *Image, account string) bool {
	texts, _ := f.of(i, account)
	return slices.ContainsFunc(texts, func(t string) bool { return slices.Contains(f.Values, t) })
}

// DescribeImagesResponse is the answer of DescribeImages.
type DescribeImagesResponse struct {
	ImageSet   []ImageItem
	TotalCount int64
}

// An ImageItem is an image as DescribeImages shows it: under the names of API 3.0, and under those that 2.0 had for the
// same (facts/api2-modules.md §4).
type ImageItem struct {
	FamilyImage
	ImageOsName, ImageCreateTime, ImageStatus, Creator string
}

// An ImageSnapshot is a snapshot behind an image.
type ImageSnapshot struct {
	SnapshotId, DiskUsage string
	DiskSize              int64
}

func item(i *Image, account string) ImageItem {
	source := "OFFICIAL"
	if i.Account != "" {
		source = "CREATE_IMAGE"
	}
	var percent *int64
	if i.State == Syncing {
		percent = new(int64)
	}
	made := i.CreatedAt.UTC().Format(time.RFC3339)
	return ImageItem{FamilyImage{
		ImageId: i.ID, OsName: i.OSName, ImageType: string(i.Kind(account)), CreatedTime: made, ImageName: i.Name,
		ImageDescription: i.Description, ImageSize: i.SizeGB, Architecture: i.Architecture, ImageState: string(i.State), Platform: i.Platform,
		ImageCreator: i.Creator, ImageSource: source, SyncPercent: percent, IsSupportCloudinit: true, Tags: i.Tags, LicenseType: "TencentCloud",
		ImageFamily: i.Family, ImageDeprecated: i.Deprecated,
	}, i.OSName, made, string(i.State), i.Creator}
}

func (s *Service) describeImages(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeImagesRequest) (*DescribeImagesResponse, error) {
	var all []Image
	if len(in.ImageIds) > 0 {
		for _, id := range in.ImageIds {
			i, err := s.visible(ctx, tx, c.Caller.Account, c.Region, id)
			if err != nil {
				return nil, err
			}
			if i != nil && !slices.ContainsFunc(all, func(other Image) bool { return other.ID == i.ID }) {
				all = append(all, *i)
			}
		}
		if err := s.tag(ctx, tx, c.Caller.Account, all); err != nil {
			return nil, err
		}
	} else {
		var err error
		if all, err = s.listed(ctx, tx, c); err != nil {
			return nil, err
		}
		for _, f := range in.Filters {
			all = slices.DeleteFunc(all, func(i Image) bool { return !f.keeps(&i, c.Caller.Account) })
		}
	}
	var behind map[string][]Snapshot
	if slices.ContainsFunc(all, func(i Image) bool { return i.Account == c.Caller.Account }) {
		var err error
		if behind, err = s.Snapshots.Behind(ctx, tx, c.Caller.Account, c.Region); err != nil {
			return nil, err
		}
	}
	out := &DescribeImagesResponse{TotalCount: int64(len(all))}
	for _, i := range page(all, in.Offset, in.Limit) {
		shown := item(&i, c.Caller.Account)
		for _, n := range behind[i.ID] {
			shown.SnapshotSet = append(shown.SnapshotSet, ImageSnapshot{n.ID, n.Usage, n.GB})
		}
		out.ImageSet = append(out.ImageSet, shown)
	}
	return out, nil
}

// LegacyDescribeImages is DescribeImages of API 2.0.
var LegacyDescribeImages = action.Define(action.Spec{
	Name: "DescribeImages", Doc: "Lists the images of a kind that the account can start instances from.",
	Domain: "image", Service: "cvm", Lists: "image",
}, (*Service).legacyDescribeImages)

// LegacyDescribeImagesRequest is the input of LegacyDescribeImages.
type LegacyDescribeImagesRequest struct {
	ImageType int64    `json:"imageType" api:"required,oneof=1 2 3 4" doc:"1 private, 2 public, 3 of the market (of which there are none here), 4 shared."`
	ImageIDs  []string `json:"imageIds" api:"max=10" touches:"image" doc:"The images to show."`
	Status    int64    `json:"status" api:"oneof=0 1 2 3 4 5,default=0" doc:"0 all, 1 being made, 2 normal, 3 in use, 4 being synced, 5 being copied."`
	Offset    int64    `json:"offset" api:"min=0,default=0" doc:"How many to leave out at the start."`
	Limit     int64    `json:"limit" api:"min=1,max=100,default=20" doc:"How many to show at most."`
}

// LegacyDescribeImagesResponse is the answer of LegacyDescribeImages.
type LegacyDescribeImagesResponse struct {
	TotalCount int64             `json:"totalCount"`
	ImageSet   []LegacyImageItem `json:"imageSet"`
}

// A LegacyImageItem is an image as API 2.0 shows it. The creator's name is misspelled in real samples: both are there.
type LegacyImageItem struct {
	UnImgID          string `json:"unImgId"`
	ImageName        string `json:"imageName"`
	ImageDescription string `json:"imageDescription"`
	ImageType        int64  `json:"imageType"`
	OSName           string `json:"osName"`
	CreateTime       string `json:"createTime"`
	Creator          string `json:"creator"`
	Createor         string `json:"createor"`
	Status           int64  `json:"status"`
}

// china is the zone in which API 2.0 writes times.
var china = time.FixedZone("CST", 8*60*60)

func (s *Service) legacyDescribeImages(ctx context.Context, tx store.Tx, c *call.Call, in *LegacyDescribeImagesRequest) (*LegacyDescribeImagesResponse, error) {
	all, err := s.listed(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(i Image) bool {
		return i.Kind(c.Caller.Account).Type() != in.ImageType ||
			(in.Status != 0 && i.State.Status() != in.Status) ||
			(len(in.ImageIDs) > 0 && !slices.Contains(in.ImageIDs, i.ID) && !slices.Contains(in.ImageIDs, fmt.Sprint(i.Number)))
	})
	out := &LegacyDescribeImagesResponse{TotalCount: int64(len(all))}
	for _, i := range page(all, in.Offset, in.Limit) {
		out.ImageSet = append(out.ImageSet, LegacyImageItem{
			UnImgID: i.ID, ImageName: i.Name, ImageDescription: i.Description, ImageType: i.Kind(c.Caller.Account).Type(), OSName: i.OSName,
			CreateTime: i.CreatedAt.In(china).Format(time.DateTime), Creator: i.Creator, Createor: i.Creator, Status: i.State.Status(),
		})
	}
	return out, nil
}
