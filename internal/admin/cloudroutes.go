package admin

import (
	"context"
	"errors"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/cloud"
	"github.com/paifang/paifang/internal/door"
)

var cloudRoutes = []Route{
	route("GET", "/v1/checks", "List the checks of the door in their order, with their state.", listChecks),
	route("GET", "/v1/codes", "List the catalogue.", listCodes),
	route("GET", "/v1/actions", "List the actions that are here.", listActions),
	route("GET", "/v1/snapshots", "List the snapshots.", listSnapshots),
	route("PUT", "/v1/snapshots/{name}", "Keep the whole state of the cloud under a name.", takeSnapshot),
	route("POST", "/v1/snapshots/{name}/restore", "Bring the cloud back to a snapshot; nonces that were used stay used.", restoreSnapshot),
	route("GET", "/v1/world", "Write the cloud as a world file that begins where the cloud is now, without secrets.", exportWorld),
	route("POST", "/v1/world/with-secrets", "The same with SecretKeys and MFA secrets.", exportSecrets),
}

// A Check is one of the door's.
type Check struct {
	Name  string `json:"name"`
	Doc   string `json:"doc"`
	Codes []int  `json:"codes"`
	On    bool   `json:"on"`
}

func listChecks(_ context.Context, a *API, _ Query, _ nothing) ([]Check, error) {
	var out []Check
	for _, c := range door.Order {
		one := Check{Name: c.Refuses, Doc: c.Doc, On: c.Needed || !a.Cloud.Settings.Now().Off(c.Refuses)}
		for _, row := range c.With {
			one.Codes = append(one.Codes, row.Code.Number)
		}
		out = append(out, one)
	}
	return out, nil
}

// A Code is a row of the catalogue.
type Code struct {
	Number      int    `json:"number"`
	Description string `json:"description"`
	When        string `json:"when"`
	CodeDesc    string `json:"code_desc"`
	Versioned   string `json:"versioned,omitempty"`
	API3        string `json:"api3,omitempty"`
	Retry       bool   `json:"retry"`
	Do          string `json:"do"`
	Provoke     string `json:"provoke"`
}

func listCodes(context.Context, *API, Query, nothing) ([]Code, error) {
	var out []Code
	for _, c := range catalogue.All() {
		out = append(out, Code{c.Number, c.Description, c.When, c.Desc, c.Versioned, c.Name3, c.Retry, c.Do, c.Provoke})
	}
	return out, nil
}

// An Action can be called.
type Action struct {
	Name    string `json:"name"`
	Doc     string `json:"doc"`
	Domain  string `json:"domain,omitempty"`
	Domain3 string `json:"domain3,omitempty"`
	Version string `json:"version,omitempty"`
	Service string `json:"cam_service"`
	Changes bool   `json:"changes"`
}

func listActions(_ context.Context, a *API, _ Query, _ nothing) ([]Action, error) {
	var out []Action
	for _, b := range a.Cloud.Table.All() {
		out = append(out, Action{b.Name, b.Doc, b.Domain, b.Domain3, b.Version, b.CAMService(), b.Changes})
	}
	return out, nil
}

// A WorldFile is the text of a world file.
type WorldFile struct {
	YAML string `json:"yaml"`
}

func exportWorld(ctx context.Context, a *API, _ Query, _ nothing) (WorldFile, error) {
	text, err := a.Cloud.Export(ctx, false)
	return WorldFile{text}, err
}

func exportSecrets(ctx context.Context, a *API, _ Query, _ nothing) (WorldFile, error) {
	text, err := a.Cloud.Export(ctx, true)
	return WorldFile{text}, err
}

func listSnapshots(_ context.Context, a *API, _ Query, _ nothing) ([]string, error) {
	return a.Cloud.Snapshots()
}

func takeSnapshot(ctx context.Context, a *API, q Query, _ nothing) (nothing, error) {
	return nothing{}, a.Cloud.Snapshot(ctx, q.Path("name"))
}

func restoreSnapshot(ctx context.Context, a *API, q Query, _ nothing) (nothing, error) {
	err := a.Cloud.Restore(ctx, q.Path("name"))
	if errors.Is(err, cloud.ErrNoSnapshot) {
		err = notFound("there is no snapshot %q", q.Path("name"))
	}
	return nothing{}, err
}
