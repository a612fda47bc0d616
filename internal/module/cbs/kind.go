package cbs

import (
	"strconv"

	"github.com/paifang/paifang/internal/disk"
)

// A kind is a kind of disk with what cbs asks of it.
type kind struct{ disk.Kind }

func kindOf(name string) kind {
	k, _ := disk.Find(name)
	return kind{k}
}

// sells tells whether there are data disks of that size.
func (k kind) sells(gb int64) bool { return gb >= k.Min && gb <= k.Max && gb%disk.Step == 0 }

// unsold is the refusal of a size that there is not.
func (k kind) unsold(parameter string, gb int64) error {
	return errConfig.Errorf("Parameter %s is %d; for %s, %d to %d in steps of %d are expected.", parameter, gb, k.Name, k.Min, k.Max, disk.Step)
}

// unnamed is the name of a disk that was given none.
const unnamed = "未命名"

// numbered is the name of the n-th of several things.
func numbered(name string, n int, count int64) string {
	switch {
	case name == "":
		return unnamed
	case count == 1:
		return name
	default:
		return name + strconv.Itoa(n+1)
	}
}
