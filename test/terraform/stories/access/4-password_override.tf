resource "tencentcloud_cam_user" "alice" {
  password            = "Lantern-2025"
  need_reset_password = false
  force_delete        = true
}
