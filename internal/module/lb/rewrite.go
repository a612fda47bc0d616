package lb

// A Rewrite sends what a rule takes to another rule.
type Rewrite struct {
	Listener, Rule string
	// Code is the status that it answers with.
	Code    int64
	TakeURL bool
	// Auto holds for one that AutoRewrite made.
	Auto bool
	// Domain is the one that was named for it; empty for all of the rule's.
	Domain string
}

// eachRule does something for every rule.
func (b *LoadBalancer) eachRule(do func(l *Listener, r *Rule)) {
	for i := range b.Listeners {
		for j := range b.Listeners[i].Rules {
			do(&b.Listeners[i], &b.Listeners[i].Rules[j])
		}
	}
}

// endRewrites ends those redirections.
func (b *LoadBalancer) endRewrites(which func(r *Rewrite) bool) {
	b.eachRule(func(_ *Listener, r *Rule) {
		if r.Rewrite != nil && which(r.Rewrite) {
			r.Rewrite = nil
		}
	})
}

// target is where something redirects to that rule, "" where nothing does.
func (b *LoadBalancer) redirectsTo(rule string) (from string) {
	b.eachRule(func(_ *Listener, r *Rule) {
		if r.Rewrite != nil && r.Rewrite.Rule == rule {
			from = r.ID
		}
	})
	return from
}
