package cvm

import (
	"regexp"
	"strings"

	"github.com/paifang/paifang/internal/param"
)

// unnamed is the name of an instance that was given none.
const unnamed = "未命名"

func checkName(name string) error {
	if len(name) > 60 {
		return errName.Errorf("The instance name has %d bytes; at most 60 are expected.", len(name))
	}
	return nil
}

var hostNameForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]{0,58}[A-Za-z0-9])$`)

// checkHostName refuses a name that no host may have; none at all is let through.
func checkHostName(name string) error {
	if name == "" || hostNameForm.MatchString(name) && !doubled.MatchString(name) {
		return nil
	}
	return errHostName.Errorf("The host name %s is malformed; 2 to 60 letters, digits, dots and hyphens are expected, with a letter or digit at both ends and no two dots or hyphens together.", param.Quote(name))
}

var doubled = regexp.MustCompile(`[.-]{2}`)

// checkToken refuses a ClientToken that is longer than 64 characters of ASCII.
func checkToken(token string) error {
	if len(token) > 64 || strings.ContainsFunc(token, func(r rune) bool { return r > 126 || r < 32 }) {
		return errToken.Errorf("Parameter ClientToken has %d bytes or is not ASCII; at most 64 ASCII characters are expected.", len(token))
	}
	return nil
}

func checkGroups(name string, ids []string) error {
	return checkList(ids, name, groupForm, errMalformedGroup, "sg- and 8 lower-case letters or digits")
}

func checkKeyIDs(name string, ids []string) error {
	return checkList(ids, name, keyForm, errMalformedKey, "skey- and 8 lower-case letters or digits")
}

// maxPassword is the longest password of the actions of 2017-03-12, maxOldPassword that of the older ones.
const (
	maxPassword    = 30
	maxOldPassword = 16
)

// symbols are what a password may have beside letters and digits.
const symbols = "()`~!@#$%^&*-+=_|{}[]:;'<>,.?/"

// checkPassword refuses a password that is too weak: 8 characters to most of two kinds (lower case, upper case, digits,
// symbols), and for Windows 12 of three. None at all is let through. Its text is never shown.
func checkPassword(password string, windows bool, most int) error {
	if password == "" {
		return nil
	}
	least, kinds := 8, 2
	if windows {
		least, kinds = 12, 3
	}
	found, other := map[string]bool{}, false
	for _, r := range password {
		switch {
		case r >= 'a' && r <= 'z':
			found["lower"] = true
		case r >= 'A' && r <= 'Z':
			found["upper"] = true
		case r >= '0' && r <= '9':
			found["digit"] = true
		case strings.ContainsRune(symbols, r):
			found["symbol"] = true
		default:
			other = true
		}
	}
	if len(password) < least || len(password) > most || len(found) < kinds || other || password[0] == '/' {
		return errPassword.Errorf("The password does not conform: %d to %d letters, digits and symbols of at least %d kinds are expected, not beginning with /.", least, most, kinds)
	}
	return nil
}
