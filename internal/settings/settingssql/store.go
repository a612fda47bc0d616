// Package settingssql keeps the cloud's settings in SQL, as one JSON text.
package settingssql

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"

	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/settings"
	"github.com/paifang/paifang/internal/store"
)

//go:embed migrations
var files embed.FS

// Schema is the settings' table.
var Schema = db.Schema{Name: "settings", Files: files}

// Store is the settings' store; the sentences on settings.Store hold for it.
type Store struct{}

var _ settings.Store = Store{}

const current = "current"

// Settings are those last put.
func (Store) Settings(ctx context.Context, tx store.Tx) (*settings.Settings, error) {
	text, found, err := Store{}.Value(ctx, tx, current)
	if err != nil || !found {
		return nil, err
	}
	s := &settings.Settings{}
	if err := json.Unmarshal([]byte(text), s); err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	return s, nil
}

// PutSettings keeps s in place of what was there.
func (Store) PutSettings(ctx context.Context, tx store.Tx, s *settings.Settings) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return Store{}.PutValue(ctx, tx, current, string(text))
}

// Value is what was put under a name.
func (Store) Value(ctx context.Context, tx store.Tx, name string) (value string, found bool, err error) {
	found, err = db.SQL(tx).QueryRow(ctx, `select value from settings where name = ?`, name).Find(&value)
	return value, found, err
}

// PutValue keeps a value under a name, in place of what was there.
func (Store) PutValue(ctx context.Context, tx store.Tx, name, value string) error {
	_, err := db.SQL(tx).Exec(ctx, `insert into settings (name, value) values (?, ?) on conflict (name) do update set value = excluded.value`, name, value)
	return err
}
