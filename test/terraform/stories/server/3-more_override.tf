resource "tencentcloud_cbs_snapshot" "data" {
  tags = { team = "storage" }
}

resource "tencentcloud_cbs_snapshot_policy" "nightly" {
  repeat_hours = [2, 14]
}
