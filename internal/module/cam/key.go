package cam

import (
	"regexp"
	"time"

	"github.com/paifang/paifang/internal/call"
)

// A Key is a permanent key of a main account or a sub-account.
type Key struct {
	SecretID     string
	Account, Uin string
	// Sealed is its SecretKey, sealed for keyContext.
	Sealed      string
	Enabled     bool
	Description string
	CreatedAt   time.Time
}

// A Session is a temporary key. It is kept after its end, so that it is refused as ended and not as unknown.
type Session struct {
	SecretID string
	Caller   call.Caller
	// Sealed is its SecretKey, sealed for sessionContext; TokenHash the SHA-256 of its token.
	Sealed    string
	TokenHash []byte
	// Policy is the session's policy as it was given, empty for none.
	Policy             string
	CreatedAt, Expires time.Time
	Revoked            bool
}

// A Device is what makes an identity's MFA codes.
type Device struct {
	Account, Uin string
	// Sealed is its secret in base32, sealed for deviceContext.
	Sealed string
	// LastStep is the last time step of which a code was taken: no code is taken twice.
	LastStep int64
}

func keyContext(secretID string) string        { return "cam key " + secretID }
func sessionContext(secretID string) string    { return "cam temporary key " + secretID }
func deviceContext(account, uin string) string { return "cam mfa " + account + "/" + uin }

// secretIDForm is wider than that of keys drawn here: worlds give keys that can be told apart by eye.
var secretIDForm = regexp.MustCompile(`^[A-Za-z0-9_-]{4,128}$`)
