resource "tencentcloud_cam_user" "alice" {
  name          = "alice"
  remark        = "who looks"
  console_login = false
  use_api       = false
  phone_num     = "12345678911"
  country_code  = "86"
  email         = "ally@example.com"
  force_delete  = true
  tags          = { team = "ops" }
}

resource "tencentcloud_cam_user" "bob" {
  name         = "bob"
  force_delete = true
}

resource "tencentcloud_cam_policy" "look" {
  name        = "look"
  description = "may look"
  document = jsonencode({
    version   = "2.0"
    statement = [{ effect = "allow", action = ["cvm:Describe*"], resource = ["*"] }]
  })
  tags = { team = "ops" }
}

resource "tencentcloud_cam_user_policy_attachment" "alice" {
  user_name = tencentcloud_cam_user.alice.name
  policy_id = tencentcloud_cam_policy.look.id
}

resource "tencentcloud_cam_role" "deployer" {
  name        = "deployer"
  description = "who deploys"
  document = jsonencode({
    version   = "2.0"
    statement = [{ action = ["name/sts:AssumeRole"], effect = "allow", principal = { service = ["cvm.qcloud.com"] } }]
  })
  tags             = { team = "ops" }
  session_duration = 3600
  console_login    = true
}

resource "tencentcloud_cam_role_policy_attachment" "deployer" {
  role_id   = tencentcloud_cam_role.deployer.id
  policy_id = tencentcloud_cam_policy.look.id
}

resource "tencentcloud_cam_group" "lookers" {
  name   = "lookers"
  remark = "who look"
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
  policy_id  = tencentcloud_cam_policy.look.id
}

resource "tencentcloud_cam_role_permission_boundary_attachment" "deployer" {
  role_id   = tencentcloud_cam_role.deployer.id
  policy_id = tencentcloud_cam_policy.look.id
}

resource "tencentcloud_cam_access_key" "alice" {
  target_uin = tencentcloud_cam_user.alice.uin
  status     = "Active"
}

resource "tencentcloud_cam_policy" "versioned" {
  name = "versioned"
  document = jsonencode({
    version   = "2.0"
    statement = [{ effect = "allow", action = ["vpc:Describe*"], resource = ["*"] }]
  })

  lifecycle {
    ignore_changes = [document] # the default version says it
  }
}

resource "tencentcloud_cam_policy_version" "second" {
  policy_id      = tencentcloud_cam_policy.versioned.id
  set_as_default = "false"
  policy_document = jsonencode({
    version   = "2.0"
    statement = [{ effect = "allow", action = ["clb:Describe*"], resource = ["*"] }]
  })
}

data "tencentcloud_cam_users" "alice" {
  name = tencentcloud_cam_user.alice.name
}

data "tencentcloud_cam_policies" "look" {
  name = tencentcloud_cam_policy.look.name
}

data "tencentcloud_availability_zones" "all" {
}

data "tencentcloud_availability_regions" "all" {
}

data "tencentcloud_instance_types" "small" {
  availability_zone = "ap-guangzhou-3"
  cpu_core_count    = 1
}

data "tencentcloud_key_pairs" "all" {
}

data "tencentcloud_eips" "all" {
}
