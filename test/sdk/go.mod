module github.com/paifang/paifang/test/sdk

go 1.26.0

require (
	github.com/QcloudApi/qcloud_sign_golang v0.0.0-20141224014652-e4130a326409
	github.com/paifang/paifang v0.0.0-00010101000000-000000000000
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common v1.3.210
)

require (
	github.com/boombuler/barcode v1.0.1-0.20190219062509-6c824513bacc // indirect
	github.com/goccy/go-yaml v1.19.2 // indirect
	github.com/pquerna/otp v1.5.0 // indirect
)

replace github.com/paifang/paifang => ../..
