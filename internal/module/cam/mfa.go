package cam

import (
	"context"
	"crypto/subtle"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/store"
)

// A code is good for its own step of the clock and the one on either side.
const (
	stepLength = 30 * time.Second
	tolerance  = 1
)

// PutMFA gives an identity an MFA device with a secret in base32, in place of the one that it has.
func (s *Service) PutMFA(ctx context.Context, tx store.Tx, account, uin, secret string) error {
	if err := s.hasIdentity(ctx, tx, account, uin); err != nil {
		return err
	}
	secret = strings.ToUpper(strings.TrimRight(strings.ReplaceAll(secret, " ", ""), "="))
	if _, err := hotp.GenerateCode(secret, 0); err != nil || len(secret) < 16 {
		return catalogue.InvalidValue.Errorf("The MFA secret of %s is not one; at least 16 characters of base32 are expected.", uin)
	}
	return s.Store.PutDevice(ctx, tx, Device{Account: account, Uin: uin, Sealed: s.Box.Seal(secret, deviceContext(account, uin))})
}

// RemoveMFA takes an identity's MFA device away.
func (s *Service) RemoveMFA(ctx context.Context, tx store.Tx, account, uin string) error {
	there, err := s.Store.RemoveDevice(ctx, tx, account, uin)
	if err == nil && !there {
		err = errNoMFA.Errorf("The identity %s has no MFA device.", uin)
	}
	return err
}

// MFASecret is the secret of an identity's MFA device, for an export that asks for it by name; empty where there is none.
func (s *Service) MFASecret(ctx context.Context, tx store.Tx, account, uin string) (string, error) {
	d, err := s.Store.Device(ctx, tx, account, uin)
	if d == nil || err != nil {
		return "", err
	}
	return s.Box.Open(d.Sealed, deviceContext(account, uin))
}

// CheckMFA tells whether the identity has a device, and whether the code is one of now, by the wall clock, that was not
// taken before. A code that is taken is used up with the transaction.
func (s *Service) CheckMFA(ctx context.Context, tx store.Tx, account, uin, code string, now time.Time) (has, ok bool, err error) {
	d, err := s.Store.Device(ctx, tx, account, uin)
	if d == nil || err != nil {
		return false, false, err
	}
	secret, err := s.Box.Open(d.Sealed, deviceContext(account, uin))
	if err != nil {
		return true, false, err
	}
	step, err := matchingStep(secret, code, now, d.LastStep)
	if err != nil || step == 0 {
		return true, false, err
	}
	// The step is moved on only from below: of two calls with one code, one finds it taken.
	ok, err = s.Store.Advance(ctx, tx, account, uin, step)
	return true, ok, err
}

// matchingStep is the step after last whose code this is, 0 for none. Every step is compared, each in constant time.
func matchingStep(secret, code string, now time.Time, last int64) (int64, error) {
	current := now.Unix() / int64(stepLength/time.Second)
	var found int64
	for step := max(current-tolerance, 1); step <= current+tolerance; step++ {
		want, err := hotp.GenerateCode(secret, uint64(step))
		if err != nil {
			return 0, err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 && step > last && found == 0 {
			found = step
		}
	}
	return found, nil
}
