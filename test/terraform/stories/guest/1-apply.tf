locals {
  # What the providers say of themselves; the certificate and the key were made for examples.
  metadata = base64encode(<<-XML
    <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://corp.example.com"><IDPSSODescriptor><KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>MIIBwDCCAWagAwIBAgIUDJi/W/9whfLdlDGK+uX6LOha+IAwCgYIKoZIzj0EAwIwGzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTAgFw0yNjExMjgxNjQyNDNaGA8yMTI2MTEwNDE2NDI0M1owGzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBB4qS38NRJ7eABQYKeiVOKazjL0/Cn+GYzKw0266D5KQX6iz0/Lbws0yx89d35E2x9qkkG/ccYleLMYxJ+T+HqjgYUwgYIwHQYDVR0OBBYEFOOEbvudeR1GioUFn+urEFLjY4DvMB8GA1UdIwQYMBaAFOOEbvudeR1GioUFn+urEFLjY4DvMA8GA1UdEwEB/wQFMAMBAf8wLwYDVR0RBCgwJoIQc2hvcC5leGFtcGxlLmNvbYISKi5zaG9wLmV4YW1wbGUuY29tMAoGCCqGSM49BAMCA0gAMEUCIHYskT/r1t44oKUx9YnDfmmPHD44/KMS/L1moF8ek90vAiEAhtvuYOKyOBqAvEDzJ3H41rNaEBtIgPCX0nNoVzb82/I=</X509Certificate></X509Data></KeyInfo></KeyDescriptor></IDPSSODescriptor></EntityDescriptor>
  XML
  )
  keys = base64encode(jsonencode({ keys = [{ kty = "EC", crv = "P-256", kid = "k", x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0" }] }))
}

resource "tencentcloud_cam_saml_provider" "corp" {
  name        = "corp"
  description = "the people of the company"
  meta_data   = local.metadata
}

resource "tencentcloud_cam_role_sso" "ci" {
  name         = "ci"
  identity_url = "https://ci.example.com"
  identity_key = local.keys
  client_ids   = ["sts.cloud.tencent.com"]
  description  = "what builds"
}

resource "tencentcloud_cam_role" "staff" {
  name = "staff"
  document = jsonencode({
    version   = "2.0"
    statement = [{ action = "name/sts:AssumeRoleWithSAML", effect = "allow", principal = { federated = ["qcs::cam::uin/100000000001:saml-provider/${tencentcloud_cam_saml_provider.corp.name}"] } }]
  })
}

data "tencentcloud_cam_saml_providers" "corp" {
  name       = "corp"
  depends_on = [tencentcloud_cam_saml_provider.corp]
}
