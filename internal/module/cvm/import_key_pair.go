package cvm

import (
	"bytes"
	"context"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ImportKeyPair keeps the public half of a pair that the caller made.
var ImportKeyPair = action.Define(action.Spec{
	Name: "ImportKeyPair", Doc: "Keeps the public half of a key pair that the caller made.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true, Creates: []string{"keypair"},
	Refuses: append(naming[:len(naming):len(naming)], errPublicKey, errPublicKeyTaken),
}, (*Service).importKeyPair)

// ImportKeyPairRequest is the input of ImportKeyPair.
type ImportKeyPairRequest struct {
	KeyName          string             `api:"required" doc:"Its name: at most 25 letters, digits and underscores."`
	ProjectId        int64              `api:"required" doc:"The project; 0 is the default one."`
	PublicKey        string             `api:"required,max=8192" doc:"The public key, as OpenSSH writes it."`
	TagSpecification []TagSpecification `doc:"Tags."`
}

// Check implements action.Checker.
func (r *ImportKeyPairRequest) Check() error {
	if _, err := publicKey(r.PublicKey); err != nil {
		return err
	}
	b := bought{tags: r.TagSpecification}
	if err := b.checkTags(); err != nil {
		return err
	}
	return checkKeyName(r.KeyName)
}

// A KeyIDResponse is the output of ImportKeyPair.
type KeyIDResponse struct{ KeyId string }

func (s *Service) importKeyPair(ctx context.Context, tx store.Tx, c *call.Call, in *ImportKeyPairRequest) (*KeyIDResponse, error) {
	public, err := publicKey(in.PublicKey)
	if err != nil {
		return nil, err
	}
	k, err := s.keep(ctx, tx, c, KeyPair{Name: in.KeyName, Project: in.ProjectId, PublicKey: public, Tags: tagsFor("keypair", in.TagSpecification)})
	if err != nil {
		return nil, err
	}
	return &KeyIDResponse{k.ID}, nil
}

// publicKey is the key of one OpenSSH line, without its comment. It refuses anything else.
func publicKey(text string) (string, error) {
	key, _, options, rest, err := ssh.ParseAuthorizedKey([]byte(text))
	if err != nil || len(options) > 0 || len(bytes.TrimSpace(rest)) > 0 {
		return "", errPublicKey.Errorf("The public key is malformed; one line as OpenSSH writes it (ssh-rsa AAAA…) is expected.")
	}
	return strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key))), nil
}
