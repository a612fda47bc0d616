
resource "tencentcloud_vpc" "net" {
  name       = "fleet"
  cidr_block = "192.168.0.0/16"
}

resource "tencentcloud_subnet" "front" {
  vpc_id            = tencentcloud_vpc.net.id
  name              = "front"
  availability_zone = "ap-guangzhou-3"
  cidr_block        = "192.168.1.0/24"
}

resource "tencentcloud_security_group" "all" {
  name        = "all"
  description = "all"
}

resource "tencentcloud_security_group_rule_set" "all" {
  security_group_id = tencentcloud_security_group.all.id

  egress {
    action     = "ACCEPT"
    cidr_block = "0.0.0.0/0"
    protocol   = "ALL"
    port       = "ALL"
  }
}

resource "tencentcloud_instance" "front" {
  count                      = 2
  instance_name              = "front-${count.index}"
  availability_zone          = "ap-guangzhou-3"
  image_id                   = "img-centos76"
  instance_type              = "S5.MEDIUM4"
  vpc_id                     = tencentcloud_vpc.net.id
  subnet_id                  = tencentcloud_subnet.front.id
  orderly_security_groups    = [tencentcloud_security_group.all.id]
  internet_charge_type       = "BANDWIDTH_POSTPAID_BY_HOUR"
  internet_max_bandwidth_out = 5
  allocate_public_ip         = true
  force_stop                 = true
}

resource "tencentcloud_cbs_storage_set" "data" {
  disk_count        = 2
  storage_name      = "data"
  storage_type      = "CLOUD_SSD"
  storage_size      = 100
  availability_zone = "ap-guangzhou-3"
}

resource "tencentcloud_tag" "cost" {
  tag_key   = "cost"
  tag_value = "low"
}

data "tencentcloud_instances" "all" {
  vpc_id     = tencentcloud_vpc.net.id
  depends_on = [tencentcloud_instance.front]
}

data "tencentcloud_cbs_storages" "all" {
  storage_name = "data"
  depends_on   = [tencentcloud_cbs_storage_set.data]
}
