data "tencentcloud_images" "centos" {
  image_type       = ["PUBLIC_IMAGE"]
  image_name_regex = "CentOS 7.6"
}

resource "tencentcloud_vpc" "net" {
  name       = "story"
  cidr_block = "10.0.0.0/16"
}

resource "tencentcloud_subnet" "inner" {
  vpc_id            = tencentcloud_vpc.net.id
  name              = "inner"
  availability_zone = "ap-guangzhou-3"
  cidr_block        = "10.0.1.0/24"
  is_multicast      = false
}

resource "tencentcloud_security_group" "app" {
  name = "app"
}

resource "tencentcloud_security_group" "ops" {
  name = "ops"
}

resource "tencentcloud_instance" "app" {
  instance_name     = "app"
  availability_zone = "ap-guangzhou-3"
  image_id          = data.tencentcloud_images.centos.images[0].image_id
  instance_type     = "S5.LARGE8"
  vpc_id            = tencentcloud_vpc.net.id
  subnet_id         = tencentcloud_subnet.inner.id
  system_disk_type  = "CLOUD_PREMIUM"
  system_disk_size  = 50
  force_stop        = true

  orderly_security_groups = [tencentcloud_security_group.app.id]
}

resource "tencentcloud_eni" "web" {
  vpc_id                  = tencentcloud_vpc.net.id
  subnet_id               = tencentcloud_subnet.inner.id
  name                    = "web"
  description             = "of the shop"
  orderly_security_groups = [tencentcloud_security_group.app.id]
  tags                    = { team = "web" }

  ipv4s {
    ip          = "10.0.1.10"
    primary     = true
    description = "main"
  }

  ipv4s {
    ip          = "10.0.1.11"
    primary     = false
    description = "second"
  }
}

resource "tencentcloud_eni" "spare" {
  vpc_id      = tencentcloud_vpc.net.id
  subnet_id   = tencentcloud_subnet.inner.id
  name        = "spare"
  description = "spare"
  ipv4_count  = 2
}

resource "tencentcloud_eni_attachment" "web" {
  eni_id      = tencentcloud_eni.web.id
  instance_id = tencentcloud_instance.app.id
}

resource "tencentcloud_eni_sg_attachment" "spare" {
  network_interface_ids = [tencentcloud_eni.spare.id]
  security_group_ids    = [tencentcloud_security_group.ops.id]
}

resource "tencentcloud_eip" "web" {
  name = "web"
}

resource "tencentcloud_eip" "vip" {
  name = "vip"
}

resource "tencentcloud_eip_association" "web" {
  eip_id               = tencentcloud_eip.web.id
  network_interface_id = tencentcloud_eni.web.id
  private_ip           = "10.0.1.10"
  depends_on           = [tencentcloud_eni_attachment.web]
}

resource "tencentcloud_ha_vip" "db" {
  vpc_id          = tencentcloud_vpc.net.id
  subnet_id       = tencentcloud_subnet.inner.id
  name            = "db"
  vip             = "10.0.1.200"
  check_associate = true
}

resource "tencentcloud_ha_vip_eip_attachment" "db" {
  havip_id   = tencentcloud_ha_vip.db.id
  address_ip = tencentcloud_eip.vip.public_ip
}

resource "tencentcloud_ha_vip_instance_attachment" "db" {
  ha_vip_id     = tencentcloud_ha_vip.db.id
  instance_id   = tencentcloud_instance.app.id
  instance_type = "CVM"
}

data "tencentcloud_enis" "all" {
  ids = [tencentcloud_eni.web.id]
}

data "tencentcloud_ha_vips" "all" {
  id = tencentcloud_ha_vip.db.id
}
