# A user who may log in to the console; the key comes back, another user joins.
resource "tencentcloud_cam_user" "alice" {
  console_login       = true
  password            = "Lantern-2024"
  need_reset_password = true
  phone_num           = "12345678911"
  country_code        = "852"
  email               = "alice@example.org"
  use_api             = true
  force_delete        = false
}

resource "tencentcloud_cam_role" "deployer" {
  console_login    = true
  session_duration = 3600
}

resource "tencentcloud_cam_group_membership" "lookers" {
  user_names = [tencentcloud_cam_user.alice.name, tencentcloud_cam_user.bob.name]
}

resource "tencentcloud_cam_access_key" "alice" {
  status = "Active"
}
