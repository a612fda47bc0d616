package ssl

import (
	"encoding/pem"
	"testing"
)

// Whatever text comes is read or refused, and what is read has certificates.
func FuzzRead(f *testing.F) {
	f.Add("", "")
	f.Add("-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----", "-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----")
	f.Add(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte{0x30, 0x82, 1, 1, 0x30}})), "x")
	f.Fuzz(func(t *testing.T, text, key string) {
		c := Certificate{Kind: Server, Text: text}
		if err := c.read(key, words3); err == nil && (c.ChainLength == 0 || c.Fingerprint == "" || c.SerialNumber == "") {
			t.Errorf("read, and nothing in it: %+v", c)
		}
		_, _ = parse(text, wordsOld)
	})
}
