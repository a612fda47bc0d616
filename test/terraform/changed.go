// Package terraform has the official Terraform provider judge Paifang, unmodified and from outside. Its stories are
// folders of configurations in stories/; they are applied, changed, imported and destroyed wherever PAIFANG_TEST_TOFU and
// PAIFANG_TEST_PROVIDER name the two binaries. What the provider asked and was answered then is kept in recordings/, and
// replayed everywhere.
package terraform

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Changed are the attributes that the provider changed in place in a story ("instance data_disks.data_disk_size"), as
// recordings/*.changed keep them, and by the same names why the others can't be changed, as the file unchanged says:
// "instance cdh_host_id cdh_instance_type: dedicated hosts are not here".
func Changed(here fs.FS) (changed map[string]bool, reasons map[string]string, err error) {
	changed, reasons = map[string]bool{}, map[string]string{}
	files, err := fs.Glob(here, path.Join("recordings", "*.changed"))
	if err != nil {
		return nil, nil, err
	}
	for _, file := range files {
		text, err := fs.ReadFile(here, file)
		if err != nil {
			return nil, nil, err
		}
		for line := range strings.Lines(string(text)) {
			changed[strings.TrimSpace(line)] = true
		}
	}
	text, err := fs.ReadFile(here, "unchanged")
	if err != nil {
		return nil, nil, err
	}
	for line := range strings.Lines(string(text)) {
		names, why, found := strings.Cut(strings.TrimSpace(line), ": ")
		if names == "" {
			continue
		}
		if !found {
			return nil, nil, fmt.Errorf("unchanged: the line %q gives no reason", names)
		}
		resource, attributes, _ := strings.Cut(names, " ")
		for a := range strings.FieldsSeq(attributes) {
			reasons[resource+" "+a] = why
		}
	}
	return changed, reasons, nil
}
