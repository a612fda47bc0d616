package image

import (
	"context"

	"github.com/paifang/paifang/internal/store"
)

// Store keeps private images and with whom they are shared.
type Store interface {
	// AddImage keeps a new image; it returns false, keeping what it has, where its id or its number is taken.
	AddImage(ctx context.Context, tx store.Tx, i Image) (bool, error)

	// SetImage sets everything of the image with i's id but its number, account, region and creation; there being
	// none is no error.
	SetImage(ctx context.Context, tx store.Tx, i Image) error

	// Image is the image with the id, or with the number that id is in decimal, whosever it is; nil where there is none.
	Image(ctx context.Context, tx store.Tx, id string) (*Image, error)

	// Images lists an account's images in a region, the latest first and then by id.
	Images(ctx context.Context, tx store.Tx, account, region string) ([]Image, error)

	// SharedWith lists the images in a region that are shared with an account, the latest first and then by id.
	SharedWith(ctx context.Context, tx store.Tx, uin, region string) ([]Image, error)

	// RemoveImage drops an image with its shares; it need not be there.
	RemoveImage(ctx context.Context, tx store.Tx, id string) error

	// AddShare keeps a share; it returns false where the image is shared with that account already.
	AddShare(ctx context.Context, tx store.Tx, sh Share) (bool, error)

	// RemoveShare drops a share; it returns false where there is none.
	RemoveShare(ctx context.Context, tx store.Tx, image, uin string) (bool, error)

	// Shares lists an image's shares by time, then by account.
	Shares(ctx context.Context, tx store.Tx, image string) ([]Share, error)
}
