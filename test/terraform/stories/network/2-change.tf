resource "tencentcloud_vpc" "net" {
  name            = "renamed"
  cidr_block      = "10.0.0.0/16"
  dns_servers     = ["119.29.29.29", "119.28.28.28"]
  assistant_cidrs = ["172.16.0.0/16", "172.17.0.0/16"]
  is_multicast    = false
  tags            = { team = "net", step = "2" }
}

resource "tencentcloud_route_table" "back" {
  vpc_id = tencentcloud_vpc.net.id
  name   = "rear"
  tags   = { team = "net", step = "2" }
}

resource "tencentcloud_route_table" "other" {
  vpc_id = tencentcloud_vpc.net.id
  name   = "other"
}

resource "tencentcloud_subnet" "front" {
  vpc_id            = tencentcloud_vpc.net.id
  name              = "fore"
  availability_zone = "ap-guangzhou-3"
  cidr_block        = "10.0.1.0/24"
  is_multicast      = false
  tags              = { team = "net", step = "2" }
}

resource "tencentcloud_subnet" "back" {
  vpc_id            = tencentcloud_vpc.net.id
  name              = "rear"
  availability_zone = "ap-guangzhou-4"
  cidr_block        = "172.16.2.0/24"
  route_table_id    = tencentcloud_route_table.back.id
  is_multicast      = false
}

resource "tencentcloud_route_table_entry" "out" {
  route_table_id         = tencentcloud_route_table.back.id
  destination_cidr_block = "10.4.4.0/24"
  next_type              = "EIP"
  next_hub               = "0"
  description            = "out"
}

resource "tencentcloud_address_template" "office" {
  name      = "bureau"
  addresses = ["10.8.0.1", "10.8.2.1-10.8.2.9"]
}

resource "tencentcloud_address_template" "home" {
  name      = "home"
  addresses = ["10.9.0.1"]
}

resource "tencentcloud_protocol_template" "mail" {
  name      = "mail"
  protocols = ["tcp:25"]
}

resource "tencentcloud_address_template_group" "offices" {
  name         = "all offices"
  template_ids = [tencentcloud_address_template.office.id]
}

resource "tencentcloud_protocol_template" "web" {
  name      = "web"
  protocols = ["tcp:80", "tcp:443", "udp:all"]
}

resource "tencentcloud_protocol_template_group" "webs" {
  name         = "all webs"
  template_ids = [tencentcloud_protocol_template.web.id]
}

resource "tencentcloud_security_group" "friends" {
  name        = "friends"
  description = "who may come in"
}

resource "tencentcloud_security_group" "web" {
  name        = "web"
  description = "the whole web"
  tags        = { team = "net", step = "2" }
}

resource "tencentcloud_security_group_rule_set" "web" {
  security_group_id = tencentcloud_security_group.web.id

  ingress {
    action      = "ACCEPT"
    cidr_block  = "10.0.0.0/22"
    protocol    = "TCP"
    port        = "80-99"
    description = "the near"
  }
  ingress {
    action             = "DROP"
    protocol           = "TCP"
    port               = "80"
    source_security_id = tencentcloud_security_group.friends.id
    description        = "the far"
  }
  ingress {
    action      = "ACCEPT"
    cidr_block  = "172.18.1.2"
    protocol    = "ALL"
    port        = "ALL"
    description = "all of one"
  }
  egress {
    action      = "DROP"
    cidr_block  = "10.0.0.0/16"
    protocol    = "ICMP"
    description = "still no ping"
  }
  egress {
    action              = "DROP"
    address_template_id = tencentcloud_address_template.office.id
    description         = "not the office"
  }
  egress {
    action                 = "DROP"
    address_template_group = tencentcloud_address_template_group.offices.id
    description            = "no office"
  }
}

resource "tencentcloud_security_group_lite_rule" "friends" {
  security_group_id = tencentcloud_security_group.friends.id
  ingress           = ["ACCEPT#10.0.0.0/16#80#TCP", "DROP#0.0.0.0/0#ALL#ALL"]
  egress            = ["ACCEPT#0.0.0.0/0#ALL#ALL"]
}

resource "tencentcloud_vpc_acl" "strict" {
  vpc_id  = tencentcloud_vpc.net.id
  name    = "stricter"
  ingress = ["ACCEPT#192.168.1.0/24#800#TCP"]
  egress  = ["ACCEPT#192.168.1.0/24#800#TCP"]
  tags    = { team = "net", step = "2" }
}

resource "tencentcloud_vpc_acl_attachment" "front" {
  acl_id    = tencentcloud_vpc_acl.strict.id
  subnet_id = tencentcloud_subnet.front.id
}

resource "tencentcloud_tag" "cost" {
  tag_key   = "cost"
  tag_value = "low"
}

data "tencentcloud_vpc_instances" "net" {
  vpc_id = tencentcloud_vpc.net.id
}

data "tencentcloud_vpc_subnets" "front" {
  vpc_id     = tencentcloud_vpc.net.id
  depends_on = [tencentcloud_subnet.front]
}

data "tencentcloud_security_groups" "web" {
  security_group_id = tencentcloud_security_group.web.id
}

data "tencentcloud_vpc_route_tables" "back" {
  route_table_id = tencentcloud_route_table.back.id
}

resource "tencentcloud_route_entry" "office" {
  vpc_id         = tencentcloud_vpc.net.id
  route_table_id = tencentcloud_route_table.back.id
  cidr_block     = "192.168.10.0/24"
  next_type      = "eip"
  next_hub       = "0"
}

resource "tencentcloud_security_group" "old" {
  name = "old"

  lifecycle {
    ignore_changes = [tags] # the attachment says them
  }
}

resource "tencentcloud_security_group_rule" "old" {
  security_group_id = tencentcloud_security_group.old.id
  type              = "ingress"
  cidr_ip           = "10.9.0.0/16"
  ip_protocol       = "tcp"
  port_range        = "8080"
  policy            = "accept"
  description       = "the old way"
}

resource "tencentcloud_tag" "stage" {
  tag_key   = "stage"
  tag_value = "test"
}

data "tencentcloud_user_info" "me" {
}

resource "tencentcloud_tag_attachment" "old" {
  tag_key   = tencentcloud_tag.stage.tag_key
  tag_value = tencentcloud_tag.stage.tag_value
  resource  = "qcs::cvm:ap-guangzhou:uin/${data.tencentcloud_user_info.me.owner_uin}:sg/${tencentcloud_security_group.old.id}"
}
