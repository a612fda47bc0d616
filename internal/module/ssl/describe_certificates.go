package ssl

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// DescribeCertificates lists certificates.
var DescribeCertificates = action.Define(action.Spec{
	Name: "DescribeCertificates", Doc: "Lists certificates, the latest first.", Domain3: "ssl", Version: version, Regionless: true, Lists: "certificate",
}, (*Service).describeCertificates)

// DescribeCertificatesRequest is the input of DescribeCertificates.
type DescribeCertificatesRequest struct {
	Offset            int64    `api:"min=0" doc:"How many to leave out."`
	Limit             *int64   `api:"min=1,max=1000" doc:"How many to list; 10 by default."`
	SearchKey         string   `doc:"A part of an id, a name or a domain."`
	CertificateType   Kind     `api:"oneof=SVR CA" doc:"SVR or CA."`
	ProjectId         *int64   `doc:"The project they are in."`
	ExpirationSort    string   `api:"oneof=DESC ASC" doc:"In which order of their ends: DESC or ASC."`
	CertificateStatus []int64  `api:"max=20" doc:"Their states: 1 holds, 3 has ended."`
	Deployable        *int64   `api:"oneof=0 1" doc:"1 for those that can be shown, 0 for others."`
	Upload            *int64   `api:"oneof=0 1" doc:"1 for those that were brought, 0 for others, of which there are none."`
	FilterSource      string   `api:"oneof=upload buy" doc:"upload or buy."`
	FilterExpiring    int64    `api:"oneof=0 1" doc:"1 for those that end within 30 days."`
	Tags              []Tag    `api:"max=50" doc:"Tags, all of which they have."`
	CertIds           []string `api:"max=1000" doc:"Their ids."`
}

// DescribeCertificatesResponse is the answer of DescribeCertificates.
type DescribeCertificatesResponse struct {
	TotalCount   int64
	Certificates []Item
}

// An Item is a certificate in a list.
type Item struct {
	OwnerUin, ProjectId, From, PackageType         string
	CertificateType                                Kind
	ProductZhName, Domain, Alias                   string
	Status                                         int64
	CertificateExtra                               Extra
	VulnerabilityStatus, StatusMsg, VerifyType     string
	CertBeginTime, CertEndTime, ValidityPeriod     string
	InsertTime, CertificateId                      string
	SubjectAltName                                 []string
	PackageTypeName, StatusName                    string
	IsVip, IsDv, IsWildcard, IsVulnerability       bool
	RenewAble                                      bool
	ProjectInfo                                    ProjectInfo
	BoundResource                                  []string
	Deployable                                     bool
	Tags                                           []Tag
	IsIgnore, IsSM                                 bool
	EncryptAlgorithm                               string
	CAEncryptAlgorithms, CAEndTimes, CACommonNames []string
	PreAuditInfo                                   PreAuditInfo
	AutoRenewFlag, HostingStatus                   int64
	HostingCompleteTime, HostingRenewCertId        string
	HasRenewOrder                                  string
	ReplaceOriCertIsDelete, IsExpiring             bool
	DVAuthDeadline, ValidationPassedTime           string
	CertSANs                                       []string
	AwaitingValidationMsg                          string
	AllowDownload, IsDNSPODResolve, IsPackage      bool
	KeyPasswordCustomFlag                          bool
	SupportDownloadType                            Downloads
	CertRevokedTime                                string
	HostingResourceTypes                           []string
	HostingConfig                                  Hosting
	IsHostingUploadRenewCert                       bool
	ServiceId, ServiceStatus                       string
	CertServiceBeginTime, CertServiceEndTime       string
}

// An Extra is what a bought certificate comes from.
type Extra struct {
	DomainNumber, OriginCertificateId, ReplacedBy, ReplacedFor, RenewOrder string
	SMCert, CompanyType                                                    int64
}

// A ProjectInfo is the project of a certificate.
type ProjectInfo struct {
	ProjectName       string
	ProjectCreatorUin int64
	ProjectCreateTime string
	ProjectResume     string
	OwnerUin          int64
	ProjectId         string
}

// A PreAuditInfo is of bought certificates of several years; there are none.
type PreAuditInfo struct {
	TotalPeriod, NowPeriod int64
	ManagerId              string
}

// Downloads are the forms in which it can be downloaded; it can't here.
type Downloads struct{ NGINX, APACHE, TOMCAT, IIS, JKS, OTHER, ROOT bool }

// A Hosting is how it is replaced before it ends; it is not here.
type Hosting struct {
	ReplaceTime                      int64
	MessageTypes                     []int64
	ReplaceStartTime, ReplaceEndTime string
}

func (s *Service) describeCertificates(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeCertificatesRequest) (*DescribeCertificatesResponse, error) {
	all, tags, err := s.listed(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(one *Certificate) bool { return !in.means(one, tags[one.ID], c.Now) })
	switch in.ExpirationSort {
	case "ASC":
		slices.SortStableFunc(all, func(a, b *Certificate) int { return a.End.Compare(b.End) })
	case "DESC":
		slices.SortStableFunc(all, func(a, b *Certificate) int { return b.End.Compare(a.End) })
	}
	limit := int64(10)
	if in.Limit != nil {
		limit = *in.Limit
	}
	out := &DescribeCertificatesResponse{TotalCount: int64(len(all)), Certificates: []Item{}}
	for _, one := range page(all, in.Offset, limit) {
		item := one.item(tags[one.ID], c.Now)
		for _, u := range s.Users {
			by, shows, err := u.ShowsCertificate(ctx, tx, one.Account, one.ID)
			if err != nil {
				return nil, err
			}
			if shows {
				item.BoundResource = append(item.BoundResource, by)
			}
		}
		out.Certificates = append(out.Certificates, item)
	}
	return out, nil
}

// expiringWithin is what counts as soon.
const expiringWithin = 30 * 24 * time.Hour

func (c *Certificate) expiring(now time.Time) bool {
	return c.status(now) == issued && c.End.Sub(now) <= expiringWithin
}

// means tells whether a request asks for a certificate.
func (r *DescribeCertificatesRequest) means(c *Certificate, tags []tagging.Tag, now time.Time) bool {
	switch {
	case r.SearchKey != "" && !c.mentions(r.SearchKey),
		r.CertificateType != "" && c.Kind != r.CertificateType,
		r.ProjectId != nil && c.Project != *r.ProjectId,
		len(r.CertificateStatus) > 0 && !slices.Contains(r.CertificateStatus, c.status(now)),
		r.Deployable != nil && (*r.Deployable == 1) != c.deployable(now),
		r.Upload != nil && *r.Upload == 0, r.FilterSource == "buy",
		r.FilterExpiring == 1 && !c.expiring(now),
		len(r.CertIds) > 0 && !slices.Contains(r.CertIds, c.ID):
		return false
	}
	for _, t := range plain(r.Tags) {
		if !slices.Contains(tags, t) {
			return false
		}
	}
	return true
}

// deployable tells whether it can be shown: a server's that holds.
func (c *Certificate) deployable(now time.Time) bool {
	return c.Kind == Server && c.status(now) == issued
}

// authority lists something of the certificate where it is an authority's.
func (c *Certificate) authority(of string) []string {
	if c.Kind != Authority {
		return []string{}
	}
	return []string{of}
}

func (c *Certificate) item(tags []tagging.Tag, now time.Time) Item {
	project := strconv.FormatInt(c.Project, 10)
	owner, _ := strconv.ParseInt(c.Account, 10, 64)
	return Item{
		OwnerUin: c.Account, ProjectId: project, From: "upload", CertificateType: c.Kind, ProductZhName: c.Issuer, Domain: c.Domain, Alias: c.Alias,
		Status: c.status(now), StatusName: statusNames[c.status(now)], VulnerabilityStatus: "INACTIVE",
		CertBeginTime: clockOf(c.Begin), CertEndTime: clockOf(c.End), ValidityPeriod: c.months(), InsertTime: clockOf(c.CreatedAt), CertificateId: c.ID,
		SubjectAltName: append([]string{}, c.Names...), CertSANs: append([]string{}, c.Names...), IsWildcard: c.Wildcard,
		ProjectInfo:   ProjectInfo{OwnerUin: owner, ProjectId: project},
		BoundResource: []string{}, Deployable: c.deployable(now), Tags: shown(tags), EncryptAlgorithm: c.Algorithm,
		CAEncryptAlgorithms: c.authority(c.Algorithm), CAEndTimes: c.authority(clockOf(c.End)), CACommonNames: c.authority(c.Subject),
		IsExpiring: c.expiring(now), HostingResourceTypes: []string{}, HostingConfig: Hosting{MessageTypes: []int64{}},
	}
}
