package ssl

import "github.com/paifang/paifang/catalogue"

// The conditions of certificates, named as the 3.0 clients list them.
var (
	errNotFound  = catalogue.NotFound.Named("FailedOperation.CertificateNotFound")
	errParam     = catalogue.InvalidParameter.Named("FailedOperation.InvalidParam")
	errUnread    = catalogue.InvalidParameter.Named("FailedOperation.CertificateParseError")
	errMismatch  = catalogue.InvalidParameter.Named("FailedOperation.CertificateMismatch")
	errInvalid   = catalogue.InvalidParameter.Named("FailedOperation.CertificateInvalid")
	errBound     = catalogue.OperationFailed.Named("FailedOperation.BoundResources")
	errNoProject = catalogue.NotFound.Named("FailedOperation.NoProjectPermission")

	errOldUnread   = catalogue.InvalidParameter.Named("FailedOperation.InvalidCert")
	errOldMismatch = catalogue.InvalidParameter.Named("FailedOperation.CertMismatch")
	errOldInvalid  = catalogue.InvalidParameter.Named("FailedOperation.CertInvalidParam")
	errOldNotFound = catalogue.NotFound.Named("InvalidParameter")
	errOldBound    = catalogue.OperationFailed.Named("InvalidParameter")
)

// words are the conditions under which a certificate is not taken.
type words struct{ unread, mismatch, invalid *catalogue.Condition }

var (
	words3   = words{errUnread, errMismatch, errInvalid}
	wordsOld = words{errOldUnread, errOldMismatch, errOldInvalid}
)

func (w words) all() []*catalogue.Condition {
	return []*catalogue.Condition{w.unread, w.mismatch, w.invalid}
}
