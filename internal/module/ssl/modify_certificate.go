package ssl

import (
	"context"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// ModifyCertificateAlias renames a certificate.
var ModifyCertificateAlias = action.Define(action.Spec{
	Name: "ModifyCertificateAlias", Doc: "Renames a certificate.", Domain3: "ssl", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNotFound, errParam},
}, (*Service).modifyCertificateAlias)

// ModifyCertificateAliasRequest is the input of ModifyCertificateAlias.
type ModifyCertificateAliasRequest struct {
	CertificateId string `api:"required" touches:"certificate" doc:"The certificate."`
	Alias         string `doc:"Its new name, of at most 200 characters."`
}

// Check refuses a name that is too long.
func (r *ModifyCertificateAliasRequest) Check() error { return checkAlias(r.Alias, errParam) }

// ModifyCertificateAliasResponse is the answer of ModifyCertificateAlias.
type ModifyCertificateAliasResponse struct{ CertificateId string }

func (s *Service) modifyCertificateAlias(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyCertificateAliasRequest) (*ModifyCertificateAliasResponse, error) {
	found, err := s.find(ctx, tx, c, in.CertificateId, errNotFound)
	if err != nil {
		return nil, err
	}
	found.Alias = in.Alias
	return &ModifyCertificateAliasResponse{found.ID}, s.Store.PutCertificate(ctx, tx, found)
}

// ModifyCertificateProject moves certificates to a project.
var ModifyCertificateProject = action.Define(action.Spec{
	Name: "ModifyCertificateProject", Doc: "Moves certificates to a project; those that can't be are named.", Domain3: "ssl", Version: version, Regionless: true, Changes: true,
	Refuses: []*catalogue.Condition{errNoProject},
}, (*Service).modifyCertificateProject)

// ModifyCertificateProjectRequest is the input of ModifyCertificateProject.
type ModifyCertificateProjectRequest struct {
	CertificateIdList []string `api:"required,max=100" touches:"certificate" doc:"The certificates."`
	ProjectId         int64    `api:"min=0" doc:"The project."`
}

// ModifyCertificateProjectResponse is the answer of ModifyCertificateProject.
type ModifyCertificateProjectResponse struct{ SuccessCertificates, FailCertificates []string }

func (s *Service) modifyCertificateProject(ctx context.Context, tx store.Tx, c *call.Call, in *ModifyCertificateProjectRequest) (*ModifyCertificateProjectResponse, error) {
	if err := s.project(ctx, tx, c, in.ProjectId); err != nil {
		return nil, err
	}
	out := &ModifyCertificateProjectResponse{SuccessCertificates: []string{}, FailCertificates: []string{}}
	for _, id := range in.CertificateIdList {
		found, err := s.Certificate(ctx, tx, c.Caller.Account, id)
		if err != nil {
			return nil, err
		}
		if found == nil {
			out.FailCertificates = append(out.FailCertificates, id)
			continue
		}
		found.Project = in.ProjectId
		if err := s.Store.PutCertificate(ctx, tx, found); err != nil {
			return nil, err
		}
		out.SuccessCertificates = append(out.SuccessCertificates, id)
	}
	return out, nil
}
