resource "tencentcloud_vpc" "net" {
  name       = "story"
  cidr_block = "10.0.0.0/16"
}

resource "tencentcloud_clb_instance" "public" {
  network_type = "OPEN"
  clb_name     = "public"
  vpc_id       = tencentcloud_vpc.net.id
  sla_type     = "clb.c2.medium"
}

# The keys of these certificates were made for this story and are used nowhere else.
resource "tencentcloud_ssl_certificate" "ecc" {
  name = "ecc"
  type = "SVR"
  cert = trimspace(file("ecc.pem"))
  key  = trimspace(file("ecc-key.pem"))
}

resource "tencentcloud_ssl_certificate" "next" {
  name = "next"
  type = "SVR"
  cert = trimspace(file("next.pem"))
  key  = trimspace(file("next-key.pem"))
}

resource "tencentcloud_ssl_certificate" "rsa" {
  name = "rsa"
  type = "SVR"
  cert = trimspace(file("rsa.pem"))
  key  = trimspace(file("rsa-key.pem"))
}

resource "tencentcloud_ssl_certificate" "authority" {
  name = "authority"
  type = "CA"
  cert = trimspace(file("authority.pem"))
}

resource "tencentcloud_ssl_certificate" "root" {
  name = "root"
  type = "CA"
  cert = trimspace(file("root.pem"))
}

resource "tencentcloud_clb_listener" "tcp" {
  clb_id                        = tencentcloud_clb_instance.public.id
  listener_name                 = "tcp"
  port                          = 3306
  protocol                      = "TCP"
  target_type                   = "NODE"
  scheduler                     = "WRR"
  session_expire_time           = 30
  deregister_target_rst         = false
  reschedule_target_zero_weight = false
  reschedule_unhealthy          = false
  reschedule_expand_target      = false
  idle_connect_timeout          = 900
  health_check_switch           = true
  health_check_type             = "HTTP"
  health_check_time_out         = 2
  health_check_interval_time    = 5
  health_check_health_num       = 3
  health_check_unhealth_num     = 3
  health_check_port             = 8080
  health_check_http_version     = "HTTP/1.0"
  health_check_http_code        = 2
  health_check_http_path        = "/"
  health_check_http_domain      = "shop.example.com"
  health_check_http_method      = "HEAD"
  health_source_ip_type         = 0
}

resource "tencentcloud_clb_listener" "udp" {
  clb_id              = tencentcloud_clb_instance.public.id
  listener_name       = "udp"
  port                = 53
  protocol            = "UDP"
  session_type        = "NORMAL"
  target_type         = "NODE"
  scheduler           = "WRR"
  health_check_switch = true
  health_check_type   = "PING"
}

resource "tencentcloud_clb_listener" "tls" {
  clb_id               = tencentcloud_clb_instance.public.id
  listener_name        = "tls"
  port                 = 9443
  protocol             = "TCP_SSL"
  scheduler            = "WRR"
  certificate_ssl_mode = "UNIDIRECTIONAL"
  certificate_id       = tencentcloud_ssl_certificate.ecc.id
  proxy_protocol       = false
  health_check_switch  = true
  health_check_type    = "TCP"
}

resource "tencentcloud_clb_listener" "both" {
  clb_id        = tencentcloud_clb_instance.public.id
  listener_name = "both"
  port          = 9444
  protocol      = "TCP_SSL"
  scheduler     = "WRR"

  health_check_switch = true

  multi_cert_info {
    ssl_mode     = "UNIDIRECTIONAL"
    cert_id_list = [tencentcloud_ssl_certificate.ecc.id, tencentcloud_ssl_certificate.rsa.id]
  }
}

resource "tencentcloud_clb_listener" "http" {
  clb_id             = tencentcloud_clb_instance.public.id
  listener_name      = "http"
  port               = 80
  protocol           = "HTTP"
  keepalive_enable   = 0
  snat_enable        = false
  data_compress_mode = "compatibility"
}

resource "tencentcloud_clb_listener" "https" {
  clb_id        = tencentcloud_clb_instance.public.id
  listener_name = "https"
  port          = 443
  protocol      = "HTTPS"
  sni_switch    = true
}

resource "tencentcloud_clb_listener_rule" "shop" {
  clb_id                     = tencentcloud_clb_instance.public.id
  listener_id                = tencentcloud_clb_listener.http.listener_id
  domain                     = "shop.example.com"
  url                        = "/"
  scheduler                  = "WRR"
  session_expire_time        = 30
  forward_type               = "HTTP"
  health_check_switch        = true
  health_check_type          = "HTTP"
  health_check_time_out      = 2
  health_check_interval_time = 5
  health_check_health_num    = 3
  health_check_unhealth_num  = 3
  health_check_http_code     = 2
  health_check_http_path     = "/"
  health_check_http_domain   = "shop.example.com"
  health_check_http_method   = "HEAD"
  health_source_ip_type      = 0
}

resource "tencentcloud_clb_listener_rule" "many" {
  clb_id      = tencentcloud_clb_instance.public.id
  listener_id = tencentcloud_clb_listener.http.listener_id
  domains     = ["a.example.com", "b.example.com"]
  url         = "/"
  scheduler   = "WRR"
}

resource "tencentcloud_clb_listener_rule" "secure" {
  clb_id               = tencentcloud_clb_instance.public.id
  listener_id          = tencentcloud_clb_listener.https.listener_id
  domain               = "shop.example.com"
  url                  = "/"
  scheduler            = "WRR"
  certificate_ssl_mode = "MUTUAL"
  certificate_id       = tencentcloud_ssl_certificate.ecc.id
  certificate_ca_id    = tencentcloud_ssl_certificate.authority.id
  http2_switch         = false
  quic                 = false

  oauth {
    oauth_enable         = true
    oauth_failure_status = "BYPASS"
  }
}

resource "tencentcloud_clb_listener_rule" "both" {
  clb_id              = tencentcloud_clb_instance.public.id
  listener_id         = tencentcloud_clb_listener.https.listener_id
  domain              = "both.example.com"
  url                 = "/"
  scheduler           = "WRR"
  health_check_switch = true

  multi_cert_info {
    ssl_mode     = "UNIDIRECTIONAL"
    cert_id_list = [tencentcloud_ssl_certificate.ecc.id, tencentcloud_ssl_certificate.rsa.id]
  }
}
