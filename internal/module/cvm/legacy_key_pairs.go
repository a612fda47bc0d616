package cvm

import (
	"context"
	"strconv"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// LegacyDescribeKeyPairs lists key pairs.
var LegacyDescribeKeyPairs = action.Define(action.Spec{
	Name: "DescribeKeyPairs", Doc: "Lists key pairs with the instances that they open.",
	Domain: "cvm", Lists: "keypair", Refuses: []*catalogue.Condition{errMalformedKey, errTooManyIDs},
}, (*Service).legacyDescribeKeyPairs)

// LegacyDescribeKeyPairsRequest is the input of LegacyDescribeKeyPairs.
type LegacyDescribeKeyPairsRequest struct {
	KeyIDs    []string `json:"keyIds" touches:"keypair" doc:"The pairs, at most 100."`
	KeyName   string   `json:"keyName" doc:"A part of their name."`
	ProjectID string   `json:"projectId" doc:"Their project."`
	Offset    int64    `json:"offset" api:"min=0" doc:"How many are skipped."`
	Limit     int64    `json:"limit" api:"min=1,max=100,default=20" doc:"How many are listed at most."`
}

// Check implements action.Checker.
func (r *LegacyDescribeKeyPairsRequest) Check() error { return checkKeyIDs("keyIds", r.KeyIDs) }

// LegacyDescribeKeyPairsResponse is the output of LegacyDescribeKeyPairs.
type LegacyDescribeKeyPairsResponse struct {
	Data LegacyKeyPairs `json:"data"`
}

// LegacyKeyPairs are pairs with their count.
type LegacyKeyPairs struct {
	TotalCount int64           `json:"totalCount"`
	SSHSet     []LegacyKeyPair `json:"sshSet"`
}

// A LegacyKeyPair is a pair in the older answers.
type LegacyKeyPair struct {
	KeyID             string   `json:"keyId"`
	KeyName           string   `json:"keyName"`
	Pubkey            string   `json:"pubkey"`
	Status            int64    `json:"status"`
	BindIPs           []string `json:"bindIps"`
	BindUnInstanceIDs []string `json:"bindUnInstanceIds"`
	CreateTime        string   `json:"createTime"`
}

func (s *Service) legacyDescribeKeyPairs(ctx context.Context, tx store.Tx, c *call.Call, in *LegacyDescribeKeyPairsRequest) (*LegacyDescribeKeyPairsResponse, error) {
	found, err := s.listedKeys(ctx, tx, c, in.KeyIDs, func(k *KeyPair) bool {
		return strings.Contains(k.Name, in.KeyName) && (in.ProjectID == "" || in.ProjectID == strconv.FormatInt(k.Project, 10))
	})
	if err != nil {
		return nil, err
	}
	instances, err := s.Store.Instances(ctx, tx, c.Caller.Account, "")
	if err != nil {
		return nil, err
	}
	out := &LegacyDescribeKeyPairsResponse{LegacyKeyPairs{TotalCount: int64(len(found))}}
	for _, k := range page(found, in.Offset, in.Limit) {
		item := LegacyKeyPair{KeyID: k.ID, KeyName: k.Name, Pubkey: k.PublicKey, CreateTime: local(k.Created)}
		for _, i := range instances {
			if k.opens(i) {
				item.BindUnInstanceIDs = append(item.BindUnInstanceIDs, i.ID)
				item.BindIPs = append(item.BindIPs, i.PrivateIPs...)
			}
		}
		out.Data.SSHSet = append(out.Data.SSHSet, item)
	}
	return out, nil
}

// LegacyCreateKeyPair makes a key pair.
var LegacyCreateKeyPair = action.Define(action.Spec{
	Name: "CreateKeyPair", Doc: "Makes a key pair; its private half is shown this once.",
	Domain: "cvm", Changes: true, Creates: []string{"keypair"}, Refuses: naming,
}, (*Service).legacyCreateKeyPair)

// LegacyCreateKeyPairRequest is the input of LegacyCreateKeyPair.
type LegacyCreateKeyPairRequest struct {
	KeyName string `json:"keyName" api:"required" doc:"Its name: at most 25 letters, digits and underscores."`

	made madeKey
}

// Check implements action.Checker.
func (r *LegacyCreateKeyPairRequest) Check() error { return checkKeyName(r.KeyName) }

// Prepare implements action.Preparer.
func (r *LegacyCreateKeyPairRequest) Prepare(context.Context) (err error) {
	r.made, err = makeKey()
	return err
}

// LegacyCreateKeyPairResponse is the output of LegacyCreateKeyPair.
type LegacyCreateKeyPairResponse struct {
	Data LegacyNewKeyPair `json:"data"`
}

// A LegacyNewKeyPair is both halves of a fresh pair.
type LegacyNewKeyPair struct {
	KeyID     string `json:"keyId"`
	KeyName   string `json:"keyName"`
	Pubkey    string `json:"pubkey"`
	SecretKey string `json:"secretkey"`
}

func (s *Service) legacyCreateKeyPair(ctx context.Context, tx store.Tx, c *call.Call, in *LegacyCreateKeyPairRequest) (*LegacyCreateKeyPairResponse, error) {
	k, err := s.keep(ctx, tx, c, KeyPair{Name: in.KeyName, PublicKey: in.made.public})
	if err != nil {
		return nil, err
	}
	return &LegacyCreateKeyPairResponse{LegacyNewKeyPair{k.ID, k.Name, k.PublicKey, in.made.private}}, nil
}

// LegacyImportKeyPair keeps the public half of a pair that the caller made.
var LegacyImportKeyPair = action.Define(action.Spec{
	Name: "ImportKeyPair", Doc: "Keeps the public half of a key pair that the caller made.",
	Domain: "cvm", Changes: true, Creates: []string{"keypair"}, Refuses: append(naming[:len(naming):len(naming)], errPublicKey, errPublicKeyTaken),
}, (*Service).legacyImportKeyPair)

// LegacyImportKeyPairRequest is the input of LegacyImportKeyPair.
type LegacyImportKeyPairRequest struct {
	KeyName string `json:"keyName" api:"required" doc:"Its name: at most 25 letters, digits and underscores."`
	PubKey  string `json:"pubKey" api:"required,max=8192" doc:"The public key, as OpenSSH writes it."`
}

// Check implements action.Checker.
func (r *LegacyImportKeyPairRequest) Check() error {
	if _, err := publicKey(r.PubKey); err != nil {
		return err
	}
	return checkKeyName(r.KeyName)
}

// LegacyKeyID names a pair.
type LegacyKeyID struct {
	KeyID string `json:"keyId"`
}

func (s *Service) legacyImportKeyPair(ctx context.Context, tx store.Tx, c *call.Call, in *LegacyImportKeyPairRequest) (*LegacyKeyID, error) {
	public, err := publicKey(in.PubKey)
	if err != nil {
		return nil, err
	}
	k, err := s.keep(ctx, tx, c, KeyPair{Name: in.KeyName, PublicKey: public})
	if err != nil {
		return nil, err
	}
	return &LegacyKeyID{k.ID}, nil
}
