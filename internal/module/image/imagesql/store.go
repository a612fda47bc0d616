// Package imagesql keeps images in SQL.
package imagesql

import (
	"context"
	"embed"
	"strconv"
	"strings"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/module/image"
	"github.com/paifang/paifang/internal/store"
)

//go:embed migrations
var files embed.FS

// Schema is image's tables.
var Schema = db.Schema{Name: "image", Files: files}

// Store is image's store; the sentences on image.Store hold for it.
type Store struct{}

var _ image.Store = Store{}

const columns = `i.id, i.number, i.account, i.creator, i.region, i.name, i.description, i.family, i.os_name, i.platform, i.architecture,
	i.size_gb, i.state, i.instance, i.deprecated, i.created_at`

// AddImage keeps a new image.
func (Store) AddImage(ctx context.Context, tx store.Tx, i image.Image) (bool, error) {
	n, err := db.SQL(tx).Exec(ctx, `insert into images (`+strings.ReplaceAll(columns, "i.", "")+`)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
		i.ID, i.Number, i.Account, i.Creator, i.Region, i.Name, i.Description, i.Family, i.OSName, i.Platform, i.Architecture,
		i.SizeGB, string(i.State), i.Instance, i.Deprecated, i.CreatedAt)
	return n == 1, err
}

// SetImage changes an image.
func (Store) SetImage(ctx context.Context, tx store.Tx, i image.Image) error {
	_, err := db.SQL(tx).Exec(ctx, `update images set creator = ?, name = ?, description = ?, family = ?, os_name = ?, platform = ?,
		architecture = ?, size_gb = ?, state = ?, instance = ?, deprecated = ? where id = ?`,
		i.Creator, i.Name, i.Description, i.Family, i.OSName, i.Platform, i.Architecture, i.SizeGB, string(i.State), i.Instance,
		i.Deprecated, i.ID)
	return err
}

// Image is one image.
func (Store) Image(ctx context.Context, tx store.Tx, id string) (*image.Image, error) {
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		number = -1
	}
	rows, err := db.SQL(tx).Query(ctx, `select `+columns+` from images i where i.id = ? or i.number = ?`, id, number)
	found, err := db.Collect(rows, err, scanImage)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// Images lists an account's images.
func (Store) Images(ctx context.Context, tx store.Tx, account, region string) ([]image.Image, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+columns+` from images i where i.account = ? and i.region = ?
		order by i.created_at desc, i.id`, account, region)
	return db.Collect(rows, err, scanImage)
}

// SharedWith lists images that others share.
func (Store) SharedWith(ctx context.Context, tx store.Tx, uin, region string) ([]image.Image, error) {
	rows, err := db.SQL(tx).Query(ctx, `select `+columns+` from images i join image_shares s on s.image = i.id
		where s.uin = ? and i.region = ? order by i.created_at desc, i.id`, uin, region)
	return db.Collect(rows, err, scanImage)
}

func scanImage(scan func(...any) error) (i image.Image, err error) {
	return i, scan(&i.ID, &i.Number, &i.Account, &i.Creator, &i.Region, &i.Name, &i.Description, &i.Family, &i.OSName, &i.Platform,
		&i.Architecture, &i.SizeGB, &i.State, &i.Instance, &i.Deprecated, db.ScanTime(&i.CreatedAt))
}

// RemoveImage drops an image.
func (Store) RemoveImage(ctx context.Context, tx store.Tx, id string) error {
	if _, err := db.SQL(tx).Exec(ctx, `delete from image_shares where image = ?`, id); err != nil {
		return err
	}
	_, err := db.SQL(tx).Exec(ctx, `delete from images where id = ?`, id)
	return err
}

// AddShare keeps a share.
func (Store) AddShare(ctx context.Context, tx store.Tx, sh image.Share) (bool, error) {
	n, err := db.SQL(tx).Exec(ctx, `insert into image_shares (image, uin, at) values (?, ?, ?) on conflict (image, uin) do nothing`,
		sh.Image, sh.Uin, sh.At)
	return n == 1, err
}

// RemoveShare drops a share.
func (Store) RemoveShare(ctx context.Context, tx store.Tx, id, uin string) (bool, error) {
	n, err := db.SQL(tx).Exec(ctx, `delete from image_shares where image = ? and uin = ?`, id, uin)
	return n == 1, err
}

// Shares lists an image's shares.
func (Store) Shares(ctx context.Context, tx store.Tx, id string) ([]image.Share, error) {
	rows, err := db.SQL(tx).Query(ctx, `select image, uin, at from image_shares where image = ? order by at, uin`, id)
	return db.Collect(rows, err, func(scan func(...any) error) (sh image.Share, err error) {
		return sh, scan(&sh.Image, &sh.Uin, db.ScanTime(&sh.At))
	})
}
