resource "tencentcloud_project" "shop" {
  project_name = "shop"
}

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

provider "tencentcloud" {
  alias  = "shanghai"
  region = "ap-shanghai"
}

resource "tencentcloud_vpc" "far" {
  provider   = tencentcloud.shanghai
  name       = "far"
  cidr_block = "10.9.0.0/16"
}

resource "tencentcloud_clb_instance" "far" {
  network_type              = "OPEN"
  clb_name                  = "far"
  vpc_id                    = tencentcloud_vpc.net.id
  target_region_info_region = "ap-guangzhou"
  target_region_info_vpc_id = tencentcloud_vpc.net.id
}

resource "tencentcloud_security_group" "app" {
  name = "app"
}

resource "tencentcloud_security_group" "ops" {
  name = "ops"
}

resource "tencentcloud_eip" "one" {
  name = "one"
}

resource "tencentcloud_eip" "two" {
  name = "two"
}

resource "tencentcloud_instance" "web" {
  count                   = 2
  instance_name           = "web-${count.index}"
  availability_zone       = "ap-guangzhou-3"
  image_id                = "img-centos76"
  instance_type           = "S5.SMALL2"
  vpc_id                  = tencentcloud_vpc.net.id
  subnet_id               = tencentcloud_subnet.front.id
  system_disk_type        = "CLOUD_PREMIUM"
  orderly_security_groups = [tencentcloud_security_group.app.id]
}

resource "tencentcloud_clb_instance" "public" {
  network_type                 = "OPEN"
  clb_name                     = "public"
  vpc_id                       = tencentcloud_vpc.net.id
  project_id                   = 0
  security_groups              = [tencentcloud_security_group.app.id]
  sla_type                     = "clb.c1.small"
  internet_charge_type         = "TRAFFIC_POSTPAID_BY_HOUR"
  internet_bandwidth_max_out   = 10
  load_balancer_pass_to_target = false
  delete_protect               = true
  snat_pro                     = false
  tags                         = { team = "web" }
}

resource "tencentcloud_clb_instance" "internal" {
  network_type   = "INTERNAL"
  clb_name       = "internal"
  vpc_id         = tencentcloud_vpc.net.id
  subnet_id      = tencentcloud_subnet.front.id
  eip_address_id = tencentcloud_eip.one.id
}

resource "tencentcloud_clb_listener" "tcp" {
  clb_id        = tencentcloud_clb_instance.public.id
  listener_name = "tcp"
  port          = 3306
  protocol      = "TCP"
}

resource "tencentcloud_clb_attachment" "tcp" {
  clb_id      = tencentcloud_clb_instance.public.id
  listener_id = tencentcloud_clb_listener.tcp.listener_id

  targets {
    instance_id = tencentcloud_instance.web[0].id
    port        = 3306
    weight      = 10
  }
}

resource "tencentcloud_clb_target_group" "pool" {
  target_group_name = "pool"
  vpc_id            = tencentcloud_vpc.net.id
  port              = 8080
  tags              = { team = "web" }
}

resource "tencentcloud_clb_target_group" "new" {
  target_group_name   = "new"
  vpc_id              = tencentcloud_vpc.net.id
  type                = "v2"
  protocol            = "HTTP"
  port                = 80
  weight              = 10
  schedule_algorithm  = "WRR"
  session_expire_time = 30
  keepalive_enable    = false
  snat_enable         = false

  health_check {
    health_switch     = true
    protocol          = "HTTP"
    port              = 8080
    timeout           = 2
    gap_time          = 5
    good_limit        = 3
    bad_limit         = 3
    http_code         = 2
    http_check_path   = "/"
    http_check_domain = "shop.example.com"
    http_check_method = "HEAD"
  }
}

resource "tencentcloud_clb_target_group" "tcp" {
  target_group_name = "tcp"
  vpc_id            = tencentcloud_vpc.net.id
  type              = "v2"
  protocol          = "TCP"
  port              = 3306

  health_check {
    health_switch = true
    protocol      = "TCP"
  }
}

resource "tencentcloud_clb_target_group" "grpc" {
  target_group_name = "grpc"
  vpc_id            = tencentcloud_vpc.net.id
  type              = "v2"
  protocol          = "GRPC"
  port              = 50051

  health_check {
    health_switch = true
    protocol      = "GRPC"
    extended_code = "12"
  }
}
