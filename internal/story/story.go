// Package story plays stories: a world, and what is done in it step by step with the answers that are expected. The same
// story is played inside the process, and by official clients over real sockets (test/sdk): what plays it is a [Player].
// It is told in API 2.0, and says itself what is different in API 3.0.
package story

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"

	"github.com/goccy/go-yaml"
)

// A Story shows how a code is met, for one of its reasons.
type Story struct {
	// Code is what it shows; Why is the reason.
	Code int    `yaml:"code"`
	Why  string `yaml:"why"`
	// World is a world file: the number of an example world, or the text itself.
	World string `yaml:"world"`
	// Keys are further keys by name: SecretId and SecretKey.
	Keys  map[string][2]string `yaml:"keys"`
	Steps []Step               `yaml:"steps"`

	// API3 and TC3 say what these dialects have instead, where they have no such refusal.
	API3 Instead `yaml:"api3"`
	TC3  Instead `yaml:"tc3"`

	// Dialect is the one in which it is told.
	Dialect Dialect `yaml:"-"`
}

// Instead is the code that a dialect answers where it has no such refusal, and why it has none. Its zero value says that
// it has one.
type Instead struct {
	Code int    `yaml:"code"`
	Why  string `yaml:"why"`
}

// A Step is one thing that is done: a call, a request to the admin API, or time that passes.
type Step struct {
	// Call is module, action and, where it has one, version: "cvm RunInstances 2017-03-12".
	Call string `yaml:"call"`
	// With are its parameters, By the name of the key, of the cloud's own one when empty.
	With map[string]string `yaml:"with"`
	By   string            `yaml:"by"`
	// Token is sent with a temporary key.
	Token string `yaml:"token"`
	// Plain sends it without TLS; Again sends the request before once more, byte for byte.
	Plain bool `yaml:"plain"`
	Again bool `yaml:"again"`
	// Answer is the expected code, and a name after it where that matters: "5100 UnsupportedOperation.InstanceStateRunning".
	Answer string `yaml:"answer"`
	// Detail are the expected codes of a batch, by resource.
	Detail map[string]int `yaml:"detail"`
	// Save names values of the answer for later steps, as ${name}: {id: Response.InstanceIdSet.0}.
	Save map[string]string `yaml:"save"`
	// Counts are how many items a list of the answer has: {instanceSet: 0}.
	Counts map[string]int `yaml:"counts"`

	// Admin is a request to the admin API: "PUT /v1/accounts/1/balance", with Body.
	Admin string `yaml:"admin"`
	Body  any    `yaml:"body"`

	// Advance moves cloud time.
	Advance string `yaml:"advance"`

	// API3 is what is different in API 3.0, and TC3 what is different where it is signed with TC3.
	API3 *Variant `yaml:"api3"`
	TC3  *Variant `yaml:"tc3"`
}

// A Variant is what is different about a step in a dialect. What it names replaces what the step says; another Call
// replaces all that depends on the action: With, Detail, Save and Counts.
type Variant struct {
	Call   string            `yaml:"call"`
	With   map[string]string `yaml:"with"`
	Answer string            `yaml:"answer"`
	Detail map[string]int    `yaml:"detail"`
	Save   map[string]string `yaml:"save"`
	Counts map[string]int    `yaml:"counts"`
}

// Read reads all stories of a folder, by code and then in the order of their file. worlds holds the example worlds.
func Read(stories, worlds fs.FS) ([]Story, error) {
	names, err := fs.Glob(stories, "*.yaml")
	if err != nil {
		return nil, err
	}
	var all []Story
	for _, name := range names {
		text, err := fs.ReadFile(stories, name)
		if err != nil {
			return nil, err
		}
		var some []Story
		if err := yaml.UnmarshalWithOptions(text, &some, yaml.Strict(), yaml.DisallowUnknownField()); err != nil {
			return nil, fmt.Errorf("%s: %s", name, yaml.FormatError(err, false, true))
		}
		for i := range some {
			if _, err := strconv.Atoi(some[i].World); err == nil {
				world, err := fs.ReadFile(worlds, path.Join(some[i].World+".yaml"))
				if err != nil {
					return nil, fmt.Errorf("%s: %w", name, err)
				}
				some[i].World = string(world)
			}
			if err := some[i].tellable(); err != nil {
				return nil, fmt.Errorf("%s: %s: %w", name, some[i].Why, err)
			}
			all = append(all, some[i])
		}
	}
	slices.SortStableFunc(all, func(a, b Story) int { return a.Code - b.Code })
	return all, nil
}
