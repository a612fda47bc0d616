package tag

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/tagging"
)

// What a tag may be. The lengths are those of the real service; the documents count characters, not bytes.
const (
	maxKey   = 127
	maxValue = 255
	// perResource, keys and values are quotas (facts/quotas-billing-lifecycle.md §2; 50 a resource: facts/cam-sts.md §4).
	perResource  = 50
	perAccount   = 1000
	perKey       = 1000
	maxResources = 50
)

// marks are what keys and values have beside letters, digits and blanks.
const marks = "+-=._:/@()[]（）【】"

// An Attachment is a tag on a resource.
type Attachment struct {
	Account string
	tagging.Resource
	tagging.Tag
}

// checkKey refuses a key that no tag can have.
func checkKey(key string) error {
	switch {
	case strings.TrimSpace(key) == "":
		return errKeyEmpty.Errorf("A tag key is empty; one of 1 to %d characters is expected.", maxKey)
	case utf8.RuneCountInString(key) > maxKey:
		return errKeyLong.Errorf("The tag key %s has %d characters; at most %d are expected.", param.Quote(key), utf8.RuneCountInString(key), maxKey)
	case strings.ContainsFunc(key, illegal):
		return errKeyChar.Errorf("The tag key %s has a character that is not allowed; letters, digits, blanks and %s are expected.", param.Quote(key), marks)
	case strings.HasPrefix(strings.ToLower(key), "qcs:"), strings.EqualFold(key, "project"), key == "项目":
		return errKeyReserved.Errorf("The tag key %s is reserved by the system.", param.Quote(key))
	}
	return nil
}

// check refuses a tag that can't be.
func check(t tagging.Tag) error {
	if err := checkKey(t.Key); err != nil {
		return err
	}
	switch {
	case utf8.RuneCountInString(t.Value) > maxValue:
		return errValueLong.Errorf("The value of tag %s has %d characters; at most %d are expected.", param.Quote(t.Key), utf8.RuneCountInString(t.Value), maxValue)
	case strings.ContainsFunc(t.Value, illegal):
		return errValueChar.Errorf("The value of tag %s has a character that is not allowed; letters, digits, blanks and %s are expected.", param.Quote(t.Key), marks)
	}
	return nil
}

// checkNamed refuses a tag that can't be, or has no value: a resource's may be empty, one that is made on its own may not.
func checkNamed(t tagging.Tag) error {
	if t.Value == "" {
		if err := checkKey(t.Key); err != nil {
			return err
		}
		return errValueEmpty.Errorf("The value of tag %s is empty; one of 1 to %d characters is expected.", param.Quote(t.Key), maxValue)
	}
	return check(t)
}

// checkAll refuses tags of which one can't be, or that have a key twice.
func checkAll(tags []tagging.Tag) error {
	seen := map[string]bool{}
	for _, t := range tags {
		if err := check(t); err != nil {
			return err
		}
		if seen[t.Key] {
			return errKeyTwice.Errorf("The tag key %s is given twice; it is expected once.", param.Quote(t.Key))
		}
		seen[t.Key] = true
	}
	return nil
}

func illegal(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != ' ' && !strings.ContainsRune(marks, r)
}
