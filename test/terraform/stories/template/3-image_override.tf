# What is left of the image, and an instance of the set that is exchanged for another.
resource "tencentcloud_image" "base" {
  image_family   = "bases"
  force_poweroff = false
  sysprep        = true
  tags           = { team = "ops" }
}

resource "tencentcloud_instance" "copy" {
  keep_image_login          = false
  system_disk_resize_online = true
}
