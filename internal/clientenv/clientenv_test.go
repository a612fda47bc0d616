package clientenv_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"software.sslmate.com/src/go-pkcs12"

	"github.com/paifang/paifang/internal/clientenv"
	"github.com/paifang/paifang/internal/clock"
	"github.com/paifang/paifang/internal/tlsca"
)

var settings = clientenv.Settings{
	Proxy:    "127.0.0.1:9444",
	Files:    clientenv.Files{Bundle: "/t/bundle.pem", Ours: "/t/ca.pem", TrustStore: "/t/truststore.p12", PHP: "/t/php", Python: "/t/python"},
	SecretID: "AKIDours", SecretKey: "secret", Region: "ap-guangzhou",
	Admin: "http://127.0.0.1:9445", AdminToken: "token",
}

const (
	trust = "-Djavax.net.ssl.trustStore=/t/truststore.p12 -Djavax.net.ssl.trustStoreType=PKCS12 -Djavax.net.ssl.trustStorePassword=changeit"
	java  = trust + " -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=9444 -Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=9444 -Dhttp.nonProxyHosts=localhost|127.*|[::1]"
)

func TestEveryVariableIsSet(t *testing.T) {
	got := clientenv.Environ(settings, []string{"PATH=/bin", "HOME=/root"})
	want := []string{
		"PATH=/bin", "HOME=/root",
		"CURL_CA_BUNDLE=/t/bundle.pem",
		"DENO_CERT=/t/ca.pem",
		"HTTPS_PROXY=http://127.0.0.1:9444",
		"HTTP_PROXY=http://127.0.0.1:9444",
		"JAVA_TOOL_OPTIONS=" + java,
		"NODE_EXTRA_CA_CERTS=/t/ca.pem",
		"NODE_USE_ENV_PROXY=1",
		"NO_PROXY=localhost,127.0.0.1,::1",
		"PAIFANG_ADMIN=http://127.0.0.1:9445",
		"PAIFANG_ADMIN_TOKEN=token",
		"PHP_INI_SCAN_DIR=" + string(os.PathListSeparator) + "/t/php",
		"PYTHONPATH=/t/python",
		"REQUESTS_CA_BUNDLE=/t/bundle.pem",
		"SSL_CERT_FILE=/t/bundle.pem",
		"TENCENTCLOUD_REGION=ap-guangzhou",
		"TENCENTCLOUD_SECRET_ID=AKIDours",
		"TENCENTCLOUD_SECRET_KEY=secret",
		"http_proxy=http://127.0.0.1:9444",
		"https_proxy=http://127.0.0.1:9444",
		"no_proxy=localhost,127.0.0.1,::1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestInheritedVariables(t *testing.T) {
	for _, c := range []struct {
		inherited, name, want string // want "" is: not there
	}{
		{"NO_PROXY=*", "NO_PROXY", "localhost,127.0.0.1,::1"},
		{"no_proxy=.tencentcloudapi.com", "no_proxy", "localhost,127.0.0.1,::1"},
		{"HTTPS_PROXY=http://corp:3128", "HTTPS_PROXY", "http://127.0.0.1:9444"},
		{"ALL_PROXY=socks5://corp", "ALL_PROXY", ""},
		{"all_proxy=socks5://corp", "all_proxy", ""},
		{"TENCENTCLOUD_SECRET_ID=AKIDreal", "TENCENTCLOUD_SECRET_ID", "AKIDours"},
		{"TENCENTCLOUD_SECURITY_TOKEN=t", "TENCENTCLOUD_SECURITY_TOKEN", ""},
		{"TENCENTCLOUD_TOKEN=t", "TENCENTCLOUD_TOKEN", ""},
		{"TENCENTCLOUD_ASSUME_ROLE_ARN=r", "TENCENTCLOUD_ASSUME_ROLE_ARN", ""},
		{"TENCENTCLOUD_PROFILE=p", "TENCENTCLOUD_PROFILE", ""},
		{"TENCENTCLOUD_SHARED_CREDENTIALS_DIR=d", "TENCENTCLOUD_SHARED_CREDENTIALS_DIR", ""},
		{"TENCENTCLOUD_DOMAIN=d", "TENCENTCLOUD_DOMAIN", ""},
		{"TENCENTCLOUD_PROTOCOL=HTTP", "TENCENTCLOUD_PROTOCOL", ""},
		{"TKE_ROLE_ARN=r", "TKE_ROLE_ARN", ""},
		{"QCloudCvmAPIHost=h", "QCloudCvmAPIHost", ""},
		{"TENCENTCLOUD_READ_RETRY_TIMEOUT=1", "TENCENTCLOUD_READ_RETRY_TIMEOUT", "1"},
		{"TENCENTCLOUD=x=y", "TENCENTCLOUD", "x=y"},
		{"JAVA_TOOL_OPTIONS=-Xmx1g", "JAVA_TOOL_OPTIONS", "-Xmx1g " + java},
		{"PHP_INI_SCAN_DIR=/etc/php", "PHP_INI_SCAN_DIR", "/etc/php" + string(os.PathListSeparator) + "/t/php"},
	} {
		var got []string
		for _, entry := range clientenv.Environ(settings, []string{"A=1", c.inherited}) {
			if name, value, _ := strings.Cut(entry, "="); name == c.name {
				got = append(got, value)
			}
		}
		var want []string
		if c.want != "" {
			want = []string{c.want}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("inherited %s: %s", c.inherited, diff)
		}
	}
}

func TestWithoutAProxyThereIsNone(t *testing.T) {
	s := settings
	s.Proxy = ""
	s.Files.TrustStore = "/a b/t.p12"
	for _, entry := range clientenv.Environ(s, []string{"http_proxy=http://corp", "NO_PROXY=x", "HTTPS_PROXY=y"}) {
		name, value, _ := strings.Cut(entry, "=")
		if strings.HasSuffix(strings.ToLower(name), "_proxy") {
			t.Errorf("%s is set", entry)
		}
		if want := `"-Djavax.net.ssl.trustStore=/a b/t.p12"`; name == "JAVA_TOOL_OPTIONS" && (strings.Contains(value, "proxy") || !strings.HasPrefix(value, want)) {
			t.Errorf("%s: want it to start with %s and to name no proxy", entry, want)
		}
	}
}

func TestEnvironLeavesWhatItWasGivenAlone(t *testing.T) {
	inherited := []string{"NO_PROXY=x", "A=1", "TKE_REGION=r", "B=2"}
	was := slices.Clone(inherited)
	clientenv.Environ(settings, inherited)
	if diff := cmp.Diff(was, inherited); diff != "" {
		t.Error(diff)
	}
}

func newRoot(t *testing.T) []byte {
	t.Helper()
	ca, err := tlsca.New(clock.Wall{})
	if err != nil {
		t.Fatal(err)
	}
	return ca.Bundle(false)
}

func TestTheFilesHoldTheRootsOfTheCallerAndOurs(t *testing.T) {
	dir, ours, corporate, node := t.TempDir(), newRoot(t), newRoot(t), newRoot(t)
	write := func(name string, text []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	f, err := clientenv.Write(dir, ours, []string{"SSL_CERT_FILE=" + write("c", corporate), "NODE_EXTRA_CA_CERTS=" + write("n", node)})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string][]byte{
		f.Bundle:                            slices.Concat(corporate, node, ours),
		f.Ours:                              slices.Concat(node, ours),
		filepath.Join(f.PHP, "paifang.ini"): []byte("openssl.cafile=\"" + f.Bundle + "\"\ncurl.cainfo=\"" + f.Bundle + "\"\n"),
	} {
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s holds\n%s(%v), want\n%s", path, got, err, want)
		}
	}
	store, err := os.ReadFile(f.TrustStore)
	if err != nil {
		t.Fatal(err)
	}
	if certs, err := pkcs12.DecodeTrustStore(store, clientenv.TrustStorePassword); err != nil || len(certs) != 3 {
		t.Errorf("the trust store holds %d certificates (%v), want 3", len(certs), err)
	}
}
