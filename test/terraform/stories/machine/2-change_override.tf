# What an instance is told while it runs, or restarts for.
resource "tencentcloud_project" "shop" {
  project_name = "store"
  info         = "what the store runs on"
}

resource "tencentcloud_instance" "web" {
  instance_name                    = "www"
  hostname                         = "www"
  security_groups                  = [tencentcloud_security_group.app.id, tencentcloud_security_group.ops.id]
  system_disk_name                 = "root"
  system_disk_size                 = 60
  system_disk_type                 = "CLOUD_SSD"
  internet_charge_type             = "BANDWIDTH_POSTPAID_BY_HOUR"
  internet_max_bandwidth_out       = 8
  project_id                       = tencentcloud_project.shop.id
  password                         = "Lantern-2025"
  user_data_raw                    = "#!/bin/sh\necho two\n"
  cam_role_name                    = tencentcloud_cam_role.writer.name
  placement_group_id               = tencentcloud_placement_group.racks.id
  force_replace_placement_group_id = true
  disable_api_termination          = false
  tags                             = { team = "www" }

  data_disks {
    data_disk_type       = "CLOUD_PREMIUM"
    data_disk_size       = 80
    data_disk_name       = "more data"
    delete_with_instance = true
  }
}

resource "tencentcloud_instance" "db" {
  orderly_security_groups    = [tencentcloud_security_group.ops.id, tencentcloud_security_group.app.id]
  key_name                   = tencentcloud_key_pair.second.id
  user_data                  = "IyEvYmluL2Jhc2g="
  disaster_recover_group_ids = [tencentcloud_placement_group.racks.id]
}

resource "tencentcloud_key_pair" "first" {
  key_name   = "ops"
  force_stop = true
  tags       = { team = "ops" }
}
