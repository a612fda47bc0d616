data "tencentcloud_availability_zones_by_product" "zones" {
  product = "cvm"
}

data "tencentcloud_images" "centos" {
  image_type       = ["PUBLIC_IMAGE"]
  image_name_regex = "CentOS 7.6"
}

data "tencentcloud_instance_types" "small" {
  cpu_core_count    = 1
  memory_size       = 2
  availability_zone = "ap-guangzhou-3"
  exclude_sold_out  = true
}

resource "tencentcloud_vpc" "net" {
  name       = "renamed"
  cidr_block = "10.0.0.0/16"
  tags       = { team = "network", step = "2" }
}

resource "tencentcloud_subnet" "front" {
  vpc_id            = tencentcloud_vpc.net.id
  name              = "renamed"
  availability_zone = "ap-guangzhou-3"
  cidr_block        = "10.0.1.0/24"
  is_multicast      = false
}

resource "tencentcloud_security_group" "web" {
  name        = "web"
  description = "what friends may reach"
  tags        = { team = "network", step = "2" }
}

resource "tencentcloud_key_pair" "admin" {
  key_name   = "ops"
  public_key = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDjd8fTnp7Dcuj4mLaQxf9Zs/ORgUL9fQxRCNKkPgP1paTy1I513maMX126i36Lxxl3+FUB52oVbo/FgwlIfX8hyCnv8MCxqnuSDozf1CD0/wRYHcTWAtgHQHBPCC2nJtod6cVC3kB18KeV4U7zsxmwFeBIxojMOOmcOBuh7+trRw=="
  tags       = { team = "ops" }
}

resource "tencentcloud_instance" "web" {
  instance_name           = "www"
  availability_zone       = "ap-guangzhou-3"
  image_id                = data.tencentcloud_images.centos.images[0].image_id
  instance_type           = "S5.MEDIUM4"
  vpc_id                  = tencentcloud_vpc.net.id
  subnet_id               = tencentcloud_subnet.front.id
  system_disk_type        = "CLOUD_PREMIUM"
  system_disk_size        = 50
  key_ids                 = [tencentcloud_key_pair.admin.id]
  orderly_security_groups = [tencentcloud_security_group.web.id]
  user_data               = "IyEvYmluL3No"
  force_stop              = true
  placement_group_id      = tencentcloud_placement_group.apart.id
  tags                    = { team = "www" }

  data_disks {
    data_disk_type       = "CLOUD_PREMIUM"
    data_disk_size       = 60
    delete_with_instance = true
  }
}

resource "tencentcloud_eip" "public" {
  name                       = "www"
  internet_charge_type       = "TRAFFIC_POSTPAID_BY_HOUR"
  internet_max_bandwidth_out = 10
  tags                       = { team = "network", step = "2" }
}

resource "tencentcloud_eip_association" "web" {
  eip_id      = tencentcloud_eip.public.id
  instance_id = tencentcloud_instance.web.id
}

resource "tencentcloud_cbs_storage" "data" {
  storage_name      = "more"
  storage_type      = "CLOUD_PREMIUM"
  storage_size      = 200
  availability_zone = "ap-guangzhou-3"
  tags              = { team = "data" }
}

resource "tencentcloud_cbs_storage_attachment" "data" {
  storage_id  = tencentcloud_cbs_storage.data.id
  instance_id = tencentcloud_instance.web.id
}

resource "tencentcloud_cbs_snapshot" "data" {
  storage_id    = tencentcloud_cbs_storage.data.id
  snapshot_name = "earlier"
  tags          = { team = "data" }
  depends_on    = [tencentcloud_cbs_storage_attachment.data]
}

resource "tencentcloud_cbs_snapshot_policy" "nightly" {
  snapshot_policy_name = "weekly"
  repeat_weekdays      = [6]
  repeat_hours         = [1]
  retention_days       = 30
}

resource "tencentcloud_cbs_snapshot_policy_attachment" "nightly" {
  storage_id         = tencentcloud_cbs_storage.data.id
  snapshot_policy_id = tencentcloud_cbs_snapshot_policy.nightly.id
}

resource "tencentcloud_placement_group" "apart" {
  name     = "far apart"
  type     = "HOST"
  affinity = 2
  tags     = { team = "ops2" }
}
