resource "tencentcloud_eip" "traffic" {
  name                       = "traffic"
  internet_charge_type       = "TRAFFIC_POSTPAID_BY_HOUR"
  internet_max_bandwidth_out = 5
  tags                       = { team = "web" }
}

resource "tencentcloud_eip" "months" {
  name                       = "months"
  internet_charge_type       = "BANDWIDTH_PREPAID_BY_MONTH"
  internet_max_bandwidth_out = 5
  prepaid_period             = 1
  auto_renew_flag            = 0
}
