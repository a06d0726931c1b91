package llm

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/voxpop-dev/voxpop"
)

// percents are likelihoods of the three classes as the model gives them.
type percents struct {
	Negative *int `json:"negative"`
	Neutral  *int `json:"neutral"`
	Positive *int `json:"positive"`
}

// shares checks what the model gave: three numbers from 0 to 100, with a sum of 100 but for rounding.
func (p percents) shares() (voxpop.Shares, bool) {
	sum := 0
	for _, n := range []*int{p.Negative, p.Neutral, p.Positive} {
		if n == nil || *n < 0 || *n > 100 {
			return voxpop.Shares{}, false
		}
		sum += *n
	}
	if sum < 98 || sum > 102 {
		return voxpop.Shares{}, false
	}
	part := func(n *int) float64 { return float64(*n) / float64(sum) }
	return voxpop.Shares{Positive: part(p.Positive), Neutral: part(p.Neutral), Negative: part(p.Negative)}, true
}

// Why an answer, or a part of it, cannot be used.
const (
	problemForm    = "the answer is not of the form that was asked for"
	problemMissing = "the answer leaves the item out"
	problemTwice   = "the answer has the item twice"
	problemTools   = "the answer has other tools than were asked about"
	problemRange   = "the answer has numbers out of range"
)

// answer is what the model says.
type answer struct {
	Items []answeredItem `json:"items"`
}

type answeredItem struct {
	ID        string         `json:"id"`
	Sentiment percents       `json:"sentiment"`
	Tools     []answeredTool `json:"tools"`
}

type answeredTool struct {
	ID        string   `json:"id"`
	Sentiment percents `json:"sentiment"`
}

// parseAnswer reads one JSON object of the schema, and nothing but it.
func parseAnswer(content string) (answer, error) {
	dec := json.NewDecoder(bytes.NewReader([]byte(content)))
	dec.DisallowUnknownFields()
	var a answer
	if err := dec.Decode(&a); err != nil || a.Items == nil {
		return answer{}, errors.New(problemForm)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return answer{}, errors.New(problemForm)
	}
	return a, nil
}

// judge matches an answer with what was asked: for each item a finding to keep, or what is wrong. Ids that were never sent are
// passed over: no text can make up a verdict on another.
func judge(a answer, asked []askedItem, inquiries []voxpop.Inquiry) []voxpop.Answered {
	byID := map[string][]*answeredItem{}
	for i := range a.Items {
		byID[a.Items[i].ID] = append(byID[a.Items[i].ID], &a.Items[i])
	}
	out := make([]voxpop.Answered, len(asked))
	for i := range asked {
		switch found := byID[asked[i].ID]; len(found) {
		case 0:
			out[i].Problem = problemMissing
		case 1:
			out[i].Answer, out[i].Problem = judgeItem(found[0], &asked[i], inquiries[i])
		default:
			out[i].Problem = problemTwice
		}
	}
	return out
}

func judgeItem(a *answeredItem, asked *askedItem, q voxpop.Inquiry) (keep, problem string) {
	text, ok := a.Sentiment.shares()
	if !ok {
		return "", problemRange
	}
	f := voxpop.Finding{Text: text, Tools: map[string]voxpop.Shares{}}
	if len(a.Tools) != len(asked.Tools) {
		return "", problemTools
	}
	for _, t := range a.Tools {
		slug := ""
		for k := range asked.Tools {
			if asked.Tools[k].ID == t.ID {
				slug = q.Tools[k].Slug
			}
		}
		if _, twice := f.Tools[slug]; slug == "" || twice {
			return "", problemTools
		}
		if f.Tools[slug], ok = t.Sentiment.shares(); !ok {
			return "", problemRange
		}
	}
	return kept(f), ""
}

// kept encodes a finding.
func kept(f voxpop.Finding) string {
	b, err := json.Marshal(f)
	if err != nil {
		panic("llm: numbers do not marshal: " + err.Error())
	}
	return string(b)
}

// readKept is the inverse; the finding must be about the tools of an inquiry.
func readKept(answer string, q voxpop.Inquiry) (voxpop.Finding, error) {
	var f voxpop.Finding
	if err := json.Unmarshal([]byte(answer), &f); err != nil {
		return voxpop.Finding{}, err
	}
	for _, t := range q.Tools {
		if _, known := f.Tools[t.Slug]; !known {
			return voxpop.Finding{}, errors.New(problemTools)
		}
	}
	return f, nil
}
