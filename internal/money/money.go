// Package money counts yuan exactly. It decides how an amount is held, written, rounded and refused when it is too large;
// what things cost is for others. There are no floats here.
package money

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
	"time"
)

// An Amount is a count of 10⁻⁸ yuan, from about -92 to +92 thousand million yuan. Databases sum it as it is.
type Amount int64

const (
	// Yuan is one yuan.
	Yuan Amount = 100_000_000

	// Fen is a hundredth of a yuan, the smallest amount that an account is charged.
	Fen = Yuan / 100

	decimals = 8
)

// ErrOverflow is returned where a result is larger than an Amount can hold.
var ErrOverflow = errors.New("money: the amount is too large")

// Parse reads a decimal number of yuan: an optional minus, digits, and up to 8 decimals: "0.25", "-3", "12.00000001".
func Parse(s string) (Amount, error) {
	number, negative := strings.CutPrefix(s, "-")
	whole, fraction, dotted := strings.Cut(number, ".")
	if !digits(whole) || dotted && !digits(fraction) {
		return 0, fmt.Errorf("money: %q is not a decimal number of yuan such as 12.34", s)
	}
	if len(fraction) > decimals {
		return 0, fmt.Errorf("money: %q has more than %d decimals", s, decimals)
	}
	count, err := strconv.ParseUint(whole+fraction+strings.Repeat("0", decimals-len(fraction)), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%w: %q", ErrOverflow, s)
	}
	return signed(negative, 0, count)
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// String writes the amount as Parse reads it, with at least two decimals: "0.25", "3.00", "-0.00000001".
func (a Amount) String() string {
	sign := ""
	if a < 0 {
		sign = "-"
	}
	count := a.magnitude()
	fraction := strings.TrimRight(fmt.Sprintf("%08d", count%uint64(Yuan)), "0")
	for len(fraction) < 2 {
		fraction += "0"
	}
	return sign + strconv.FormatUint(count/uint64(Yuan), 10) + "." + fraction
}

// MarshalJSON writes a string: JSON's numbers are floats to most readers.
func (a Amount) MarshalJSON() ([]byte, error) { return json.Marshal(a.String()) }

// UnmarshalJSON reads a string.
func (a *Amount) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return errors.New(`money: an amount is a string such as "12.34"`)
	}
	return a.UnmarshalText([]byte(s))
}

// UnmarshalText reads what Parse reads.
func (a *Amount) UnmarshalText(b []byte) (err error) {
	*a, err = Parse(string(b))
	return err
}

// Add is a + b.
func (a Amount) Add(b Amount) (Amount, error) {
	sum := a + b
	if (sum > a) != (b > 0) {
		return 0, fmt.Errorf("%w: %s and %s", ErrOverflow, a, b)
	}
	return sum, nil
}

// Sub is a - b.
func (a Amount) Sub(b Amount) (Amount, error) {
	difference := a - b
	if (difference < a) != (b > 0) {
		return 0, fmt.Errorf("%w: %s less %s", ErrOverflow, a, b)
	}
	return difference, nil
}

// Mul is a times n.
func (a Amount) Mul(n int64) (Amount, error) {
	return a.Times(n, 1, HalfUp)
}

// ForHours is the price of d at a an hour, to 10⁻⁸ yuan.
func (a Amount) ForHours(d time.Duration, r Rounding) (Amount, error) {
	return a.Times(int64(d), int64(time.Hour), r)
}

// Times is a times n over d, rounded once, at the end; d is not 0.
func (a Amount) Times(n, d int64, r Rounding) (Amount, error) {
	if d == 0 {
		return 0, errors.New("money: divided by nothing")
	}
	negative := (a < 0) != (n < 0) != (d < 0)
	divisor := Amount(d).magnitude()
	high, low := bits.Mul64(a.magnitude(), Amount(n).magnitude())
	if high >= divisor {
		return 0, fmt.Errorf("%w: %s times %d over %d", ErrOverflow, a, n, d)
	}
	quotient, remainder := bits.Div64(high, low, divisor)
	up := uint64(0)
	if r.up(quotient, remainder, divisor) {
		up = 1
	}
	return signed(negative, up, quotient)
}

// Cents is the amount in fen, and the amount that those fen are.
func (a Amount) Cents(r Rounding) (fen int64, rounded Amount) {
	whole, err := a.Times(1, int64(Fen), r)
	if err != nil {
		return 0, 0 // can't be: the result is smaller than a
	}
	// At the very ends of the range the rounded amount lies outside of it: keep to the inside.
	limit := Amount(math.MaxInt64) / Fen
	whole = min(max(whole, -limit), limit)
	return int64(whole), whole * Fen
}

// magnitude is the distance from 0; it holds also for the smallest Amount, which has no positive counterpart.
func (a Amount) magnitude() uint64 {
	if a < 0 {
		return -uint64(a)
	}
	return uint64(a)
}

// signed is count+extra with a sign.
func signed(negative bool, extra, count uint64) (Amount, error) {
	sum, carry := bits.Add64(count, extra, 0)
	switch {
	case carry == 0 && sum <= math.MaxInt64 && negative:
		return -Amount(sum), nil
	case carry == 0 && sum <= math.MaxInt64:
		return Amount(sum), nil
	case carry == 0 && negative && sum == 1<<63:
		return math.MinInt64, nil
	}
	return 0, ErrOverflow
}
