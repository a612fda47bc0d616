resource "tencentcloud_project" "shop" {
  project_name = "shop"
}

resource "tencentcloud_cbs_storage" "source" {
  storage_name      = "source"
  storage_type      = "CLOUD_SSD"
  storage_size      = 100
  availability_zone = "ap-guangzhou-3"
  project_id        = 0
  force_delete      = false
  disk_backup_quota = 1
  tags              = { team = "data" }
}

resource "tencentcloud_cbs_snapshot" "source" {
  storage_id    = tencentcloud_cbs_storage.source.id
  snapshot_name = "source"
}

resource "tencentcloud_cbs_storage" "fast" {
  storage_name           = "fast"
  storage_type           = "CLOUD_HSSD"
  storage_size           = 500
  availability_zone      = "ap-guangzhou-3"
  throughput_performance = 10
  burst_performance      = false
}

resource "tencentcloud_cbs_storage" "bought" {
  storage_name      = "bought"
  storage_type      = "CLOUD_PREMIUM"
  storage_size      = 100
  availability_zone = "ap-guangzhou-3"
  force_delete      = true
}

data "tencentcloud_cbs_snapshots" "source" {
  snapshot_name = "source"
}
