package api

import (
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// IntervalBody is a 95 % interval.
type IntervalBody struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

func interval(low, high *float64) *IntervalBody {
	if low == nil || high == nil {
		return nil
	}
	return &IntervalBody{*low, *high}
}

// EstimateBody is how a tool is felt about. Without mentions there is nothing to say: what would be a share or a mean is null.
type EstimateBody struct {
	TotalMentions      int64         `json:"total_mentions" doc:"Items that mention the tool, each once"`
	PositiveCount      int64         `json:"positive_count"`
	NegativeCount      int64         `json:"negative_count"`
	NeutralCount       int64         `json:"neutral_count"`
	PositivePercentage *float64      `json:"positive_percentage" doc:"0 to 100; null without mentions, as all that follows"`
	NegativePercentage *float64      `json:"negative_percentage"`
	NeutralPercentage  *float64      `json:"neutral_percentage"`
	AvgSentiment       *float64      `json:"avg_sentiment" doc:"Mean compound, -1 to 1, 4 decimals"`
	NetSentiment       *float64      `json:"net_sentiment" doc:"Percent positive minus percent negative, -100 to 100 points"`
	Interval           *IntervalBody `json:"interval" doc:"95 % interval of net_sentiment in points, clustered by thread and author"`
	EffectiveN         *float64      `json:"effective_n" doc:"How many independent opinions would say as much"`
	SmallSample        bool          `json:"small_sample" doc:"Fewer than 10 mentions or 30 effective ones"`
	Basis              string        `json:"basis" doc:"What the interval covers: sampling error only; widened by the engine's error; or corrected by so many labels, and net_sentiment with it"`
	Labels             int           `json:"labels" doc:"How many labels corrected it; 0 when none did"`
}

func estimateBody(e ask.Estimate) EstimateBody {
	b := EstimateBody{
		TotalMentions: e.Total, PositiveCount: e.Positive, NegativeCount: e.Negative, NeutralCount: e.Neutral,
		NetSentiment: e.Net, Interval: interval(e.Low, e.High), EffectiveN: e.EffectiveN, SmallSample: e.Small, Basis: e.Basis, Labels: e.Labels,
	}
	b.PositivePercentage, b.NegativePercentage, b.NeutralPercentage = e.Percent()
	if e.Total > 0 {
		b.AvgSentiment = &e.Avg
	}
	return b
}

// ChangeBody is how net sentiment changed from the window before.
type ChangeBody struct {
	Points   *float64      `json:"points" doc:"Net sentiment now minus before; null when one of the windows has no mentions"`
	Interval *IntervalBody `json:"interval" doc:"Its 95 % interval in points"`
	P        *float64      `json:"p" doc:"Two-sided; below 0.05 exactly when the interval leaves 0 out"`
	Verdict  string        `json:"verdict" enum:"higher,lower,not distinguishable,too little data,engine changed" doc:"engine changed: the windows were mostly scored by different engines, which is no change of opinions"`
	Mix      *float64      `json:"mix" doc:"Part of points: other communities talk than before; null where it was not looked at"`
	Within   *float64      `json:"within" doc:"Part of points: communities talk otherwise than before"`
}

func changeBody(c ask.Change) ChangeBody {
	return ChangeBody{c.Points, interval(c.Low, c.High), c.P, string(c.Verdict), c.Mix, c.Within}
}

// PeriodBody is a window under the predecessor's names.
type PeriodBody struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end" doc:"Exclusive"`
}

func periodBody(w voxpop.Window) PeriodBody { return PeriodBody{w.From, w.To} }

// before is the window of the same length that ends where w begins.
func before(w voxpop.Window) voxpop.Window {
	return voxpop.Window{From: w.From.Add(w.From.Sub(w.To)), To: w.From}
}
