package file

import (
	"bytes"
	"encoding/json"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/redditjson"
)

// found is what one record holds.
type found struct {
	items  []voxpop.Item
	broken []error // parts of it that could not be read
	absent int64   // comments it mentions without holding them
}

// decode reads a record: an item as Reddit or a dump writes it, an item of voxpop's or the
// predecessor's export, or a listing with all its replies.
func decode(raw []byte) (found, error) {
	if raw[0] == '[' || isListing(raw) {
		tree, err := redditjson.ParseTree(raw)
		if err != nil {
			return found{}, err
		}
		f := found{items: tree.Items, broken: tree.Broken}
		for _, m := range tree.More {
			f.absent += max(m.Count, int64(len(m.Children)))
		}
		return f, nil
	}
	item := redditjson.Item
	if isExported(raw) {
		item = exported
	}
	it, err := item(raw)
	if err != nil {
		return found{}, err
	}
	return found{items: []voxpop.Item{it}}, nil
}

func isListing(raw []byte) bool {
	if !bytes.Contains(raw, []byte(`"Listing"`)) {
		return false
	}
	var probe struct{ Kind any }
	return json.Unmarshal(raw, &probe) == nil && probe.Kind == "Listing"
}
