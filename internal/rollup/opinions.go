package rollup

import (
	"iter"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Opinion is what the rollup needs to know of what one item says about one tool, under one engine version.
type Opinion struct {
	Kind     voxpop.Kind
	Created  time.Time
	Thread   string
	Author   string // as in Row
	Inferred bool
	Sign     int64 // of the label
	Compound int64 // ten-thousandths
}

// OpinionSlice names one cell of a tool in a community's day.
type OpinionSlice struct {
	Grain    voxpop.Grain // GrainHour or GrainDay
	Start    time.Time
	Kind     voxpop.Kind
	Inferred bool
}

// BuildOpinions adds up what the items of one community and UTC day say about one tool into the cells of its hours
// and of the day. Items outside the day are ignored. Each item must come once.
func BuildOpinions(day time.Time, opinions iter.Seq[Opinion]) map[OpinionSlice]*voxpop.Tally {
	day = voxpop.GrainDay.Truncate(day)
	cells := map[OpinionSlice]*voxpop.Tally{}
	for o := range opinions {
		if voxpop.GrainDay.Truncate(o.Created) != day {
			continue
		}
		row := Row{Thread: o.Thread, Author: o.Author, Counted: true, Scored: true, Label: labelOf(o.Sign), Compound: o.Compound}
		hour := voxpop.GrainHour.Truncate(o.Created)
		count(cell(cells, OpinionSlice{voxpop.GrainHour, hour, o.Kind, o.Inferred}), row)
		count(cell(cells, OpinionSlice{voxpop.GrainDay, day, o.Kind, o.Inferred}), row)
	}
	return cells
}

func labelOf(sign int64) voxpop.Label {
	switch {
	case sign > 0:
		return voxpop.Positive
	case sign < 0:
		return voxpop.Negative
	}
	return voxpop.Neutral
}

// Combined is what an item says about tools that count as one: the mean of the compounds, rounded to
// ten-thousandths away from zero, with its label; inferred only when all are. One opinion alone stays as it is.
func Combined(opinions []Opinion) Opinion {
	out := opinions[0]
	if len(opinions) == 1 {
		return out
	}
	var sum int64
	for _, o := range opinions {
		sum += o.Compound
		out.Inferred = out.Inferred && o.Inferred
	}
	n := int64(len(opinions))
	if sum < 0 {
		out.Compound = -((-2*sum + n) / (2 * n))
	} else {
		out.Compound = (2*sum + n) / (2 * n)
	}
	out.Sign = int64(voxpop.LabelOf(float64(out.Compound) / 10000).Sign())
	return out
}

// Attention is what the rollup needs to know of an item that mentions a tool to count its engagement.
type Attention struct {
	Created           time.Time
	Inferred          bool
	Comments, Upvotes int64
}

// AttentionSlice names one cell of a tool's engagement in a community's day.
type AttentionSlice struct {
	Grain    voxpop.Grain
	Start    time.Time
	Inferred bool
}

// AttentionSum is what a cell of engagement holds.
type AttentionSum struct{ Mentions, Comments, Upvotes int64 }

// BuildAttention adds up the items of one community and UTC day that mention one tool.
func BuildAttention(day time.Time, items iter.Seq[Attention]) map[AttentionSlice]AttentionSum {
	day = voxpop.GrainDay.Truncate(day)
	cells := map[AttentionSlice]AttentionSum{}
	for it := range items {
		if voxpop.GrainDay.Truncate(it.Created) != day {
			continue
		}
		for _, s := range []AttentionSlice{
			{voxpop.GrainHour, voxpop.GrainHour.Truncate(it.Created), it.Inferred}, {voxpop.GrainDay, day, it.Inferred},
		} {
			sum := cells[s]
			cells[s] = AttentionSum{sum.Mentions + 1, sum.Comments + it.Comments, sum.Upvotes + it.Upvotes}
		}
	}
	return cells
}
