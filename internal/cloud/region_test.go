package cloud_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paifang/paifang/paifangtest"
)

// The zones of every product are those of cvm, at both hosts that tell them.
func TestZonesOfProducts(t *testing.T) {
	c := paifangtest.New(t)
	zones := func(a paifangtest.Answer) (names []string) {
		t.Helper()
		var got struct{ ZoneSet []struct{ Zone string } }
		if err := a.Decode(&got); err != nil {
			t.Fatal(err)
		}
		for _, z := range got.ZoneSet {
			names = append(names, z.Zone)
		}
		return names
	}
	want := zones(c.Call3("cvm", "2017-03-12", "DescribeZones", nil))
	if len(want) == 0 {
		t.Fatal("there are no zones")
	}
	for host, version := range map[string]string{"region": "2022-06-27", "api": "2020-11-06"} {
		for _, product := range []string{"cvm", "VPC"} {
			got := zones(c.Call3(host, version, "DescribeZones", map[string]any{"Product": product}))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", host, product, diff)
			}
		}
		if a := c.Call3(host, version, "DescribeZones", map[string]any{"Product": "nothing"}); a.CodeDesc != "InvalidParameterValue" {
			t.Errorf("%s of nothing: got %s", host, a.Body)
		}
		if a := c.Call3(host, version, "DescribeRegions", map[string]any{"Product": "cvm"}); !a.OK() {
			t.Errorf("%s: got %s", host, a.Body)
		}
	}
	if a := c.Call3("region", "2022-06-27", "DescribeProducts", nil); !a.OK() {
		t.Errorf("got %s", a.Body)
	}
}
