package cvm

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
)

// naming are the conditions of naming a new key pair.
var naming = []*catalogue.Condition{errKeyNameEmpty, errKeyNameLong, errKeyNameChar, errKeyNameTaken, errKeysFull, errNoProject, errTags}

// CreateKeyPair makes a key pair.
var CreateKeyPair = action.Define(action.Spec{
	Name: "CreateKeyPair", Doc: "Makes a key pair; its private half is shown this once.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true, Creates: []string{"keypair"}, Refuses: naming,
}, (*Service).createKeyPair)

// CreateKeyPairRequest is the input of CreateKeyPair.
type CreateKeyPairRequest struct {
	KeyName          string             `api:"required" doc:"Its name: at most 25 letters, digits and underscores."`
	ProjectId        int64              `api:"required" doc:"The project; 0 is the default one."`
	TagSpecification []TagSpecification `doc:"Tags."`

	made madeKey
}

// Check implements action.Checker.
func (r *CreateKeyPairRequest) Check() error {
	b := bought{tags: r.TagSpecification}
	if err := b.checkTags(); err != nil {
		return err
	}
	return checkKeyName(r.KeyName)
}

// Prepare implements action.Preparer.
func (r *CreateKeyPairRequest) Prepare(context.Context) (err error) {
	r.made, err = makeKey()
	return err
}

// A KeyPairResponse is the output of CreateKeyPair.
type KeyPairResponse struct{ KeyPair KeyPairItem }

func (s *Service) createKeyPair(ctx context.Context, tx store.Tx, c *call.Call, in *CreateKeyPairRequest) (*KeyPairResponse, error) {
	k, err := s.keep(ctx, tx, c, KeyPair{
		Name: in.KeyName, Project: in.ProjectId, PublicKey: in.made.public, Tags: tagsFor("keypair", in.TagSpecification),
	})
	if err != nil {
		return nil, err
	}
	item := k.item(nil)
	item.PrivateKey = &in.made.private
	return &KeyPairResponse{item}, nil
}

// A madeKey is both halves of a fresh pair: one OpenSSH line, and PEM.
type madeKey struct{ public, private string }

// makeKey makes a pair of RSA with 2048 bits.
func makeKey() (madeKey, error) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return madeKey{}, fmt.Errorf("make a key: %w", err)
	}
	public, err := ssh.NewPublicKey(&private.PublicKey)
	if err != nil {
		return madeKey{}, fmt.Errorf("make a key: %w", err)
	}
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(private)}
	return madeKey{strings.TrimSpace(string(ssh.MarshalAuthorizedKey(public))), string(pem.EncodeToMemory(block))}, nil
}

// maxKeyPairs is how many pairs an account may have. No source prints the figure: it is assumed.
const (
	quotaKeyPairs = "cvm.key_pairs"
	maxKeyPairs   = 100
)

// keep keeps a new pair under a fresh id.
func (s *Service) keep(ctx context.Context, tx store.Tx, c *call.Call, k KeyPair) (*KeyPair, error) {
	k.Account, k.Creator, k.Created = c.Caller.Account, c.Caller.Uin, c.Now
	if err := s.project(ctx, tx, k.Account, k.Project); err != nil {
		return nil, err
	}
	all, err := s.Store.KeyPairs(ctx, tx, k.Account)
	if err != nil {
		return nil, err
	}
	for _, other := range all {
		if other.Name == k.Name {
			return nil, errKeyNameTaken.Errorf("The key pair %s has the name %s already.", other.ID, param.Quote(k.Name))
		}
		if other.PublicKey == k.PublicKey {
			return nil, errPublicKeyTaken.Errorf("The key pair %s has this public key already.", other.ID)
		}
	}
	limit, err := s.Accounts.Quota(ctx, tx, k.Account, quotaKeyPairs, maxKeyPairs)
	if err != nil {
		return nil, err
	}
	if int64(len(all)) >= limit {
		return nil, errKeysFull.Errorf("There are %d key pairs; the quota of %d is used up.", len(all), limit)
	}
	for {
		k.ID = s.Random.ResourceID("skey")
		if added, err := s.Store.AddKeyPair(ctx, tx, k); err != nil {
			return nil, err
		} else if added {
			return &k, s.Tags.Attach(ctx, tx, k.Account, k.tagged(), k.Tags)
		}
	}
}

// checkKeyName refuses a name that no pair may have (facts/quotas-billing-lifecycle.md §2).
func checkKeyName(name string) error {
	switch {
	case strings.TrimSpace(name) == "":
		return errKeyNameEmpty.Errorf("The key pair's name is empty; 1 to 25 letters, digits and underscores are expected.")
	case len(name) > 25:
		return errKeyNameLong.Errorf("The key pair's name has %d bytes; at most 25 are expected.", len(name))
	case !keyNameForm.MatchString(name):
		return errKeyNameChar.Errorf("The key pair's name %s is malformed; letters, digits and underscores are expected.", param.Quote(name))
	}
	return nil
}
