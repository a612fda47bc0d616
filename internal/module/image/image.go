package image

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/tagging"
)

// A State is where an image is in its life (facts/quotas-billing-lifecycle.md §5).
type State string

// The states.
const (
	// Creating lasts from CreateImage on for the delay image.create.
	Creating State = "CREATING"
	// Syncing is that of a copy of an image of another region, for as long.
	Syncing State = "SYNCING"
	// Normal images can be started from.
	Normal State = "NORMAL"
)

// An Image is what an instance starts from.
type Image struct {
	ID string
	// Number is its older id, which legacy answers of instances show.
	Number int64
	// Account is its owner, empty for a public image; Creator the identity that made it.
	Account, Creator string
	// Region is empty for a public image, which is in all.
	Region                         string
	Name, Description, Family      string
	OSName, Platform, Architecture string
	SizeGB                         int64
	State                          State
	// Instance is the one that it was made of, empty for a copy.
	Instance   string
	Deprecated bool
	// Tags are filled in where they are asked for: they are kept elsewhere.
	Tags      []Tag
	CreatedAt time.Time
}

// A Tag is put on an image by its owner; the module tag keeps it.
type Tag = tagging.Tag

func (i *Image) tagged() tagging.Resource {
	return tagging.Resource{Service: "cvm", Prefix: "image", Region: i.Region, ID: i.ID}
}

// A Share lets another main account use an image.
type Share struct {
	Image, Uin string
	At         time.Time
}

// A Kind is what an image is to an account: API 3.0's name of it.
type Kind string

// The kinds.
const (
	Private Kind = "PRIVATE_IMAGE"
	Public  Kind = "PUBLIC_IMAGE"
	Shared  Kind = "SHARED_IMAGE"
)

// Kind is what the image is to an account that can see it.
func (i *Image) Kind(account string) Kind {
	switch i.Account {
	case "":
		return Public
	case account:
		return Private
	default:
		return Shared
	}
}

// Type is the kind's number in legacy requests and answers; 3, the market's, has no images here.
func (k Kind) Type() int64 { return map[Kind]int64{Private: 1, Public: 2, Shared: 4}[k] }

// Status is the state's number in legacy answers.
func (s State) Status() int64 { return map[State]int64{Creating: 1, Normal: 2, Syncing: 4}[s] }

// owned refuses what only the owner may do, to an account that can see the image.
func (i *Image) owned(account string) error {
	switch i.Kind(account) {
	case Public:
		return errPublic.Errorf("Image %s is a public image, which nobody can change; a private one is expected.", i.ID)
	case Shared:
		return errShared.Errorf("Image %s was shared with this account, which is not its owner; a private image is expected.", i.ID)
	default:
		return nil
	}
}

// normal refuses what can be done to a finished image only.
func (i *Image) normal() error {
	if i.State != Normal {
		return errState.Errorf("Image %s is %s; %s is expected.", i.ID, i.State, Normal)
	}
	return nil
}

// deletable refuses to delete an image that is not finished, or that others use.
func (i *Image) deletable(shares int) error {
	if err := i.normal(); err != nil {
		return err
	}
	if shares > 0 {
		return errInUse.Errorf("Image %s is shared with %d accounts; cancel that first.", i.ID, shares)
	}
	return nil
}

var (
	anID       = regexp.MustCompile(`^(img-[a-z0-9]{8}|[1-9][0-9]{0,17})$`)
	legacyName = regexp.MustCompile(`^[A-Za-z0-9-]{1,16}$`)
)

// checkID refuses what is no id of an image in either form.
func checkID(parameter, id string) error {
	if !anID.MatchString(id) {
		return errMalformed.Errorf("The %s %q is malformed; one such as img-8x0k2m4q is expected.", parameter, id)
	}
	return nil
}

// atMost refuses a text of more than n characters.
func atMost(parameter, text string, n int) error {
	if got := utf8.RuneCountInString(text); got > n {
		return errTooLong.Errorf("The %s has %d characters; at most %d are expected.", parameter, got, n)
	}
	return nil
}

// checkName refuses a name that can't be.
func checkName(parameter, name string) error {
	if strings.TrimSpace(name) == "" {
		return catalogue.InvalidValue.Errorf("The %s is blank; a name is expected.", parameter)
	}
	return atMost(parameter, name, 60)
}

// checkLegacyName is the older rule (facts/api2-modules.md §4).
func checkLegacyName(name string) error {
	if !legacyName.MatchString(name) {
		return catalogue.InvalidValue.Errorf("The imageName %q is not valid; 1 to 16 letters, digits or hyphens are expected.", name)
	}
	return nil
}
