resource "tencentcloud_vpc" "net" {
  name       = "story"
  cidr_block = "10.0.0.0/16"
}

resource "tencentcloud_subnet" "front" {
  vpc_id            = tencentcloud_vpc.net.id
  name              = "front"
  availability_zone = "ap-guangzhou-3"
  cidr_block        = "10.0.1.0/24"
}

resource "tencentcloud_security_group" "app" {
  name = "app"
}

resource "tencentcloud_security_group" "ops" {
  name = "ops"
}

resource "tencentcloud_cvm_hpc_cluster" "fast" {
  zone   = "ap-guangzhou-3"
  name   = "fast"
  remark = "close together"
}

resource "tencentcloud_instance" "spot" {
  instance_name           = "spot"
  availability_zone       = "ap-guangzhou-3"
  image_id                = "img-centos76"
  instance_type           = "S5.SMALL2"
  instance_charge_type    = "SPOTPAID"
  spot_instance_type      = "ONE-TIME"
  spot_max_price          = "0.2"
  vpc_id                  = tencentcloud_vpc.net.id
  subnet_id               = tencentcloud_subnet.front.id
  system_disk_type        = "CLOUD_PREMIUM"
  orderly_security_groups = [tencentcloud_security_group.app.id]
}

resource "tencentcloud_cvm_action_timer" "night" {
  instance_id = tencentcloud_instance.spot.id

  action_timer {
    timer_action = "TerminateInstances"
    action_time  = "2099-01-01T00:00:00Z"
  }
}

data "tencentcloud_cvm_account_quota" "all" {
}
