package sign

import "strings"

// A hostForm is a way to write the host of a request, and how it differs from the one received, in words.
type hostForm struct {
	signed, words string
}

// hostForms are the ways in which clients write a received host when they sign: as received; without its port (the Node
// SDK with TC3); with the default port that the HTTP library took away; in lower case, where it has capitals. They are
// all different, at most six, and the one received comes first; lowered says that they will be lower-cased anyway.
func hostForms(host string, lowered bool) []hostForm {
	forms := make([]hostForm, 0, 6)
	forms = append(forms, hostForm{host, ""})
	if bare := withoutPort(host); bare != host {
		forms = append(forms, hostForm{bare, "host signed without its port"})
	} else {
		forms = append(forms,
			hostForm{host + ":443", "host signed with port 443"},
			hostForm{host + ":80", "host signed with port 80"})
	}
	if lower := strings.ToLower(host); lower != host && !lowered {
		for _, f := range forms {
			forms = append(forms, hostForm{strings.ToLower(f.signed), strings.TrimPrefix(f.words+", in lower case", ", ")})
		}
		forms[len(forms)/2].words = "host signed in lower case"
	}
	return forms
}

// withoutPort is the host without a port, if it has one; an IPv6 address keeps its brackets.
func withoutPort(host string) string {
	colon := strings.LastIndexByte(host, ':')
	if colon <= strings.LastIndexByte(host, ']') || colon < 0 {
		return host
	}
	return host[:colon]
}
