// Package federation reads what identity providers of others say: the metadata and the assertions of SAML 2.0, the keys and the
// tokens of OpenID Connect. It decides whether one was signed by its provider, is meant for this cloud and holds at a time, and
// whom it vouches for. What such a guest may do is for roles and their trust policies.
package federation

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"
	"github.com/russellhaering/goxmldsig/etreeutils"
)

const (
	assertionSpace = "urn:oasis:names:tc:SAML:2.0:assertion"
	bearer         = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
	maxDocument    = 1 << 20
	maxDepth       = 64
	// leeway is how far the clocks of a provider and of the cloud may be apart.
	leeway = time.Minute
)

// The names under which this cloud is known to providers, on the Chinese and the international site, as the guides of the
// documents and of identity products have them.
var (
	audiences  = []string{"https://cloud.tencent.com", "cloud.tencent.com", "https://intl.cloud.tencent.com", "intl.cloud.tencent.com"}
	recipients = []string{"https://cloud.tencent.com/login/saml", "https://intl.cloud.tencent.com/login/saml"}
)

// RoleAttribute is where an assertion names the roles that its subject may take on, with the provider behind a comma.
const RoleAttribute = "https://cloud.tencent.com/SAML/Attributes/Role"

// Metadata is what a SAML identity provider says of itself.
type Metadata struct {
	// EntityID is what it calls itself as an issuer.
	EntityID     string
	Certificates []*x509.Certificate
}

// ParseMetadata reads a provider's metadata document. It has to name itself and to have a certificate that it signs with.
func ParseMetadata(document []byte) (*Metadata, error) {
	root, err := parse(document)
	if err != nil {
		return nil, err
	}
	if root.Tag != "EntityDescriptor" {
		return nil, fmt.Errorf("the document is of %.40q; an EntityDescriptor is expected", root.Tag)
	}
	m := &Metadata{EntityID: root.SelectAttrValue("entityID", "")}
	idp := root.SelectElement("IDPSSODescriptor")
	if m.EntityID == "" || idp == nil {
		return nil, errors.New("an EntityDescriptor with an entityID and an IDPSSODescriptor is expected")
	}
	for _, d := range idp.SelectElements("KeyDescriptor") {
		if use := d.SelectAttrValue("use", "signing"); use != "signing" {
			continue
		}
		for _, c := range d.FindElements("./KeyInfo/X509Data/X509Certificate") {
			der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(c.Text()), ""))
			if err != nil {
				return nil, errors.New("an X509Certificate is not in the base64 that is expected")
			}
			cert, err := x509.ParseCertificate(der)
			if err != nil {
				return nil, errors.New("an X509Certificate is not the certificate that is expected")
			}
			m.Certificates = append(m.Certificates, cert)
		}
	}
	if len(m.Certificates) == 0 {
		return nil, errors.New("the IDPSSODescriptor has no certificate to sign with; one at least is expected")
	}
	return m, nil
}

// An Assertion is what a provider said of a guest.
type Assertion struct {
	Guest
	// Grants are the texts of RoleAttribute.
	Grants []string
	// Until is when the provider wants a session to end; zero where it does not say.
	Until time.Time
}

// Verify reads a response, or an assertion alone, as it holds at a time. Only what the provider's signature covers is read: what
// was wrapped around it says nothing.
func (m *Metadata) Verify(response []byte, now time.Time) (*Assertion, error) {
	root, err := parse(response)
	if err != nil {
		return nil, err
	}
	a, err := m.signed(root, now)
	if err != nil {
		return nil, err
	}
	if issuer := text(a, "Issuer"); issuer != m.EntityID {
		return nil, fmt.Errorf("its issuer is %.200q; %q is expected", issuer, m.EntityID)
	}
	if err := meant(a, now); err != nil {
		return nil, err
	}
	out := &Assertion{Guest: Guest{Issuer: m.EntityID}}
	name := a.FindElement("./Subject/NameID")
	if name == nil || strings.TrimSpace(name.Text()) == "" {
		return nil, errors.New("it names no subject")
	}
	out.Subject, out.SubjectKind = strings.TrimSpace(name.Text()), name.SelectAttrValue("Format", "")
	if out.Audience, err = confirmed(a, now); err != nil {
		return nil, err
	}
	for _, attribute := range a.FindElements("./AttributeStatement/Attribute") {
		if attribute.SelectAttrValue("Name", "") != RoleAttribute {
			continue
		}
		for _, v := range attribute.SelectElements("AttributeValue") {
			out.Grants = append(out.Grants, strings.TrimSpace(v.Text()))
		}
	}
	for _, s := range a.SelectElements("AuthnStatement") {
		if out.Until, err = moment(s, "SessionNotOnOrAfter"); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// signed is the one assertion of a document as the provider signed it: by itself, or with the response around it.
func (m *Metadata) signed(root *etree.Element, now time.Time) (*etree.Element, error) {
	check := dsig.NewDefaultValidationContext(&dsig.MemoryX509CertificateStore{Roots: m.Certificates})
	check.Clock = dsig.NewFakeClockAt(now)
	if root.Tag == "Response" {
		if code := root.FindElement("./Status/StatusCode"); code != nil && !strings.HasSuffix(code.SelectAttrValue("Value", ""), ":Success") {
			return nil, fmt.Errorf("the provider answered %.100q; success is expected", code.SelectAttrValue("Value", ""))
		}
		if root.SelectElement("EncryptedAssertion") != nil {
			return nil, errors.New("its assertion is encrypted; a plain one is expected")
		}
	}
	if root.SelectElement("Signature") != nil {
		whole, err := check.Validate(root)
		if err != nil {
			return nil, errors.New("no key of the provider signed it as it is")
		}
		if whole.Tag == "Assertion" {
			return whole, nil
		}
		return only(whole)
	}
	if root.Tag != "Response" {
		return nil, errors.New("it is not signed")
	}
	plain, err := only(root)
	if err != nil {
		return nil, err
	}
	around, err := etreeutils.NSBuildParentContext(plain)
	if err != nil {
		return nil, errors.New("its namespaces are not declared")
	}
	alone, err := etreeutils.NSDetatch(around, plain)
	if err != nil {
		return nil, errors.New("its namespaces are not declared")
	}
	found, err := check.Validate(alone)
	if err != nil || found.Tag != "Assertion" {
		return nil, errors.New("no key of the provider signed it as it is")
	}
	return found, nil
}

// only is the one assertion in a response.
func only(response *etree.Element) (*etree.Element, error) {
	all := response.SelectElements("Assertion")
	if len(all) != 1 || all[0].NamespaceURI() != assertionSpace {
		return nil, fmt.Errorf("it has %d assertions; one is expected", len(all))
	}
	return all[0], nil
}

// meant refuses an assertion that is for somebody else, or for another time.
func meant(a *etree.Element, now time.Time) error {
	conditions := a.SelectElement("Conditions")
	if conditions == nil {
		return errors.New("it has no Conditions; an end and an audience are expected")
	}
	from, err := moment(conditions, "NotBefore")
	if err != nil {
		return err
	}
	until, err := moment(conditions, "NotOnOrAfter")
	switch {
	case err != nil:
		return err
	case until.IsZero():
		return errors.New("its Conditions have no NotOnOrAfter; an end is expected")
	case now.Before(from.Add(-leeway)):
		return fmt.Errorf("it begins at %s", written(from))
	case !now.Before(until.Add(leeway)):
		return fmt.Errorf("it ended at %s", written(until))
	}
	restrictions := conditions.SelectElements("AudienceRestriction")
	if len(restrictions) == 0 {
		return fmt.Errorf("it is for no audience; %s is expected", audiences[0])
	}
	for _, r := range restrictions { // each has to hold
		if !slices.ContainsFunc(r.SelectElements("Audience"), func(one *etree.Element) bool {
			return slices.Contains(audiences, strings.TrimSuffix(strings.TrimSpace(one.Text()), "/"))
		}) {
			return fmt.Errorf("it is for another audience; %s is expected", audiences[0])
		}
	}
	return nil
}

// confirmed is where an assertion was sent to, by whoever bears it.
func confirmed(a *etree.Element, now time.Time) ([]string, error) {
	for _, c := range a.FindElements("./Subject/SubjectConfirmation") {
		data := c.SelectElement("SubjectConfirmationData")
		if c.SelectAttrValue("Method", "") != bearer || data == nil {
			continue
		}
		until, err := moment(data, "NotOnOrAfter")
		if err != nil {
			return nil, err
		}
		to := data.SelectAttrValue("Recipient", "")
		if now.Before(until.Add(leeway)) && slices.Contains(recipients, to) {
			return []string{to}, nil
		}
	}
	return nil, fmt.Errorf("its subject is not confirmed for who bears it; a SubjectConfirmation for the Recipient %s that has not ended is expected", recipients[0])
}

func text(e *etree.Element, tag string) string {
	if child := e.SelectElement(tag); child != nil {
		return strings.TrimSpace(child.Text())
	}
	return ""
}

// moment is a time in an attribute; zero where it is absent.
func moment(e *etree.Element, attribute string) (time.Time, error) {
	value := e.SelectAttrValue(attribute, "")
	if value == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339Nano, value)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s is %.40q; a time such as 2024-05-01T08:00:00Z is expected", attribute, value)
	}
	return t, nil
}

// parse reads XML that is small, shallow and without a document type: nothing of it is looked up elsewhere.
func parse(document []byte) (*etree.Element, error) {
	if len(document) > maxDocument {
		return nil, fmt.Errorf("the document has %d bytes; at most %d are expected", len(document), maxDocument)
	}
	depth := 0
	for read := xml.NewDecoder(bytes.NewReader(document)); ; {
		token, err := read.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.New("an XML document is expected")
		}
		switch token.(type) {
		case xml.Directive:
			return nil, errors.New("the document has a document type; none is expected")
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return nil, fmt.Errorf("the document is nested more than %d deep", maxDepth)
			}
		case xml.EndElement:
			depth--
		}
	}
	tree := etree.NewDocument()
	if err := tree.ReadFromBytes(document); err != nil || tree.Root() == nil {
		return nil, errors.New("an XML document is expected")
	}
	return tree.Root(), nil
}
