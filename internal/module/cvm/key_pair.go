package cvm

import (
	"regexp"
	"slices"
	"time"
)

// A KeyPair opens instances. Its private half is shown once, when it is made, and never kept.
type KeyPair struct {
	ID, Account, Creator string
	Name, Description    string
	Project              int64
	PublicKey            string // one OpenSSH line, without a comment
	// Tags are filled in where they are asked for: they are kept elsewhere.
	Tags    []Tag
	Created time.Time
}

var (
	keyForm     = regexp.MustCompile(`^skey-[a-z0-9]{8}$`)
	keyNameForm = regexp.MustCompile(`^[A-Za-z0-9_]+$`)
)

// opens tells whether the pair opens the instance.
func (k *KeyPair) opens(i *Instance) bool { return slices.Contains(i.Keys, k.ID) }
