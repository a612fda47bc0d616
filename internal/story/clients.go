package story

// A Client is an official client that plays stories from outside (test/sdk).
type Client struct {
	// Name is what tests call it; Package is what its registry does.
	Name, Package string
	Dialect       Dialect
	// Method and Signature are its way of calling.
	Method, Signature string
	// Cannot are the codes whose stories it can't play, with the reason.
	Cannot map[int]string
}

// The packages that the registries serve.
const (
	Go2   = "github.com/QcloudApi/qcloud_sign_golang"
	Node2 = "qcloudapi-sdk"
	Go3   = "github.com/tencentcloud/tencentcloud-sdk-go"
	Node3 = "tencentcloud-sdk-nodejs"
)

const (
	tc3    = "TC3-HMAC-SHA256"
	sha1   = "HmacSHA1"
	sha256 = "HmacSHA256"
)

// Clients are all clients that play: each of them every story, in its dialect, but for what it can't.
func Clients() []Client {
	return []Client{
		{"go", Go2, API2, "POST", sha1, map[int]string{4600: "it knows https only"}},
		{"node-post-sha1", Node2, API2, "POST", sha1, nil},
		{"node-get-sha256", Node2, API2, "GET", sha256, nil},
		{"go3-post-tc3", Go3, TC3, "POST", tc3, nil},
		{"go3-get-tc3", Go3, TC3, "GET", tc3, nil},
		{"go3-post-sha256", Go3, API3, "POST", sha256, nil},
		{"go3-get-sha1", Go3, API3, "GET", sha1, nil},
		{"node3-post-tc3", Node3, TC3, "POST", tc3, nil},
		{"node3-get-sha1", Node3, API3, "GET", sha1, nil},
	}
}
