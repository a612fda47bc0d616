resource "tencentcloud_nat_gateway_snat" "inner" {
  public_ip_addr = [tencentcloud_eip.two.public_ip]
}
