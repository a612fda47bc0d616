package sdk

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"
	sdkerrors "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors"
	"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/profile"
)

// The lives of nouns, through the types of the Go client: what is answered has to fit them, and what is refused comes as
// the client's error with the code of the documents.
var lives = map[string]func(t *testing.T, c access){
	"vpc": lifeOfNetworks, "security-groups": lifeOfSecurityGroups, "addresses": lifeOfAddresses,
	"instances": lifeOfInstances, "key-pairs": lifeOfKeyPairs, "images": lifeOfImages, "placement-groups": lifeOfPlacementGroups,
	"disks": lifeOfDisks, "snapshot-policies": lifeOfSnapshotPolicies,
	"load-balancers": lifeOfBalancers, "listeners": lifeOfListeners,
	"users": lifeOfUsers, "policies": lifeOfPolicies, "roles": lifeOfRoles, "guests": lifeOfGuests, "tags": lifeOfTags,
}

// signing are the client's ways: it writes down its types otherwise in each.
var signing = []struct{ method, signature string }{
	{"POST", "TC3-HMAC-SHA256"}, {"GET", "TC3-HMAC-SHA256"}, {"POST", "HmacSHA256"}, {"GET", "HmacSHA1"},
}

// What is made is there at once, and the calls come faster than a person's.
const livesWorld = `
version: 1
accounts:
  - uin: "100000000001"
    balance: 1000.00
    keys: [{secret_id: AKIDexample0000000000000000000000main, secret_key: example-secret-key-of-the-main-1}]
checks: {OverRate: off}
delays: {cvm.run: 0, cvm.stop: 0, cvm.terminate: 0, cbs.resize: 0, cbs.snapshot: 0, eip.task: 0, image.create: 0, lb.create: 0, lb.task: 0}
`

func TestTypedClients(t *testing.T) {
	world := filepath.Join(t.TempDir(), "world.yaml")
	if err := os.WriteFile(world, []byte(livesWorld), 0o600); err != nil {
		t.Fatal(err)
	}
	a := access{region: "ap-guangzhou"}
	a.key = common.NewCredential("AKIDexample0000000000000000000000main", "example-secret-key-of-the-main-1")
	a.transport = throughProxy(t, serve(t, "--world", world))
	for name, live := range lives {
		t.Run(name, func(t *testing.T) {
			for _, way := range signing {
				t.Run(way.method+"-"+way.signature, func(t *testing.T) {
					a.profile = profile.NewClientProfile()
					a.profile.SignMethod, a.profile.HttpProfile.ReqMethod = way.signature, way.method
					live(t, a)
				})
			}
		})
	}
}

// access is what a typed client is made of.
type access struct {
	key       *common.Credential
	region    string
	profile   *profile.ClientProfile
	transport http.RoundTripper
}

func throughProxy(t *testing.T, printed map[string]string) http.RoundTripper {
	t.Helper()
	ca, err := os.ReadFile(printed["CA"])
	if err != nil {
		t.Fatal(err)
	}
	proxy, err := url.Parse(printed["proxy"])
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	return &http.Transport{Proxy: http.ProxyURL(proxy), ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}
}

// typed is a typed client of a service, with its way to the cloud.
func typed[C interface {
	WithHttpTransport(http.RoundTripper) *common.Client
}](
	t *testing.T, a access, make func(common.CredentialIface, string, *profile.ClientProfile) (C, error),
) C {
	t.Helper()
	c, err := make(a.key, a.region, a.profile)
	if err != nil {
		t.Fatal(err)
	}
	c.WithHttpTransport(a.transport)
	return c
}

type request3 interface{ FromJsonString(text string) error }

// do makes a call that has to succeed. The parameters are JSON, which the client reads into its own type.
func do[In request3, Out any](t *testing.T, call func(In) (Out, error), in In, params string) Out {
	t.Helper()
	if err := in.FromJsonString(params); err != nil {
		t.Fatal(err)
	}
	out, err := call(in)
	if err != nil {
		t.Fatalf("%T %s: %v", in, params, err)
	}
	return out
}

// refused makes a call that has to be refused, and tells whether the client says with which code.
func refused[In request3, Out any](t *testing.T, call func(In) (Out, error), in In, params, code string) {
	t.Helper()
	if err := in.FromJsonString(params); err != nil {
		t.Fatal(err)
	}
	_, err := call(in)
	var said *sdkerrors.TencentCloudSDKError
	if !errors.As(err, &said) {
		t.Fatalf("%T %s: got %v, want the client's error %s", in, params, err, code)
	}
	if said.Code != code || said.RequestId == "" || said.Message == "" {
		t.Errorf("%T %s: got %+v, want %s with a message and a request id", in, params, said, code)
	}
}

// is tells whether what an answer's member points to is what is wanted.
func is[T comparable](t *testing.T, what string, got *T, want T) {
	t.Helper()
	if got == nil {
		t.Fatalf("%s is missing, want %v", what, want)
	}
	if *got != want {
		t.Errorf("%s: got %v, want %v", what, *got, want)
	}
}

// one is the only item of a list.
func one[T any](t *testing.T, what string, list []*T) *T {
	t.Helper()
	if len(list) != 1 || list[0] == nil {
		t.Fatalf("%s: got %d items, want 1", what, len(list))
	}
	return list[0]
}
