data "tencentcloud_images" "centos" {
  image_type       = ["PUBLIC_IMAGE"]
  image_name_regex = "CentOS 7.6"
}

resource "tencentcloud_vpc" "net" {
  name       = "story"
  cidr_block = "10.0.0.0/16"
}

resource "tencentcloud_route_table" "out" {
  vpc_id = tencentcloud_vpc.net.id
  name   = "out"
}

resource "tencentcloud_subnet" "inner" {
  vpc_id            = tencentcloud_vpc.net.id
  name              = "inner"
  availability_zone = "ap-guangzhou-3"
  cidr_block        = "10.0.1.0/24"
  route_table_id    = tencentcloud_route_table.out.id
  is_multicast      = false
}

resource "tencentcloud_instance" "app" {
  instance_name     = "app"
  availability_zone = "ap-guangzhou-3"
  image_id          = data.tencentcloud_images.centos.images[0].image_id
  instance_type     = "S5.SMALL2"
  vpc_id            = tencentcloud_vpc.net.id
  subnet_id         = tencentcloud_subnet.inner.id
  system_disk_type  = "CLOUD_PREMIUM"
  system_disk_size  = 50
  force_stop        = true

  orderly_security_groups = [tencentcloud_security_group.app.id]
}

resource "tencentcloud_security_group" "app" {
  name = "app"
}

resource "tencentcloud_eip" "one" {
  name = "one"
}

resource "tencentcloud_eip" "two" {
  name = "two"
}

resource "tencentcloud_nat_gateway" "out" {
  vpc_id           = tencentcloud_vpc.net.id
  name             = "out"
  bandwidth        = 100
  max_concurrent   = 1000000
  assigned_eip_set = [tencentcloud_eip.one.public_ip]
  tags             = { team = "net" }
}

resource "tencentcloud_route_table_entry" "out" {
  route_table_id         = tencentcloud_route_table.out.id
  destination_cidr_block = "0.0.0.0/0"
  next_type              = "NAT"
  next_hub               = tencentcloud_nat_gateway.out.id
}

resource "tencentcloud_dnat" "web" {
  vpc_id       = tencentcloud_vpc.net.id
  nat_id       = tencentcloud_nat_gateway.out.id
  protocol     = "TCP"
  elastic_ip   = tencentcloud_eip.one.public_ip
  elastic_port = "80"
  private_ip   = tencentcloud_instance.app.private_ip
  private_port = "8080"
  description  = "web"
}

resource "tencentcloud_nat_gateway_snat" "inner" {
  nat_gateway_id    = tencentcloud_nat_gateway.out.id
  resource_type     = "SUBNET"
  subnet_id         = tencentcloud_subnet.inner.id
  subnet_cidr_block = tencentcloud_subnet.inner.cidr_block
  description       = "the subnet"
  public_ip_addr    = [tencentcloud_eip.one.public_ip]
}

resource "tencentcloud_nat_gateway_snat" "app" {
  nat_gateway_id           = tencentcloud_nat_gateway.out.id
  resource_type            = "NETWORKINTERFACE"
  instance_id              = tencentcloud_instance.app.id
  instance_private_ip_addr = tencentcloud_instance.app.private_ip
  description              = "the host"
  public_ip_addr           = [tencentcloud_eip.one.public_ip]
}
