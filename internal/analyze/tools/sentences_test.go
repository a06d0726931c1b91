package tools

import (
	"slices"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
)

// sentences say of each tool whether it is praised (+), blamed (-) or neither (0), and behind a bar which tool
// is preferred (worse<better) or taken (left>taken).
var sentences = []struct{ text, want, relations string }{
	// From the design.
	{"Cursor is great but Claude Code is better.", "cursor+ claude-code+", "cursor<claude-code"},
	{"I switched from Copilot to Cursor and never looked back.", "github-copilot- cursor+", "github-copilot>cursor"},
	{"Windsurf is not as good as Claude.", "windsurf- claude+", "windsurf<claude"},
	{"Aider is better than Cline.", "aider+ cline-", "cline<aider"},
	{"Cursor > Copilot", "cursor+ github-copilot-", "github-copilot<cursor"},
	// Plain statements.
	{"Cursor is great.", "cursor+", ""},
	{"I love Windsurf!", "windsurf+", ""},
	{"Gemini is garbage.", "gemini-", ""},
	{"Copilot is terrible at refactoring.", "github-copilot-", ""},
	{"Cline is awesome", "cline+", ""},
	{"Copilot keeps crashing, I hate it.", "github-copilot-", ""},
	{"Aider is slow and buggy.", "aider-", ""},
	{"Claude Code just works.", "claude-code+", ""},
	{"Windsurf is a waste of money.", "windsurf-", ""},
	{"Claude has gotten so much worse lately.", "claude-", ""},
	{"Gemini nailed it on the first try.", "gemini+", ""},
	{"I tried Aider. It is terrible.", "aider-", ""},
	{"Honestly Claude blew me away.", "claude+", ""},
	{"ChatGPT hallucinates constantly and ignores instructions.", "chatgpt-", ""},
	{"GitHub Copilot was released in 2021.", "github-copilot0", ""},
	{"The config file of Aider is in your home directory.", "aider0", ""},
	// Clauses.
	{"Cursor is great and Windsurf sucks.", "cursor+ windsurf-", ""},
	{"While Copilot is terrible, Cursor is fantastic.", "github-copilot- cursor+", ""},
	{"Gemini is awful; Claude is wonderful.", "gemini- claude+", ""},
	{"Claude is amazing, however ChatGPT is useless.", "claude+ chatgpt-", ""},
	{"I love Aider although Cline is horrible.", "aider+ cline-", ""},
	{"Windsurf is excellent, whereas Copilot is a joke.", "windsurf+ github-copilot-", ""},
	{"Cline is awesome - Cursor is trash.", "cline+ cursor-", ""},
	{"Gemini sucks, but I love Claude.", "gemini- claude+", ""},
	// Comparisons.
	{"Claude is much better than Gemini for coding.", "claude+ gemini-", "gemini<claude"},
	{"Claude Code is way better than Cursor.", "claude-code+ cursor-", "cursor<claude-code"},
	{"Copilot is worse than Cursor.", "github-copilot- cursor+", "github-copilot<cursor"},
	{"Gemini is faster than Claude.", "gemini+ claude-", "claude<gemini"},
	{"Cline is more expensive than Aider.", "cline- aider+", "cline<aider"},
	{"Aider is more reliable than Cline.", "aider+ cline-", "cline<aider"},
	{"Copilot is less useful than Cursor.", "github-copilot- cursor+", "github-copilot<cursor"},
	{"Copilot isn't nearly as good as Cursor.", "github-copilot- cursor+", "github-copilot<cursor"},
	{"Gemini is nowhere near as smart as Claude.", "gemini- claude+", "gemini<claude"},
	{"Windsurf is as good as Cursor.", "windsurf+ cursor+", ""},
	{"Gemini is no better than ChatGPT.", "gemini- chatgpt-", ""},
	{"Gemini isn't better than Claude.", "gemini- claude+", ""},
	{"I prefer Cursor over Windsurf.", "cursor+ windsurf-", "windsurf<cursor"},
	{"I prefer Claude to ChatGPT.", "claude+ chatgpt-", "chatgpt<claude"},
	{"I would pick Aider over Cline any day.", "aider+ cline-", "cline<aider"},
	{"Claude beats Gemini at refactoring.", "claude+ gemini-", "gemini<claude"},
	{"Claude Code absolutely destroys Copilot.", "claude-code+ github-copilot-", "github-copilot<claude-code"},
	{"Nothing beats Claude for writing tests.", "claude+", ""},
	{"Gemini can't beat Claude.", "gemini- claude+", "gemini<claude"},
	{"Cursor is miles ahead of Copilot.", "cursor+ github-copilot-", "github-copilot<cursor"},
	{"Copilot is way behind Cursor.", "github-copilot- cursor+", "github-copilot<cursor"},
	{"Gemini is inferior to Claude.", "gemini- claude+", "gemini<claude"},
	{"Codex is superior to Claude Code.", "codex+ claude-code-", "claude-code<codex"},
	{"Copilot can't compete with Cursor.", "github-copilot- cursor+", "github-copilot<cursor"},
	{"Gemini doesn't even come close to Claude.", "gemini- claude+", "gemini<claude"},
	{"Nothing comes close to Claude Code.", "claude-code+", ""},
	{"Claude > Gemini > ChatGPT", "claude+ gemini- chatgpt-", "gemini<claude chatgpt<gemini"},
	{"Copilot < Cursor", "github-copilot- cursor+", "github-copilot<cursor"},
	{"Use Aider instead of Cline.", "aider+ cline-", "cline<aider"},
	{"Unlike Copilot, Cursor is amazing.", "github-copilot- cursor+", "github-copilot<cursor"},
	{"Cursor, unlike Copilot, is excellent.", "cursor+ github-copilot-", "github-copilot<cursor"},
	{"Cursor and Windsurf are better than Copilot.", "cursor+ windsurf+ github-copilot-", "github-copilot<cursor github-copilot<windsurf"},
	{"It is so much better than Copilot.", "github-copilot-", ""},
	{"Claude is better than I expected.", "claude+", ""},
	{"ChatGPT used to be better.", "chatgpt-", ""},
	{"Copilot has improved a lot, but it's still not as good as Cursor.", "cursor+", "github-copilot<cursor"},
	{"I like Cursor more than Windsurf.", "cursor+ windsurf-", "windsurf<cursor"},
	{"Claude Code blows Gemini CLI out of the water.", "claude-code+ gemini-cli-", "gemini-cli<claude-code"},
	{"Cursor and Windsurf are overpriced compared to Aider.", "cursor- windsurf- aider+", "cursor<aider windsurf<aider"},
	{"Cursor might be better than Copilot.", "", ""},
	{"They claim Grok beats Claude.", "", ""},
	// Switching.
	{"After a month with Claude Code I can't imagine going back to Cursor.", "claude-code+ cursor-", "cursor<claude-code"},
	{"If Cursor doesn't fix this I'm going back to Copilot.", "", ""},
	{"Moved from Cursor to Claude Code last month.", "cursor- claude-code+", "cursor>claude-code"},
	{"I migrated to Windsurf from Copilot.", "windsurf+ github-copilot-", "github-copilot>windsurf"},
	{"I ditched Copilot for Cursor.", "github-copilot- cursor+", "github-copilot>cursor"},
	{"I cancelled ChatGPT and switched to Claude.", "chatgpt- claude+", "chatgpt>claude"},
	{"Just cancelled my Cursor subscription.", "cursor-", ""},
	{"Replaced Copilot with Cline at work.", "github-copilot- cline+", "github-copilot>cline"},
	{"I tried Windsurf and went back to Cursor.", "windsurf- cursor+", "windsurf>cursor"},
	{"I dropped Cline in favor of Roo Code.", "cline- roo-code+", "cline>roo-code"},
	{"Copilot was too slow so I switched to Cursor.", "github-copilot- cursor+", "github-copilot>cursor"},
	{"I switched from Claude to Gemini and regret it.", "claude+ gemini-", "claude>gemini"},
	{"Coming from Copilot, Cursor is a joy.", "cursor+", "github-copilot>cursor"},
	{"I might switch from Copilot to Cursor.", "", ""},
	{"I never switched from Copilot to Cursor.", "", ""},
	{"Thinking about moving from Cursor to Windsurf.", "", ""},
	// Lists.
	{"Cursor, Windsurf and Copilot are all great.", "cursor+ windsurf+ github-copilot+", ""},
	{"Claude/Gemini are both useless for this.", "claude- gemini-", ""},
	{"There are extensions for Aider, Cline, and Roo Code.", "aider0 cline0 roo-code0", ""},
	// Negation.
	{"Copilot is not good.", "github-copilot-", ""},
	{"I don't like Cursor at all.", "cursor-", ""},
	{"Windsurf isn't worth it.", "windsurf-", ""},
	{"Can't recommend Aider enough.", "aider+", ""},
	{"I wouldn't recommend Kiro to anyone.", "kiro-", ""},
	{"Gemini never fails me.", "gemini+", ""},
	// Questions, wishes.
	{"Is Cursor any good?", "cursor0", ""},
	{"Is Cursor better than Windsurf?", "cursor0 windsurf0", ""},
	{"Has anyone switched from Copilot to Cursor?", "github-copilot0 cursor0", ""},
	{"Which is better, Claude or Gemini?", "claude0 gemini0", ""},
	{"Why is Copilot so terrible?", "github-copilot-", ""},
	{"Is it just me or is Gemini terrible today?", "gemini-", ""},
	{"I wish Cursor had a good diff view.", "cursor0", ""},
	{"Would be great if Aider had this.", "aider0", ""},
	// Several mentions are one opinion.
	{"Cursor is great. Cursor is amazing.", "cursor+", ""},
}

func TestSentences(t *testing.T) {
	m := shipped(t)
	if len(sentences) < 65 {
		t.Errorf("%d sentences", len(sentences))
	}
	for _, c := range sentences {
		opinions, relations := scorer().Opinions(c.text, m.Find(Input{Source: "reddit", Community: "LocalLLaMA", Text: c.text}))
		for want := range strings.FieldsSeq(c.want) {
			slug, sign := want[:len(want)-1], want[len(want)-1]
			i := slices.IndexFunc(opinions, func(o voxpop.ToolOpinion) bool { return o.Tool == slug })
			if i < 0 {
				t.Errorf("%q: %s is not found", c.text, slug)
				continue
			}
			if got := "-0+"[opinions[i].Score.Label.Sign()+1]; got != sign {
				t.Errorf("%q: %s is %c %+.3f, want %c", c.text, slug, got, opinions[i].Score.Compound, sign)
			}
		}
		var got []string
		for _, r := range relations {
			sign := "<"
			if r.Kind == voxpop.Switched {
				sign = ">"
			}
			got = append(got, r.From+sign+r.To)
			if said := at(c.text, r.Span); !strings.Contains(c.text, said) || len(said) < 10 {
				t.Errorf("%q: the statement is %q", c.text, said)
			}
		}
		if strings.Join(got, " ") != c.relations {
			t.Errorf("%q: relations %q, want %q", c.text, got, c.relations)
		}
	}
}
