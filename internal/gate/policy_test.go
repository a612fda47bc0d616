package gate_test

import (
	"testing"

	"github.com/paifang/paifang/paifangtest"
)

const denied = `
version: 1
accounts:
  - uin: "100000000001"
    balance: 1000.00
    policies:
      - name: all-but-one
        document:
          version: "2.0"
          statement:
            - {effect: allow, action: "*", resource: "*"}
            - {effect: deny, action: "name/cvm:StopInstances", resource: "qcs::cvm:gz:uin/100000000001:instance/ins-guarded1"}
      - name: one-only
        document: {version: "2.0", statement: [{effect: allow, action: "cvm:*", resource: "qcs::cvm:ap-guangzhou::instance/ins-guarded1"}]}
    sub_accounts:
      - {name: dev, uin: "100000000011", keys: [{secret_id: AKIDexample00000000000000000000000dev, secret_key: example-secret-key-of-the-user-1}], policies: [all-but-one]}
      - {name: one, uin: "100000000012", keys: [{secret_id: AKIDexample00000000000000000000000one, secret_key: example-secret-key-of-the-user-2}], policies: [one-only]}
resources:
  instances:
    - {account: "100000000001", id: ins-guarded1, zone: ap-guangzhou-3, type: S5.SMALL2}
    - {account: "100000000001", id: ins-another1, zone: ap-guangzhou-3, type: S5.SMALL2}
`

// A deny on an instance holds under each of the names that the instance has.
func TestADenyCantBeGoneRoundByAnOlderName(t *testing.T) {
	c := paifangtest.New(t, paifangtest.World(denied))
	dev := paifangtest.Signer{SecretID: "AKIDexample00000000000000000000000dev", SecretKey: "example-secret-key-of-the-user-1"}
	var list struct {
		InstanceSet []struct{ UnInstanceID, InstanceID, UUID string }
	}
	if err := c.Call("cvm", "DescribeInstances", "instanceIds.0=ins-guarded1").Decode(&list); err != nil || len(list.InstanceSet) != 1 {
		t.Fatalf("describe: %+v, %v", list, err)
	}
	i := list.InstanceSet[0]
	for _, id := range []string{"ins-guarded1", i.InstanceID, i.UUID} {
		if id == "" {
			t.Errorf("a name of the instance is empty: %+v", i)
			continue
		}
		if a := c.CallAs(dev, "cvm", "StopInstances", "instanceIds.0="+id); a.Code != 4103 {
			t.Errorf("stop %s: got %s, want 4103", id, a.Body)
		}
	}
	if a := c.CallAs(dev, "cvm", "StopInstances", "instanceIds.0=ins-another1"); a.Code != 0 {
		t.Errorf("stop another: got %s, want 0", a.Body)
	}
}

// A list without ids shows what the caller may see, and counts no more than that.
func TestAListIsFilteredToWhatTheCallerMaySee(t *testing.T) {
	c := paifangtest.New(t, paifangtest.World(denied))
	one := paifangtest.Signer{SecretID: "AKIDexample00000000000000000000000one", SecretKey: "example-secret-key-of-the-user-2"}
	var versioned struct {
		TotalCount  int
		InstanceSet []struct{ InstanceID string }
	}
	if err := c.CallAs(one, "cvm", "DescribeInstances", "Version=2017-03-12").Decode(&versioned); err != nil {
		t.Fatal(err)
	}
	if versioned.TotalCount != 1 || len(versioned.InstanceSet) != 1 || versioned.InstanceSet[0].InstanceID != "ins-guarded1" {
		t.Errorf("with Version: got %+v, want ins-guarded1 alone", versioned)
	}
	var legacy struct {
		TotalCount  int
		InstanceSet []struct{ UnInstanceID string }
	}
	if err := c.CallAs(one, "cvm", "DescribeInstances").Decode(&legacy); err != nil {
		t.Fatal(err)
	}
	if legacy.TotalCount != 1 || len(legacy.InstanceSet) != 1 || legacy.InstanceSet[0].UnInstanceID != "ins-guarded1" {
		t.Errorf("legacy: got %+v, want ins-guarded1 alone", legacy)
	}
	if a := c.CallAs(one, "cvm", "DescribeInstances", "Version=2017-03-12", "InstanceIds.0=ins-another1"); a.CodeDesc != "AuthFailure" {
		t.Errorf("by an id that it may not see: got %s", a.Body)
	}
}

// Who is revoked is refused at once, on the very next call.
func TestARightThatIsTakenAwayIsGoneAtOnce(t *testing.T) {
	c := paifangtest.New(t, paifangtest.World(denied))
	dev := paifangtest.Signer{SecretID: "AKIDexample00000000000000000000000dev", SecretKey: "example-secret-key-of-the-user-1"}
	ask := func() int { return c.CallAs(dev, "account", "DescribeProject").Code }
	do := func(method, path string, body any) {
		t.Helper()
		if err := c.Admin(method, path, body, nil); err != nil {
			t.Fatal(err)
		}
	}
	if got := ask(); got != 0 {
		t.Fatalf("to begin with: got %d", got)
	}
	do("DELETE", "/v1/accounts/100000000001/attachments?policy=all-but-one&kind=user&name=dev", nil)
	if got := ask(); got != 4101 {
		t.Errorf("without the policy: got %d, want 4101", got)
	}
	do("POST", "/v1/accounts/100000000001/attachments?policy=all-but-one&kind=user&name=dev", nil)
	if got := ask(); got != 0 {
		t.Errorf("with it again: got %d, want 0", got)
	}
	do("PATCH", "/v1/keys/"+dev.SecretID, map[string]any{"enabled": false})
	if got := ask(); got != 4104 {
		t.Errorf("with the key disabled: got %d, want 4104", got)
	}
	do("PATCH", "/v1/keys/"+dev.SecretID, map[string]any{"enabled": true})
	do("DELETE", "/v1/accounts/100000000001/sub-accounts/100000000011", nil)
	if got := ask(); got != 4104 {
		t.Errorf("with the user removed: got %d, want 4104", got)
	}
}
