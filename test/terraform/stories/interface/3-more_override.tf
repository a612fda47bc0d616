resource "tencentcloud_eni" "web" {
  ipv4s {
    ip          = "10.0.1.10"
    primary     = true
    description = "the main one, still"
  }

  ipv4s {
    ip          = "10.0.1.13"
    primary     = false
    description = "third"
  }
}
