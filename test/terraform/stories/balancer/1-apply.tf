data "tencentcloud_images" "centos" {
  image_type       = ["PUBLIC_IMAGE"]
  image_name_regex = "CentOS 7.6"
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
  is_multicast      = false
}

resource "tencentcloud_security_group" "web" {
  name        = "web"
  description = "what the world may reach"
}

resource "tencentcloud_instance" "web" {
  instance_name           = "web"
  availability_zone       = "ap-guangzhou-3"
  image_id                = data.tencentcloud_images.centos.images[0].image_id
  instance_type           = "S5.SMALL2"
  vpc_id                  = tencentcloud_vpc.net.id
  subnet_id               = tencentcloud_subnet.front.id
  system_disk_type        = "CLOUD_PREMIUM"
  orderly_security_groups = [tencentcloud_security_group.web.id]
  system_disk_size        = 50
  force_stop              = true
}

resource "tencentcloud_clb_instance" "public" {
  network_type               = "OPEN"
  clb_name                   = "public"
  vpc_id                     = tencentcloud_vpc.net.id
  project_id                 = 0
  internet_charge_type       = "TRAFFIC_POSTPAID_BY_HOUR"
  internet_bandwidth_max_out = 10
  security_groups            = [tencentcloud_security_group.web.id]
  tags                       = { team = "web" }
}

resource "tencentcloud_clb_instance" "internal" {
  network_type = "INTERNAL"
  clb_name     = "internal"
  vpc_id       = tencentcloud_vpc.net.id
  subnet_id    = tencentcloud_subnet.front.id
}

resource "tencentcloud_clb_listener" "tcp" {
  clb_id                     = tencentcloud_clb_instance.internal.id
  listener_name              = "tcp"
  port                       = 3306
  protocol                   = "TCP"
  health_check_switch        = true
  health_check_time_out      = 2
  health_check_interval_time = 5
  health_check_health_num    = 3
  health_check_unhealth_num  = 3
  session_expire_time        = 30
  scheduler                  = "WRR"
}

resource "tencentcloud_clb_attachment" "tcp" {
  clb_id      = tencentcloud_clb_instance.internal.id
  listener_id = tencentcloud_clb_listener.tcp.listener_id

  targets {
    instance_id = tencentcloud_instance.web.id
    port        = 3306
    weight      = 10
  }
}

resource "tencentcloud_clb_listener" "http" {
  clb_id        = tencentcloud_clb_instance.public.id
  listener_name = "http"
  port          = 80
  protocol      = "HTTP"
}

resource "tencentcloud_clb_listener_rule" "shop" {
  clb_id              = tencentcloud_clb_instance.public.id
  listener_id         = tencentcloud_clb_listener.http.listener_id
  domain              = "shop.example.com"
  url                 = "/"
  session_expire_time = 30
  scheduler           = "WRR"
  health_check_switch = true
}

resource "tencentcloud_clb_listener_rule" "old" {
  clb_id      = tencentcloud_clb_instance.public.id
  listener_id = tencentcloud_clb_listener.http.listener_id
  domain      = "old.example.com"
  url         = "/"
  scheduler   = "WRR"
}

resource "tencentcloud_clb_attachment" "shop" {
  clb_id      = tencentcloud_clb_instance.public.id
  listener_id = tencentcloud_clb_listener.http.listener_id
  rule_id     = tencentcloud_clb_listener_rule.shop.rule_id

  targets {
    instance_id = tencentcloud_instance.web.id
    port        = 8080
    weight      = 10
  }
}

resource "tencentcloud_clb_redirection" "old" {
  clb_id             = tencentcloud_clb_instance.public.id
  source_listener_id = tencentcloud_clb_listener.http.listener_id
  target_listener_id = tencentcloud_clb_listener.http.listener_id
  source_rule_id     = tencentcloud_clb_listener_rule.old.rule_id
  target_rule_id     = tencentcloud_clb_listener_rule.shop.rule_id
}

resource "tencentcloud_clb_target_group" "pool" {
  target_group_name = "pool"
  vpc_id            = tencentcloud_vpc.net.id
  port              = 8080
}

resource "tencentcloud_clb_target_group_instance_attachment" "pool" {
  target_group_id = tencentcloud_clb_target_group.pool.id
  bind_ip         = tencentcloud_instance.web.private_ip
  port            = 8080
  weight          = 5
}

resource "tencentcloud_clb_listener" "pool" {
  clb_id        = tencentcloud_clb_instance.internal.id
  listener_name = "pool"
  port          = 8080
  protocol      = "TCP"
  target_type   = "TARGETGROUP"
  scheduler     = "WRR"
}

resource "tencentcloud_clb_target_group_attachment" "pool" {
  clb_id          = tencentcloud_clb_instance.internal.id
  listener_id     = tencentcloud_clb_listener.pool.listener_id
  target_group_id = tencentcloud_clb_target_group.pool.id
}

data "tencentcloud_clb_instances" "all" {
  clb_id = tencentcloud_clb_instance.public.id
}

data "tencentcloud_clb_listeners" "all" {
  clb_id = tencentcloud_clb_listener.http.clb_id
}
