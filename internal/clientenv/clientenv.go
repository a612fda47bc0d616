// Package clientenv is the environment that points unmodified clients at Paifang. It decides which variables a command
// is given and which it loses, and writes the files that they name. That a client honours them is the client's matter
// (facts/clients.md has who does): those that honour none are what an isolated run is for.
package clientenv

import (
	"net"
	"os"
	"slices"
	"strings"
)

// Settings are what a command is to find in its environment.
type Settings struct {
	// Proxy is the proxy's host and port. "" is for a command in a network of its own: it gets no proxy, and loses any.
	Proxy string
	// Files are those that Write has written.
	Files Files
	// SecretID, SecretKey and Region are what the command shall use.
	SecretID, SecretKey, Region string
	// Admin and AdminToken are for Paifang's own commands: the admin's URL and a token for it.
	Admin, AdminToken string
}

// direct are the hosts that need no proxy, as NO_PROXY has them.
const direct = "localhost,127.0.0.1,::1"

// Environ is inherited as a command shall see it: NAME=value, what is kept first and in its order, then what is set,
// sorted. A variable that replaces the system's roots names a file with those and ours; one that adds to them, ours.
func Environ(s Settings, inherited []string) []string {
	set := map[string]string{
		"SSL_CERT_FILE":           s.Files.Bundle, // OpenSSL, Go, Python
		"REQUESTS_CA_BUNDLE":      s.Files.Bundle,
		"CURL_CA_BUNDLE":          s.Files.Bundle,
		"NODE_EXTRA_CA_CERTS":     s.Files.Ours,
		"DENO_CERT":               s.Files.Ours,
		"JAVA_TOOL_OPTIONS":       javaOptions(value(inherited, "JAVA_TOOL_OPTIONS"), s),
		"PHP_INI_SCAN_DIR":        value(inherited, "PHP_INI_SCAN_DIR") + string(os.PathListSeparator) + s.Files.PHP, // an empty part is PHP's own directory
		"PYTHONPATH":              pythonPath(s.Files.Python, value(inherited, "PYTHONPATH")),
		"TENCENTCLOUD_REGION":     s.Region,
		"TENCENTCLOUD_SECRET_ID":  s.SecretID,
		"TENCENTCLOUD_SECRET_KEY": s.SecretKey,
		"PAIFANG_ADMIN":           s.Admin,
		"PAIFANG_ADMIN_TOKEN":     s.AdminToken,
	}
	if s.Proxy != "" {
		for _, name := range []string{"HTTPS_PROXY", "HTTP_PROXY"} {
			set[name], set[strings.ToLower(name)] = "http://"+s.Proxy, "http://"+s.Proxy
		}
		set["NO_PROXY"], set["no_proxy"] = direct, direct
		set["NODE_USE_ENV_PROXY"] = "1" // Node 24 and later reads the others only then
	}
	environ := slices.DeleteFunc(slices.Clone(inherited), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		_, replaced := set[name]
		return replaced || misleads(name)
	})
	var ours []string
	for name, value := range set {
		ours = append(ours, name+"="+value)
	}
	slices.Sort(ours)
	return append(environ, ours...)
}

// pythonPath is a folder before those that were there.
func pythonPath(ours, theirs string) string {
	if theirs == "" {
		return ours
	}
	return ours + string(os.PathListSeparator) + theirs
}

// misleads tells whether an inherited variable would send a client elsewhere, or there as somebody else.
func misleads(name string) bool {
	switch name {
	case "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "all_proxy", "no_proxy",
		"TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_SESSION_TOKEN",
		"TENCENTCLOUD_PROFILE", "TENCENTCLOUD_SHARED_CREDENTIALS_DIR", "TENCENTCLOUD_CREDENTIALS_FILE",
		"TENCENTCLOUD_CAM_ROLE_NAME", "TENCENTCLOUD_ENABLE_POD_OIDC",
		"TENCENTCLOUD_DOMAIN", "TENCENTCLOUD_COS_DOMAIN", "TENCENTCLOUD_PROTOCOL",
		"TENCENTCLOUD_ALLOWED_ACCOUNT_IDS", "TENCENTCLOUD_FORBIDDEN_ACCOUNT_IDS":
		return true
	}
	return strings.HasPrefix(name, "TENCENTCLOUD_ASSUME_ROLE_") || strings.HasPrefix(name, "TENCENTCLOUD_MFA_") ||
		strings.HasPrefix(name, "TKE_") ||
		strings.HasPrefix(name, "QCloud") && strings.HasSuffix(name, "APIHost") // dbdd4us' 2.0 client
}

// javaOptions are inherited options of a JVM and ours after them: the last of two settings counts.
func javaOptions(inherited string, s Settings) string {
	options := []string{
		"-Djavax.net.ssl.trustStore=" + s.Files.TrustStore,
		"-Djavax.net.ssl.trustStoreType=PKCS12",
		"-Djavax.net.ssl.trustStorePassword=" + TrustStorePassword,
	}
	if host, port, err := net.SplitHostPort(s.Proxy); err == nil {
		options = append(options,
			"-Dhttps.proxyHost="+host, "-Dhttps.proxyPort="+port,
			"-Dhttp.proxyHost="+host, "-Dhttp.proxyPort="+port,
			"-Dhttp.nonProxyHosts=localhost|127.*|[::1]")
	}
	for i, option := range options {
		if strings.ContainsAny(option, " \t") {
			options[i] = `"` + option + `"`
		}
	}
	return strings.TrimSpace(inherited + " " + strings.Join(options, " "))
}

// value is that of a variable in an environment, where the last entry counts; "" where there is none.
func value(environ []string, name string) string {
	for _, entry := range slices.Backward(environ) {
		if v, found := strings.CutPrefix(entry, name+"="); found {
			return v
		}
	}
	return ""
}
