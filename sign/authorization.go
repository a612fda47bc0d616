package sign

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// TC3 is the name of the algorithm that starts an Authorization header.
const TC3 = "TC3-HMAC-SHA256"

// Skip is what stands in the Authorization header of the few actions that need no signature (facts/api3-protocol.md 1.2).
const Skip = "SKIP"

const (
	terminator         = "tc3_request"
	maxAuthorization   = 8 << 10
	maxSignedHeaders   = 64
	defaultSignedNames = "content-type;host"
)

// An Authorization is an Authorization header of TC3-HMAC-SHA256, taken apart.
type Authorization struct {
	SecretID string
	// Date and Service are the scope that the key was derived for, as sent. The service need not be the one called:
	// clients put the first label of their endpoint there, which may be "127" (facts/clients.md).
	Date, Service string
	// SignedHeaders are the names of the headers covered, in lower case, in the order sent; content-type and host are
	// among them.
	SignedHeaders []string
	// Signature is 64 hexadecimal digits in lower case, or it will not verify.
	Signature string
}

// ParseAuthorization reads an Authorization header. Its errors say what was expected, and repeat nothing of the header.
func ParseAuthorization(header string) (Authorization, error) {
	if len(header) > maxAuthorization {
		return Authorization{}, fmt.Errorf("Authorization is longer than %d bytes", maxAuthorization)
	}
	rest, found := strings.CutPrefix(strings.TrimSpace(header), TC3+" ")
	if !found {
		return Authorization{}, errors.New("Authorization does not start with " + TC3 + " and a space")
	}
	parts := map[string]string{"Credential": "", "SignedHeaders": "", "Signature": ""}
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		before, known := parts[name]
		switch {
		case !known:
			return Authorization{}, errors.New("Authorization has a part that is none of Credential=, SignedHeaders= and Signature=")
		case before != "" || value == "":
			return Authorization{}, fmt.Errorf("Authorization must have %s= once, with a value", name)
		}
		parts[name] = value
	}
	for _, name := range []string{"Credential", "SignedHeaders", "Signature"} {
		if parts[name] == "" {
			return Authorization{}, fmt.Errorf("Authorization has no %s=", name)
		}
	}
	a := Authorization{Signature: parts["Signature"]}
	if err := a.readCredential(parts["Credential"]); err != nil {
		return Authorization{}, err
	}
	return a, a.readSignedHeaders(parts["SignedHeaders"])
}

func (a *Authorization) readCredential(credential string) error {
	const form = "the Credential in Authorization must be SecretId/YYYY-MM-DD/service/" + terminator
	scoped, found := strings.CutSuffix(credential, "/"+terminator)
	if !found {
		return errors.New(form)
	}
	id, scope, _ := strings.Cut(scoped, "/")
	date, service, _ := strings.Cut(scope, "/")
	if id == "" || len(date) != len("2006-01-02") || service == "" {
		return errors.New(form)
	}
	a.SecretID, a.Date, a.Service = id, date, service
	return nil
}

func (a *Authorization) readSignedHeaders(list string) error {
	names := strings.Split(list, ";")
	if len(names) > maxSignedHeaders {
		return fmt.Errorf("SignedHeaders in Authorization lists more than %d names", maxSignedHeaders)
	}
	for i, name := range names {
		if name == "" || name != strings.ToLower(name) || slices.Contains(names[:i], name) {
			return errors.New("SignedHeaders in Authorization must list each header once, in lower case, separated by semicolons")
		}
	}
	if !slices.Contains(names, "content-type") || !slices.Contains(names, "host") {
		return errors.New("SignedHeaders in Authorization must list content-type and host")
	}
	a.SignedHeaders = names
	return nil
}

// String is the header again. It holds the signature: it is for sending, not for a log.
func (a Authorization) String() string {
	return TC3 + " Credential=" + a.SecretID + "/" + a.scope() +
		", SignedHeaders=" + strings.Join(a.SignedHeaders, ";") + ", Signature=" + a.Signature
}

func (a Authorization) scope() string { return a.Date + "/" + a.Service + "/" + terminator }
