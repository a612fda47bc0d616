package terraform

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paifang/paifang/internal/realservice"
)

// Each attribute that the provider can change in place is changed in a story, or unchanged says why it can't be.
func TestEachAttributeIsChangedOrHasAReason(t *testing.T) {
	changed, reasons, err := Changed(os.DirFS("."))
	if err != nil || len(changed) == 0 {
		t.Fatalf("no recorded changes were found: %v", err)
	}
	told := maps.Clone(reasons)
	for _, r := range realservice.Changeable() {
		for _, a := range r.Attributes {
			name := r.Name + " " + a
			_, excused := reasons[name]
			delete(told, name)
			switch {
			case excused && changed[name]:
				t.Errorf("%s is changed in a story, and unchanged says why it can't be", name)
			case !excused && !changed[name]:
				t.Errorf("%s is changed in no story, and unchanged does not say why", name)
			}
		}
	}
	for name := range told {
		t.Errorf("unchanged names %s, which the provider can't change in place", name)
	}
}

// changes are the attributes that a plan, as JSON, changes in place: "instance data_disks.data_disk_size".
func changes(t *testing.T, plan string) []string {
	t.Helper()
	var p struct {
		ResourceChanges []struct {
			Mode, Type string
			Change     struct {
				Actions       []string
				Before, After map[string]any
			}
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(plan), &p); err != nil {
		t.Fatalf("the plan can't be read: %v", err)
	}
	found := map[string]bool{}
	for _, r := range p.ResourceChanges {
		if r.Mode == "managed" && slices.Equal(r.Change.Actions, []string{"update"}) {
			differ(strings.TrimPrefix(r.Type, "tencentcloud_")+" ", r.Change.Before, r.Change.After, found)
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// differ notes which attributes two objects differ in. What is known only after it was applied is absent from after, and
// no change that was asked for.
func differ(prefix string, before, after map[string]any, found map[string]bool) {
	for name := range mergeKeys(before, after) {
		was, is := before[name], after[name]
		if _, planned := after[name]; !planned && was != nil && after != nil {
			continue
		}
		blocks, otherBlocks := objects(was), objects(is)
		if blocks == nil && otherBlocks == nil {
			if !reflect.DeepEqual(was, is) && (!empty(was) || !empty(is)) {
				found[prefix+name] = true
			}
			continue
		}
		for i := range max(len(blocks), len(otherBlocks)) {
			differ(prefix+name+".", at(blocks, i), at(otherBlocks, i), found)
		}
	}
}

func mergeKeys(a, b map[string]any) map[string]bool {
	all := map[string]bool{}
	for name := range a {
		all[name] = true
	}
	for name := range b {
		all[name] = true
	}
	return all
}

// objects is a list of objects, nil where v is something else.
func objects(v any) []map[string]any {
	list, _ := v.([]any)
	var all []map[string]any
	for _, item := range list {
		object, ok := item.(map[string]any)
		if !ok {
			return nil
		}
		all = append(all, object)
	}
	return all
}

func at(list []map[string]any, i int) map[string]any {
	if i < len(list) {
		return list[i]
	}
	return nil
}

func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	case bool:
		return !v
	case float64:
		return v == 0
	}
	return false
}

// keepChanges writes down what a story changed.
func keepChanges(t *testing.T, all []string, file string) {
	t.Helper()
	slices.Sort(all)
	text := strings.Join(slices.Compact(all), "\n")
	if err := os.WriteFile(file, []byte(fmt.Sprintln(text)), 0o644); err != nil {
		t.Fatal(err)
	}
}
