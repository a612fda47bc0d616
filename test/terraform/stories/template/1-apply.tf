data "tencentcloud_images" "centos" {
  image_type       = ["PUBLIC_IMAGE"]
  image_name_regex = "CentOS 7.6"
}

resource "tencentcloud_vpc" "net" {
  name       = "story"
  cidr_block = "10.0.0.0/16"
}

resource "tencentcloud_subnet" "one" {
  vpc_id            = tencentcloud_vpc.net.id
  name              = "one"
  availability_zone = "ap-guangzhou-3"
  cidr_block        = "10.0.1.0/24"
  is_multicast      = false
}

resource "tencentcloud_subnet" "two" {
  vpc_id            = tencentcloud_vpc.net.id
  name              = "two"
  availability_zone = "ap-guangzhou-3"
  cidr_block        = "10.0.2.0/24"
  is_multicast      = false
}

resource "tencentcloud_security_group" "app" {
  name = "app"
}

resource "tencentcloud_security_group" "ops" {
  name = "ops"
}

resource "tencentcloud_cvm_launch_template" "web" {
  launch_template_name                = "web"
  launch_template_version_description = "first"
  image_id                            = data.tencentcloud_images.centos.images[0].image_id
  instance_type                       = "S5.SMALL2"
  instance_name                       = "web"
  instance_charge_type                = "POSTPAID_BY_HOUR"
  security_group_ids                  = [tencentcloud_security_group.app.id]

  placement {
    zone       = "ap-guangzhou-3"
    project_id = 0
  }

  system_disk {
    disk_type = "CLOUD_PREMIUM"
    disk_size = 50
  }

  data_disks {
    disk_size            = 20
    disk_type            = "CLOUD_PREMIUM"
    delete_with_instance = true
  }

  virtual_private_cloud {
    vpc_id    = tencentcloud_vpc.net.id
    subnet_id = tencentcloud_subnet.one.id
  }

  internet_accessible {
    internet_charge_type       = "TRAFFIC_POSTPAID_BY_HOUR"
    internet_max_bandwidth_out = 5
    public_ip_assigned         = true
  }

  tag_specification {
    resource_type = "instance"
    tags {
      key   = "team"
      value = "web"
    }
  }
}

resource "tencentcloud_cvm_launch_template_version" "second" {
  launch_template_id                  = tencentcloud_cvm_launch_template.web.id
  launch_template_version_description = "second"
  image_id                            = data.tencentcloud_images.centos.images[0].image_id
  instance_type                       = "S5.MEDIUM4"
  disable_api_termination             = false

  placement {
    zone       = "ap-guangzhou-3"
    project_id = 0
  }
}

resource "tencentcloud_cvm_launch_template_default_version" "web" {
  launch_template_id = tencentcloud_cvm_launch_template.web.id
  default_version    = 2
  depends_on         = [tencentcloud_cvm_launch_template_version.second]
}

resource "tencentcloud_instance" "app" {
  instance_name           = "app"
  availability_zone       = "ap-guangzhou-3"
  image_id                = data.tencentcloud_images.centos.images[0].image_id
  instance_type           = "S5.SMALL2"
  hostname                = "app"
  vpc_id                  = tencentcloud_vpc.net.id
  subnet_id               = tencentcloud_subnet.one.id
  private_ip              = "10.0.1.20"
  system_disk_type        = "CLOUD_PREMIUM"
  system_disk_size        = 50
  orderly_security_groups = [tencentcloud_security_group.app.id]
  instance_charge_type    = "POSTPAID_BY_HOUR"
  force_delete            = true
  force_stop              = true
  tags                    = { team = "web" }
}

resource "tencentcloud_eip" "app" {
  name = "app"
}

resource "tencentcloud_eip_association" "app" {
  eip_id      = tencentcloud_eip.app.id
  instance_id = tencentcloud_instance.app.id
}

resource "tencentcloud_instance" "base" {
  instance_name           = "base"
  availability_zone       = "ap-guangzhou-3"
  image_id                = data.tencentcloud_images.centos.images[0].image_id
  instance_type           = "S5.SMALL2"
  vpc_id                  = tencentcloud_vpc.net.id
  subnet_id               = tencentcloud_subnet.one.id
  system_disk_type        = "CLOUD_PREMIUM"
  system_disk_size        = 50
  orderly_security_groups = [tencentcloud_security_group.app.id]
  force_stop              = true
}

resource "tencentcloud_image" "base" {
  image_name        = "base"
  image_description = "of the base"
  instance_id       = tencentcloud_instance.base.id
  force_poweroff    = true
}

resource "tencentcloud_instance_set" "crowd" {
  instance_count    = 3
  instance_name     = "crowd"
  availability_zone = "ap-guangzhou-3"
  image_id          = data.tencentcloud_images.centos.images[0].image_id
  instance_type     = "S5.SMALL2"
  vpc_id            = tencentcloud_vpc.net.id
  subnet_id         = tencentcloud_subnet.one.id
  system_disk_type  = "CLOUD_PREMIUM"
  system_disk_size  = 50
  security_groups   = [tencentcloud_security_group.app.id]
}

resource "tencentcloud_instance" "copy" {
  instance_name           = "copy"
  availability_zone       = "ap-guangzhou-3"
  image_id                = tencentcloud_image.base.id
  instance_type           = "S5.SMALL2"
  vpc_id                  = tencentcloud_vpc.net.id
  subnet_id               = tencentcloud_subnet.one.id
  system_disk_type        = "CLOUD_PREMIUM"
  system_disk_size        = 50
  keep_image_login        = true
  orderly_security_groups = [tencentcloud_security_group.app.id]
}
