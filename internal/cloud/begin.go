package cloud

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/settings/settingssql"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/world"
)

// What a directory keeps about its beginning, by name.
const (
	keptWorld = "world" // the SHA-256 of the world that was applied, "shipped" for the shipped one
	keptReady = "ready" // SecretId and account of the ready-made key
)

// errOtherWorld is for a directory that began with another world.
var errOtherWorld = errors.New("the directory holds a cloud that began with another world; use an empty one, or the same world")

// begin applies the world to an empty directory; a full one goes on where it was.
func (c *Cloud) begin(ctx context.Context, w *world.World) error {
	sum, err := fingerprint(w)
	if err != nil {
		return err
	}
	return c.db.Update(ctx, func(tx store.Tx) error {
		kept := settingssql.Store{}
		before, found, err := kept.Value(ctx, tx, keptWorld)
		if err != nil {
			return err
		}
		if !found {
			if err := c.apply(ctx, tx, w); err != nil {
				return fmt.Errorf("apply the world: %w", err)
			}
			if err := c.Settings.ChangeIn(ctx, tx, noChange); err != nil {
				return err
			}
			if err := kept.PutValue(ctx, tx, keptWorld, sum); err != nil {
				return err
			}
			rules, err := json.Marshal(c.Faults.List())
			if err != nil {
				return err
			}
			if err := kept.PutValue(ctx, tx, keptFaults, string(rules)); err != nil {
				return err
			}
			return kept.PutValue(ctx, tx, keptReady, c.ReadyMade.Account+" "+c.ReadyMade.SecretID)
		}
		if before != sum && !isShipped(w) {
			return errOtherWorld
		}
		if err := c.recallKept(ctx, tx); err != nil {
			return err
		}
		return c.recall(ctx, tx)
	})
}

// recall finds the ready-made key of a directory that is not empty. It may have been deleted since.
func (c *Cloud) recall(ctx context.Context, tx store.Tx) error {
	ready, _, err := settingssql.Store{}.Value(ctx, tx, keptReady)
	if err != nil {
		return err
	}
	if _, err := fmt.Sscan(ready, &c.ReadyMade.Account, &c.ReadyMade.SecretID); err != nil {
		return fmt.Errorf("the ready-made key: %w", err)
	}
	key, err := c.CAM.Store.KeyByID(ctx, tx, c.ReadyMade.SecretID)
	if err != nil || key == nil {
		return err
	}
	c.ReadyMade.SecretKey, err = c.CAM.Secret(ctx, tx, c.ReadyMade.Account, c.ReadyMade.SecretID)
	return err
}

func isShipped(w *world.World) bool {
	return len(w.Accounts) == 0 && len(w.Zones) == 0 && len(w.Resources.VPCs) == 0 && len(w.Faults) == 0 && w.Region == "" && w.Seed == nil
}

func fingerprint(w *world.World) (string, error) {
	text, err := json.Marshal(w)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// newKey is a key that nobody has yet.
func newKey() world.Key {
	return world.Key{SecretID: random.SecretID(), SecretKey: random.SecretKey()}
}
