resource "tencentcloud_clb_listener" "tcp" {
  listener_name                 = "database"
  session_expire_time           = 60
  deregister_target_rst         = true
  reschedule_target_zero_weight = true
  reschedule_unhealthy          = true
  reschedule_expand_target      = true
  reschedule_start_time         = 60
  reschedule_interval           = 120
  idle_connect_timeout          = 600
  max_conn                      = 50000
  max_cps                       = 5000
  health_check_time_out         = 3
  health_check_interval_time    = 10
  health_check_health_num       = 4
  health_check_unhealth_num     = 5
  health_check_port             = 8081
  health_check_http_version     = "HTTP/1.1"
  health_check_http_code        = 3
  health_check_http_path        = "/health"
  health_check_http_domain      = "health.example.com"
  health_check_http_method      = "GET"
  health_source_ip_type         = 1
}

resource "tencentcloud_clb_listener" "udp" {
  target_type               = "TARGETGROUP"
  session_type              = "QUIC_CID"
  health_check_type         = "CUSTOM"
  health_check_context_type = "TEXT"
  health_check_send_context = "ping"
  health_check_recv_context = "pong"
}

resource "tencentcloud_clb_listener" "tls" {
  certificate_ssl_mode = "MUTUAL"
  certificate_id       = tencentcloud_ssl_certificate.rsa.id
  certificate_ca_id    = tencentcloud_ssl_certificate.authority.id
  proxy_protocol       = true
  scheduler            = "LEAST_CONN"
}

resource "tencentcloud_clb_listener" "both" {
  health_check_switch = false

  multi_cert_info {
    ssl_mode     = "MUTUAL"
    cert_id_list = [tencentcloud_ssl_certificate.next.id, tencentcloud_ssl_certificate.rsa.id, tencentcloud_ssl_certificate.authority.id]
  }
}

resource "tencentcloud_clb_listener" "http" {
  keepalive_enable   = 1
  snat_enable        = true
  data_compress_mode = "transparent"
}

resource "tencentcloud_clb_listener_rule" "shop" {
  domain                     = "store.example.com"
  url                        = "/goods"
  session_expire_time        = 60
  forward_type               = "HTTPS"
  health_check_type          = "TCP"
  health_check_time_out      = 3
  health_check_interval_time = 10
  health_check_health_num    = 4
  health_check_unhealth_num  = 5
  health_check_http_code     = 3
  health_check_http_path     = "/health"
  health_check_http_domain   = "health.example.com"
  health_check_http_method   = "GET"
  health_source_ip_type      = 1
}

resource "tencentcloud_clb_listener_rule" "many" {
  domains   = ["a.example.com", "c.example.com"]
  scheduler = "LEAST_CONN"
}

resource "tencentcloud_clb_listener_rule" "secure" {
  certificate_id    = tencentcloud_ssl_certificate.rsa.id
  certificate_ca_id = tencentcloud_ssl_certificate.root.id
  http2_switch      = true
  quic              = true

  oauth {
    oauth_enable         = false
    oauth_failure_status = "REJECT"
  }
}

resource "tencentcloud_clb_listener_rule" "both" {
  health_check_switch = false

  multi_cert_info {
    ssl_mode     = "UNIDIRECTIONAL"
    cert_id_list = [tencentcloud_ssl_certificate.next.id, tencentcloud_ssl_certificate.rsa.id]
  }
}
