package money

// Rounding names how what lies between two amounts becomes one of them. It is a named step on the line of a bill.
type Rounding int

const (
	// HalfUp goes to the nearer; from the middle, away from zero.
	HalfUp Rounding = iota

	// HalfEven goes to the nearer; from the middle, to the even one, so that many roundings do not drift.
	HalfEven

	// Down goes towards zero.
	Down

	// Up goes away from zero.
	Up
)

// String is the name on the bill.
func (r Rounding) String() string {
	switch r {
	case HalfUp:
		return "half up"
	case HalfEven:
		return "half even"
	case Down:
		return "down"
	case Up:
		return "up"
	}
	return "unknown rounding"
}

// up tells whether quotient + remainder/divisor is rounded away from zero.
func (r Rounding) up(quotient, remainder, divisor uint64) bool {
	rest := divisor - remainder // compared with remainder: twice the remainder could overflow
	switch r {
	case HalfUp:
		return remainder >= rest
	case HalfEven:
		return remainder > rest || remainder == rest && quotient%2 == 1
	case Up:
		return remainder > 0
	default:
		return false
	}
}
