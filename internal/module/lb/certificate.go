package lb

import "github.com/paifang/paifang/catalogue"

// certificateChange is what a request says about a listener's certificates: one that the account has by its id, or a new
// one by its content, which is given an id. Contents are not looked at, and not kept: nothing is served here.
type certificateChange struct {
	mode, id, caID, content, key, caContent *string
}

// setCertificate changes what is said.
func (s *Service) setCertificate(to *Certificate, c certificateChange) error {
	if (c.content != nil && *c.content != "") != (c.key != nil && *c.key != "") {
		return catalogue.MissingParameter.Errorf("One of certContent and certKey is missing; both are expected, or neither.")
	}
	put(&to.SSLMode, c.mode)
	put(&to.ID, c.id)
	put(&to.CAID, c.caID)
	if c.content != nil && *c.content != "" {
		to.ID = s.Random.ResourceID("cert")
	}
	if c.caContent != nil && *c.caContent != "" {
		to.CAID = s.Random.ResourceID("cert")
	}
	return nil
}
