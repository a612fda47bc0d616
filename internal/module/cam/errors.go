package cam

import (
	"errors"

	"github.com/paifang/paifang/catalogue"
	"github.com/paifang/paifang/internal/policy"
)

// The conditions of cam. The documents number them all 4000 (facts/api2-modules.md §11); here they have the row that
// says what is the matter (design: the catalogue holds), under the documented codeDesc.
var (
	errNoUser         = catalogue.NotFound.Named("ResourceNotFound.UserNotExist").WithDesc("InvalidParameter.user.NotExist")
	errNoGroup        = catalogue.NotFound.Named("ResourceNotFound.GroupNotExist").WithDesc("InvalidParameter.group.NotExist")
	errNoPolicy       = catalogue.NotFound.Named("ResourceNotFound.PolicyIdNotFound").WithDesc("InvalidParameter.policyId.NotExist")
	errNoRole         = catalogue.NotFound.Named("InvalidParameter.RoleNotExist").WithDesc("InvalidParameter.role.NotExist")
	errNoKey          = catalogue.NotFound.Named("ResourceNotFound.SecretNotExist")
	errNoMFA          = catalogue.NotFound.Named("ResourceNotFound.NotFound")
	errUserNameInUse  = catalogue.OperationFailed.Named("InvalidParameter.SubUserNameInUse")
	errGroupInUse     = catalogue.OperationFailed.Named("InvalidParameter.GroupNameInUse")
	errPolicyInUse    = catalogue.OperationFailed.Named("FailedOperation.PolicyNameInUse").WithDesc("InvalidParameter.policyName.InUse")
	errRoleInUse      = catalogue.OperationFailed.Named("InvalidParameter.RoleNameInUse").WithDesc("InvalidParameter.roleName.InUse")
	errNoVersion      = catalogue.NotFound.Named("InvalidParameter.PolicyVersionNotExists")
	errVersionsFull   = catalogue.QuotaExceeded.Named("FailedOperation.PolicyVersionFull")
	errDefaultVersion = catalogue.OperationFailed.Named("FailedOperation.PolicyVersionAlreadyDefault")
	errPreset         = catalogue.OperationFailed.Named("FailedOperation.Unmodifiable")
	errUserFull       = catalogue.LimitExceeded.Named("InvalidParameter.SubUserFull")
	errGroupFull      = catalogue.LimitExceeded.Named("InvalidParameter.GroupFull")
	errPolicyFull     = catalogue.LimitExceeded.Named("FailedOperation.PolicyFull").WithDesc("InvalidParameter.policyFull")
	errAttachedFull   = catalogue.LimitExceeded.Named("InvalidParameter.AttachmentFull").WithDesc("InvalidParameter.AttachmentFull")
	errRoleFull       = catalogue.LimitExceeded.Named("InvalidParameter.RoleFull").WithDesc("InvalidParameter.roleFull")
	errGroupUserFull  = catalogue.LimitExceeded.Named("InvalidParameter.GroupUserFull")
	errUserGroupFull  = catalogue.LimitExceeded.Named("InvalidParameter.UserGroupFull")
	errKeyFull        = catalogue.LimitExceeded.Named("OperationDenied.AccessKeyOverLimit")
	errHaveKeys       = catalogue.OperationFailed.Named("OperationDenied.HaveKeys")
	errUserName       = catalogue.InvalidParameter.Named("InvalidParameter.UserNameIllegal")
	errPolicyName     = catalogue.InvalidParameter.Named("InvalidParameter.PolicyNameError").WithDesc("InvalidParameter.policyName.Error")
	errRoleName       = catalogue.InvalidParameter.Named("InvalidParameter.RoleNameError").WithDesc("InvalidParameter.roleName.Error")
	errDescription    = catalogue.InvalidParameter.Named("InvalidParameter.DescriptionLengthOverlimit").WithDesc("InvalidParameter.description.LengthOverlimit")
	errTooLong        = catalogue.InvalidParameter.Named("InvalidParameter.PolicyDocumentLengthOverLimit").WithDesc("InvalidParameter.policyDocument.LengthOverlimit")
	errVersion        = catalogue.InvalidParameter.Named("InvalidParameter.VersionError").WithDesc("InvalidParameter.version.Error")
	errStatement      = catalogue.InvalidParameter.Named("InvalidParameter.StatementError").WithDesc("InvalidParameter.statement.Error")
	errEffect         = catalogue.InvalidParameter.Named("InvalidParameter.EffectError").WithDesc("InvalidParameter.effect.Error")
	errAction         = catalogue.InvalidParameter.Named("InvalidParameter.ActionError").WithDesc("InvalidParameter.action.Error")
	errResource       = catalogue.InvalidParameter.Named("InvalidParameter.ResourceError").WithDesc("InvalidParameter.resource.Error")
	errCondition      = catalogue.InvalidParameter.Named("InvalidParameter.ConditionError").WithDesc("InvalidParameter.condition.Error")
	errPrincipal      = catalogue.InvalidParameter.Named("InvalidParameter.PrincipalError").WithDesc("InvalidParameter.principal.Error")
	errDocument       = catalogue.InvalidParameter.Named("InvalidParameter.PolicyDocumentError").WithDesc("InvalidParameter.policyDocument.TypeError")
)

// documentErrors are the conditions that a document may meet.
var documentErrors = []*catalogue.Condition{
	errTooLong, errVersion, errStatement, errEffect, errAction, errResource, errCondition, errPrincipal, errDocument,
}

// badDocument is the refusal of a document that could not be read.
func badDocument(err error) error {
	var e *policy.ParseError
	if !errors.As(err, &e) {
		return err
	}
	condition := errDocument
	switch e.Kind {
	case policy.Length:
		condition = errTooLong
	case policy.InVersion:
		condition = errVersion
	case policy.InStatement:
		condition = errStatement
	case policy.InEffect:
		condition = errEffect
	case policy.InAction:
		condition = errAction
	case policy.InResource:
		condition = errResource
	case policy.InCondition:
		condition = errCondition
	case policy.InPrincipal:
		condition = errPrincipal
	default: // it is no document at all
	}
	return condition.Errorf("Parameter policyDocument: %v", e)
}
