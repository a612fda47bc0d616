resource "tencentcloud_eip" "traffic" {
  name                       = "bandwidth"
  internet_charge_type       = "BANDWIDTH_POSTPAID_BY_HOUR"
  internet_max_bandwidth_out = 10
  tags                       = { team = "www" }
}

resource "tencentcloud_eip" "months" {
  internet_max_bandwidth_out = 10
  prepaid_period             = 2
  auto_renew_flag            = 1
}
