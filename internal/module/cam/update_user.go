package cam

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// UpdateUser changes what is said about a sub-account.
var UpdateUser = action.Define(action.Spec{
	Name: "UpdateUser", Doc: "Changes what is said about a sub-account.", Domain: "cam", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoUser},
}, (*Service).updateUser)

// UpdateUserRequest is the input of UpdateUser.
type UpdateUserRequest struct {
	Name              string  `json:"name" api:"required" touches:"user name" doc:"The sub-account's name."`
	Remark            *string `json:"remark" api:"max=300" doc:"A note."`
	ConsoleLogin      *int64  `json:"consoleLogin" api:"oneof=0 1" doc:"1 for one that uses the console; there is none here."`
	Password          *string `json:"password" api:"secret,max=128" doc:"Its password for the console; not kept here."`
	NeedResetPassword *int64  `json:"needResetPassword" api:"oneof=0 1" doc:"1 to have the password changed at the next login to the console."`
	PhoneNum          *string `json:"phoneNum" api:"max=32" doc:"Its phone number."`
	CountryCode       *string `json:"countryCode" api:"max=8" doc:"The phone number's country."`
	Email             *string `json:"email" api:"max=254" doc:"Its mail address."`
}

// NoResponse is the answer of actions that say nothing.
type NoResponse struct{}

func (s *Service) updateUser(ctx context.Context, tx store.Tx, c *call.Call, in *UpdateUserRequest) (*NoResponse, error) {
	u, err := s.userNamed(ctx, tx, c.Caller.Account, in.Name)
	if err != nil {
		return nil, err
	}
	set(&u.Remark, in.Remark)
	set(&u.ConsoleLogin, in.ConsoleLogin)
	set(&u.Phone, in.PhoneNum)
	set(&u.CountryCode, in.CountryCode)
	set(&u.Email, in.Email)
	_, err = s.Store.SetUser(ctx, tx, *u)
	return &NoResponse{}, err
}

// set takes over what was given.
func set[T any](to, given *T) {
	if given != nil {
		*to = *given
	}
}

// DeleteUser takes a sub-account away.
var DeleteUser = action.Define(action.Spec{
	Name: "DeleteUser", Doc: "Takes a sub-account away, with its keys, its sessions, its memberships and what is attached to it.",
	Domain: "cam", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoUser},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UserNameRequest) (*NoResponse, error) {
	u, err := s.userNamed(ctx, tx, c.Caller.Account, in.Name)
	if err != nil {
		return nil, err
	}
	return &NoResponse{}, s.removeUser(ctx, tx, u)
})

func (s *Service) removeUser(ctx context.Context, tx store.Tx, u *User) error {
	s.changed(tx)
	keys, err := s.Store.KeysOf(ctx, tx, u.Account, u.Uin)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if _, err := s.Store.RemoveKey(ctx, tx, u.Account, k.SecretID); err != nil {
			return err
		}
	}
	if err := s.Store.RevokeOfUser(ctx, tx, u.Account, u.Uin); err != nil {
		return err
	}
	if _, err := s.Store.RemoveDevice(ctx, tx, u.Account, u.Uin); err != nil {
		return err
	}
	if err := s.Store.DetachAll(ctx, tx, u.Account, Entity{ToUser, u.Uin}); err != nil {
		return err
	}
	if err := s.Tags.Drop(ctx, tx, u.Account, u.tagged()); err != nil {
		return err
	}
	_, err = s.Store.RemoveUser(ctx, tx, u.Account, u.Uin)
	return err
}
