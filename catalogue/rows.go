package catalogue

// The rows. Numbers, descriptions and the names with Version=2017-03-12 are those of the API's documentation; a
// codeDesc is the one seen in real answers where one was seen, else the last part of the versioned name. The 3.0 name
// is the one of the access layer; modules name finer ones.
var (
	Success = row(Code{
		Number: 0, Description: "Success", Desc: "Success", Versioned: "", Name3: "",
		When:    "The call did what it was asked to do.",
		Do:      "Nothing.",
		Provoke: "Make a valid call: `paifang call cvm DescribeZones --version 2017-03-12`.",
	})
	InvalidParameter = row(Code{
		Number: 4000, Description: "Invalid request parameter", Desc: "InvalidParameter", Versioned: "InvalidParameter", Name3: "InvalidParameter",
		When:    "A required parameter is missing, of the wrong type or format, out of range, given twice, or unknown; or the request can't be read. The message names the parameter and what was expected.",
		Do:      "Correct the parameter that the message names.",
		Provoke: "Leave out a required parameter, or send one twice: `paifang call cvm StartInstances`.",
	})
	AuthFailed = row(Code{
		Number: 4100, Description: "Authentication failed", Desc: "AuthFailure", Versioned: "InvalidParameter.SignatureFailure", Name3: "AuthFailure.SignatureFailure",
		When:    "The signature does not match the request: wrong SecretKey, wrong string to sign, or wrong SignatureMethod.",
		Do:      "Compare your string to sign with the one that `paifang explain REQUEST-ID` shows, byte by byte; then check the SecretKey.",
		Provoke: "Sign with another SecretKey, or change a parameter after signing.",
	})
	UnauthorizedAction = row(Code{
		Number: 4101, Description: "Unauthorized access to the API", Desc: "UnauthorizedOperation", Versioned: "AuthFailure", Name3: "AuthFailure.UnauthorizedOperation",
		When:    "A sub-account for which no allow matches the action, or a deny that matches the action has the resource `*`.",
		Do:      "Attach a policy that allows the action, or remove the deny that `paifang explain REQUEST-ID` names.",
		Provoke: "Call with the key of a sub-account that has no policy.",
	})
	UnauthorizedResource = row(Code{
		Number: 4102, Description: "Unauthorized access to the resource", Desc: "UnauthorizedOperation", Versioned: "AuthFailure", Name3: "AuthFailure.UnauthorizedOperation",
		When:    "The action is allowed somewhere, but no allow for any action of the service reaches this resource, or a deny on it covers the whole service.",
		Do:      "Grant the sub-account something on this resource, or call with a resource that it may touch; the message names the resource.",
		Provoke: "Allow `cvm:*` on one instance and stop another one.",
	})
	UnauthorizedOperation = row(Code{
		Number: 4103, Description: "Unauthorized access to the resource the current API is working with", Desc: "UnauthorizedOperation", Versioned: "AuthFailure", Name3: "AuthFailure.UnauthorizedOperation",
		When:    "Every other refusal by policy: the action is allowed elsewhere and the resource for something else, but not this action on this resource.",
		Do:      "Add this action on this resource to a policy; the message names both.",
		Provoke: "Allow `cvm:StopInstances` on one instance and `cvm:StartInstances` on another, then stop the second.",
	})
	UnknownKey = row(Code{
		Number: 4104, Description: "Key does not exist", Desc: "SecretidNotExit", Versioned: "InvalidParameter.SecretIdNotFound", Name3: "AuthFailure.SecretIdNotFound",
		When:    "The SecretId is unknown, deleted or disabled.",
		Do:      "Use a SecretId that exists and is enabled.",
		Provoke: "Call with a SecretId that does not exist, or disable one through the admin API.",
	})
	BadToken = row(Code{
		Number: 4105, Description: "Token error", Desc: "TokenCheckFailed", Versioned: "InvalidRequest.TokenCheckFailed", Name3: "AuthFailure.TokenFailure",
		When:    "A temporary key without its token; a token that is malformed, expired, revoked, or of another key; a token with a permanent key.",
		Do:      "Get a new temporary key, and send its token with every call.",
		Provoke: "Get a temporary key from STS and call without Token, or move the cloud's clock past its expiry.",
	})
	MFAFailed = row(Code{
		Number: 4106, Description: "MFA verification failed", Desc: "MFACheckFailed", Versioned: "InvalidRequest.MFACheckFailed", Name3: "AuthFailure.MFAFailure",
		When:    "A wrong or reused MFA code where one is taken (STS), or an action that the account protects with MFA called with a key that has no MFA session.",
		Do:      "Get a session with sts GetSessionToken and a fresh MFA code, and call with its key.",
		Provoke: "Protect an action with MFA in the world (`mfa: {protect: [cvm:TerminateInstances]}`) and call it with a permanent key.",
	})
	CAMFailed = row(Code{
		Number: 4110, Description: "Other CAM authentication failed", Desc: "CAMInnerError", Versioned: "InternalError.CAMInnerError", Name3: "AuthFailure.UnauthorizedOperation",
		When:    "The authorization could not be decided: a policy attached to the caller is malformed or of an unsupported version, a condition can't be evaluated, or the policy store fails. The call is refused, never let through.",
		Do:      "Mend the policy that `paifang explain REQUEST-ID` names.",
		Provoke: "Attach a policy given `raw` in the world whose document is not valid.",
	})
	Forbidden = row(Code{
		Number: 4300, Description: "Access denied", Desc: "RequestForbidden", Versioned: "InvalidRequest.Forbidden", Name3: "UnauthorizedOperation",
		When:    "The account is blocked, or is not on the allow-list of an action or module that has one.",
		Do:      "Have the account unblocked, or put on the allow-list.",
		Provoke: "Block the account (`paifang account block UIN`), or give an action an allow-list without it.",
	})
	LimitExceeded = row(Code{
		Number: 4400, Description: "Quota exceeded", Desc: "LimitExceeded", Versioned: "InvalidRequest.LimitExceeded", Name3: "RequestLimitExceeded", Retry: true,
		When:    "The request rate or concurrency allowed for this action (per sub-account and region, and per main account), or a resource quota (\"at most N of these\"), is used up.",
		Do:      "For a rate: wait for as long as the message says and call less often. For a resource quota: release something, or have the quota raised.",
		Provoke: "Set a rate of 1 a second in the world and call twice, or a quota of 1 and buy two.",
	})
	Replay = row(Code{
		Number: 4500, Description: "Replay attack", Desc: "ReplayAttack", Versioned: "InvalidRequest.ReplayAttack", Name3: "AuthFailure.SignatureExpire",
		When:    "This Nonce was used before with this key and Timestamp, or Timestamp is more than 5 minutes away from the server's wall clock.",
		Do:      "Sign every call anew: a fresh Timestamp from a clock that is right, and a fresh random Nonce.",
		Provoke: "Send the same signed request twice, or set `skew: 10m` in the world.",
	})
	UnsupportedProtocol = row(Code{
		Number: 4600, Description: "Unsupported protocol", Desc: "UnsupportedProtocol", Versioned: "InvalidRequest.UnsupportedProtocol", Name3: "UnsupportedProtocol",
		When:    "Plain HTTP where the module takes HTTPS only.",
		Do:      "Use https.",
		Provoke: "Call the http address.",
	})
	NotFound = row(Code{
		Number: 5000, Description: "Resource does not exist", Desc: "ResourceNotFound", Versioned: "ResourceNotFound", Name3: "ResourceNotFound",
		When:    "No such id, or it has been returned (terminated), or it is another account's: the three can't be told apart from outside.",
		Do:      "Use an id that a Describe action lists for this account and region.",
		Provoke: "Name an id that does not exist.",
	})
	OperationFailed = row(Code{
		Number: 5100, Description: "Resource operation failed", Desc: "ResourceOpFailed", Versioned: "InternalError.ResourceOpFailed", Name3: "UnsupportedOperation", Retry: true,
		When:    "The resource exists and the caller may, but its state or its relations forbid the operation (the message names both); or every resource of a batch failed.",
		Do:      "Bring the resource into a state that allows the operation, or wait until it is in one.",
		Provoke: "Start an instance that is running.",
	})
	PurchaseFailed = row(Code{
		Number: 5200, Description: "Failed to purchase the resource", Desc: "ResourceInsufficient", Versioned: "ResourceInsufficient", Name3: "ResourceInsufficient", Retry: true,
		When:    "The configuration is not sold in that zone, or the zone has run out of it.",
		Do:      "Buy another configuration or in another zone, or try again later.",
		Provoke: "Set the stock of a type to 0: `paifang stock set ZONE TYPE 0`.",
	})
	InsufficientBalance = row(Code{
		Number: 5300, Description: "Insufficient balance", Desc: "InsufficientBalance", Versioned: "InvalidAccount.InsufficientBalance", Name3: "InvalidAccount.InsufficientBalance",
		When:    "The available balance is below the price (prepaid) or the amount to freeze (pay-as-you-go). Nothing is created or charged.",
		Do:      "Top up the account.",
		Provoke: "Set the balance to 0: `paifang account balance UIN 0`.",
	})
	PartlyDone = row(Code{
		Number: 5400, Description: "The operation was successful on some resources", Desc: "PartialSuccess", Versioned: "FailedOperation.PartialSuccess", Name3: "",
		When:    "A batch in which some resources succeeded and some failed. The answer lists each resource with its own code.",
		Do:      "Look at each resource in `detail`, and repeat the call for those that failed once their cause is gone.",
		Provoke: "Stop one instance that runs and one that does not exist in one call of API 2.0.",
	})
	NotVerified = row(Code{
		Number: 5500, Description: "User failed to pass identity verification", Desc: "UserQualificationAuditFailed", Versioned: "AccountQualificationRestrictions", Name3: "AccountQualificationRestrictions",
		When:    "A purchase by an account whose identity is not verified.",
		Do:      "Have the account's identity verified.",
		Provoke: "Set `identity: none` for the account in the world and buy something.",
	})
	Internal = row(Code{
		Number: 6000, Description: "Internal error with the server", Desc: "InternalError", Versioned: "InternalError", Name3: "InternalError", Retry: true,
		When:    "A fault of Paifang's: a panic, a lost store, a deadline. The answer carries the request id and nothing of the inside; nothing is half done.",
		Do:      "Try again; if it persists, report it with the request id.",
		Provoke: "Add a fault rule with `refuse: 6000` that matches the call.",
	})
	UnsupportedVersion = row(Code{
		Number: 6100, Description: "Not supported in the version", Desc: "NotFound", Versioned: "InvalidAction.NotFound", Name3: "InvalidAction",
		When:    "No such action in this module at this version, an action of the real service that is not here, or a version switched off. Where another module has the action, the message names that module's domain.",
		Do:      "Check the domain, the action's spelling and the version.",
		Provoke: "Ask `cvm` for DescribeImages: it lives on the `image` domain.",
	})
	Unavailable = row(Code{
		Number: 6200, Description: "API is unavailable", Desc: "ActionUnavailable", Versioned: "InvalidAction.ActionUnavailable", Name3: "ServiceUnavailable", Retry: true,
		When:    "The action or the module is switched to maintenance.",
		Do:      "Try again when the maintenance is over.",
		Provoke: "Switch it to maintenance: `paifang maintenance on MODULE [ACTION]`.",
	})
)

// rows is the table in the order of its numbers.
var rows = []*Condition{
	Success, InvalidParameter, AuthFailed, UnauthorizedAction, UnauthorizedResource, UnauthorizedOperation, UnknownKey, BadToken,
	MFAFailed, CAMFailed, Forbidden, LimitExceeded, Replay, UnsupportedProtocol, NotFound, OperationFailed, PurchaseFailed,
	InsufficientBalance, PartlyDone, NotVerified, Internal, UnsupportedVersion, Unavailable,
}

// The conditions of row 4000 that the access layer itself meets. Their codeDesc in API 2.0 is the row's.
var (
	MissingParameter = InvalidParameter.Named("MissingParameter").WithDesc("InvalidParameter")
	InvalidValue     = InvalidParameter.Named("InvalidParameterValue").WithDesc("InvalidParameter")
	UnknownParameter = InvalidParameter.Named("UnknownParameter").WithDesc("InvalidParameter")
	InvalidRequest   = InvalidParameter.Named("InvalidRequest").WithDesc("InvalidParameter")
	RequestTooLarge  = InvalidParameter.Named("RequestSizeLimitExceeded").WithDesc("InvalidParameter")
)

// The conditions of other rows that the access layer itself meets.
var (
	// ConcurrencyExceeded: too many calls of the account run at this moment.
	ConcurrencyExceeded = &Condition{Code: LimitExceeded.Code, Desc: LimitExceeded.Desc, Versioned: "InvalidRequest.RequestConcurrencyExceeded", Name3: "RequestLimitExceeded"}
	// AccountRateExceeded: the main account's rate over all its identities is used up.
	AccountRateExceeded = &Condition{Code: LimitExceeded.Code, Desc: LimitExceeded.Desc, Versioned: LimitExceeded.Versioned, Name3: "RequestLimitExceeded.UinLimitExceeded"}
	// QuotaExceeded: "at most N of these" is used up.
	QuotaExceeded = LimitExceeded.Named("LimitExceeded")
	// NoSuchVersion: the module has no such version.
	NoSuchVersion = UnsupportedVersion.WithName3("NoSuchVersion")
	// NoSuchProduct: the host names no module.
	NoSuchProduct = UnsupportedVersion.WithName3("NoSuchProduct")
	// DryRun: the call asked only whether it would succeed, and it would.
	DryRun = Success.Named("DryRunOperation")
)
