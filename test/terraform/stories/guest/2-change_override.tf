resource "tencentcloud_cam_saml_provider" "corp" {
  description = "all people of the company"
  meta_data   = base64encode(replace(base64decode(local.metadata), "use=\"signing\"", ""))
}

resource "tencentcloud_cam_role_sso" "ci" {
  identity_url = "https://build.example.com"
  client_ids   = ["sts.cloud.tencent.com", "other"]
  identity_key = base64encode(" ${base64decode(local.keys)}")
  description  = "what builds and tests"
}
