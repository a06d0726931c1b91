package llm

import "github.com/voxpop-dev/voxpop"

// Bounds of one call.
const (
	maxItems      = 20
	maxItemTokens = 6000 // of the items together, as estimated
	overhead      = 700  // tokens of instructions and schema, amply
	itemAnswer    = 60   // tokens of an answer for an item,
	toolAnswer    = 50   // and for each of its tools, with blanks
)

// estimate is about how many tokens an inquiry takes to ask, and to answer. Three bytes a token is on the safe side for
// English; for other scripts a byte may be one.
func estimate(q *voxpop.Inquiry) (read, written int64) {
	read = int64(len(excerpt(q.Text)))/3 + 40
	for _, t := range q.Tools {
		read += int64(min(len(t.Name), 4*maxName))/3 + 20
	}
	return read, itemAnswer + toolAnswer*int64(len(q.Tools))
}

// call is some inquiries that go together, by their places.
type call struct {
	places        []int
	read, written int64 // tokens as estimated
}

// pack puts inquiries into calls, in order.
func pack(inquiries []voxpop.Inquiry) []call {
	var calls []call
	for i := range inquiries {
		read, written := estimate(&inquiries[i])
		if n := len(calls); n == 0 || len(calls[n-1].places) == maxItems || calls[n-1].read+calls[n-1].written+read+written > maxItemTokens {
			calls = append(calls, call{})
		}
		c := &calls[len(calls)-1]
		c.places = append(c.places, i)
		c.read, c.written = c.read+read, c.written+written
	}
	return calls
}
