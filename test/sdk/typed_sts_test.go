package sdk

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	cam "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cam/v20190116"
	sts "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sts/v20180813"
)

const guestTrust = `{\"version\":\"2.0\",\"statement\":[{\"effect\":\"allow\",\"action\":\"name/sts:AssumeRoleWithWebIdentity\",\"principal\":{\"federated\":[\"qcs::cam::uin/100000000001:oidc-provider/ci\"]}}]}`

// A guest of an identity provider takes on a role by the client's own unsigned call, and calls with the key that it gets.
func lifeOfGuests(t *testing.T, a access) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	raw := base64.RawURLEncoding.EncodeToString
	keys := fmt.Sprintf(`{"keys":[{"kty":"RSA","kid":"k","alg":"RS256","n":%q,"e":"AQAB"}]}`, raw(key.N.Bytes()))
	token := func(subject string) string {
		claims, err := json.Marshal(map[string]any{"iss": "https://ci.example.com", "sub": subject, "aud": "sts.cloud.tencent.com", "exp": time.Now().Add(time.Minute).Unix()})
		if err != nil {
			t.Fatal(err)
		}
		said := raw([]byte(`{"alg":"RS256","kid":"k"}`)) + "." + raw(claims)
		sum := sha256.Sum256([]byte(said))
		signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
		if err != nil {
			t.Fatal(err)
		}
		return said + "." + raw(signature)
	}

	c := typed(t, a, cam.NewClient)
	do(t, c.CreateOIDCConfig, cam.NewCreateOIDCConfigRequest(), fmt.Sprintf(`{"Name": "ci", "IdentityUrl": "https://ci.example.com", "ClientId": ["sts.cloud.tencent.com"], "IdentityKey": %q}`, base64.StdEncoding.EncodeToString([]byte(keys))))
	is(t, "IdentityUrl", do(t, c.DescribeOIDCConfig, cam.NewDescribeOIDCConfigRequest(), `{"Name": "ci"}`).Response.IdentityUrl, "https://ci.example.com")
	do(t, c.CreateRole, cam.NewCreateRoleRequest(), fmt.Sprintf(`{"RoleName": "builder", "PolicyDocument": "%s"}`, guestTrust))
	do(t, c.AttachRolePolicy, cam.NewAttachRolePolicyRequest(), `{"AttachRoleName": "builder", "PolicyName": "AdministratorAccess"}`)

	s := typed(t, a, sts.NewClient)
	in := func(token string) string {
		return fmt.Sprintf(`{"ProviderId": "ci", "WebIdentityToken": %q, "RoleArn": "qcs::cam::uin/100000000001:roleName/builder", "RoleSessionName": "build"}`, token)
	}
	taken := do(t, s.AssumeRoleWithWebIdentity, sts.NewAssumeRoleWithWebIdentityRequest(), in(token("job"))).Response.Credentials
	refused(t, s.AssumeRoleWithWebIdentity, sts.NewAssumeRoleWithWebIdentityRequest(), in(token("job")+"x"), "InvalidParameter.WebIdentityTokenError")
	guest := a
	guest.key = newTokenKey(taken)
	is(t, "Type", do(t, typed(t, guest, sts.NewClient).GetCallerIdentity, sts.NewGetCallerIdentityRequest(), `{}`).Response.Type, "CAMRole")

	do(t, c.DeleteOIDCConfig, cam.NewDeleteOIDCConfigRequest(), `{"Name": "ci"}`)
	refused(t, s.AssumeRoleWithWebIdentity, sts.NewAssumeRoleWithWebIdentityRequest(), in(token("job")), "InvalidParameter.WebIdentityTokenError")
	do(t, c.DeleteRole, cam.NewDeleteRoleRequest(), `{"RoleName": "builder"}`)
}
