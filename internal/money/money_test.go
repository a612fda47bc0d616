package money_test

import (
	"encoding/json"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/cockroachdb/apd/v3"
	"pgregory.net/rapid"

	"github.com/paifang/paifang/internal/money"
)

func TestParseAndStringAreExact(t *testing.T) {
	for _, c := range []struct {
		in   string
		want money.Amount
		out  string
	}{
		{"0", 0, "0.00"},
		{"-0", 0, "0.00"},
		{"1", money.Yuan, "1.00"},
		{"0.25", 25 * money.Fen, "0.25"},
		{"0.00000001", 1, "0.00000001"},
		{"-12.5", -1250 * money.Fen, "-12.50"},
		{"007.10", 710 * money.Fen, "7.10"},
		{"92233720368.54775807", math.MaxInt64, "92233720368.54775807"},
		{"-92233720368.54775808", math.MinInt64, "-92233720368.54775808"},
	} {
		got, err := money.Parse(c.in)
		if err != nil || got != c.want || got.String() != c.out {
			t.Errorf("Parse(%q): got %d, %q (%v), want %d, %q", c.in, got, got, err, c.want, c.out)
		}
	}
}

func TestWhatIsNoAmountIsRefused(t *testing.T) {
	for _, in := range []string{"", "-", ".", "1.", ".5", "+1", " 1", "1e3", "1,5", "0x1", "--1", "1.2.3", "0.000000001", "１"} {
		if got, err := money.Parse(in); err == nil {
			t.Errorf("Parse(%q): got %s, want an error", in, got)
		}
	}
	for _, in := range []string{"92233720368.54775808", "-92233720368.54775809", "999999999999999999999"} {
		if _, err := money.Parse(in); !errors.Is(err, money.ErrOverflow) {
			t.Errorf("Parse(%q): got %v, want ErrOverflow", in, err)
		}
	}
}

func TestJSONIsAString(t *testing.T) {
	type bill struct{ Price money.Amount }
	text, err := json.Marshal(bill{money.Yuan / 8})
	if got, want := string(text), `{"Price":"0.125"}`; err != nil || got != want {
		t.Errorf("got %s (%v), want %s", got, err, want)
	}
	var back bill
	if err := json.Unmarshal(text, &back); err != nil || back.Price != money.Yuan/8 {
		t.Errorf("got %s (%v)", back.Price, err)
	}
	for _, in := range []string{`{"Price":0.1}`, `{"Price":"a"}`, `{"Price":true}`} {
		if err := json.Unmarshal([]byte(in), &back); err == nil {
			t.Errorf("%s was taken", in)
		}
	}
}

func TestRounding(t *testing.T) {
	for _, c := range []struct {
		in                         money.Amount
		halfUp, halfEven, down, up int64
	}{
		{0, 0, 0, 0, 0},
		{1, 0, 0, 0, 1},
		{money.Fen / 2, 1, 0, 0, 1},
		{3 * money.Fen / 2, 2, 2, 1, 2},
		{5 * money.Fen / 2, 3, 2, 2, 3},
		{-money.Fen / 2, -1, 0, 0, -1},
		{-money.Fen/2 - 1, -1, -1, 0, -1},
		{7 * money.Fen, 7, 7, 7, 7},
	} {
		for r, want := range map[money.Rounding]int64{money.HalfUp: c.halfUp, money.HalfEven: c.halfEven, money.Down: c.down, money.Up: c.up} {
			fen, rounded := c.in.Cents(r)
			if fen != want || rounded != money.Amount(want)*money.Fen {
				t.Errorf("%s, %s: got %d fen, %s, want %d fen", c.in, r, fen, rounded, want)
			}
		}
	}
}

func TestForHours(t *testing.T) {
	price, err := money.Yuan.ForHours(20*time.Minute, money.HalfUp)
	if want := money.Amount(33_333_333); err != nil || price != want {
		t.Errorf("got %s (%v), want %s", price, err, want)
	}
	if _, err := money.Amount(math.MaxInt64).ForHours(2*time.Hour, money.Down); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("got %v, want ErrOverflow", err)
	}
	if _, err := money.Yuan.Times(1, 0, money.Down); err == nil {
		t.Error("divided by nothing")
	}
}

// amounts are drawn also from the ends, where overflow happens.
func amounts() *rapid.Generator[int64] {
	return rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1000, 1000), rapid.SampledFrom([]int64{math.MinInt64, math.MinInt64 + 1, math.MaxInt64}))
}

// oracle is a·n/d as apd counts it: the whole part, moved by one as the rest asks for. (apd's own Quantize rounds up
// nothing that lies a whole precision below the last digit.)
func oracle(t *rapid.T, a, n, d int64, r money.Rounding) (int64, bool) {
	exact := apd.BaseContext.WithPrecision(60)
	divisor := apd.New(d, 0)
	var product, whole, rest, twice apd.Decimal
	_, err1 := exact.Mul(&product, apd.New(a, 0), apd.New(n, 0))
	_, err2 := exact.QuoInteger(&whole, &product, divisor)
	_, err3 := exact.Rem(&rest, &product, divisor)
	_, err4 := exact.Mul(&twice, &rest, apd.New(2, 0))
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	half := twice.Abs(&twice).Cmp(new(apd.Decimal).Abs(divisor))
	var odd apd.Decimal
	if _, err := exact.Rem(&odd, &whole, apd.New(2, 0)); err != nil {
		t.Fatal(err)
	}
	away := map[money.Rounding]bool{
		money.HalfUp:   half >= 0,
		money.HalfEven: half > 0 || half == 0 && !odd.IsZero(),
		money.Down:     false,
		money.Up:       !rest.IsZero(),
	}[r]
	if away {
		one := int64(1)
		if product.Negative != divisor.Negative {
			one = -1
		}
		if _, err := exact.Add(&whole, &whole, apd.New(one, 0)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := whole.Int64()
	return got, err == nil
}

func TestArithmeticAgreesWithDecimals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := amounts().Draw(t, "a"), amounts().Draw(t, "b")
		d := amounts().Filter(func(d int64) bool { return d != 0 }).Draw(t, "d")
		r := rapid.SampledFrom([]money.Rounding{money.HalfUp, money.HalfEven, money.Down, money.Up}).Draw(t, "r")

		check := func(what string, got money.Amount, err error, want int64, fits bool) {
			if fits && (err != nil || int64(got) != want) {
				t.Fatalf("%s: got %d (%v), want %d", what, got, err, want)
			}
			if !fits && !errors.Is(err, money.ErrOverflow) {
				t.Fatalf("%s: got %d (%v), want ErrOverflow", what, got, err)
			}
		}
		got, err := money.Amount(a).Times(b, d, r)
		want, fits := oracle(t, a, b, d, r)
		check("Times", got, err, want, fits)

		got, err = money.Amount(a).Mul(b)
		want, fits = oracle(t, a, b, 1, r)
		check("Mul", got, err, want, fits)

		exact := apd.BaseContext.WithPrecision(50)
		var sum apd.Decimal
		_, _ = exact.Add(&sum, apd.New(a, 0), apd.New(b, 0))
		want, notFits := sum.Int64()
		got, err = money.Amount(a).Add(money.Amount(b))
		check("Add", got, err, want, notFits == nil)
		_, _ = exact.Sub(&sum, apd.New(a, 0), apd.New(b, 0))
		want, notFits = sum.Int64()
		got, err = money.Amount(a).Sub(money.Amount(b))
		check("Sub", got, err, want, notFits == nil)

		back, err := money.Parse(money.Amount(a).String())
		check("Parse of String", back, err, a, true)
		text := apd.New(a, -8)
		if written, _, err := apd.NewFromString(money.Amount(a).String()); err != nil || written.Cmp(text) != 0 {
			t.Fatalf("String: got %s, want %s", money.Amount(a), text)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"0", "-1.5", "92233720368.54775807", "1e9", ".1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		a, err := money.Parse(in)
		if err != nil {
			return
		}
		want, _, err := apd.NewFromString(in)
		if err != nil || want.Cmp(apd.New(int64(a), -8)) != 0 {
			t.Errorf("Parse(%q) is %s, apd reads %s (%v)", in, a, want, err)
		}
	})
}
