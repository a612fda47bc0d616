package securitygroup

// RuleOf is the rule that a caller describes.
func RuleOf(p Policy) (Rule, error) { return p.rule("it") }
