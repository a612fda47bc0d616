package tag

import "github.com/paifang/paifang/catalogue"

// The conditions of tags (facts/api3-tag.json).
var (
	errKeyEmpty    = catalogue.InvalidParameter.Named("InvalidParameterValue.TagKeyEmpty")
	errKeyLong     = catalogue.InvalidParameter.Named("InvalidParameterValue.TagKeyLengthExceeded")
	errKeyChar     = catalogue.InvalidParameter.Named("InvalidParameterValue.TagKeyCharacterIllegal")
	errKeyReserved = catalogue.InvalidParameter.Named("InvalidParameter.ReservedTagKey")
	errKeyTwice    = catalogue.InvalidParameter.Named("InvalidParameterValue.TagKeyDuplicate")
	errValueEmpty  = catalogue.InvalidParameter.Named("InvalidParameterValue.TagValueEmpty")
	errValueLong   = catalogue.InvalidParameter.Named("InvalidParameterValue.TagValueLengthExceeded")
	errValueChar   = catalogue.InvalidParameter.Named("InvalidParameterValue.TagValueCharacterIllegal")
	errNoTags      = catalogue.InvalidParameter.Named("InvalidParameter.Tag")
	errFilters     = catalogue.InvalidParameter.Named("InvalidParameterValue.TagFilters")
	errManyFilters = catalogue.InvalidParameter.Named("InvalidParameterValue.TagFiltersLengthExceeded")
	errDescription = catalogue.InvalidParameter.Named("InvalidParameterValue.ResourceDescriptionError")
	errDeleteBoth  = catalogue.InvalidParameter.Named("InvalidParameterValue.DeleteTagsParamError")
	errPage        = catalogue.InvalidParameter.Named("InvalidParameter.PaginationTokenInvalid")
	errTooMany     = catalogue.InvalidParameter.Named("LimitExceeded.ResourceNumPerRequest")
	errManyTags    = catalogue.InvalidParameter.Named("LimitExceeded.TagNumPerRequest")

	errNoResource   = catalogue.NotFound.Named("InvalidParameterValue.ResourceIdInvalid")
	errUnknownTag   = catalogue.NotFound.Named("ResourceNotFound.TagNonExist")
	errNotAttached  = catalogue.NotFound.Named("ResourceNotFound.AttachedTagKeyNotFound")
	errTagThere     = catalogue.OperationFailed.Named("ResourceInUse.TagDuplicate")
	errKeyAttached  = catalogue.OperationFailed.Named("ResourceInUse.TagKeyAttached")
	errTagUsed      = catalogue.OperationFailed.Named("FailedOperation.TagAttachedResource")
	errKeysFull     = catalogue.QuotaExceeded.Named("LimitExceeded.TagKey")
	errValuesFull   = catalogue.QuotaExceeded.Named("LimitExceeded.TagValue")
	errResourceFull = catalogue.QuotaExceeded.Named("LimitExceeded.ResourceAttachedTags")
)

// spelling are the conditions of a malformed tag, and keeping those of one more.
var (
	spelling = []*catalogue.Condition{errKeyEmpty, errKeyLong, errKeyChar, errKeyReserved, errKeyTwice, errValueLong, errValueChar}
	keeping  = append([]*catalogue.Condition{errKeysFull, errValuesFull, errResourceFull}, spelling...)
)

// Refusals are the conditions under which a resource can't have tags: for the declarations of the actions that make one
// with tags.
func Refusals() []*catalogue.Condition { return keeping }
