package ssl

import (
	"context"
	"unicode/utf8"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

const version = "2019-12-05"

// UploadCertificate brings a certificate.
var UploadCertificate = action.Define(action.Spec{
	Name: "UploadCertificate", Doc: "Brings a certificate, a server's with its key.", Domain3: "ssl", Version: version, Regionless: true,
	Changes: true, Creates: []string{"certificate"}, Refuses: append(words3.all(), errParam, errNoProject),
}, (*Service).uploadCertificate)

// UploadCertificateRequest is the input of UploadCertificate.
type UploadCertificateRequest struct {
	CertificatePublicKey  string `api:"required" doc:"The certificate in PEM, behind it those that signed it."`
	CertificatePrivateKey string `api:"secret" doc:"Its key in PEM, of one of type SVR."`
	CertificateType       Kind   `api:"oneof=SVR CA" doc:"SVR, a server's, or CA, an authority's; SVR by default."`
	Alias                 string `doc:"Its name, of at most 200 characters."`
	ProjectId             int64  `api:"min=0" doc:"The project it is in; 0 by default."`
	CertificateUse        string `doc:"What it is for; taken, and nothing follows."`
	Tags                  []Tag  `api:"max=50" doc:"Its tags."`
	Repeatable            *bool  `doc:"Whether the same one may be brought again; it may by default."`
}

// A Tag is one as certificates' actions write it.
type Tag struct {
	TagKey   string `api:"required" doc:"Its key."`
	TagValue string `doc:"Its value."`
}

// UploadCertificateResponse is the answer of UploadCertificate.
type UploadCertificateResponse struct {
	CertificateId string
	RepeatCertId  string
}

// Check refuses a name that is too long.
func (r *UploadCertificateRequest) Check() error { return checkAlias(r.Alias, errParam) }

func checkAlias(alias string, refused *catalogue.Condition) error {
	if n := utf8.RuneCountInString(alias); n > 200 {
		return refused.Errorf("Alias has %d characters; at most 200 are expected.", n)
	}
	return nil
}

// Conditions are what policies may ask of the request.
func (r *UploadCertificateRequest) Conditions(*call.Call) map[string][]string {
	return map[string][]string{"qcs:request_tag": tagging.Pairs(plain(r.Tags))}
}

func plain(tags []Tag) []tagging.Tag {
	out := make([]tagging.Tag, len(tags))
	for n, t := range tags {
		out[n] = tagging.Tag{Key: t.TagKey, Value: t.TagValue}
	}
	return out
}

func shown(tags []tagging.Tag) []Tag {
	out := make([]Tag, len(tags))
	for n, t := range tags {
		out[n] = Tag{TagKey: t.Key, TagValue: t.Value}
	}
	return out
}

func (s *Service) uploadCertificate(ctx context.Context, tx store.Tx, c *call.Call, in *UploadCertificateRequest) (*UploadCertificateResponse, error) {
	if err := s.project(ctx, tx, c, in.ProjectId); err != nil {
		return nil, err
	}
	kind := in.CertificateType
	if kind == "" {
		kind = Server
	}
	if in.Repeatable != nil && !*in.Repeatable {
		chain, err := parse(in.CertificatePublicKey, words3)
		if err != nil {
			return nil, err
		}
		same, err := s.same(ctx, tx, c, chain[0])
		if err != nil || same != "" {
			return &UploadCertificateResponse{same, same}, err
		}
	}
	kept, err := s.keep(ctx, tx, c, &Certificate{Alias: in.Alias, Kind: kind, Project: in.ProjectId, Text: in.CertificatePublicKey}, in.CertificatePrivateKey, words3)
	if err != nil {
		return nil, err
	}
	if err := s.Tags.Attach(ctx, tx, kept.Account, kept.tagged(), plain(in.Tags)); err != nil {
		return nil, err
	}
	return &UploadCertificateResponse{CertificateId: kept.ID}, nil
}
