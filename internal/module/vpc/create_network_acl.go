package vpc

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// triple is the type of ACL that there is: rules by protocol, port and peer.
const triple = "TRIPLE"

// CreateNetworkAcl makes a network ACL.
var CreateNetworkAcl = action.Define(action.Spec{
	Name: "CreateNetworkAcl", Doc: "Makes a network ACL of a private network.", Domain3: "vpc", Version: version,
	Changes: true, Creates: []string{"acl"}, Refuses: []*catalogue.Condition{errNotFound, errMalformed, errTooLong, errUnsupported, errQuota},
}, (*Service).createNetworkACL)

// CreateNetworkAclRequest is the input of CreateNetworkAcl.
type CreateNetworkAclRequest struct {
	VpcId          string `api:"required" touches:"vpc" doc:"The network."`
	NetworkAclName string `api:"required" doc:"Its name, of at most 60 bytes."`
	NetworkAclType string `api:"oneof=TRIPLE QUINTUPLE,default=TRIPLE" doc:"TRIPLE; there are no ACLs by five members here."`
	Tags           []Tag  `doc:"Its tags."`
}

// Check refuses a malformed id and a name that is too long.
func (r *CreateNetworkAclRequest) Check() error {
	if err := checkID("VpcId", "vpc", r.VpcId); err != nil {
		return err
	}
	return checkName("NetworkAclName", r.NetworkAclName)
}

// Conditions lets policies ask for the tags that it is to have.
func (r *CreateNetworkAclRequest) Conditions(*call.Call) map[string][]string {
	return requestTags(r.Tags)
}

// CreateNetworkAclResponse is the answer of CreateNetworkAcl.
type CreateNetworkAclResponse struct{ NetworkAcl ACLItem }

func (s *Service) createNetworkACL(ctx context.Context, tx store.Tx, c *call.Call, in *CreateNetworkAclRequest) (*CreateNetworkAclResponse, error) {
	v, err := s.vpc(ctx, tx, c, in.VpcId)
	if err != nil {
		return nil, err
	}
	if in.NetworkAclType != triple {
		return nil, errUnsupported.Errorf("NetworkAclType is %s; TRIPLE is expected, as there are no others here.", in.NetworkAclType)
	}
	there, err := s.aclsOf(ctx, tx, v)
	if err != nil {
		return nil, err
	}
	if err := s.allow(ctx, tx, c, acls, len(there)+1); err != nil {
		return nil, err
	}
	a := ACL{Account: v.Account, Creator: c.Caller.Uin, Region: v.Region, VPC: v.ID, Name: in.NetworkAclName, Created: c.Now}
	if a.ID, err = newID(ctx, tx, s, "acl", s.Store.ACL); err != nil {
		return nil, err
	}
	if a.Number, err = s.Store.NextNumber(ctx, tx); err != nil {
		return nil, err
	}
	if err := s.Store.PutACL(ctx, tx, a); err != nil {
		return nil, err
	}
	if err := s.attach(ctx, tx, c, "acl", a.ID, in.Tags); err != nil {
		return nil, err
	}
	w, err := s.aclView(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	return &CreateNetworkAclResponse{w.item(&a)}, nil
}
