resource "tencentcloud_clb_instance" "public" {
  clb_name                     = "shop"
  project_id                   = tencentcloud_project.shop.id
  security_groups              = [tencentcloud_security_group.ops.id]
  sla_type                     = "clb.c2.medium"
  force                        = true
  internet_charge_type         = "BANDWIDTH_POSTPAID_BY_HOUR"
  internet_bandwidth_max_out   = 20
  load_balancer_pass_to_target = true
  delete_protect               = false
  snat_pro                     = true
  tags                         = { team = "shop" }
}

resource "tencentcloud_clb_instance" "internal" {
  log_set_id     = "a1b2c3d4-0000-4000-8000-000000000001"
  log_topic_id   = "a1b2c3d4-0000-4000-8000-000000000002"
  eip_address_id = tencentcloud_eip.two.id
}

resource "tencentcloud_clb_attachment" "tcp" {
  targets {
    instance_id = tencentcloud_instance.web[1].id
    port        = 3307
    weight      = 20
  }
}

resource "tencentcloud_clb_target_group" "pool" {
  target_group_name = "servers"
  port              = 8081
  tags              = { team = "shop" }
}

resource "tencentcloud_clb_target_group" "new" {
  target_group_name   = "newer"
  port                = 81
  weight              = 20
  schedule_algorithm  = "LEAST_CONN"
  session_expire_time = 60
  keepalive_enable    = true
  snat_enable         = true

  health_check {
    health_switch     = true
    protocol          = "HTTP"
    port              = 8081
    timeout           = 3
    gap_time          = 10
    good_limit        = 4
    bad_limit         = 5
    http_code         = 6
    http_check_path   = "/health"
    http_check_domain = "health.example.com"
    http_check_method = "GET"
  }
}

resource "tencentcloud_clb_instance" "far" {
  target_region_info_region = "ap-shanghai"
  target_region_info_vpc_id = tencentcloud_vpc.far.id
}

resource "tencentcloud_clb_target_group" "tcp" {
  health_check {
    health_switch     = true
    protocol          = "HTTP"
    http_version      = "HTTP/1.1"
    http_check_domain = "health.example.com"
  }
}

resource "tencentcloud_clb_target_group" "grpc" {
  health_check {
    health_switch = true
    protocol      = "GRPC"
    extended_code = "0-5"
  }
}
