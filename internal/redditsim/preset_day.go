package redditsim

import "time"

// Day is the world of tests and benchmarks: the fourteen real communities with about 1,250
// posts and 16,400 comments a day. Each day one of them, and at another hour all together,
// receive well over 1,000 comments within half an hour. The three days before begin are
// inhabited too, so that the first poll meets a past. What is said is invented.
func Day(begin time.Time) *World {
	return &World{
		Start:       begin.UTC().Truncate(24*time.Hour).AddDate(0, 0, -3),
		Communities: dayCommunities(1),
		Tools:       dayTools(),
		Authors:     20_000,
		Bursts: []Burst{
			{Community: "claude", FromHour: 8, ToHour: 12, Comments: 1250, Length: 28 * time.Minute},
			{FromHour: 14, ToHour: 20, Comments: 1700, Length: 28 * time.Minute},
		},
	}
}

// Scaled is Day without bursts and with about itemsPerDay items a day, for benchmarks.
func Scaled(begin time.Time, itemsPerDay float64) *World {
	w := Day(begin)
	w.Bursts = nil
	var all float64
	for _, c := range w.Communities {
		all += c.PostsPerDay + c.CommentsPerDay
	}
	w.Communities = dayCommunities(itemsPerDay / all)
	return w
}

func dayCommunities(factor float64) []Community {
	communities := []Community{
		{Name: "Cursor", PostsPerDay: 150, CommentsPerDay: 1700, PeakHour: 16, Home: 1},
		{Name: "Bard", PostsPerDay: 130, CommentsPerDay: 1300, PeakHour: 15, Home: 5},
		{Name: "GithubCopilot", PostsPerDay: 50, CommentsPerDay: 450, PeakHour: 14, Home: 3},
		{Name: "claude", PostsPerDay: 160, CommentsPerDay: 2300, PeakHour: 17, Home: 2},
		{Name: "windsurf", PostsPerDay: 35, CommentsPerDay: 260, PeakHour: 16, Home: 4},
		{Name: "ChatGPTCoding", PostsPerDay: 60, CommentsPerDay: 750, PeakHour: 18},
		{Name: "vibecoding", PostsPerDay: 150, CommentsPerDay: 1250, PeakHour: 19},
		{Name: "aws", PostsPerDay: 60, CommentsPerDay: 600, PeakHour: 15},
		{Name: "programming", PostsPerDay: 80, CommentsPerDay: 1500, PeakHour: 14},
		{Name: "MachineLearning", PostsPerDay: 60, CommentsPerDay: 450, PeakHour: 13},
		{Name: "artificial", PostsPerDay: 110, CommentsPerDay: 950, PeakHour: 17},
		{Name: "OpenAI", PostsPerDay: 180, CommentsPerDay: 1900, PeakHour: 18, Home: 6},
		{Name: "kiroIDE", PostsPerDay: 15, CommentsPerDay: 70, PeakHour: 15, Home: 7},
		{Name: "JulesAgent", PostsPerDay: 10, CommentsPerDay: 40, PeakHour: 16, Home: 8},
	}
	for i := range communities {
		communities[i].PostsPerDay *= factor
		communities[i].CommentsPerDay *= factor
	}
	return communities
}

func dayTools() []Tool {
	return []Tool{
		{Name: "Cursor", Vendor: "Anysphere", Weight: 5},
		{Name: "Claude Code", Vendor: "Anthropic", Weight: 6, Mood: 0.2},
		{Name: "GitHub Copilot", Aliases: []string{"Copilot"}, Vendor: "GitHub", Weight: 4},
		{Name: "Windsurf", Vendor: "Cognition", Weight: 2, Mood: -0.1},
		{Name: "Gemini", Vendor: "Google", Weight: 4, Mood: 0.1},
		{Name: "Codex", Vendor: "OpenAI", Weight: 5},
		{Name: "Kiro", Vendor: "Amazon", Weight: 1},
		{Name: "Jules", Vendor: "Google", Weight: 1},
	}
}
