package cvm

import (
	"context"
	"slices"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyInstancesAttribute changes what instances are called and how they are kept: of all that it names, or of none.
var ModifyInstancesAttribute = action.Define(action.Spec{
	Name: "ModifyInstancesAttribute", Doc: "Changes the name, the security groups and other attributes of instances.",
	Domain: "cvm", Domain3: "cvm", Version: version, Changes: true, Rate: 10,
	Refuses: refusals(steady, append(guarding[:len(guarding):len(guarding)], errName, errHostName, errUserData, errMalformedGroup)...),
}, (*Service).modifyInstancesAttribute)

// ModifyInstancesAttributeRequest is the input of ModifyInstancesAttribute.
type ModifyInstancesAttributeRequest struct {
	InstanceIds           []string `api:"required" touches:"instance" doc:"The instances, at most 100."`
	InstanceName          *string  `doc:"Their name."`
	UserData              *string  `doc:"What they run at their first start, in base64."`
	SecurityGroups        []string `doc:"Their security groups, in place of those that they have."`
	CamRoleName           *string  `api:"max=128" doc:"The role that they act as; empty for none."`
	HostName              *string  `doc:"The host name."`
	DisableApiTermination *bool    `doc:"Whether they are protected from being terminated."`
	CamRoleType           string   `doc:"The kind of role; changes nothing here."`
	AutoReboot            bool     `doc:"Whether they restart where that is needed; it is not here."`
}

// Check implements action.Checker.
func (r *ModifyInstancesAttributeRequest) Check() error {
	if r.InstanceName == nil && r.UserData == nil && len(r.SecurityGroups) == 0 && r.CamRoleName == nil && r.HostName == nil && r.DisableApiTermination == nil {
		return catalogue.MissingParameter.Errorf("The request names nothing to change; InstanceName, SecurityGroups or another attribute is expected.")
	}
	for _, err := range []error{
		checkIDs(r.InstanceIds), checkName(textOf(r.InstanceName)), checkHostName(textOf(r.HostName)), checkUserData(textOf(r.UserData)),
		checkGroups("SecurityGroups", r.SecurityGroups),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

func textOf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func (s *Service) modifyInstancesAttribute(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyInstancesAttributeRequest) (*Nothing, error) {
	return s.eachOf(ctx, tx, c, in.InstanceIds, func(i *Instance) error {
		if err := i.may(steady.named("ModifyInstancesAttribute")); err != nil {
			return err
		}
		set(&i.Name, in.InstanceName)
		set(&i.UserData, in.UserData)
		set(&i.Role, in.CamRoleName)
		set(&i.HostName, in.HostName)
		set(&i.Protected, in.DisableApiTermination)
		if len(in.SecurityGroups) > 0 {
			i.Groups = slices.Clone(in.SecurityGroups)
			if err := s.guard(ctx, tx, i); err != nil {
				return err
			}
		}
		return s.Store.PutInstance(ctx, tx, i)
	})
}

// set puts a value in its place where there is one.
func set[T any](place, value *T) {
	if value != nil {
		*place = *value
	}
}
