package ssl

import (
	"context"
	"strconv"
	"time"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/action"
	"github.com/paifang/paifang/internal/call"
	"github.com/paifang/paifang/internal/store"
)

// DescribeCertificate tells of a certificate.
var DescribeCertificate = action.Define(action.Spec{
	Name: "DescribeCertificate", Doc: "Tells of a certificate, without its contents.", Domain3: "ssl", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNotFound},
}, (*Service).describeCertificate)

// DescribeCertificateRequest is the input of DescribeCertificate.
type DescribeCertificateRequest struct {
	CertificateId string `api:"required" touches:"certificate" doc:"The certificate."`
}

// DescribeCertificateResponse is the answer of DescribeCertificate.
type DescribeCertificateResponse struct {
	About
	PackageTypeName                                string
	CAEncryptAlgorithms, CACommonNames, CAEndTimes []string
}

// About is what both answers about one certificate say.
type About struct {
	OwnerUin, ProjectId, From                  string
	CertificateType                            Kind
	PackageType, ProductZhName, Domain, Alias  string
	Status                                     int64
	StatusMsg, VerifyType, VulnerabilityStatus string
	CertBeginTime, CertEndTime, ValidityPeriod string
	InsertTime, OrderId                        string
	CertificateExtra                           Extra
	DvAuthDetail                               DomainProof
	VulnerabilityReport, CertificateId         string
	StatusName                                 string
	SubjectAltName                             []string
	IsVip, IsWildcard, IsDv, IsVulnerability   bool
	SubmittedData                              Submitted
	RenewAble, Deployable                      bool
	Tags                                       []Tag
	DvRevokeAuthDetail                         []Proof
}

// A DomainProof is how an order of a certificate proves a domain; what was brought has none.
type DomainProof struct {
	DvAuthKey, DvAuthValue, DvAuthDomain, DvAuthPath, DvAuthKeySubDomain string
	DvAuths                                                              []Proof
}

// A Proof is one of them.
type Proof struct {
	DvAuthKey, DvAuthValue, DvAuthDomain, DvAuthPath, DvAuthSubDomain, DvAuthVerifyType string
}

// Submitted is what an order of a certificate says; what was brought has none.
type Submitted struct {
	CsrType, CsrContent, CertificateDomain                                                                      string
	DomainList                                                                                                  []string
	KeyPassword, OrganizationName, OrganizationDivision, OrganizationAddress, OrganizationCountry               string
	OrganizationCity, OrganizationRegion, PostalCode, PhoneAreaCode, PhoneNumber, AdminFirstName, AdminLastName string
	AdminPhoneNum, AdminEmail, AdminPosition, ContactFirstName, ContactLastName, ContactNumber, ContactEmail    string
	ContactPosition, VerifyType                                                                                 string
}

func (s *Service) about(ctx context.Context, tx store.Tx, c *call.Call, id string) (*Certificate, About, error) {
	found, err := s.find(ctx, tx, c, id, errNotFound)
	if err != nil {
		return nil, About{}, err
	}
	tags, err := s.Tags.Of(ctx, tx, found.Account, found.tagged())
	return found, About{
		OwnerUin: found.Account, ProjectId: strconv.FormatInt(found.Project, 10), From: "upload", CertificateType: found.Kind, ProductZhName: found.Issuer,
		Domain: found.Domain, Alias: found.Alias, Status: found.status(c.Now), StatusName: statusNames[found.status(c.Now)], VulnerabilityStatus: "INACTIVE",
		CertBeginTime: clockOf(found.Begin), CertEndTime: clockOf(found.End), ValidityPeriod: found.months(), InsertTime: clockOf(found.CreatedAt),
		DvAuthDetail: DomainProof{DvAuths: []Proof{}}, CertificateId: found.ID, SubjectAltName: append([]string{}, found.Names...), IsWildcard: found.Wildcard,
		SubmittedData: Submitted{DomainList: []string{}}, Deployable: found.deployable(c.Now), Tags: shown(tags), DvRevokeAuthDetail: []Proof{},
	}, err
}

func (s *Service) describeCertificate(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeCertificateRequest) (*DescribeCertificateResponse, error) {
	found, about, err := s.about(ctx, tx, c, in.CertificateId)
	if err != nil {
		return nil, err
	}
	return &DescribeCertificateResponse{
		About: about, CAEncryptAlgorithms: found.authority(found.Algorithm), CACommonNames: found.authority(found.Subject), CAEndTimes: found.authority(clockOf(found.End)),
	}, nil
}

// DescribeCertificateDetail tells all of a certificate.
var DescribeCertificateDetail = action.Define(action.Spec{
	Name: "DescribeCertificateDetail", Doc: "Tells of a certificate, with its contents and its key.", Domain3: "ssl", Version: version, Regionless: true,
	Refuses: []*catalogue.Condition{errNotFound},
}, (*Service).describeCertificateDetail)

// DescribeCertificateDetailRequest is the input of DescribeCertificateDetail.
type DescribeCertificateDetailRequest struct {
	CertificateId string `api:"required" touches:"certificate" doc:"The certificate."`
}

// DescribeCertificateDetailResponse is the answer of DescribeCertificateDetail.
type DescribeCertificateDetailResponse struct {
	About
	CertificatePrivateKey, CertificatePublicKey, TypeName string
	RootCert                                              Root
	EncryptCert, EncryptPrivateKey                        string
	CertFingerprint, EncryptCertFingerprint               string
	EncryptAlgorithm                                      string
	CertChainInfo                                         []Link
	DomainType                                            int64
	CertType                                              string
	UseCrossSignRoot                                      bool
	HostingStatus                                         int64
}

// A Root is the root certificates of a bought one.
type Root struct{ Sign, Encrypt, Standard string }

// A Link is one certificate of a chain.
type Link struct{ Issuer, Subject, Fingerprint, ValidFrom, ValidTo string }

func (s *Service) describeCertificateDetail(ctx context.Context, tx store.Tx, c *call.Call, in *DescribeCertificateDetailRequest) (*DescribeCertificateDetailResponse, error) {
	found, about, err := s.about(ctx, tx, c, in.CertificateId)
	if err != nil {
		return nil, err
	}
	out := &DescribeCertificateDetailResponse{
		About: about, CertificatePublicKey: found.Text, CertFingerprint: found.Fingerprint, EncryptAlgorithm: found.Algorithm, CertType: string(found.Kind),
		CertChainInfo: []Link{},
	}
	if out.CertChainInfo, err = found.links(); err != nil {
		return nil, err
	}
	if found.SealedKey != "" {
		out.CertificatePrivateKey, err = s.Box.Open(found.SealedKey, keyContext(found.ID))
	}
	return out, err
}

// links tells of each certificate of its text.
func (c *Certificate) links() ([]Link, error) {
	chain, err := parse(c.Text, words3)
	if err != nil {
		return nil, err
	}
	out := make([]Link, len(chain))
	for n, one := range chain {
		out[n] = Link{
			Issuer: one.Issuer.String(), Subject: one.Subject.String(), Fingerprint: fingerprint(one),
			ValidFrom: one.NotBefore.In(beijing).Format(time.DateTime), ValidTo: one.NotAfter.In(beijing).Format(time.DateTime),
		}
	}
	return out, nil
}
