package tag

import (
	"context"
	"encoding/base64"
	"slices"

	"github.com/paifang/paifang/internal/param"
	"github.com/paifang/paifang/internal/store"
	"github.com/paifang/paifang/internal/tagging"
)

// known lists the account's tags: those of keys, or all where there are none; of value, where it is not empty.
func (s *Service) known(ctx context.Context, tx store.Tx, account string, keys []string, value string) ([]tagging.Tag, error) {
	all, err := s.Store.Tags(ctx, tx, account, "")
	return slices.DeleteFunc(all, func(t tagging.Tag) bool {
		return len(keys) > 0 && !slices.Contains(keys, t.Key) || value != "" && t.Value != value
	}), err
}

// keysOf lists the keys of tags that are in their order.
func keysOf(tags []tagging.Tag) []string {
	keys := make([]string, len(tags))
	for i, t := range tags {
		keys[i] = t.Key
	}
	return slices.Compact(keys)
}

// follow is the page of a list that a token names, and the token of the next one, empty after the last. A token says
// behind which element its page begins: what is added or taken away meanwhile shifts nothing.
func follow[T any](all []T, token string, limit int64, id func(T) string) (shown []T, next string, err error) {
	if token != "" {
		after, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil {
			return nil, "", errPage.Errorf("Parameter PaginationToken is %s; the PaginationToken of the answer before is expected.", param.Quote(token))
		}
		from := slices.IndexFunc(all, func(one T) bool { return id(one) > string(after) })
		if from < 0 {
			from = len(all)
		}
		all = all[from:]
	}
	if int64(len(all)) <= limit {
		return all, "", nil
	}
	return all[:limit], base64.RawURLEncoding.EncodeToString([]byte(id(all[limit-1]))), nil
}

func tagID(t tagging.Tag) string { return t.Key + "\x00" + t.Value }
