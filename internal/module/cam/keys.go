package cam

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/store"
)

// CreateKey makes a key of a main account or a sub-account, as far as its quota goes. The secret is shown this once.
func (s *Service) CreateKey(ctx context.Context, tx store.Tx, account, uin, description string, now time.Time) (k Key, secret string, err error) {
	have, err := s.Store.KeysOf(ctx, tx, account, uin)
	if err != nil {
		return k, "", err
	}
	if err := s.room(ctx, tx, account, keysAtMost, len(have)); err != nil {
		return k, "", err
	}
	k = Key{SecretID: random.SecretID(), Account: account, Uin: uin, Enabled: true, Description: description, CreatedAt: now}
	secret = random.SecretKey()
	return k, secret, s.PutKey(ctx, tx, k, secret)
}

// PutKey keeps a key with a secret that is given. Its SecretId must not be in use.
func (s *Service) PutKey(ctx context.Context, tx store.Tx, k Key, secret string) error {
	if !secretIDForm.MatchString(k.SecretID) {
		return catalogue.InvalidValue.Errorf("The SecretId %q can't be; 4 to 128 letters, digits, _ or - are expected.", k.SecretID)
	}
	if len(secret) < 4 || len(secret) > 256 {
		return catalogue.InvalidValue.Errorf("The SecretKey of %s has %d bytes; 4 to 256 are expected.", k.SecretID, len(secret))
	}
	if k.CreatedAt.IsZero() {
		return catalogue.InvalidValue.Errorf("The key %s has no time of creation; one is expected.", k.SecretID)
	}
	if err := s.hasIdentity(ctx, tx, k.Account, k.Uin); err != nil {
		return err
	}
	taken, err := s.Store.SessionByID(ctx, tx, k.SecretID)
	if err != nil {
		return err
	}
	k.Sealed = s.Box.Seal(secret, keyContext(k.SecretID))
	added := false
	if taken == nil {
		added, err = s.Store.AddKey(ctx, tx, k)
	}
	if err == nil && !added {
		err = catalogue.InvalidValue.Errorf("The SecretId %s is in use; another is expected.", k.SecretID)
	}
	s.changed(tx)
	return err
}

// KeysOf lists an identity's keys by their age.
func (s *Service) KeysOf(ctx context.Context, tx store.Tx, account, uin string) ([]Key, error) {
	return s.Store.KeysOf(ctx, tx, account, uin)
}

// EachKey hands over an identity's keys by their age; it refuses where there is no such identity.
func (s *Service) EachKey(ctx context.Context, tx store.Tx, account, uin string, do func(secretID string, enabled bool, created time.Time)) error {
	if err := s.hasIdentity(ctx, tx, account, uin); err != nil {
		return err
	}
	all, err := s.Store.KeysOf(ctx, tx, account, uin)
	for _, k := range all {
		do(k.SecretID, k.Enabled, k.CreatedAt)
	}
	return err
}

// Secret is a key's SecretKey, for an export that asks for it by name.
func (s *Service) Secret(ctx context.Context, tx store.Tx, account, secretID string) (string, error) {
	k, err := s.key(ctx, tx, account, secretID)
	if err != nil {
		return "", err
	}
	return s.Box.Open(k.Sealed, keyContext(k.SecretID))
}

// SetKeyEnabled enables or disables a key.
func (s *Service) SetKeyEnabled(ctx context.Context, tx store.Tx, account, secretID string, enabled bool) error {
	k, err := s.key(ctx, tx, account, secretID)
	if err != nil {
		return err
	}
	k.Enabled = enabled
	s.changed(tx)
	_, err = s.Store.SetKey(ctx, tx, *k)
	return err
}

// RemoveKey deletes a key, enabled or not.
func (s *Service) RemoveKey(ctx context.Context, tx store.Tx, account, secretID string) error {
	if _, err := s.key(ctx, tx, account, secretID); err != nil {
		return err
	}
	s.changed(tx)
	_, err := s.Store.RemoveKey(ctx, tx, account, secretID)
	return err
}

func (s *Service) key(ctx context.Context, tx store.Tx, account, secretID string) (*Key, error) {
	k, err := s.Store.KeyByID(ctx, tx, secretID)
	if err == nil && (k == nil || k.Account != account) {
		err = errNoKey.Errorf("The key %s does not exist.", secretID)
	}
	return k, err
}

// hasIdentity refuses a uin that is neither the main account nor one of its sub-accounts.
func (s *Service) hasIdentity(ctx context.Context, tx store.Tx, account, uin string) error {
	if uin != account {
		_, err := s.user(ctx, tx, account, uin)
		return err
	}
	there, err := s.Accounts.Exists(ctx, tx, uin)
	if err == nil && !there {
		err = errNoUser.Errorf("The main account %s does not exist.", uin)
	}
	return err
}

// IssueTemporary makes a temporary key for who, until then. The secret and the token are shown this once.
func (s *Service) IssueTemporary(ctx context.Context, tx store.Tx, who call.Caller, sessionPolicy string, now, until time.Time) (secretID, secretKey, token string, err error) {
	who.Temporary = true
	for {
		secretID, secretKey, token = random.TemporarySecretID(), random.TemporarySecretKey(), random.Token()
		hash := sha256.Sum256([]byte(token))
		added, err := s.Store.AddSession(ctx, tx, Session{
			SecretID: secretID, Caller: who, Sealed: s.Box.Seal(secretKey, sessionContext(secretID)), TokenHash: hash[:],
			Policy: sessionPolicy, CreatedAt: now, Expires: until,
		})
		if err != nil {
			return "", "", "", err
		}
		if added {
			s.changed(tx)
			return secretID, secretKey, token, nil
		}
	}
}

// Sessions lists an account's temporary keys by their age, ended ones too.
func (s *Service) Sessions(ctx context.Context, tx store.Tx, account string) ([]Session, error) {
	return s.Store.Sessions(ctx, tx, account)
}

// RevokeTemporary ends a temporary key: from now on it is answered 4105.
func (s *Service) RevokeTemporary(ctx context.Context, tx store.Tx, account, secretID string) error {
	there, err := s.Store.Revoke(ctx, tx, account, secretID)
	if err == nil && !there {
		err = errNoKey.Errorf("The temporary key %s does not exist.", secretID)
	}
	s.changed(tx)
	return err
}
