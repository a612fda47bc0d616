resource "tencentcloud_cvm_hpc_cluster" "fast" {
  name   = "faster"
  remark = "closer together"
}

resource "tencentcloud_instance" "spot" {
  instance_name           = "bid"
  orderly_security_groups = [tencentcloud_security_group.app.id, tencentcloud_security_group.ops.id]
}
