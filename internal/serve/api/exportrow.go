package api

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// A row is one line of an export: a JSON object, or a record under the columns of its kind.
type row interface{ record() []string }

// ExportedItem is an item as it is exported. Text is as the source sent it; tombstones have none.
type ExportedItem struct {
	ID            string   `json:"id"`
	Source        string   `json:"source"`
	Kind          string   `json:"kind"`
	Subreddit     string   `json:"subreddit"`
	Author        string   `json:"author"`
	Title         string   `json:"title"`
	Body          string   `json:"body"`
	URL           string   `json:"url"`
	Permalink     string   `json:"permalink"`
	Score         int64    `json:"score"`
	NumComments   int64    `json:"num_comments"`
	CreatedUTC    int64    `json:"created_utc"`
	EditedUTC     *int64   `json:"edited_utc"`
	ThreadID      string   `json:"thread_id"`
	ParentID      string   `json:"parent_id"`
	State         string   `json:"state"`
	CollectedAt   string   `json:"collected_at"`
	Sentiment     *string  `json:"sentiment"`
	Compound      *float64 `json:"compound"`
	Engine        *string  `json:"engine"`
	EngineVersion *string  `json:"engine_version"`
	Simulated     bool     `json:"simulated"`
}

var itemColumns = strings.Split("id,source,kind,subreddit,author,title,body,url,permalink,score,num_comments,created_utc,edited_utc,thread_id,parent_id,state,collected_at,sentiment,compound,engine,engine_version,simulated", ",")

func exportedItem(i *voxpop.StoredItem) row {
	p := postBody(i)
	e := ExportedItem{
		ID: p.ID, Source: p.Source, Kind: p.Kind, Subreddit: p.Subreddit, Author: p.Author, Title: p.Title, Body: p.Content,
		URL: i.URL, Permalink: i.Permalink, Score: p.Score, NumComments: p.CommentCount, CreatedUTC: i.Created.Unix(),
		ThreadID: i.ThreadID, ParentID: i.ParentID, State: p.State, CollectedAt: p.CollectedAt.Format(time.RFC3339),
		Sentiment: p.Sentiment, Compound: p.Compound, Simulated: p.Simulated,
	}
	if !i.Edited.IsZero() {
		edited := i.Edited.Unix()
		e.EditedUTC = &edited
	}
	if i.Score != nil {
		e.Engine, e.EngineVersion = &i.Score.Engine.Name, &i.Score.Engine.Version
	}
	return e
}

func (e ExportedItem) record() []string {
	return []string{
		guard(e.ID), guard(e.Source), e.Kind, guard(e.Subreddit), guard(e.Author), guard(e.Title), guard(e.Body), guard(e.URL), guard(e.Permalink),
		whole(e.Score), whole(e.NumComments), whole(e.CreatedUTC), maybe(e.EditedUTC, whole), guard(e.ThreadID), guard(e.ParentID),
		e.State, e.CollectedAt, maybe(e.Sentiment, guard), maybe(e.Compound, decimal), maybe(e.Engine, guard), maybe(e.EngineVersion, guard),
		strconv.FormatBool(e.Simulated),
	}
}

// ExportedScore is a score as it is exported.
type ExportedScore struct {
	ID            string  `json:"id"`
	Source        string  `json:"source"`
	Kind          string  `json:"kind"`
	Engine        string  `json:"engine"`
	EngineVersion string  `json:"engine_version"`
	Label         string  `json:"label"`
	Compound      float64 `json:"compound"`
	Confidence    float64 `json:"confidence"`
	Positive      float64 `json:"positive"`
	Neutral       float64 `json:"neutral"`
	Negative      float64 `json:"negative"`
	Simulated     bool    `json:"simulated"`
}

var scoreColumns = strings.Split("id,source,kind,engine,engine_version,label,compound,confidence,positive,neutral,negative,simulated", ",")

// exportedScore is nil for an item without a score.
func exportedScore(i *voxpop.StoredItem) row {
	s := i.Score
	if s == nil {
		return nil
	}
	return ExportedScore{
		i.ID.Native, i.ID.Source, string(i.Kind), s.Engine.Name, s.Engine.Version,
		string(s.Label), s.Compound, s.Confidence, s.Positive, s.Neutral, s.Negative, i.Simulated,
	}
}

func (e ExportedScore) record() []string {
	return []string{
		guard(e.ID), guard(e.Source), e.Kind, guard(e.Engine), guard(e.EngineVersion), e.Label, decimal(e.Compound), decimal(e.Confidence),
		decimal(e.Positive), decimal(e.Neutral), decimal(e.Negative), strconv.FormatBool(e.Simulated),
	}
}

// ExportedCell is a cell as it is exported.
type ExportedCell struct {
	Grain         string `json:"grain"`
	Start         string `json:"start"`
	Source        string `json:"source"`
	Subreddit     string `json:"subreddit"`
	Kind          string `json:"kind"`
	Engine        string `json:"engine"`
	EngineVersion string `json:"engine_version"`
	Items         int64  `json:"items"`
	Excluded      int64  `json:"excluded"`
	Positive      int64  `json:"positive"`
	Negative      int64  `json:"negative"`
	Neutral       int64  `json:"neutral"`
	CompoundSum   int64  `json:"compound_sum_e4"`
	CompoundSumSq int64  `json:"compound_sum_squares_e8"`
	Simulated     bool   `json:"simulated"`
}

var cellColumns = strings.Split("grain,start,source,subreddit,kind,engine,engine_version,items,excluded,positive,negative,neutral,compound_sum_e4,compound_sum_squares_e8,simulated", ",")

func exportedCell(c *voxpop.Cell, simulated bool) row {
	return ExportedCell{
		string(c.Grain), c.Start.UTC().Format(time.RFC3339), c.Source, c.Community, string(c.Kind), c.Engine.Name, c.Engine.Version,
		c.Items, c.Excluded, c.Positive, c.Negative, c.Neutral, c.Sum, c.SumSq, simulated,
	}
}

func (e ExportedCell) record() []string {
	return []string{
		e.Grain, e.Start, guard(e.Source), guard(e.Subreddit), e.Kind, guard(e.Engine), guard(e.EngineVersion),
		whole(e.Items), whole(e.Excluded), whole(e.Positive), whole(e.Negative), whole(e.Neutral), whole(e.CompoundSum), whole(e.CompoundSumSq), strconv.FormatBool(e.Simulated),
	}
}

func whole(n int64) string     { return strconv.FormatInt(n, 10) }
func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func maybe[T any](v *T, show func(T) string) string {
	if v == nil {
		return ""
	}
	return show(*v)
}

// guard keeps a spreadsheet from running text as a formula: an apostrophe goes before what
// begins like one.
func guard(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// WriteItems writes items to w as they come. what is "items" or "scores", format "ndjson" or
// "csv". It stops at the first error of rows or w and returns it; what was written until then
// is whole lines, perhaps not all.
func WriteItems(w io.Writer, what, format string, rows iter.Seq2[voxpop.StoredItem, error]) error {
	columns, show := itemColumns, exportedItem
	if what == "scores" {
		columns, show = scoreColumns, exportedScore
	}
	return writeRows(w, format, columns, rows, show)
}

// WriteCells writes cells in the same way. simulated is whether they count items of a simulated source.
func WriteCells(w io.Writer, format string, rows iter.Seq2[voxpop.Cell, error], simulated bool) error {
	return writeRows(w, format, cellColumns, rows, func(c *voxpop.Cell) row { return exportedCell(c, simulated) })
}

func writeRows[T any](w io.Writer, format string, columns []string, rows iter.Seq2[T, error], show func(*T) row) error {
	out := bufio.NewWriterSize(w, 64<<10)
	write := ndjsonLine(out)
	if format == "csv" {
		c := csv.NewWriter(out) // writes straight into out, whose buffer is large enough
		if err := c.Write(columns); err != nil {
			return fmt.Errorf("exporting: %w", err)
		}
		write = func(r row) error { return c.Write(r.record()) }
	}
	for v, err := range rows {
		if err != nil {
			return fmt.Errorf("exporting: %w", err)
		}
		if r := show(&v); r != nil {
			if err := write(r); err != nil {
				return fmt.Errorf("exporting: %w", err)
			}
		}
	}
	return out.Flush()
}

func ndjsonLine(out io.Writer) func(row) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return func(r row) error { return enc.Encode(r) }
}
