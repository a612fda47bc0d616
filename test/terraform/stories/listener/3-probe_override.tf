resource "tencentcloud_clb_listener" "udp" {
  health_check_context_type = "HEX"
  health_check_send_context = "70696E67"
  health_check_recv_context = "706F6E67"
}
