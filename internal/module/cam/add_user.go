package cam

import (
	"context"
	"strconv"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/random"
	"github.com/paifang/paifang/internal/store"
)

// AddUser makes a sub-account.
var AddUser = action.Define(action.Spec{
	Name: "AddUser", Doc: "Makes a sub-account, with a key where it is to use the API.",
	Domain: "cam", Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errUserName, errUserNameInUse, errUserFull},
}, (*Service).addUserAction)

// AddUserRequest is the input of AddUser.
type AddUserRequest struct {
	Name              string `json:"name" api:"required" doc:"The sub-account's name, which no other of the account has."`
	Remark            string `json:"remark" api:"max=300" doc:"A note."`
	ConsoleLogin      int64  `json:"consoleLogin" api:"oneof=0 1" doc:"1 for one that uses the console; there is none here."`
	UseAPI            int64  `json:"useApi" api:"oneof=0 1" doc:"1 to make a key."`
	Password          string `json:"password" api:"secret,max=128" doc:"Its password for the console; not kept here. One is drawn where consoleLogin is 1 and none is given."`
	NeedResetPassword int64  `json:"needResetPassword" api:"oneof=0 1" doc:"1 to have the password changed at the first login to the console."`
	PhoneNum          string `json:"phoneNum" api:"max=32" doc:"Its phone number."`
	CountryCode       string `json:"countryCode" api:"max=8" doc:"The phone number's country."`
	Email             string `json:"email" api:"max=254" doc:"Its mail address."`
}

// AddUserResponse is the answer of AddUser.
type AddUserResponse struct {
	Data AddedUser `json:"data"`
}

// AddedUser is a new sub-account with its secrets, which are shown this once.
type AddedUser struct {
	Uin       int64  `json:"uin"`
	Name      string `json:"name"`
	Password  string `json:"password"`
	SecretID  string `json:"secretId"`
	SecretKey string `json:"secretKey"`
}

func (s *Service) addUserAction(ctx context.Context, tx store.Tx, c *call.Call, in *AddUserRequest) (*AddUserResponse, error) {
	account := c.Caller.Account
	all, err := s.Store.Users(ctx, tx, account)
	if err != nil {
		return nil, err
	}
	if err := s.room(ctx, tx, account, usersAtMost, len(all)); err != nil {
		return nil, err
	}
	u, err := s.addUser(ctx, tx, User{
		Account: account, Name: in.Name, Remark: in.Remark, ConsoleLogin: in.ConsoleLogin,
		Phone: in.PhoneNum, CountryCode: in.CountryCode, Email: in.Email, CreatedAt: c.Now,
	})
	if err != nil {
		return nil, err
	}
	out := &AddUserResponse{AddedUser{Name: u.Name, Password: in.Password}}
	if out.Data.Uin, err = strconv.ParseInt(u.Uin, 10, 64); err != nil {
		return nil, err
	}
	if in.ConsoleLogin == 1 && in.Password == "" {
		out.Data.Password = random.SecretKey()
	}
	if in.UseAPI == 1 {
		k, secret, err := s.CreateKey(ctx, tx, account, u.Uin, "", c.Now)
		if err != nil {
			return nil, err
		}
		out.Data.SecretID, out.Data.SecretKey = k.SecretID, secret
	}
	return out, nil
}

// addUser keeps a new user, and draws the numbers that it has not. A uin is no main account's.
func (s *Service) addUser(ctx context.Context, tx store.Tx, u User) (User, error) {
	if !userName.MatchString(u.Name) {
		return u, errUserName.Errorf("Parameter name is %q; 1 to 128 letters, digits or +=,.@_- are expected.", u.Name)
	}
	for _, n := range []string{u.Uin, u.UID} {
		if n != "" && !uinForm.MatchString(n) {
			return u, catalogue.InvalidValue.Errorf("The sub-account %s has the number %q; at most 18 digits are expected.", u.Name, n)
		}
	}
	if kept, err := s.Store.UserByName(ctx, tx, u.Account, u.Name); kept != nil || err != nil {
		if err != nil {
			return u, err
		}
		return u, errUserNameInUse.Errorf("Parameter name is %q, the name of sub-account %s; one that is not in use is expected.", u.Name, kept.Uin)
	}
	for given := u; ; {
		if given.Uin == "" {
			u.Uin = "10" + s.Random.Digits(10)
		}
		if given.UID == "" {
			u.UID = s.Random.Digits(8)
		}
		isMain, err := s.Accounts.Exists(ctx, tx, u.Uin)
		added := false
		if err == nil && !isMain {
			added, err = s.Store.AddUser(ctx, tx, u)
		}
		switch {
		case err != nil:
			return u, err
		case added:
			s.changed(tx)
			return u, nil
		case given.Uin != "" || given.UID != "":
			return u, catalogue.InvalidValue.Errorf("The uin %s or uid %s of sub-account %s is in use; others are expected.", u.Uin, u.UID, u.Name)
		}
	}
}
