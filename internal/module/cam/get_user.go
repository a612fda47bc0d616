package cam

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// GetUser shows a sub-account.
var GetUser = action.Define(action.Spec{
	Name: "GetUser", Doc: "Shows a sub-account.", Domain: "cam", Regionless: true,
	Refuses: []*catalogue.Condition{errNoUser},
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *UserNameRequest) (*GetUserResponse, error) {
	u, err := s.userNamed(ctx, tx, c.Caller.Account, in.Name)
	if err != nil {
		return nil, err
	}
	return &GetUserResponse{userItem(*u)}, nil
})

// ListUsers lists the account's sub-accounts.
var ListUsers = action.Define(action.Spec{
	Name: "ListUsers", Doc: "Lists the account's sub-accounts.", Domain: "cam", Regionless: true,
}, func(s *Service, ctx context.Context, tx store.Tx, c *call.Call, in *ListUsersRequest) (*ListUsersResponse, error) {
	all, err := s.Store.Users(ctx, tx, c.Caller.Account)
	return &ListUsersResponse{userItems(all)}, err
})

// UserNameRequest names a sub-account.
type UserNameRequest struct {
	Name string `json:"name" api:"required" touches:"user name" doc:"The sub-account's name."`
}

// ListUsersRequest is the input of ListUsers.
type ListUsersRequest struct{}

// GetUserResponse is the answer of GetUser.
type GetUserResponse struct {
	Data UserItem `json:"data"`
}

// ListUsersResponse is the answer of ListUsers.
type ListUsersResponse struct {
	Data []UserItem `json:"data"`
}

// A UserItem is a sub-account as answers show it.
type UserItem struct {
	Uin          string `json:"uin"`
	Name         string `json:"name"`
	UID          string `json:"uid"`
	Remark       string `json:"remark"`
	ConsoleLogin int64  `json:"consoleLogin"`
	PhoneNum     string `json:"phoneNum"`
	CountryCode  string `json:"countryCode"`
	Email        string `json:"email"`
}

func userItem(u User) UserItem {
	return UserItem{u.Uin, u.Name, u.UID, u.Remark, u.ConsoleLogin, u.Phone, u.CountryCode, u.Email}
}

func userItems(all []User) []UserItem {
	var items []UserItem
	for _, u := range all {
		items = append(items, userItem(u))
	}
	return items
}

// user is the account's user with the uin; it refuses where there is none.
func (s *Service) user(ctx context.Context, tx store.Tx, account, uin string) (*User, error) {
	u, err := s.Store.User(ctx, tx, account, uin)
	if err == nil && u == nil {
		err = errNoUser.Errorf("The sub-account %s does not exist.", uin)
	}
	return u, err
}

// userNamed is the account's user of that name; it refuses where there is none.
func (s *Service) userNamed(ctx context.Context, tx store.Tx, account, name string) (*User, error) {
	u, err := s.Store.UserByName(ctx, tx, account, name)
	if err == nil && u == nil {
		err = errNoUser.Errorf("The sub-account %q does not exist.", name)
	}
	return u, err
}
