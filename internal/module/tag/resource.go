package tag

import (
	"context"
	"strings"

	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// parse reads a resource in six segments: qcs::vpc:ap-guangzhou:uin/100000000001:subnet/subnet-0a1b2c3d. The account may
// be left out of its segment, as clients do, and is the caller's otherwise.
func parse(text, account string) (tagging.Resource, error) {
	part := strings.SplitN(text, ":", 6)
	wrong := func(why string) (tagging.Resource, error) {
		return tagging.Resource{}, errDescription.Errorf("The resource %s %s; qcs::SERVICE:REGION:uin/UIN:TYPE/ID is expected.", param.Quote(text), why)
	}
	if len(part) != 6 || part[0] != "qcs" {
		return wrong("does not have six segments")
	}
	owner, ok := strings.CutPrefix(part[4], "uin/")
	if part[4] != "" && !ok || owner != "" && owner != account {
		return wrong("names another account than the caller's")
	}
	prefix, id, ok := strings.Cut(part[5], "/")
	if part[2] == "" || !ok || prefix == "" || id == "" {
		return wrong("names no resource")
	}
	return tagging.Resource{Service: part[2], Prefix: prefix, Region: place(part[2], part[3]), ID: id}, nil
}

// place is the region of a service's resources: none of those that are in none, even where a client names one, as
// Terraform's provider does for certificates and users.
func place(service, region string) string {
	if service == "ssl" || service == "cam" {
		return ""
	}
	return region
}

// parseAll reads some of them, as many as one call may name.
func parseAll(texts []string, account string) ([]tagging.Resource, error) {
	if len(texts) > maxResources {
		return nil, errTooMany.Errorf("%d resources are named; at most %d are expected.", len(texts), maxResources)
	}
	all := make([]tagging.Resource, len(texts))
	for i, text := range texts {
		r, err := parse(text, account)
		if err != nil {
			return nil, err
		}
		all[i] = r
	}
	return all, nil
}

// touched is a resource as policies name it, none where it can't be read: the action refuses that then.
func touched(c *call.Call, texts ...string) (out []call.Resource) {
	for _, text := range texts {
		if r, err := parse(text, c.Caller.Account); err == nil {
			out = append(out, asked(r))
		}
	}
	return out
}

// asked is a resource as CAM knows it.
func asked(r tagging.Resource) call.Resource {
	return call.Resource{Service: r.Service, Type: r.Prefix, ID: r.ID, Regionless: r.Region == ""}
}

// qcs writes a resource in six segments.
func qcs(r tagging.Resource, account string) string {
	return "qcs::" + r.Service + ":" + r.Region + ":uin/" + account + ":" + r.Prefix + "/" + r.ID
}

// there refuses a resource that the account does not have.
func (s *Service) there(ctx context.Context, tx store.Tx, account string, r tagging.Resource) error {
	_, facts, err := s.ResourceFacts(ctx, tx, account, asked(r))
	if err != nil {
		return err
	}
	if facts == nil {
		return errNoResource.Errorf("The resource %s/%s of %s does not exist.", r.Prefix, r.ID, r.Service)
	}
	return nil
}

// named are resources of one kind by their ids.
func named(service, prefix, region string, ids []string) ([]tagging.Resource, error) {
	if len(ids) > maxResources {
		return nil, errTooMany.Errorf("Parameter ResourceIds has %d items; at most %d are expected.", len(ids), maxResources)
	}
	all := make([]tagging.Resource, len(ids))
	for i, id := range ids {
		all[i] = tagging.Resource{Service: service, Prefix: prefix, Region: place(service, region), ID: id}
	}
	return all, nil
}
