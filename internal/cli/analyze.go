package cli

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
)

type analyzeCmd struct {
	Text   []string `arg:"" optional:"" help:"Texts to score; without any, standard input is read."`
	Engine string   `default:"model" enum:"vader,model" help:"Engine: vader or model."`
	Format string   `default:"text" enum:"text,ndjson" help:"text: a line of input is a text. ndjson: a line of input is an object {id, text, targets}."`
	Raw    bool     `help:"Score the text as given, without taking Markdown, quotes, code and links out."`
}

// maxLine is the longest line of input that is read, in bytes.
const maxLine = 8 << 20

// Run scores texts and writes one result for each, in order.
func (c *analyzeCmd) Run(std *streams) error {
	engine := newEngine(c.Engine).ScoreText
	if c.Format == "ndjson" {
		if len(c.Text) > 0 {
			return errors.New("--format ndjson reads standard input: give objects there, or leave --format out to score texts of the command line")
		}
		return c.ndjson(std, engine)
	}
	w := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	defer w.Flush()
	fmt.Fprintln(w, "LABEL\tCOMPOUND\tSTRENGTH\tTEXT")
	one := func(t string) error {
		score := engine(c.plainOf(voxpop.SourceReddit, t))
		_, err := fmt.Fprintf(w, "%s\t%+.4f\t%.2f\t%s\n", score.Label, score.Compound, score.Confidence, shorten(t))
		return err
	}
	if len(c.Text) > 0 {
		for _, t := range c.Text {
			if err := one(t); err != nil {
				return err
			}
		}
		return nil
	}
	return lines(std.in, func(_ int, line []byte) error { return one(string(line)) })
}

func shorten(t string) string {
	t = strings.NewReplacer("\n", " ", "\t", " ").Replace(withoutOrders(t))
	if utf8.RuneCountInString(t) > 100 {
		t = string([]rune(t)[:100]) + "…"
	}
	return t
}

type analyzeInput struct {
	ID      json.RawMessage `json:"id,omitempty"`
	Text    *string         `json:"text"`
	Targets []target        `json:"targets,omitempty"`
	// Where the text was written, which decides how it is cleaned and whether "it" can be a tool.
	Source    string `json:"source,omitempty"`
	Community string `json:"community,omitempty"`
}

// scoreBody is a score as other programs read it.
type scoreBody struct {
	Label      voxpop.Label `json:"label"`
	Compound   float64      `json:"compound"`
	Confidence float64      `json:"confidence"`
	Positive   float64      `json:"positive"`
	Neutral    float64      `json:"neutral"`
	Negative   float64      `json:"negative"`
}

type analyzeOutput struct {
	ID json.RawMessage `json:"id"`
	scoreBody
	Engine  string       `json:"engine"`
	Version string       `json:"version"`
	Targets []targetBody `json:"targets,omitempty"`
	toolAnalysis
}

func describeScore(s voxpop.Score) scoreBody {
	return scoreBody{s.Label, s.Compound, s.Confidence, s.Positive, s.Neutral, s.Negative}
}

// ndjson reads an object a line and writes an object a line. A line that cannot be read ends the
// command, naming the line: a result for fewer lines than were given would be taken for all.
func (c *analyzeCmd) ndjson(std *streams, engine func(string) voxpop.Score) error {
	reader, err := newToolReader(engine)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(std.out, 64<<10)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	err = lines(std.in, func(n int, line []byte) error {
		out, err := c.analyzeLine(reader, engine, line)
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		return enc.Encode(out)
	})
	return errors.Join(err, w.Flush())
}

func (c *analyzeCmd) analyzeLine(reader *toolReader, engine func(string) voxpop.Score, line []byte) (*analyzeOutput, error) {
	var in analyzeInput
	if err := json.Unmarshal(line, &in); err != nil {
		return nil, fmt.Errorf(`want an object such as {"id": 1, "text": "…", "targets": [{"start": 0, "end": 4}]}: %w`, whatIsWrong(err))
	}
	if in.Text == nil {
		return nil, errors.New(`no "text"`)
	}
	in.Source = cmp.Or(in.Source, voxpop.SourceReddit)
	plain := c.plainOf(in.Source, *in.Text)
	score := engine(plain)
	out := &analyzeOutput{
		ID: in.ID, scoreBody: describeScore(score), Engine: score.Engine.Name, Version: score.Engine.Version,
		toolAnalysis: reader.mentions(&in, plain),
	}
	if out.ID == nil {
		out.ID = json.RawMessage("null")
	}
	var err error
	out.Targets, err = reader.targets(*in.Text, plain, in.Targets)
	return out, err
}

// whatIsWrong words an error of the JSON decoder without the names of our types.
func whatIsWrong(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Field != "" {
		return fmt.Errorf("%q is %s", wrong.Field, article(wrong.Value))
	}
	if wrong != nil {
		return fmt.Errorf("this is %s", article(wrong.Value))
	}
	return err
}

func article(noun string) string {
	if strings.ContainsAny(noun[:min(len(noun), 1)], "aeiou") {
		return "an " + noun
	}
	return "a " + noun
}

// lines calls do for every line that is not blank, counting from 1.
func lines(r io.Reader, do func(n int, line []byte) error) error {
	scanner := bufio.NewScanner(r)
	scanner.Buffer(make([]byte, 64<<10), maxLine)
	n := 0
	for scanner.Scan() {
		n++
		if len(strings.TrimSpace(scanner.Text())) == 0 {
			continue
		}
		if err := do(n, scanner.Bytes()); err != nil {
			return err
		}
	}
	if err := scanner.Err(); err != nil {
		return fmt.Errorf("line %d: %w", n+1, err)
	}
	return nil
}
