package securitygroup

import (
	"context"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// A Group is a list of rules for each direction, the first one that fits holding.
type Group struct {
	ID string
	// Account owns it, Creator made it.
	Account, Creator, Region string
	Name, Description        string
	Project                  int64
	// Default holds for the one that a project is given when it names none; it stays.
	Default bool
	// Version counts the changes of its rules.
	Version          int64
	Ingress, Egress  []Rule
	Created, Updated time.Time
}

func (g *Group) resource() call.Resource { return call.Resource{Service: "cvm", Type: "sg", ID: g.ID} }

func (g *Group) tagged() tagging.Resource {
	return tagging.Resource{Service: "cvm", Prefix: "sg", Region: g.Region, ID: g.ID}
}

// refers tells whether one of its rules names another group.
func (g *Group) refers(to string) bool {
	for _, rules := range [][]Rule{g.Ingress, g.Egress} {
		for _, r := range rules {
			if r.Group == to {
				return true
			}
		}
	}
	return false
}

var groupForm = regexp.MustCompile(`^sg-[a-z0-9]{8}$`)

func checkGroupID(name, id string) error {
	if !groupForm.MatchString(id) {
		return errMalformed.Errorf("Parameter %s is %s; sg- and 8 lower-case letters or digits are expected.", name, param.Quote(id))
	}
	return nil
}

// maxIDs is how many ids one call may name.
const maxIDs = 100

func checkGroupIDs(name string, ids []string) error {
	if len(ids) > maxIDs {
		return errTooMany.Errorf("Parameter %s has %d items; at most %d are expected.", name, len(ids), maxIDs)
	}
	for _, id := range ids {
		if err := checkGroupID(name, id); err != nil {
			return err
		}
	}
	return nil
}

// checkText refuses a text of more than most characters; none at all is let through.
func checkText(name, text string, most int) error {
	if n := utf8.RuneCountInString(text); n > most {
		return errTooLong.Errorf("Parameter %s has %d characters; at most %d are expected.", name, n, most)
	}
	return nil
}

// The lengths of a group's name and description (facts/api3-vpc.json).
const maxName, maxDescription = 60, 100

func checkNaming(name, description string) error {
	if err := checkText("GroupName", name, maxName); err != nil {
		return err
	}
	return checkText("GroupDescription", description, maxDescription)
}

// projectOf reads a project's number; 0 where none is named.
func projectOf(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, errInvalid.Errorf("Parameter ProjectId is %s; a project's number is expected.", param.Quote(text))
	}
	return n, nil
}

// project is the account's project with that number.
func (s *Service) project(ctx context.Context, tx store.Tx, account, text string) (int64, error) {
	n, err := projectOf(text)
	if err != nil {
		return 0, err
	}
	has, err := s.Accounts.HasProject(ctx, tx, account, n)
	if err == nil && !has {
		err = errNone.Errorf("The project %d does not exist.", n)
	}
	return n, err
}

// group is the caller's group in the call's region; another's is as absent as none.
func (s *Service) group(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Group, error) {
	g, err := s.Store.Group(ctx, tx, c.Caller.Account, id)
	if err != nil {
		return nil, err
	}
	if g == nil || g.Region != c.Region {
		return nil, errNone.Errorf("The security group %s does not exist in this region.", id)
	}
	return g, nil
}

// named are the caller's groups in the order of ids; none when one of them is not there.
func (s *Service) named(ctx context.Context, tx store.Tx, c *call.Call, ids []string) ([]*Group, error) {
	all := make([]*Group, len(ids))
	for n, id := range ids {
		g, err := s.group(ctx, tx, c, id)
		if err != nil {
			return nil, err
		}
		all[n] = g
	}
	return all, nil
}

// add keeps a new group of the caller's under an id of its own, with its tags.
func (s *Service) add(ctx context.Context, tx store.Tx, c *call.Call, g *Group, tags []tagging.Tag) error {
	g.Account, g.Creator, g.Region = c.Caller.Account, c.Caller.Uin, c.Region
	if err := s.keep(ctx, tx, g, c.Now); err != nil {
		return err
	}
	if len(tags) == 0 {
		return nil
	}
	return s.Tags.Attach(ctx, tx, g.Account, g.tagged(), tags)
}

func (s *Service) keep(ctx context.Context, tx store.Tx, g *Group, now time.Time) error {
	g.Created, g.Updated = now, now
	for {
		g.ID = s.Random.ResourceID("sg")
		if added, err := s.Store.AddGroup(ctx, tx, g); err != nil || added {
			return err
		}
	}
}

// room refuses one group more than the account may have in a region.
func (s *Service) room(ctx context.Context, tx store.Tx, c *call.Call) error {
	most, err := s.quota(ctx, tx, c.Caller.Account, quotaGroups)
	if err != nil {
		return err
	}
	all, err := s.Store.Groups(ctx, tx, c.Caller.Account, c.Region)
	if err == nil && int64(len(all)) >= most {
		err = errFull.Errorf("There are %d security groups in this region; at most %d are allowed.", len(all), most)
	}
	return err
}
