# What is paid by the month, and turned on again.
resource "tencentcloud_instance" "web" {
  instance_charge_type                    = "PREPAID"
  instance_charge_type_prepaid_period     = 1
  instance_charge_type_prepaid_renew_flag = "NOTIFY_AND_MANUAL_RENEW"
  force_delete                            = true
}

resource "tencentcloud_instance" "db" {
  running_flag                = true
  release_address             = true
  force_stop                  = false
  user_data_replace_on_change = true
}
