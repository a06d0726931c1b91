package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

const (
	itemsQuestion = `{"of":"items","from":"2026-03-04T00:00:00Z","to":"2026-03-04T12:00:00Z"}`
	toolQuestion  = `{"of":"tool","tools":["cursor"],"from":"2026-03-04T00:00:00Z","to":"2026-03-04T12:00:00Z"}`
)

func keep(h http.Handler, question string, headers ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest("POST", "/api/v1/receipts", strings.NewReader(question))
	req.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	return rec
}

func read[T any](t *testing.T, rec *httptest.ResponseRecorder, status int) (body T) {
	t.Helper()
	if err := json.Unmarshal(rec.Body.Bytes(), &body); err != nil || rec.Code != status {
		t.Fatalf("%d %s: %v", rec.Code, rec.Body, err)
	}
	return body
}

// What is frozen is what the routes answer, of items, of a tool and of a comparison.
func TestReceiptsFreezeWhatRoutesAnswer(t *testing.T) {
	a, _ := fakeAPI(t)
	const window = "from=2026-03-04T00:00:00Z&to=2026-03-04T12:00:00Z"
	stats := read[StatsBody](t, get(a, "/api/v1/sentiment/stats?"+window), 200)
	frozen := read[ReceiptBody](t, keep(a, itemsQuestion), 201).Receipt
	if f := frozen.Figures[0]; f.N != stats.Statistics.Total || f.N == 0 || *f.Net != *stats.Statistics.NetSentiment || frozen.Rows.N != f.N || int64(len(frozen.Evidence)) != f.N {
		t.Errorf("%+v of %+v", f, stats.Statistics)
	}
	tool := read[ToolSentimentBody](t, get(a, "/api/v1/tools/cursor/sentiment?"+window), 200)
	frozen = read[ReceiptBody](t, keep(a, strings.Replace(toolQuestion, "cursor", "CURSOR", 1)), 201).Receipt
	if f := frozen.Figures[0]; f.Tool != "cursor" || f.N != tool.TotalMentions || f.N == 0 || *f.Net != *tool.NetSentiment || f.Low == nil || f.Basis != tool.Basis || frozen.Question.Tools[0] != "cursor" {
		t.Errorf("%+v of %+v", f, tool)
	}
	for _, home := range []bool{false, true} {
		compared := read[CompareBody](t, get(a, fmt.Sprintf("/api/v1/tools/compare?tools=cursor,claude-code&include_home=%v&%s", home, window)), 200)
		question := fmt.Sprintf(`{"of":"comparison","tools":["cursor","claude-code"],"from":"2026-03-04T00:00:00Z","to":"2026-03-04T12:00:00Z","include_home":%v}`, home)
		frozen = read[ReceiptBody](t, keep(a, question), 201).Receipt
		if len(frozen.Figures) != 2 || frozen.Figures[1].N != compared.Tools[1].TotalMentions || len(frozen.Differences) != 1 || frozen.Differences[0].Verdict != compared.Deltas[0].Verdict {
			t.Errorf("%+v of %+v", frozen, compared)
		}
	}
}

func TestReceiptIsKeptOnceAndCheckedAgain(t *testing.T) {
	a, f := fakeAPI(t)
	first := read[ReceiptBody](t, keep(a, itemsQuestion), 201)
	if again := read[ReceiptBody](t, keep(a, itemsQuestion), 201); again.ID != first.ID || len(f.receipts) != 2 {
		t.Errorf("the same claim about the same data has two names: %s and %s", first.ID, again.ID)
	}
	content, err := json.Marshal(first.Receipt)
	if err != nil || ask.ReceiptID(content) != first.ID {
		t.Errorf("%s is not the name of what was answered", first.ID)
	}
	path := "/api/v1/receipts/" + first.ID
	if kept := read[ReceiptBody](t, get(a, path), 200); kept.ID != first.ID || kept.Receipt.Rows != first.Receipt.Rows {
		t.Errorf("%+v", kept)
	}
	if c := read[CheckBody](t, get(a, path+"/check"), 200); !c.Holds || !c.Settled || len(c.Changes) != 0 || c.DataVersion != 7 {
		t.Errorf("%+v", c)
	}
	f.set(func() {
		f.version.Number++
		f.version.Engine.Version = "4"
		f.stored[3].Score.Label, f.stored[3].Score.Compound = voxpop.Negative, -0.9
	})
	c, err := a.checkReceipt(t.Context(), &ReceiptInput{first.ID}) // not by the route, which may send what it has while it computes
	if err != nil {
		t.Fatal(err)
	}
	if words := strings.Join(c.Changes, " "); c.Holds || words != "1 item has another score now. Scored by vader@4; it was vader@3.3.2." {
		t.Errorf("holds %v: %s", c.Holds, words)
	}
	if body := get(a, path).Body.String(); strings.Contains(body, "comment 1") || strings.Contains(body, "script") {
		t.Error("a receipt holds texts")
	}
}

// A number that is not that of the rows, since a rollup is due, is not frozen; and a check says so.
func TestReceiptsWaitForWhatIsCountedAnew(t *testing.T) {
	a, f := fakeAPI(t)
	first := read[ReceiptBody](t, keep(a, itemsQuestion), 201)
	f.unsettled = true
	if rec := keep(a, itemsQuestion); rec.Code != 503 || rec.Header().Get("Retry-After") == "" {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if c := read[CheckBody](t, get(a, "/api/v1/receipts/"+first.ID+"/check"), 200); c.Settled {
		t.Errorf("%+v", c)
	}
}

func TestDamagedReceiptIsNotShown(t *testing.T) {
	a, f := fakeAPI(t)
	id := read[ReceiptBody](t, keep(a, itemsQuestion), 201).ID
	whole := string(f.receipts[1].Content)
	for name, content := range map[string]string{"a number": strings.Replace(whole, `"positive":`, `"positive":9`, 1), "half of it": whole[:len(whole)/2], "nothing": "{}"} {
		f.receipts[1].Content = []byte(content)
		for _, path := range []string{"", "/check"} {
			if rec := get(a, "/api/v1/receipts/"+id+path); rec.Code != 500 || !strings.Contains(rec.Body.String(), "it was changed, and is not shown") {
				t.Errorf("%s%s: %d %s", name, path, rec.Code, rec.Body)
			}
		}
	}
}

// A question without an answer, since its tool or community is gone, does not hold, and says why.
func TestCheckOfWhatIsGone(t *testing.T) {
	a, f := fakeAPI(t)
	id := read[ReceiptBody](t, keep(a, toolQuestion), 201).ID
	f.set(func() {
		f.tools = nil
		f.version.Number++
	})
	a.poll(t.Context())
	c := read[CheckBody](t, get(a, "/api/v1/receipts/"+id+"/check"), 200)
	if c.Holds || len(c.Changes) != 1 || !strings.HasPrefix(c.Changes[0], "This cannot be computed again: ") || !strings.Contains(c.Changes[0], "unknown tool") {
		t.Errorf("%+v", c)
	}
}

func TestQuestionsThatAreRefused(t *testing.T) {
	a, _ := fakeAPI(t)
	for question, part := range map[string]string{
		`{}`: "of", `{"of":"mood","from":"2026-03-04T00:00:00Z","to":"2026-03-05T00:00:00Z"}`: "of",
		strings.Replace(itemsQuestion, "2026-03-04T12", "2026-03-03T12", 1): "body.from: must be before to",
		strings.Replace(itemsQuestion, "T12", "T00", 1):                     "body.from: must be before to",
		strings.Replace(itemsQuestion, "2026-03-04T00", "1990-03-04T00", 1): "at most 20 years",
		strings.Replace(toolQuestion, `["cursor"]`, `[]`, 1):                "body.tools: 1 to 1 slugs",
		strings.Replace(itemsQuestion, "{", `{"tools":["cursor"],`, 1):      "body.tools: 0 to 0 slugs",
		strings.Replace(toolQuestion, `"tool"`, `"comparison"`, 1):          "body.tools: 2 to 8 slugs",
		strings.Replace(toolQuestion, "{", `{"include_home":true,`, 1):      "only of a comparison",
		strings.Replace(toolQuestion, "{", `{"net":100,`, 1):                "net",
		strings.Replace(itemsQuestion, "{", `{"subreddit":"a\u0000b",`, 1):  "body.subreddit",
	} {
		if rec := keep(a, question); rec.Code != 422 || !strings.Contains(rec.Body.String(), part) {
			t.Errorf("%s: %d %s", question, rec.Code, rec.Body)
		}
	}
	for question, status := range map[string]int{strings.Replace(toolQuestion, "cursor", "nobody", 1): 404, strings.Replace(itemsQuestion, "{", `{"subreddit":"nowhere",`, 1): 404, "{": 400} {
		if rec := keep(a, question); rec.Code != status {
			t.Errorf("%s: %d %s", question, rec.Code, rec.Body)
		}
	}
	for _, id := range []string{"x", strings.Repeat("a", 32)} {
		if rec := get(a, "/api/v1/receipts/"+id); rec.Code != 404 {
			t.Errorf("%s: %d", id, rec.Code)
		}
	}
}

// Receipts cost work and space: each client makes them at a bounded rate, and all but administrators together a bounded number.
func TestReceiptsAreBounded(t *testing.T) {
	a, f := fakeAPI(t)
	f.fullOfReceipts = true
	if rec := keep(a, itemsQuestion); rec.Code != 409 || !strings.Contains(rec.Body.String(), "10000 receipts are kept here") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if rec := keep(a, itemsQuestion, "X-Admin-Token", adminToken); rec.Code != 201 {
		t.Errorf("an administrator: %d %s", rec.Code, rec.Body)
	}
	codes := map[int]int{}
	for range 2 * failuresAllowed {
		codes[keep(a, toolQuestion).Code]++
	}
	if codes[409] < failuresAllowed-1 || codes[429] == 0 {
		t.Errorf("answers by status: %v", codes)
	}
	if rec := keep(a, toolQuestion); rec.Code != 429 || rec.Header().Get("Retry-After") == "" {
		t.Errorf("%d %v", rec.Code, rec.Header())
	}
	if rec := keep(a, itemsQuestion, "X-Admin-Token", adminToken); rec.Code != 201 {
		t.Errorf("an administrator: %d %s", rec.Code, rec.Body)
	}
}
