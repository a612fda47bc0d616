// Package replaysql writes a used nonce down in the transaction of what its call changed, so that a change is executed
// once even over a power cut, which the memory of nonces (package replay) may not survive.
package replaysql

import (
	"context"
	"embed"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/db"
	"github.com/paifang/paifang/internal/store"
)

//go:embed migrations
var files embed.FS

// Schema is the table of spent nonces.
var Schema = db.Schema{Name: "replay", Files: files}

// Store writes nonces. It is safe for concurrent use.
type Store struct {
	// Window is how far from the wall clock a Timestamp may be: older rows are dropped.
	Window time.Duration
	// spends counts, so that old rows are dropped now and then.
	spends atomic.Uint64
}

var _ action.Nonces = (*Store)(nil)

// pruneEvery is after how many nonces the old rows are dropped.
const pruneEvery = 256

// Spend writes the call's nonce; it returns false when it is there already.
func (s *Store) Spend(ctx context.Context, tx store.Tx, c *call.Call) (bool, error) {
	q := db.SQL(tx)
	n, err := q.Exec(ctx, `insert into spent_nonces (secret_id, sent_at, nonce, request_id) values (?, ?, ?, ?) on conflict do nothing`,
		c.SecretID, c.Timestamp, int64(c.Nonce), c.RequestID)
	if err != nil {
		return false, fmt.Errorf("spend nonce: %w", err)
	}
	if s.spends.Add(1)%pruneEvery == 0 {
		oldest := c.Received.Add(-2 * s.Window).Unix()
		if _, err := q.Exec(ctx, `delete from spent_nonces where sent_at < ?`, oldest); err != nil {
			return false, fmt.Errorf("drop old nonces: %w", err)
		}
	}
	return n == 1, nil
}
