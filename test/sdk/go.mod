module github.com/paifang/paifang/test/sdk

go 1.26.0

require (
	github.com/QcloudApi/qcloud_sign_golang v0.0.0-20141224014652-e4130a326409
	github.com/paifang/paifang v0.0.0-00010101000000-000000000000
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cam v1.3.130
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cbs v1.3.115
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/clb v1.0.334
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common v1.3.210
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cvm v1.3.130
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/sts v1.1.11
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/tag v1.0.860
	github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/vpc v1.0.799
)

require (
	github.com/boombuler/barcode v1.0.1-0.20190219062509-6c824513bacc // indirect
	github.com/goccy/go-yaml v1.19.2 // indirect
	github.com/pquerna/otp v1.5.0 // indirect
)

replace github.com/paifang/paifang => ../..
