package cvm_test

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/ssh"

	"github.com/paifang/paifang/internal/module/cvm"
	"github.com/paifang/paifang/internal/store"
)

func TestTheHalvesOfANewKeyPairBelongTogether(t *testing.T) {
	c := newCloud(t)
	made := do[cvm.KeyPairResponse](c, "CreateKeyPair", v3, params{"KeyName": "mine", "ProjectId": "0"}).KeyPair
	block, rest := pem.Decode([]byte(*made.PrivateKey))
	if block == nil || len(rest) > 0 {
		t.Fatalf("got %q", *made.PrivateKey)
	}
	private, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	public, _, _, _, err := ssh.ParseAuthorizedKey([]byte(made.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	want, err := ssh.NewPublicKey(&private.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	if string(want.Marshal()) != string(public.Marshal()) || private.N.BitLen() != 2048 {
		t.Errorf("the public half is another key's, or has %d bits", private.N.BitLen())
	}
	again := do[cvm.DescribeKeyPairsResponse](c, "DescribeKeyPairs", v3, params{"KeyIds.0": made.KeyId}).KeyPairSet[0]
	if again.PrivateKey != nil {
		t.Error("the private half is shown again")
	}
	made.PrivateKey = nil
	if diff := cmp.Diff(made, again); diff != "" {
		t.Errorf("-made +listed:\n%s", diff)
	}
}

func TestAKeyPairOpensInstancesUntilItIsTakenAway(t *testing.T) {
	c := newCloud(t)
	key := do[cvm.KeyIDResponse](c, "ImportKeyPair", v3, params{"KeyName": "mine", "ProjectId": "7", "PublicKey": publicKey}).KeyId
	id := c.run(nil)
	both := params{"InstanceIds.0": id, "KeyIds.0": key}
	_, err := c.try("AssociateInstancesKeyPairs", v3, both)
	refused(t, err, 5100, "UnsupportedOperation.InstanceStateRunning")
	do[cvm.Nothing](c, "AssociateInstancesKeyPairs", v3, both.with(params{"ForceStop": "TRUE"}))
	c.wantState(id, cvm.Rebooting)
	c.pass(3 * time.Second)
	if diff := cmp.Diff([]string{key}, c.instance(id).LoginSettings.KeyIds); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	pairs := do[cvm.DescribeKeyPairsResponse](c, "DescribeKeyPairs", v3, params{"Filters.0.Name": "project-id", "Filters.0.Values.0": "7"})
	if diff := cmp.Diff([]string{id}, pairs.KeyPairSet[0].AssociatedInstanceIds); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	do[cvm.Nothing](c, "StopInstances", v3, params{"InstanceIds.0": id})
	c.pass(3 * time.Second)
	do[cvm.Nothing](c, "DisassociateInstancesKeyPairs", v3, both)
	c.wantState(id, cvm.Stopped)
	do[cvm.Nothing](c, "ModifyKeyPairAttribute", v3, params{"KeyId": key, "KeyName": "renamed", "Description": "for all"})
	if k := do[cvm.DescribeKeyPairsResponse](c, "DescribeKeyPairs", v3, nil).KeyPairSet[0]; k.KeyName != "renamed" || k.Description != "for all" {
		t.Errorf("got %+v", k)
	}
	do[cvm.Nothing](c, "DeleteKeyPairs", v3, params{"KeyIds.0": key})
	if n := do[cvm.DescribeKeyPairsResponse](c, "DescribeKeyPairs", v3, nil).TotalCount; n != 0 {
		t.Errorf("%d pairs are left", n)
	}
}

func TestOlderActionsKeepTheSameKeyPairs(t *testing.T) {
	c := newCloud(t)
	made := do[cvm.LegacyCreateKeyPairResponse](c, "CreateKeyPair", "", params{"keyName": "made"}).Data
	if made.SecretKey == "" || made.Pubkey == "" {
		t.Errorf("got %+v", made)
	}
	c.pass(time.Second)
	key := do[cvm.LegacyKeyID](c, "ImportKeyPair", "", params{"keyName": "mine", "pubKey": publicKey}).KeyID
	id := c.run(nil)
	do[cvm.Nothing](c, "StopInstances", v3, params{"InstanceIds.0": id})
	c.pass(3 * time.Second)
	do[cvm.Nothing](c, "BindInstanceKey", "", params{"instanceIds.0": id, "keyId": key})
	got := do[cvm.LegacyDescribeKeyPairsResponse](c, "DescribeKeyPairs", "", params{"keyName": "min"}).Data
	want := cvm.LegacyKeyPairs{TotalCount: 1, SSHSet: []cvm.LegacyKeyPair{{
		KeyID: key, KeyName: "mine", Pubkey: publicKey[:len(publicKey)-len(" me@here")], BindIPs: c.instance(id).PrivateIpAddresses,
		BindUnInstanceIDs: []string{id}, CreateTime: "2024-05-01 16:00:01",
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	_, err := c.try("DeleteKeyPair", "", params{"keyIds.0": key})
	refused(t, err, 5100, "InvalidParameterValue.KeyPairNotSupported")
	do[cvm.Nothing](c, "UnBindInstanceKey", "", params{"instanceIds.0": id, "keyId": key})
	out := do[cvm.DeleteKeyPairResponse](c, "DeleteKeyPair", "", params{"keyIds.0": key, "keyIds.1": made.KeyID})
	if diff := cmp.Diff([]cvm.LegacyKeyID{{KeyID: key}, {KeyID: made.KeyID}}, out.DeleteKeySet); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestCAMIsToldOfAKeyPair(t *testing.T) {
	c := newCloud(t)
	key := do[cvm.KeyIDResponse](c, "ImportKeyPair", v3, params{"KeyName": "mine", "ProjectId": "0", "PublicKey": publicKey}).KeyId
	c.must(func(ctx context.Context, tx store.Tx) error {
		_, about, err := c.ResourceFacts(ctx, tx, owner, resource("keypair", key))
		if about["qcs:create_uin"][0] != owner {
			t.Errorf("got %v", about)
		}
		return err
	})
}
