# What is left of the network: what templates hold, and rules by way of them.
resource "tencentcloud_vpc" "net" {
  enable_route_vpc_publish      = true
  enable_route_vpc_publish_ipv6 = true
  is_multicast                  = true
}

resource "tencentcloud_subnet" "front" {
  is_multicast = true
}

resource "tencentcloud_route_table_entry" "out" {
  disabled = true
}

resource "tencentcloud_security_group" "web" {
  name = "the web"
}

resource "tencentcloud_address_template_group" "offices" {
  template_ids = [tencentcloud_address_template.office.id, tencentcloud_address_template.home.id]
}

resource "tencentcloud_protocol_template" "web" {
  name = "the web"
}

resource "tencentcloud_protocol_template_group" "webs" {
  template_ids = [tencentcloud_protocol_template.web.id, tencentcloud_protocol_template.mail.id]
}

resource "tencentcloud_security_group_rule_set" "web" {
  ingress {
    action          = "ACCEPT"
    ipv6_cidr_block = "2001:db8::/32"
    protocol        = "TCP"
    port            = "443"
    description     = "by the new protocol"
  }
  ingress {
    action              = "DROP"
    address_template_id = tencentcloud_address_template.office.id
    protocol            = "TCP"
    port                = "80"
    description         = "the office"
  }
  ingress {
    action                 = "ACCEPT"
    address_template_group = tencentcloud_address_template_group.offices.id
    protocol               = "UDP"
    port                   = "53"
    description            = "the offices"
  }
  ingress {
    action              = "DROP"
    cidr_block          = "10.7.0.0/16"
    service_template_id = tencentcloud_protocol_template.web.id
    description         = "no web for them"
  }
  ingress {
    action                 = "DROP"
    cidr_block             = "10.8.0.0/16"
    service_template_group = tencentcloud_protocol_template_group.webs.id
    description            = "none at all"
  }
  egress {
    action          = "ACCEPT"
    ipv6_cidr_block = "2001:db8:1::/48"
    protocol        = "TCP"
    port            = "80"
    description     = "by the new protocol"
  }
  egress {
    action             = "ACCEPT"
    source_security_id = tencentcloud_security_group.friends.id
    protocol           = "UDP"
    port               = "53"
    description        = "names"
  }
  egress {
    action      = "ACCEPT"
    cidr_block  = "10.6.0.0/16"
    protocol    = "TCP"
    port        = "25"
    description = "mail"
  }
  egress {
    action              = "ACCEPT"
    cidr_block          = "10.7.0.0/16"
    service_template_id = tencentcloud_protocol_template.web.id
    description         = "the web"
  }
  egress {
    action                 = "ACCEPT"
    cidr_block             = "10.8.0.0/16"
    service_template_group = tencentcloud_protocol_template_group.webs.id
    description            = "all webs"
  }
}

resource "tencentcloud_subnet" "back" {
  route_table_id = tencentcloud_route_table.other.id
}

resource "tencentcloud_security_group_lite_rule" "friends" {
  egress = ["ACCEPT#10.0.0.0/16#ALL#ALL"]
}
