resource "tencentcloud_instance" "web" {
  instance_charge_type_prepaid_renew_flag = "NOTIFY_AND_AUTO_RENEW"
}
