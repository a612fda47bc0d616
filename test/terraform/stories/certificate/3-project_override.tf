resource "tencentcloud_ssl_certificate" "shop" {
  project_id = tencentcloud_project.shop.id
}

resource "tencentcloud_clb_redirection" "secure" {
  delete_all_auto_rewrite = true
}
