package cvm

import (
	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/param"
)

// A Topology is how many cores an instance shows, and how many threads each has.
type Topology struct{ Cores, Threads int64 }

var (
	errHalfTopology = catalogue.InvalidParameter.Named("InvalidParameter.LackCoreCountOrThreadPerCore")
	errCores        = catalogue.InvalidParameter.Named("InvalidParameterValue.CoreCountValue")
	errThreads      = catalogue.InvalidParameter.Named("InvalidParameterValue.ThreadPerCoreValue")
)

// A CpuTopology says which of the CPUs of its type an instance shows.
type CpuTopology struct {
	CoreCount     *int64 `doc:"How many cores: at most half as many as the type has CPUs, and 1 at least."`
	ThreadPerCore *int64 `doc:"How many threads a core: 1 or 2."`
}

// Metadata is what an instance can be asked for from within.
type Metadata struct {
	Items []MetadataPair `api:"required,max=50" doc:"Keys with their values."`
}

// A MetadataPair is a key with its value.
type MetadataPair struct {
	Key   string `api:"required,max=128" doc:"The key."`
	Value string `api:"required,max=16384" doc:"The value."`
}

func (b *bought) checkTopology() error {
	if t := b.topology; t != nil {
		switch {
		case (t.CoreCount == nil) != (t.ThreadPerCore == nil):
			return errHalfTopology.Errorf("Parameters CpuTopology.CoreCount and CpuTopology.ThreadPerCore are not both given; both or none are expected.")
		case t.CoreCount != nil && *t.CoreCount < 1:
			return errCores.Errorf("Parameter CpuTopology.CoreCount is %d; 1 or more are expected.", *t.CoreCount)
		case t.ThreadPerCore != nil && *t.ThreadPerCore != 1 && *t.ThreadPerCore != 2:
			return errThreads.Errorf("Parameter CpuTopology.ThreadPerCore is %d; 1 or 2 is expected.", *t.ThreadPerCore)
		}
	}
	if b.metadata == nil {
		return nil
	}
	seen := map[string]bool{}
	for _, item := range b.metadata.Items {
		if seen[item.Key] {
			return catalogue.InvalidValue.Errorf("Parameter Metadata.Items has the key %s twice; it is expected once.", param.Quote(item.Key))
		}
		seen[item.Key] = true
	}
	return nil
}

// shape is the topology that is asked for; zero for the type's own.
func (b *bought) shape() Topology {
	if b.topology == nil || b.topology.CoreCount == nil {
		return Topology{}
	}
	return Topology{*b.topology.CoreCount, *b.topology.ThreadPerCore}
}

func (b *bought) items() []Tag {
	if b.metadata == nil {
		return nil
	}
	var items []Tag
	for _, item := range b.metadata.Items {
		items = append(items, Tag(item))
	}
	return items
}

// fits refuses more cores than a type has: two of its CPUs are the threads of a core.
func (t Topology) fits(o Offer) error {
	if most := max(1, o.CPU/2); t.Cores > most {
		return errCores.Errorf("Parameter CpuTopology.CoreCount is %d; the type %s has %d cores.", t.Cores, o.Type, most)
	}
	return nil
}

// item is the topology as answers show it; of the type's own they say nothing.
func (t Topology) item() CpuTopologyItem {
	if t == (Topology{}) {
		return CpuTopologyItem{}
	}
	return CpuTopologyItem{&t.Cores, &t.Threads}
}
