package redditsim

import "time"

const (
	// DemoDays is how many days of history Demo has.
	DemoDays = 30
	// DemoPerMinute is how many items a minute Demo brings once it runs, on average; single
	// minutes bring about 1 to 8.
	DemoPerMinute = 4
)

// Demo is the world of the demonstration: DemoDays days of talk about eight fictional tools,
// ending at now, with about 650 items a day; from now on about DemoPerMinute items come every
// minute. Releases, outages, price changes and rate limits move what is said. No tool, vendor,
// person or community of it is real.
func Demo(now time.Time) *World {
	return &World{
		Start:         now.UTC().Truncate(24*time.Hour).AddDate(0, 0, -DemoDays),
		LiveFrom:      now,
		LivePerMinute: DemoPerMinute,
		Communities:   demoCommunities(),
		Tools:         demoTools(),
		Events:        demoEvents(),
		EventPeriod:   DemoDays * 24 * time.Hour,
		Authors:       2_500,
	}
}

// The fictional tools, by index.
const (
	nimbrel = iota
	pinwright
	driftlathe
	quillfern
	tessaline
	copperjay
	vellumate
	brackwell
)

func demoTools() []Tool {
	return []Tool{
		nimbrel:    {Name: "Nimbrel", Aliases: []string{"Nimbrel Code"}, Vendor: "Halden Labs", Weight: 5, Mood: 0.35},
		pinwright:  {Name: "Pinwright", Aliases: []string{"Pinwright CLI"}, Vendor: "Castor & Vane", Weight: 4, Mood: 0.1},
		driftlathe: {Name: "Driftlathe", Aliases: []string{"drift-lathe"}, Vendor: "Lathewerk", Weight: 3.5},
		quillfern:  {Name: "Quillfern", Vendor: "Fernhollow", Weight: 3, Mood: 0.15},
		tessaline:  {Name: "Tessaline", Aliases: []string{"Tessaline Agent"}, Vendor: "Orrin & Daughters", Weight: 2.5, Mood: -0.15},
		copperjay:  {Name: "Copperjay", Aliases: []string{"copper-jay"}, Vendor: "Bluecask", Weight: 2, Mood: 0.05},
		vellumate:  {Name: "Vellumate", Vendor: "the Vellumate project", Weight: 1.5, Mood: 0.4},
		brackwell:  {Name: "Brackwell", Vendor: "Tidemark Union", Weight: 1, Mood: -0.3},
	}
}

func demoCommunities() []Community {
	return []Community{
		{Name: "Nimbrel", Title: "Nimbrel, the coding agent", PostsPerDay: 10, CommentsPerDay: 88, PeakHour: 16, Home: nimbrel + 1},
		{Name: "Pinwright", Title: "Pinwright users", PostsPerDay: 8, CommentsPerDay: 66, PeakHour: 15, Home: pinwright + 1},
		{Name: "Driftlathe", Title: "Driftlathe editor", PostsPerDay: 7, CommentsPerDay: 58, PeakHour: 17, Home: driftlathe + 1},
		{Name: "Quillfern", Title: "Quillfern", PostsPerDay: 6, CommentsPerDay: 46, PeakHour: 14, Home: quillfern + 1},
		{Name: "Tessaline", Title: "Tessaline agents", PostsPerDay: 5, CommentsPerDay: 38, PeakHour: 18, Home: tessaline + 1},
		{Name: "Copperjay", Title: "Copperjay", PostsPerDay: 4, CommentsPerDay: 26, PeakHour: 15, Home: copperjay + 1},
		{Name: "Vellumate", Title: "Vellumate, free and open", PostsPerDay: 3, CommentsPerDay: 20, PeakHour: 20, Home: vellumate + 1},
		{Name: "AIPairing", Title: "Pair programming with machines", PostsPerDay: 12, CommentsPerDay: 76, PeakHour: 16},
		{Name: "DevToolTalk", Title: "Talk about developer tools", PostsPerDay: 9, CommentsPerDay: 58, PeakHour: 14},
		{Name: "PromptAndShip", Title: "Prompt it, ship it", PostsPerDay: 7, CommentsPerDay: 42, PeakHour: 19},
	}
}

// demoEvents is the story of the thirty days, counted from the first. The last days hold
// something fresh, so that a newcomer sees a change at once.
func demoEvents() []Event {
	day := 24 * time.Hour
	return []Event{
		{Tool: quillfern, Kind: Release, At: 3*day + 15*time.Hour, Mood: 0.55, HalfLife: 2 * day, Volume: 1.2},
		{Tool: pinwright, Kind: Price, At: 6*day + 17*time.Hour, Mood: -0.9, HalfLife: 3 * day, Volume: 1.8},
		{Tool: driftlathe, Kind: Outage, At: 9*day + 13*time.Hour, Mood: -1.1, HalfLife: 14 * time.Hour, Volume: 2.5},
		{Tool: pinwright, Kind: Repair, At: 12*day + 16*time.Hour, Mood: 0.6, HalfLife: 2 * day, Volume: 0.8},
		{Tool: tessaline, Kind: Release, At: 15*day + 14*time.Hour, Mood: 0.9, HalfLife: 5 * day, Volume: 1.4},
		{Tool: copperjay, Kind: Outage, At: 18*day + 9*time.Hour, Mood: -0.8, HalfLife: 10 * time.Hour, Volume: 1.6},
		{Tool: nimbrel, Kind: Limits, At: 20*day + 18*time.Hour, Mood: -1.2, HalfLife: 3 * day, Volume: 2.2},
		{Tool: vellumate, Kind: Release, At: 23*day + 12*time.Hour, Mood: 0.4, HalfLife: 3 * day, Volume: 1.5},
		{Tool: nimbrel, Kind: Repair, At: 25*day + 16*time.Hour, Mood: 0.7, HalfLife: 2 * day, Volume: 0.9},
		{Tool: driftlathe, Kind: Release, At: 27*day + 15*time.Hour, Mood: 0.7, HalfLife: 3 * day, Volume: 1.3},
		{Tool: brackwell, Kind: Price, At: 28*day + 10*time.Hour, Mood: -0.6, HalfLife: 3 * day, Volume: 0},
		{Tool: quillfern, Kind: Outage, At: 29*day + 8*time.Hour, Mood: -1.1, HalfLife: 16 * time.Hour, Volume: 2.2},
	}
}
