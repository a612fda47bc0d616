resource "tencentcloud_cbs_storage" "bought" {
  prepaid_renew_flag = "NOTIFY_AND_AUTO_RENEW"
}
