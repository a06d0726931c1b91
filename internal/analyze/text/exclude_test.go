package text

import (
	"testing"

	"github.com/voxpop-dev/voxpop"
)

func TestIsBot(t *testing.T) {
	for _, name := range []string{"AutoModerator", "automoderator", "RemindMeBot", "sneakpeekbot", "sub_doesnt_exist_bot",
		"bot-sleuth-bot", "dependabot[bot]", "haikusbot", "SaveVideoBot", "Paid-Not-Payed-Bot", "sp4mBot", "TEST_BOT"} {
		if !IsBot(name) {
			t.Errorf("IsBot(%q) = false", name)
		}
	}
	for _, name := range []string{"", "robot", "Robot", "MrRobot", "talbot", "Talbot", "abbot", "bot", "Bot", "_bot", "botany", "bottom_up",
		"not_a_bot", "definitely_not_a_bot", "iamnotabot", "Cabot", "IRobot", "mod_of_bots_r_us"} {
		if IsBot(name) {
			t.Errorf("IsBot(%q) = true", name)
		}
	}
}

func TestExclude(t *testing.T) {
	for _, c := range []struct {
		name string
		item voxpop.Item
		want voxpop.Exclusion
	}{
		{"opinion", voxpop.Item{Author: "ada", Body: "I like it"}, voxpop.Counted},
		{"post with a title only", voxpop.Item{Author: "ada", Title: "I like it"}, voxpop.Counted},
		{"emoji", voxpop.Item{Author: "ada", Body: "❤️"}, voxpop.Counted},
		{"emoticon", voxpop.Item{Author: "ada", Body: ":)"}, voxpop.Counted},
		{"bot", voxpop.Item{Author: "AutoModerator", Body: "Be nice", Distinguished: "moderator"}, voxpop.ExcludedBot},
		{"moderator", voxpop.Item{Author: "ada", Body: "Locked", Distinguished: "moderator"}, voxpop.ExcludedModerator},
		{"admin", voxpop.Item{Author: "ada", Body: "Locked", Distinguished: "admin"}, voxpop.ExcludedModerator},
		{"team account", voxpop.Item{Author: "cursor-ModTeam", Body: "Removed"}, voxpop.ExcludedModerator},
		{"only an address", voxpop.Item{Author: "ada", Body: "https://example.com"}, voxpop.ExcludedEmpty},
		{"only code", voxpop.Item{Author: "ada", Body: "```\nbad\n```"}, voxpop.ExcludedEmpty},
		{"only dots", voxpop.Item{Author: "ada", Body: "..."}, voxpop.ExcludedEmpty},
		{"deleted", voxpop.Item{Author: "ada", Body: "[deleted]"}, voxpop.ExcludedEmpty},
		{"tombstone", voxpop.Item{Author: "ada", Body: "text", State: voxpop.StateDeleted}, voxpop.ExcludedEmpty},
	} {
		doc := Clean("reddit", c.item.Title, c.item.Body)
		if got := Exclude(c.item, doc); got != c.want {
			t.Errorf("%s: Exclude = %q, want %q", c.name, got, c.want)
		}
	}
}
