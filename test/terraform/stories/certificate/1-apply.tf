resource "tencentcloud_vpc" "net" {
  name       = "story"
  cidr_block = "10.0.0.0/16"
}

resource "tencentcloud_clb_instance" "public" {
  network_type = "OPEN"
  clb_name     = "public"
  vpc_id       = tencentcloud_vpc.net.id
}

# The keys of these certificates were made for this story and are used nowhere else.
resource "tencentcloud_ssl_certificate" "shop" {
  name = "shop"
  type = "SVR"
  cert = trimspace(<<-PEM
    -----BEGIN CERTIFICATE-----
    MIIBWzCCAQGgAwIBAgIBAjAKBggqhkjOPQQDAjAcMRowGAYDVQQDExFFeGFtcGxl
    IEF1dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowGzEZ
    MBcGA1UEAxMQc2hvcC5leGFtcGxlLmNvbTBZMBMGByqGSM49AgEGCCqGSM49AwEH
    A0IABDGSBvnQztQMQC0oUs7R2+g2LsdL3espV8UqPFqNAmX+8/OFhBeLaqA1h8fN
    XbUuWg2a2hWMCD/s5TTldzDZLxSjMzAxMC8GA1UdEQQoMCaCEHNob3AuZXhhbXBs
    ZS5jb22CEiouc2hvcC5leGFtcGxlLmNvbTAKBggqhkjOPQQDAgNIADBFAiEA5eV3
    xcR04RRj3smA9fkyN5Gb1vFtJ/q2QsIVn7gc+24CIA4UH1ddMmQmPcN9am3gOndi
    pOsops7/m79koUVQ9uwr
    -----END CERTIFICATE-----
  PEM
  )
  key = trimspace(<<-PEM
    -----BEGIN EC PRIVATE KEY-----
    MHcCAQEEIP88P0ysgF85FIXS3tmPGj9i/q6VT+7BzKAMIx567J4ioAoGCCqGSM49
    AwEHoUQDQgAEMZIG+dDO1AxALShSztHb6DYux0vd6ylXxSo8Wo0CZf7z84WEF4tq
    oDWHx81dtS5aDZraFYwIP+zlNOV3MNkvFA==
    -----END EC PRIVATE KEY-----
  PEM
  )
  tags = { team = "web" }
}

resource "tencentcloud_ssl_certificate" "next" {
  name = "next"
  type = "SVR"
  cert = trimspace(<<-PEM
    -----BEGIN CERTIFICATE-----
    MIIBWzCCAQGgAwIBAgIBAzAKBggqhkjOPQQDAjAcMRowGAYDVQQDExFFeGFtcGxl
    IEF1dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowGzEZ
    MBcGA1UEAxMQbmV4dC5leGFtcGxlLmNvbTBZMBMGByqGSM49AgEGCCqGSM49AwEH
    A0IABPD7N5Y1CPiUG9mjarRZezhR8rz+fCSxHkjKUCmSk6jhvH/LFehuWnHCumf3
    c35FydZkfPsexabeIrhTzUVY7VWjMzAxMC8GA1UdEQQoMCaCEG5leHQuZXhhbXBs
    ZS5jb22CEioubmV4dC5leGFtcGxlLmNvbTAKBggqhkjOPQQDAgNIADBFAiA2KznR
    9Lxpz766Jr6IjpTbgyOKqRIboetx1fC3wijWgQIhAKu5kK7ykR8qCEt57DKLqP+c
    17ek4Ns8PEvHl7ie4ijs
    -----END CERTIFICATE-----
  PEM
  )
  key = trimspace(<<-PEM
    -----BEGIN EC PRIVATE KEY-----
    MHcCAQEEIJ1rI272lQsqqgL7WV9XChVR833Iyi59IMeLs+AmZHl+oAoGCCqGSM49
    AwEHoUQDQgAE8Ps3ljUI+JQb2aNqtFl7OFHyvP58JLEeSMpQKZKTqOG8f8sV6G5a
    ccK6Z/dzfkXJ1mR8+x7Fpt4iuFPNRVjtVQ==
    -----END EC PRIVATE KEY-----
  PEM
  )
}

resource "tencentcloud_ssl_certificate" "authority" {
  name = "authority"
  type = "CA"
  cert = trimspace(<<-PEM
    -----BEGIN CERTIFICATE-----
    MIIBajCCARGgAwIBAgIBATAKBggqhkjOPQQDAjAcMRowGAYDVQQDExFFeGFtcGxl
    IEF1dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowHDEa
    MBgGA1UEAxMRRXhhbXBsZSBBdXRob3JpdHkwWTATBgcqhkjOPQIBBggqhkjOPQMB
    BwNCAAR8uXTA8QJqcqVoB/l4QtHxpYC3U7XonnA+zHn3wX97varFtzTZqYPvpNWS
    IYrPhgTJQcvWGTI3jo+N8NmJaUQwo0IwQDAOBgNVHQ8BAf8EBAMCAgQwDwYDVR0T
    AQH/BAUwAwEB/zAdBgNVHQ4EFgQU4YAo40PDb0/uJxLO1RfifuEJtMgwCgYIKoZI
    zj0EAwIDRwAwRAIgPzbXnBLUNDWiYGh26kLTw8wajfMGdh/o3gKyaeahF68CIHx7
    zZMY4MloGDOgFsKuDkM7W+e3mCPyIRtb9LWakBbO
    -----END CERTIFICATE-----
  PEM
  )
}

resource "tencentcloud_clb_listener" "https" {
  clb_id               = tencentcloud_clb_instance.public.id
  listener_name        = "https"
  port                 = 443
  protocol             = "HTTPS"
  certificate_ssl_mode = "UNIDIRECTIONAL"
  certificate_id       = tencentcloud_ssl_certificate.shop.id
}

resource "tencentcloud_clb_listener_rule" "shop" {
  clb_id      = tencentcloud_clb_instance.public.id
  listener_id = tencentcloud_clb_listener.https.listener_id
  domain      = "shop.example.com"
  url         = "/"
  scheduler   = "WRR"
}

resource "tencentcloud_clb_listener" "sni" {
  clb_id        = tencentcloud_clb_instance.public.id
  listener_name = "sni"
  port          = 8443
  protocol      = "HTTPS"
  sni_switch    = true
}

resource "tencentcloud_clb_listener_rule" "next" {
  clb_id               = tencentcloud_clb_instance.public.id
  listener_id          = tencentcloud_clb_listener.sni.listener_id
  domain               = "next.example.com"
  url                  = "/"
  scheduler            = "WRR"
  certificate_ssl_mode = "UNIDIRECTIONAL"
  certificate_id       = tencentcloud_ssl_certificate.next.id
}

resource "tencentcloud_clb_listener" "http" {
  clb_id        = tencentcloud_clb_instance.public.id
  listener_name = "http"
  port          = 80
  protocol      = "HTTP"
}

resource "tencentcloud_clb_redirection" "secure" {
  clb_id             = tencentcloud_clb_instance.public.id
  target_listener_id = tencentcloud_clb_listener.https.listener_id
  target_rule_id     = tencentcloud_clb_listener_rule.shop.rule_id
  is_auto_rewrite    = true
  depends_on         = [tencentcloud_clb_listener.http]
}

data "tencentcloud_ssl_certificates" "servers" {
  type       = "SVR"
  depends_on = [tencentcloud_ssl_certificate.shop, tencentcloud_ssl_certificate.next]
}

resource "tencentcloud_project" "shop" {
  project_name = "shop"
}
