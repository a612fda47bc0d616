package cloud_test

import (
	"strings"
	"testing"

	"github.com/paifang/paifang/internal/cloud"
	"github.com/paifang/paifang/internal/world"
)

// A world says what the spot market asks, and what is not on it; so does the world that is written of a cloud.
func TestAWorldHasASpotMarket(t *testing.T) {
	c := open(t, "", `
version: 1
zones:
- zone: ap-guangzhou-3
  types:
  - {type: S5.SMALL2, price: {hour: "0.24", month: "80", spot: "0.05"}}
  - {type: S5.LARGE8, no_spot: true}
accounts: [{uin: "100000000001"}]
resources:
  instances: [{account: "100000000001", id: ins-abcdefgh, zone: ap-guangzhou-3, type: S5.SMALL2, charge_type: SPOTPAID}]
`)
	defer c.Close()
	text, err := c.Export(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"spot: 0.05", "no_spot: true", "charge_type: SPOTPAID"} {
		if n := strings.Count(text, want); n != 1 {
			t.Errorf("%q is there %d times, want once:\n%s", want, n, text)
		}
	}
	again := open(t, "", text)
	defer again.Close()
	if same, err := again.Export(t.Context(), false); err != nil || same != text {
		t.Errorf("read again, it is another world (%v):\n%s", err, same)
	}
}

func TestASpotPriceIsAboveZero(t *testing.T) {
	for _, price := range []string{"0", "-1"} {
		w, err := world.Read([]byte("version: 1\nzones: [{zone: ap-guangzhou-3, types: [{type: S5.SMALL2, price: {spot: \""+price+"\"}}]}]\n"), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := cloud.Open(t.Context(), cloud.Config{World: w}); err == nil || !strings.Contains(err.Error(), "S5.SMALL2") {
			t.Errorf("%s: got %v", price, err)
		}
	}
}
