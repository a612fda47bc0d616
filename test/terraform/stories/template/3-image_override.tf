# What is left of the image, and an instance of the set that is exchanged for another.
resource "tencentcloud_image" "base" {
  image_family   = "bases"
  force_poweroff = false
  tags           = { team = "ops" }
}
