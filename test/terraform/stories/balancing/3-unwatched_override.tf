resource "tencentcloud_clb_target_group" "new" {
  health_check {
    health_switch = false
  }
}

resource "tencentcloud_clb_attachment" "tcp" {
  targets {
    eni_ip = tencentcloud_instance.web[1].private_ip
    port   = 3307
    weight = 20
  }
}
