# What it is installed anew for, and what it is turned off for.
resource "tencentcloud_project" "shop" {
  disable = 1
}

resource "tencentcloud_instance" "web" {
  image_id                   = "img-ubuntu22"
  disable_security_service   = true
  disable_monitor_service    = true
  disable_automation_service = true
}

resource "tencentcloud_instance" "db" {
  disaster_recover_group_ids = [tencentcloud_placement_group.parts.id]
  partition_number           = 2

  running_flag = false
  stop_type    = "SOFT_FIRST"
  stopped_mode = "STOP_CHARGING"
  key_name     = null
  key_ids      = [tencentcloud_key_pair.first.id, tencentcloud_key_pair.second.id]
}
