resource "tencentcloud_cam_user" "alice" {
  name          = "alice"
  remark        = "who looks twice"
  console_login = false
  use_api       = false
  force_delete  = true
  tags          = { team = "platform" }
}

resource "tencentcloud_cam_policy" "look" {
  name        = "look"
  description = "may look at all"
  document = jsonencode({
    version   = "2.0"
    statement = [{ effect = "allow", action = ["cvm:Describe*", "vpc:Describe*"], resource = ["*"] }]
  })
  tags = { team = "platform" }
}

resource "tencentcloud_cam_user_policy_attachment" "alice" {
  user_name = tencentcloud_cam_user.alice.name
  policy_id = tencentcloud_cam_policy.look.id
}

resource "tencentcloud_cam_role" "deployer" {
  name        = "deployer"
  description = "who deploys all"
  document = jsonencode({
    version   = "2.0"
    statement = [{ action = ["name/sts:AssumeRole"], effect = "allow", principal = { service = ["cvm.qcloud.com"] } }]
  })
  tags = { team = "platform" }
}

resource "tencentcloud_cam_role_policy_attachment" "deployer" {
  role_id   = tencentcloud_cam_role.deployer.id
  policy_id = tencentcloud_cam_policy.look.id
}

resource "tencentcloud_cam_group" "lookers" {
  name   = "watchers"
  remark = "who look twice"
}

resource "tencentcloud_cam_group_membership" "lookers" {
  group_id   = tencentcloud_cam_group.lookers.id
  user_names = [tencentcloud_cam_user.alice.name]
}

resource "tencentcloud_cam_group_policy_attachment" "lookers" {
  group_id  = tencentcloud_cam_group.lookers.id
  policy_id = tencentcloud_cam_policy.look.id
}

resource "tencentcloud_cam_policy" "wide" {
  name = "wide"
  document = jsonencode({
    version   = "2.0"
    statement = [{ effect = "allow", action = ["cvm:*"], resource = ["*"] }]
  })
}

resource "tencentcloud_cam_user_permission_boundary_attachment" "alice" {
  target_uin = tencentcloud_cam_user.alice.uin
  policy_id  = tencentcloud_cam_policy.wide.id
}

resource "tencentcloud_cam_role_permission_boundary_attachment" "deployer" {
  role_id   = tencentcloud_cam_role.deployer.id
  policy_id = tencentcloud_cam_policy.wide.id
}
