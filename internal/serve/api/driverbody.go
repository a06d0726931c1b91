package api

import (
	"slices"

	"github.com/voxpop-dev/voxpop/internal/ask"
)

// DriverSideBody is what one side of the comparison is made of.
type DriverSideBody struct {
	Tool      string     `json:"tool" doc:"Slug; empty for items that do not mention the tool"`
	Subreddit string     `json:"subreddit" doc:"Community, or all"`
	Period    PeriodBody `json:"time_period"`
	Items     int        `json:"items" doc:"Items read: 2,000 at most, chosen by a fixed hash"`
	Of        int64      `json:"of" doc:"Items there were to choose from"`
	Sampled   bool       `json:"sampled" doc:"Not all of them were read"`
}

// DriverBasis says what drivers rest on.
type DriverBasis struct {
	A DriverSideBody `json:"a" doc:"What is compared with"`
	B DriverSideBody `json:"b" doc:"The tool in the window"`
}

// BarBody is a phrase and by how much it moves net sentiment from a to b.
type BarBody struct {
	Phrase    string   `json:"phrase" doc:"One to three words, in small letters; names of the tools compared are left out"`
	Points    float64  `json:"points" doc:"frequency + feeling"`
	Direction string   `json:"direction" enum:"up,down,none"`
	Frequency float64  `json:"frequency" doc:"Points because it is said more or less often"`
	Feeling   float64  `json:"feeling" doc:"Points because the items that say it feel otherwise"`
	ShareA    float64  `json:"share_a" doc:"Percent of the items of a that say it"`
	ShareB    float64  `json:"share_b"`
	NetA      *float64 `json:"net_a" doc:"Net sentiment of those items of a that no bar before has claimed; null without any"`
	NetB      *float64 `json:"net_b"`
	Sure      bool     `json:"sure" doc:"Beyond chance at 5 %, even among all phrases looked at; others may be chance"`
	Items     []string `json:"items" nullable:"false" doc:"Items behind it, of b and then of a, as source/id"`
}

// RestBody is what no bar explains.
type RestBody struct {
	Points *float64 `json:"points"`
	ItemsA int      `json:"items_a" doc:"Items that no bar claims"`
	ItemsB int      `json:"items_b"`
}

// DriversBody answers tools/{slug}/drivers.
type DriversBody struct {
	ToolID      string      `json:"tool_id"`
	ToolName    string      `json:"tool_name"`
	Against     string      `json:"against"`
	Basis       DriverBasis `json:"basis"`
	NetA        *float64    `json:"net_a" doc:"Net sentiment of the items read; null without any"`
	NetB        *float64    `json:"net_b"`
	Difference  *float64    `json:"difference" doc:"b minus a, in points"`
	SmallSample bool        `json:"small_sample" doc:"Fewer than 30 items on a side"`
	Bars        []BarBody   `json:"bars" nullable:"false" doc:"The clearest first; with the rest they sum to the difference"`
	Rest        RestBody    `json:"rest"`
	Phrases     int         `json:"phrases" doc:"How many occurred often enough to be looked at"`
	Window      WindowBody  `json:"window"`
	Coverage    string      `json:"coverage" enum:"complete,gap,unknown"`
	Meta
}

func (s *driverSide) body() DriverSideBody {
	return DriverSideBody{
		Tool: s.tool, Subreddit: orAll(s.filter.Community), Period: periodBody(s.filter.Window),
		Items: len(s.sample.Items), Of: s.sample.Of, Sampled: int64(len(s.sample.Items)) < s.sample.Of,
	}
}

func barBodies(bars []ask.Bar) []BarBody {
	out := make([]BarBody, len(bars))
	for i := range bars {
		b := &bars[i]
		direction := "none"
		switch {
		case b.Points > 0:
			direction = "up"
		case b.Points < 0:
			direction = "down"
		}
		out[i] = BarBody{
			Phrase: b.Phrase, Points: b.Points, Direction: direction, Frequency: b.Frequency, Feeling: b.Feeling,
			ShareA: b.A.Share, ShareB: b.B.Share, NetA: b.A.Net, NetB: b.B.Net, Sure: b.Sure,
			Items: slices.Concat([]string{}, b.B.Items, b.A.Items),
		}
	}
	return out
}
