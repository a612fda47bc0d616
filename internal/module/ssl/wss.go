package ssl

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// The actions of wss, the older service of the same certificates; policies know it as ssl too.
const oldVersion = "2018-04-26"

// UploadCert is UploadCertificate of wss.
var UploadCert = action.Define(action.Spec{
	Name: "UploadCert", Doc: "Brings a certificate, a server's with its key.", Domain3: "wss", Version: oldVersion, Regionless: true, Service: "ssl", CAMAction: "UploadCertificate",
	Changes: true, Creates: []string{"certificate"}, Refuses: append(wordsOld.all(), errNoProject),
}, (*Service).uploadCert)

// UploadCertRequest is the input of UploadCert.
type UploadCertRequest struct {
	Cert       string `api:"required" doc:"The certificate in PEM, behind it those that signed it."`
	CertType   Kind   `api:"required,oneof=SVR CA" doc:"SVR, a server's, or CA, an authority's."`
	ProjectId  string `api:"required" doc:"The project it is in, a number."`
	ModuleType string `api:"required,oneof=ssl" doc:"ssl."`
	Key        string `api:"secret" doc:"Its key in PEM, of one of type SVR."`
	Alias      string `doc:"Its name, of at most 200 characters."`
}

// Check refuses a project that is no number, and a name that is too long.
func (r *UploadCertRequest) Check() error {
	if _, err := strconv.ParseUint(r.ProjectId, 10, 31); err != nil {
		return errOldInvalid.Errorf("ProjectId is %.20q; a project's number is expected.", r.ProjectId)
	}
	return checkAlias(r.Alias, errOldInvalid)
}

// UploadCertResponse is the answer of UploadCert.
type UploadCertResponse struct{ Id string }

func (s *Service) uploadCert(ctx context.Context, tx store.Tx, c *call.Call, in *UploadCertRequest) (*UploadCertResponse, error) {
	project, _ := strconv.ParseInt(in.ProjectId, 10, 64) // Check has read it
	if err := s.project(ctx, tx, c, project); err != nil {
		return nil, err
	}
	kept, err := s.keep(ctx, tx, c, &Certificate{Alias: in.Alias, Kind: in.CertType, Project: project, Text: in.Cert}, in.Key, wordsOld)
	if err != nil {
		return nil, err
	}
	return &UploadCertResponse{kept.ID}, nil
}

// DescribeCertList is DescribeCertificates of wss.
var DescribeCertList = action.Define(action.Spec{
	Name: "DescribeCertList", Doc: "Lists certificates, the latest first.", Domain3: "wss", Version: oldVersion, Regionless: true, Service: "ssl", CAMAction: "DescribeCertificates",
	Lists: "certificate",
}, (*Service).describeCertList)

// DescribeCertListRequest is the input of DescribeCertList.
type DescribeCertListRequest struct {
	ModuleType string `api:"required,oneof=ssl" doc:"ssl."`
	Offset     int64  `api:"min=0" doc:"How many to leave out."`
	Limit      *int64 `api:"min=1,max=1000" doc:"How many to list; 20 by default."`
	SearchKey  string `doc:"A part of an id, a name or a domain."`
	CertType   Kind   `api:"oneof=SVR CA" doc:"SVR or CA."`
	Id         string `doc:"Its id."`
	WithCert   string `api:"oneof=0 1" doc:"1 to have the contents too."`
	AltDomain  string `doc:"A domain that they are for."`
}

// DescribeCertListResponse is the answer of DescribeCertList.
type DescribeCertListResponse struct {
	TotalCount     int64
	CertificateSet []OldItem
}

// An OldItem is a certificate as wss shows it.
type OldItem struct {
	OwnerUin, ProjectId, From, Type            string
	CertType                                   Kind
	ProductZhName, Domain, Alias               string
	Status                                     int64
	VulnerabilityStatus, StatusMsg, VerifyType string
	CertBeginTime, CertEndTime, ValidityPeriod string
	InsertTime                                 string
	ProjectInfo                                OldProject
	Id                                         string
	SubjectAltName                             []string
	TypeName, StatusName                       string
	IsVip, IsDv, IsWildcard, IsVulnerability   bool
	Cert                                       string
}

// An OldProject is the project of a certificate as wss shows it.
type OldProject struct {
	ProjectId  string
	OwnerUin   int64
	Name       string
	CreatorUin int64
	CreateTime string
	Info       string
}

func (s *Service) describeCertList(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeCertListRequest) (*DescribeCertListResponse, error) {
	all, _, err := s.listed(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(one *Certificate) bool {
		return in.Id != "" && one.ID != in.Id || in.SearchKey != "" && !one.mentions(in.SearchKey) ||
			in.CertType != "" && one.Kind != in.CertType || in.AltDomain != "" && !one.holdsFor(in.AltDomain)
	})
	limit := int64(20)
	if in.Limit != nil {
		limit = *in.Limit
	}
	out := &DescribeCertListResponse{TotalCount: int64(len(all)), CertificateSet: []OldItem{}}
	for _, one := range page(all, in.Offset, limit) {
		i := one.item(nil, c.Now)
		old := OldItem{
			OwnerUin: i.OwnerUin, ProjectId: i.ProjectId, From: i.From, CertType: i.CertificateType, ProductZhName: i.ProductZhName, Domain: i.Domain, Alias: i.Alias,
			Status: i.Status, VulnerabilityStatus: i.VulnerabilityStatus, CertBeginTime: i.CertBeginTime, CertEndTime: i.CertEndTime, ValidityPeriod: i.ValidityPeriod,
			InsertTime: i.InsertTime, ProjectInfo: OldProject{ProjectId: i.ProjectId, OwnerUin: i.ProjectInfo.OwnerUin}, Id: i.CertificateId,
			SubjectAltName: i.SubjectAltName, StatusName: i.StatusName, IsWildcard: i.IsWildcard,
		}
		if in.WithCert == "1" {
			old.Cert = one.Text
		}
		out.CertificateSet = append(out.CertificateSet, old)
	}
	return out, nil
}

// holdsFor tells whether the certificate is for a domain, by its name or by a wildcard for one label.
func (c *Certificate) holdsFor(domain string) bool {
	_, parent, _ := strings.Cut(domain, ".")
	return slices.Contains(c.Names, domain) || parent != "" && slices.Contains(c.Names, "*."+parent)
}

// DeleteCert is DeleteCertificate of wss.
var DeleteCert = action.Define(action.Spec{
	Name: "DeleteCert", Doc: "Takes a certificate away that nothing shows.", Domain3: "wss", Version: oldVersion, Regionless: true, Service: "ssl", CAMAction: "DeleteCertificate",
	Changes: true, Refuses: []*catalogue.Condition{errOldNotFound, errOldBound},
}, (*Service).deleteCert)

// DeleteCertRequest is the input of DeleteCert.
type DeleteCertRequest struct {
	Id         string `api:"required" touches:"certificate" doc:"The certificate."`
	ModuleType string `api:"required,oneof=ssl" doc:"ssl."`
}

// DeleteCertResponse is the answer of DeleteCert.
type DeleteCertResponse struct{}

func (s *Service) deleteCert(ctx context.Context, tx store.Tx, c *call.Call, in *DeleteCertRequest) (*DeleteCertResponse, error) {
	return &DeleteCertResponse{}, s.remove(ctx, tx, c, in.Id, errOldNotFound, errOldBound)
}
