resource "tencentcloud_project" "shop" {
  project_name = "shop"
  info         = "what the shop runs on"
}

resource "tencentcloud_vpc" "net" {
  name       = "story"
  cidr_block = "10.0.0.0/16"
}

resource "tencentcloud_vpc" "other" {
  name       = "other"
  cidr_block = "10.1.0.0/16"
}

resource "tencentcloud_subnet" "one" {
  vpc_id            = tencentcloud_vpc.net.id
  name              = "one"
  availability_zone = "ap-guangzhou-3"
  cidr_block        = "10.0.1.0/24"
}

resource "tencentcloud_subnet" "other" {
  vpc_id            = tencentcloud_vpc.other.id
  name              = "other"
  availability_zone = "ap-guangzhou-3"
  cidr_block        = "10.1.1.0/24"
}

resource "tencentcloud_security_group" "app" {
  name = "app"
}

resource "tencentcloud_security_group" "ops" {
  name = "ops"
}

resource "tencentcloud_key_pair" "first" {
  key_name   = "first"
  public_key = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDjd8fTnp7Dcuj4mLaQxf9Zs/ORgUL9fQxRCNKkPgP1paTy1I513maMX126i36Lxxl3+FUB52oVbo/FgwlIfX8hyCnv8MCxqnuSDozf1CD0/wRYHcTWAtgHQHBPCC2nJtod6cVC3kB18KeV4U7zsxmwFeBIxojMOOmcOBuh7+trRw=="
  force_stop = false
}

resource "tencentcloud_key_pair" "second" {
  key_name   = "second"
  public_key = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDGUAW0zsDx6PY2uYmViunqCpVVarpPl+QWzzwqexb12K2aIaXFSFnPyc5L3EAxSjHE3GBaXdz2uIHR5GJyWQLB8vWtkABctpVSS3Y2q0MxwVQinMvlcIhZKkig86lCxMW0S6/ehGpAwEQenRxvsOft6wXhF4s6+RTI9obnVuUnScd0g6Ab6I64MvAnojjJQ3lv0pNTvrsVuZ9XNbhgnKAcNZbspcBzBu+krGa7I6VCWhVRCM/ziq9utxbdXWmgFB/QL1JYSElsZaYSgBR0bw8FnuS/PaUL4W33Fl4OlUcaygOnhsoVBZNT/4suDtKLE5TeFnaKjnKGlgaYxtL+FmhL"
}

resource "tencentcloud_placement_group" "apart" {
  name = "apart"
  type = "HOST"
}

resource "tencentcloud_placement_group" "racks" {
  name = "racks"
  type = "RACK"
}

resource "tencentcloud_placement_group" "parts" {
  name            = "parts"
  type            = "RACK"
  strategy        = "PARTITION"
  partition_count = 3
}

resource "tencentcloud_cam_role" "reader" {
  name     = "reader"
  document = jsonencode({ version = "2.0", statement = [{ action = "name/sts:AssumeRole", effect = "allow", principal = { service = "cvm.qcloud.com" } }] })
}

resource "tencentcloud_cam_role" "writer" {
  name     = "writer"
  document = jsonencode({ version = "2.0", statement = [{ action = "name/sts:AssumeRole", effect = "allow", principal = { service = "cvm.qcloud.com" } }] })
}

resource "tencentcloud_instance" "web" {
  instance_name              = "web"
  hostname                   = "web"
  availability_zone          = "ap-guangzhou-3"
  image_id                   = "img-centos76"
  instance_type              = "S5.SMALL2"
  vpc_id                     = tencentcloud_vpc.net.id
  subnet_id                  = tencentcloud_subnet.one.id
  private_ip                 = "10.0.1.10"
  system_disk_type           = "CLOUD_PREMIUM"
  system_disk_size           = 50
  system_disk_name           = "system"
  security_groups            = [tencentcloud_security_group.app.id]
  internet_charge_type       = "TRAFFIC_POSTPAID_BY_HOUR"
  internet_max_bandwidth_out = 5
  allocate_public_ip         = true
  project_id                 = 0
  password                   = "Lantern-2024"
  user_data_raw              = "#!/bin/sh\necho one\n"
  cam_role_name              = tencentcloud_cam_role.reader.name
  disable_api_termination    = true
  force_stop                 = true
  tags                       = { team = "web" }

  data_disks {
    data_disk_type       = "CLOUD_PREMIUM"
    data_disk_size       = 60
    data_disk_name       = "data"
    delete_with_instance = true
  }
}

resource "tencentcloud_instance" "db" {
  instance_name              = "db"
  availability_zone          = "ap-guangzhou-3"
  image_id                   = "img-centos76"
  instance_type              = "S5.SMALL2"
  vpc_id                     = tencentcloud_vpc.net.id
  subnet_id                  = tencentcloud_subnet.one.id
  system_disk_type           = "CLOUD_PREMIUM"
  system_disk_size           = 50
  orderly_security_groups    = [tencentcloud_security_group.app.id]
  key_name                   = tencentcloud_key_pair.first.id
  user_data                  = "IyEvYmluL3No"
  disaster_recover_group_ids = [tencentcloud_placement_group.apart.id]
  force_stop                 = true
}
