resource "tencentcloud_cbs_storage" "source" {
  storage_name      = "changed"
  project_id        = tencentcloud_project.shop.id
  snapshot_id       = data.tencentcloud_cbs_snapshots.source.snapshot_list[0].snapshot_id
  disk_backup_quota = 2
  force_delete      = true
  tags              = { team = "store" }
}

resource "tencentcloud_cbs_storage" "fast" {
  storage_size           = 600
  throughput_performance = 50
  burst_performance      = true
}

resource "tencentcloud_cbs_storage" "bought" {
  storage_type       = "CLOUD_SSD"
  charge_type        = "PREPAID"
  prepaid_period     = 1
  prepaid_renew_flag = "NOTIFY_AND_MANUAL_RENEW"
}
