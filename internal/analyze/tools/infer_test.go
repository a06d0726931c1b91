package tools

import "testing"

func TestInferred(t *testing.T) {
	m := shipped(t)
	for _, c := range []struct{ community, text, want string }{
		{"Cursor", "It keeps crashing, I hate it.", "?cursor:It | ?cursor:it"},
		{"cursor", "This tool is a joke.", "?cursor:This tool"},
		{"cursor", "I love this new editor", "?cursor:this new editor"},
		{"cursor", "Honestly it's so slow today", "?cursor:it"},
		{"cursor", "Been using it for three weeks.", "?cursor:it"},
		{"kiroIDE", "It was great until Tuesday.", "?kiro:It"},
		{"GithubCopilot", "Cancelled it yesterday.", "?github-copilot:it"},
		{"LocalLLaMA", "It keeps crashing, I hate it.", ""},
		{"programming", "This tool is a joke.", ""},
		{"cursor", "Windsurf does it better, I love it.", "windsurf:Windsurf"},
		{"cursor", "Cursor is fine. It works.", "cursor:Cursor"},
		{"cursor", "It is raining.", ""},
		{"cursor", "It depends on what you do.", ""},
		{"cursor", "It would be better to write tests.", ""},
		{"cursor", "It's hard to say.", ""},
		{"cursor", "It is good that you ask.", ""},
		{"cursor", "I wrote a parser and it works.", ""},
		{"cursor", "My code is old, but I like it.", ""},
		{"cursor", "Love it!", ""},
		{"cursor", "Can I know how it works?", ""},
		{"cursor", "What did you do to make it work?", ""},
		{"cursor", "Will try it out, the agent looks nice.", ""},
		{"cursor", "Thanks!", ""},
		{"cursor", "", ""},
	} {
		if got := found(m, c.community, c.text); got != c.want {
			t.Errorf("r/%s, %q: found %q, want %q", c.community, c.text, got, c.want)
		}
	}
}
