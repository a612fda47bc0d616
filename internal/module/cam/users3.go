package cam

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// The sub-accounts of API 3.0: the same nouns as in 2.0, under its names of members.

// AddUser3 is AddUser in API 3.0.
var AddUser3 = action.Define(action.Spec{
	Name: "AddUser", Doc: "Makes a sub-account, with a key where it is to use the API.",
	Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errUserName, errUserNameInUse, errUserFull},
}, (*Service).addUser3)

// AddUser3Request is the input of AddUser in API 3.0.
type AddUser3Request struct {
	Name              string `api:"required" doc:"The sub-account's name, which no other of the account has."`
	Remark            string `api:"max=300" doc:"A note."`
	ConsoleLogin      int64  `api:"oneof=0 1" doc:"1 for one that uses the console; there is none here."`
	UseApi            int64  `api:"oneof=0 1" doc:"1 to make a key."`
	Password          string `api:"secret,max=128" doc:"Its password for the console; not kept here. One is drawn where ConsoleLogin is 1 and none is given."`
	NeedResetPassword int64  `api:"oneof=0 1" doc:"1 to have the password changed at the first login to the console."`
	PhoneNum          string `api:"max=32" doc:"Its phone number."`
	CountryCode       string `api:"max=8" doc:"The phone number's country."`
	Email             string `api:"max=254" doc:"Its mail address."`
}

// AddUser3Response is a new sub-account with its secrets, which are shown this once.
type AddUser3Response struct {
	Uin                                 int64
	Name, Password, SecretId, SecretKey string
	Uid                                 int64
}

func (s *Service) addUser3(ctx context.Context, tx store.Tx, c *call.Call, in *AddUser3Request) (*AddUser3Response, error) {
	made, err := s.addUserAction(ctx, tx, c, &AddUserRequest{
		Name: in.Name, Remark: in.Remark, ConsoleLogin: in.ConsoleLogin, UseAPI: in.UseApi, Password: in.Password,
		NeedResetPassword: in.NeedResetPassword, PhoneNum: in.PhoneNum, CountryCode: in.CountryCode, Email: in.Email,
	})
	if err != nil {
		return nil, err
	}
	u, err := s.userNamed(ctx, tx, c.Caller.Account, in.Name)
	if err != nil {
		return nil, err
	}
	d := made.Data
	return &AddUser3Response{d.Uin, d.Name, d.Password, d.SecretID, d.SecretKey, digits(u.UID)}, nil
}

// digits is a number kept as text: uins and uids are digits only.
func digits(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}

// GetUser3 is GetUser in API 3.0.
var GetUser3 = action.Define(action.Spec{
	Name: "GetUser", Doc: "Shows a sub-account.", Domain3: "cam", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNoUser},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UserName3Request) (*GetUser3Response, error) {
	u, err := s.userNamed(ctx, tx, c.Caller.Account, in.Name)
	if err != nil {
		return nil, err
	}
	return &GetUser3Response{
		Uin: digits(u.Uin), Name: u.Name, Uid: digits(u.UID), Remark: u.Remark, ConsoleLogin: u.ConsoleLogin,
		PhoneNum: u.Phone, CountryCode: u.CountryCode, Email: u.Email,
	}, nil
})

// UserName3Request names a sub-account.
type UserName3Request struct {
	Name string `api:"required" touches:"user name" doc:"The sub-account's name."`
}

// GetUser3Response is a sub-account; nobody logs in to a console here, so that the members on logins are empty.
type GetUser3Response struct {
	Uin                                int64
	Name                               string
	Uid                                int64
	Remark                             string
	ConsoleLogin                       int64
	PhoneNum, CountryCode, Email       string
	RecentlyLoginIP, RecentlyLoginTime string
}

// UpdateUser3 is UpdateUser in API 3.0.
var UpdateUser3 = action.Define(action.Spec{
	Name: "UpdateUser", Doc: "Changes what is said about a sub-account.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoUser},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UpdateUser3Request) (*NoResponse, error) {
	to := UpdateUserRequest(*in)
	return s.updateUser(ctx, tx, c, &to)
})

// UpdateUser3Request is the input of UpdateUser in API 3.0.
type UpdateUser3Request struct {
	Name              string  `api:"required" touches:"user name" doc:"The sub-account's name."`
	Remark            *string `api:"max=300" doc:"A note."`
	ConsoleLogin      *int64  `api:"oneof=0 1" doc:"1 for one that uses the console; there is none here."`
	Password          *string `api:"secret,max=128" doc:"Its password for the console; not kept here."`
	NeedResetPassword *int64  `api:"oneof=0 1" doc:"1 to have the password changed at the next login to the console."`
	PhoneNum          *string `api:"max=32" doc:"Its phone number."`
	CountryCode       *string `api:"max=8" doc:"The phone number's country."`
	Email             *string `api:"max=254" doc:"Its mail address."`
}

// DeleteUser3 is DeleteUser in API 3.0.
var DeleteUser3 = action.Define(action.Spec{
	Name: "DeleteUser", Doc: "Takes a sub-account away; one that has keys only by force.", Domain3: "cam", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoUser, errHaveKeys},
}, (*Service).deleteUser3)

// DeleteUser3Request is the input of DeleteUser in API 3.0.
type DeleteUser3Request struct {
	Name  string `api:"required" touches:"user name" doc:"The sub-account's name."`
	Force int64  `api:"oneof=0 1" doc:"1 to delete its keys with it."`
}

func (s *Service) deleteUser3(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteUser3Request) (*NoResponse, error) {
	u, err := s.userNamed(ctx, tx, c.Caller.Account, in.Name)
	if err != nil {
		return nil, err
	}
	keys, err := s.Store.KeysOf(ctx, tx, u.Account, u.Uin)
	if err != nil {
		return nil, err
	}
	if len(keys) > 0 && in.Force == 0 {
		return nil, errHaveKeys.Errorf("The sub-account %s has %d keys; none, or Force 1, is expected.", u.Name, len(keys))
	}
	return &NoResponse{}, s.removeUser(ctx, tx, u)
}
