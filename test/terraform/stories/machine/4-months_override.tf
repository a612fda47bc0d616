# What is paid by the month, is of another type and moves; and what is turned on again.
resource "tencentcloud_instance" "web" {
  instance_charge_type                    = "PREPAID"
  instance_charge_type_prepaid_period     = 1
  instance_charge_type_prepaid_renew_flag = "NOTIFY_AND_MANUAL_RENEW"
  internet_charge_type                    = "BANDWIDTH_PREPAID"
  force_delete                            = true
  instance_type                           = "S5.MEDIUM4"
  vpc_id                                  = tencentcloud_vpc.other.id
  subnet_id                               = tencentcloud_subnet.other.id
  private_ip                              = "10.1.1.20"
}

resource "tencentcloud_instance" "db" {
  running_flag                = true
  release_address             = true
  force_stop                  = false
  user_data_replace_on_change = true
}
