package tools

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
)

// found returns the tools named in text, as "slug:words", in order.
func found(m *Matcher, community, text string) string {
	var out []string
	for _, mention := range m.Find(Input{Source: "reddit", Community: community, Kind: voxpop.KindComment, Text: text}) {
		entry := mention.Tool + ":" + at(text, mention.Span)
		if mention.Inferred {
			entry = "?" + entry
		}
		out = append(out, entry)
	}
	return strings.Join(out, " | ")
}

func TestFindsEveryTool(t *testing.T) {
	m := shipped(t)
	seen := map[string]bool{}
	for _, c := range []struct{ want, text string }{
		{"github-copilot", "We rolled out GitHub Copilot to everybody last spring."},
		{"github-copilot", "Copilot finishes my tests before I have thought of them."},
		{"microsoft-copilot", "Microsoft Copilot in Word is of no use to me."},
		{"cursor", "After the update Cursor eats all of my memory."},
		{"cursor", "i use cursor as my ide"},
		{"windsurf", "I moved the team over to Windsurf in March."},
		{"codeium", "Codeium is free, so I tried that first."},
		{"claude-code", "Claude Code rewrote the parser overnight."},
		{"claude-code", "claude-code asks for permission all the time"},
		{"claude-code", "ClaudeCode in CI? Sure."},
		{"claude", "Claude explained the borrow checker to me."},
		{"claude", "Is Sonnet 3.7 better than 4o?"},
		{"claude", "claude3.5 was the last one I liked"},
		{"chatgpt", "My boss pasted it into ChatGPT."},
		{"gpt", "GPT-4o gets this right, GPT-4.1 too."},
		{"gpt", "gpt4 is slower"},
		{"codex", "Codex CLI opened twelve pull requests."},
		{"codex", "codex is OpenAI's agent, and a good one"},
		{"gemini-cli", "gemini-cli has a huge free quota."},
		{"gemini-code-assist", "Gemini Code Assist in IntelliJ is fine."},
		{"gemini", "Gemini's context is a million tokens."},
		{"bard", "Google Bard was never good at this."},
		{"amazon-q", "Amazon Q upgraded our Java services."},
		{"kiro", "Kiro writes the specification first."},
		{"jules", "I gave the issue to Google Jules."},
		{"aider", "aider commits every change by itself"},
		{"cline", "With Cline I burn ten dollars a day."},
		{"roo-code", "Roo Code has modes for that."},
		{"roo-code", "I run roo with a local model"},
		{"kilo-code", "Kilo Code merges the ideas of both."},
		{"continue", "The Continue extension works with my own server."},
		{"devin", "Cognition Devin closed two of our tickets."},
		{"replit", "My students all use Replit."},
		{"tabnine", "Tabnine runs on premises."},
		{"cody", "Sourcegraph Cody knows our monorepo."},
		{"amp", "Sourcegraph Amp has no model picker."},
		{"jetbrains-ai", "JetBrains AI is included now."},
		{"junie", "Junie is slow but JetBrains is working on it."},
		{"v0", "v0.dev made the landing page."},
		{"bolt", "I built it with bolt.new in an hour."},
		{"lovable", "The prototype comes from lovable.dev."},
		{"zed", "The Zed editor starts at once."},
		{"warp", "Warp terminal wants me to log in."},
		{"opencode", "opencode works with any provider"},
		{"qwen-code", "Qwen Code is a fork."},
		{"augment", "Augment Code indexes everything."},
		{"antigravity", "Google Antigravity ate my quota."},
		{"trae", "Trae is from ByteDance."},
		{"void", "The Void editor is open source."},
		{"goose", "I automate releases with Block's Goose."},
		{"openhands", "OpenHands ran for two hours."},
		{"factory", "Factory Droid did well on it."},
		{"crush", "Charm Crush looks pretty."},
		{"tabby", "We host TabbyML ourselves."},
		{"twinny", "Twinny talks to my local server."},
		{"phind", "I used to ask Phind for that."},
		{"sweep", "Sweep AI opened the request."},
		{"coderabbit", "CodeRabbit found a real bug."},
		{"qodo", "Qodo writes decent tests."},
		{"greptile", "Greptile comments too much."},
		{"grok", "Grok answers anything."},
		{"deepseek", "deepseek is cheap"},
		{"qwen", "Qwen2.5-Coder-32B fits my card."},
		{"kimi", "Kimi K2 is huge."},
		{"glm", "GLM-4.6 is my daily driver."},
		{"mistral", "Devstral surprised me."},
		{"llama", "Llama-3.3 is old by now."},
		{"gemma", "Gemma 3 sees images."},
		{"phi", "Phi-4 is dry."},
		{"starcoder", "StarCoder2 was the first that I ran."},
		{"command-r", "Command R+ is good at retrieval."},
		{"perplexity", "Perplexity Pro came with my phone."},
		{"pi", "pi.ai has a nice voice."},
		{"poe", "I read it on poe.com."},
		{"ollama", "ollama pulls it for you"},
		{"lm-studio", "LM Studio shows the speed."},
		{"llama-cpp", "llama.cpp got support today."},
		{"koboldcpp", "KoboldCpp is one file."},
		{"text-generation-webui", "oobabooga loads it too."},
		{"vllm", "vLLM batches better."},
		{"sglang", "SGLang is faster still."},
		{"exllama", "ExLlamaV2 fits it into 24 GB."},
		{"open-webui", "Open WebUI in front of it."},
		{"sillytavern", "SillyTavern has too many knobs."},
		{"librechat", "LibreChat for the family."},
		{"anythingllm", "AnythingLLM for documents."},
		{"jan", "jan.ai is simpler."},
		{"gpt4all", "GPT4All on my laptop."},
		{"openrouter", "OpenRouter bills me monthly."},
		{"litellm", "LiteLLM in between."},
		{"huggingface", "It is on Hugging Face."},
		{"groq", "Groq is incredibly fast."},
		{"unsloth", "Unsloth halves the memory."},
		{"langchain", "LangChain hides too much."},
		{"llamaindex", "LlamaIndex reads PDFs."},
		{"notebooklm", "NotebookLM makes podcasts."},
	} {
		seen[c.want] = true
		got := m.Find(Input{Source: "reddit", Community: "LocalLLaMA", Text: c.text})
		if !slices.ContainsFunc(got, func(m voxpop.Mention) bool { return m.Tool == c.want }) {
			t.Errorf("%q: found %v, want %s", c.text, got, c.want)
		}
	}
	for _, tool := range Catalog() {
		if !seen[tool.Slug] {
			t.Errorf("no sentence names %s", tool.Slug)
		}
	}
}

func TestCommonWordsAreNoTools(t *testing.T) {
	m := shipped(t)
	for _, community := range []string{"LocalLLaMA", "programming", "aws"} {
		for _, text := range hardNegatives {
			if got := found(m, community, text); got != "" {
				t.Errorf("r/%s, %q: found %s", community, text, got)
			}
		}
	}
}

var hardNegatives = []string{
	"The mouse cursor is gone.",
	"Use a SQL cursor to walk the rows.",
	"There is a blinking cursor and nothing else.",
	"Put the cursor at the end of the line and press tab.",
	"The cursor moves to the next field.",
	"cursor.execute(query) fails",
	"set my_cursor_position first",
	"Cursor position is kept in the state.",
	"A cursor-based pagination is better here.",
	"My cursor keeps disappearing when I type.",
	"Claude Monet painted water lilies.",
	"Jean-Claude Van Damme is in it.",
	"Information theory goes back to Claude Shannon.",
	"Claude Debussy wrote it.",
	"Please continue reading below.",
	"I want to continue this discussion.",
	"Continue with the next step, and the training will resume.",
	"They will continue to develop it.",
	"The co-pilot of the plane took over.",
	"He sat in the copilot seat.",
	"The captain and the copilot were both asleep.",
	"A Copilot+ PC needs an NPU.",
	"It is gemini season again.",
	"My zodiac is Gemini.",
	"I'm a Gemini, so I talk a lot.",
	"My horoscope says that Gemini and Leo do not match.",
	"The Gemini program came before Apollo.",

	"The last letter of the alphabet is zed.",
	"Engage at warp speed!",
	"The warp drive is offline.",
	"Get a bolt cutter.",
	"The bolt came loose.",
	"Usain Bolt still holds the record.",
	"Such a lovable puppy.",
	"He is a lovable idiot.",
	"We released v0.1 yesterday.",
	"The v0 of the schema had no index.",
	"Twenty thousand leagues, by Jules Verne.",
	"Jules Winnfield would say it louder.",
	"Devin Booker scored 50.",

	"The codex is a medieval manuscript.",
	"Codex Sinaiticus is in London.",
	"My D&D bard has 18 charisma.",
	"The bard sings, and the dungeon master laughs.",
	"Cody Rhodes won the match.",
	"My brother Cody lives in Wyoming.",
	"The kangaroo, or roo for short, jumped.",
	"I weigh 80 kilo.",
	"We went to windsurf in the bay, the wind was great.",
	"Patsy Cline sings it.",
	"Augment your income!",
	"The model needs an antigravity engine, physics be damned.",
	"I can grok the idea now, I could not grok it before.",
	"The perplexity of the quant is 5.9 on wikitext.",
	"Write a sonnet about the sea.",
	"A haiku has three lines.",
	"Fit a GLM, a generalized linear model, to the counts.",
	"The disk has a GPT partition table.",
	"r/cursor is that way, ask u/claude there",
	"2gemini is no name and claudeish neither",
	"Crush the competition, goose!",
	"The phone is a Rabbit R1.",
}

func TestLongestNameCounts(t *testing.T) {
	m := shipped(t)
	for text, want := range map[string]string{
		"Claude Code is not Claude.":                "claude-code:Claude Code | claude:Claude",
		"Gemini CLI, not Gemini":                    "gemini-cli:Gemini CLI | gemini:Gemini",
		"GitHub Copilot or just Copilot":            "github-copilot:GitHub Copilot | github-copilot:Copilot",
		"Microsoft Copilot is no Copilot":           "microsoft-copilot:Microsoft Copilot | github-copilot:Copilot",
		"qwen code runs qwen":                       "qwen-code:qwen code | qwen:qwen",
		"Claude Sonnet 4.5":                         "claude:Claude Sonnet",
		"GPT4All is not GPT4":                       "gpt4all:GPT4All | gpt:GPT4",
		"Chat GPT":                                  "chatgpt:Chat GPT",
		"Claude's, Cursor's and the ChatGPTs' bugs": "claude:Claude | cursor:Cursor | chatgpt:ChatGPTs",
		"#Cursor @claude_ai *Windsurf*":             "cursor:Cursor | claude:claude_ai | windsurf:Windsurf",
		"CURSOR AND CLAUDE":                         "cursor:CURSOR | claude:CLAUDE",
		"naïve 👍🏽 Cláude é Claude":                  "claude:Claude",
		"Claude\nCode":                              "claude:Claude",
		"claude - code":                             "claude:claude",
		"Claude/Gemini/ChatGPT":                     "claude:Claude | gemini:Gemini | chatgpt:ChatGPT",
		"llama.cpp, llamacpp and llama cpp":         "llama-cpp:llama.cpp | llama-cpp:llamacpp | llama-cpp:llama cpp",
	} {
		if got := found(m, "LocalLLaMA", text); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestContextRules(t *testing.T) {
	catalog := []voxpop.Tool{
		{Slug: "oak", Status: voxpop.ToolActive, Home: []string{"reddit/oak"}, Aliases: []voxpop.Alias{
			{Text: "Oak", Prior: 0.3, Require: []string{"editor", "oak tree house"}, Exclude: []string{"oak tree", "forest"}}}},
		{Slug: "elm", Status: voxpop.ToolActive, Aliases: []voxpop.Alias{{Text: "Elm", Case: true, Require: []string{"language"}}}},
		{Slug: "fir", Status: voxpop.ToolActive, Aliases: []voxpop.Alias{{Text: "Fir Tool"}}},
	}
	m, err := Compile(catalog)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ community, text, want string }{
		{"x", "I like oak.", ""},
		{"x", "I like oak as an editor.", "oak:oak"},
		{"x", "I like oak. It is a good editor.", "oak:oak"},
		{"x", "I like oak and " + strings.Repeat("so on ", 60) + " editor.", ""},
		{"x", "I like oak and the fir tool.", "oak:oak | fir:fir tool"},
		{"LocalLLaMA", "I like oak.", "oak:oak"},
		{"oak", "I like oak.", "oak:oak"},
		{"oak", "I like the oak tree.", ""},
		{"oak", "Not the oak tree but oak is what I like.", "oak:oak"},
		{"oak", "Oak grows in the forest.", ""},
		{"oak", "Oak grows. The forest is near.", "oak:Oak"},
		{"x", "Elm is a language.", "elm:Elm"},
		{"x", "elm is a language.", ""},
		{"x", "ELM is a language.", ""},
		{"x", "Elm is a tree.", ""},
		{"LocalLLaMA", "Elm is a tree.", ""},
		{"languageElm", "Elm is nice.", "elm:Elm"},
		{"x", "Elm, elm: the language", "elm:Elm"},
	} {
		if got := found(m, c.community, c.text); got != c.want {
			t.Errorf("r/%s, %q: found %q, want %q", c.community, c.text, got, c.want)
		}
	}
}

func TestFindManyAtOnce(t *testing.T) {
	m := shipped(t)
	texts := append([]string{"Claude Code is better than Cursor, but Windsurf..."}, hardNegatives...)
	want := map[string]string{}
	for _, text := range texts {
		want[text] = found(m, "LocalLLaMA", text)
	}
	for worker := range 4 {
		t.Run(fmt.Sprint(worker), func(t *testing.T) {
			t.Parallel()
			for range 50 {
				for _, text := range texts {
					if got := found(m, "LocalLLaMA", text); got != want[text] {
						t.Fatalf("%q: found %q beside others, %q alone", text, got, want[text])
					}
				}
			}
		})
	}
}

func TestListsAreCut(t *testing.T) {
	got := shipped(t).Find(Input{Source: "reddit", Community: "x", Text: strings.Repeat("Claude. ", maxMentions+50)})
	if len(got) != maxMentions {
		t.Errorf("%d mentions, want %d", len(got), maxMentions)
	}
}
