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
	var text string
	found, err := db.SQL(tx).QueryRow(ctx, `select value from settings where name = ?`, current).Find(&text)
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
	_, err = db.SQL(tx).Exec(ctx, `insert into settings (name, value) values (?, ?) on conflict (name) do update set value = excluded.value`, current, string(text))
	return err
}
