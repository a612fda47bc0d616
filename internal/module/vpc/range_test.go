package vpc

import "testing"

func TestCheckRange(t *testing.T) {
	for cidr, want := range map[string]bool{
		"10.0.0.0/12": true, "172.16.0.0/12": true, "192.168.0.0/16": true, "192.168.1.0/28": true,
		"192.168.0.0/13": false, "172.16.0.0/11": false, "10.0.0.0/8": false, "11.0.0.0/16": false, "10.0.0.1/16": false,
		"192.168.0.0/29": false, "fd00::/16": false, "10.0.0.0": false, "": false,
	} {
		if err := checkRange(cidr, 12); (err == nil) != want {
			t.Errorf("%q: got %v, want it taken: %t", cidr, err, want)
		}
	}
}
