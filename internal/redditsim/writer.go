package redditsim

import (
	"slices"
	"strings"
	"time"
)

// writing is the text of an item as first written, and as edited.
type writing struct{ title, body, edited string }

// write makes up what an item says. It depends on the item and the world alone.
func (h *history) write(it *item) writing {
	r := newRandom(it.seed)
	t := h.world.topicOf(it, time.Duration(it.created-h.start)*time.Second, r)
	w := writer{grammar: phrases(), topic: t, r: r, style: styleOf(it.author)}
	var text writing
	switch {
	case it.author == botModerator:
		text.body = w.text("bot.moderator")
	case it.author == botHelper:
		text.body = w.text("bot.helper")
	case it.isPost():
		text.title = w.title(it.hot)
		text.body = w.post()
	default:
		text.body = w.comment(h, it)
	}
	if it.edited != 0 {
		text.edited = text.body + "\n\n" + w.text("edit")
	}
	return text
}

type writer struct {
	grammar grammar
	topic   topic
	r       *random
	style   style
	used    []*piece // first pieces of the phrases written so far
}

// text is one sentence of a list, as is.
func (w *writer) text(list string) string {
	var b strings.Builder
	choices := w.grammar[list]
	if len(choices) == 0 {
		return ""
	}
	// A phrase that was used before in this text is passed over for the one after it.
	i := w.r.below(len(choices))
	for range choices {
		if !slices.Contains(w.used, &choices[i][0]) {
			break
		}
		i = (i + 1) % len(choices)
	}
	w.used = append(w.used, &choices[i][0])
	w.grammar.expand(&b, choices[i], &w.topic, w.r)
	return b.String()
}

var moodNames = map[int]string{1: "good", 0: "even", -1: "bad"}

// list is the most special list there is for the topic: "kind.outage.bad", else "kind.bad".
func (w *writer) list(kind string) string {
	mood := moodNames[w.topic.mood]
	if w.topic.event != "" {
		special := kind + "." + string(w.topic.event) + "." + mood
		if len(w.grammar[special]) > 0 {
			return special
		}
	}
	if w.topic.tool < 0 {
		return kind + ".general." + mood
	}
	return kind + "." + mood
}

func (w *writer) title(hot bool) string {
	if hot {
		return w.style.line(w.text("title.hot"), w.r)
	}
	return w.style.line(w.text(w.list("title")), w.r)
}

// post writes the body of a post: none (a link), or a few sentences and perhaps something
// that is no prose.
func (w *writer) post() string {
	if w.r.chance(0.18) {
		return ""
	}
	parts := []string{w.sentences(1 + w.r.below(3))}
	if w.r.chance(0.45) {
		parts = append(parts, w.sentences(1+w.r.below(3)))
	}
	if w.r.chance(0.22) {
		parts = append(parts, w.text("extra"))
	}
	if w.r.chance(0.35) {
		parts = append(parts, w.style.line(w.text("closing"), w.r))
	}
	return w.finish(parts)
}

func (w *writer) comment(h *history, it *item) string {
	var parts []string
	if !it.parent.isPost() && it.parent.author >= 0 && w.r.chance(0.12) {
		if quoted := firstSentence(h.write(it.parent).body); quoted != "" {
			parts = append(parts, "> "+quoted)
		}
	}
	switch x := w.r.float(); {
	case x < 0.22:
		parts = append(parts, w.style.line(w.text("reply."+moodNames[w.topic.mood]), w.r))
	case x < 0.45:
		reply := w.style.line(w.text("reply."+moodNames[w.topic.mood]), w.r)
		parts = append(parts, reply+" "+w.sentences(1+w.r.below(2)))
	default:
		parts = append(parts, w.sentences(1+w.r.below(3)))
	}
	if w.r.chance(0.07) {
		parts = append(parts, w.text("extra"))
	}
	return w.finish(parts)
}

// finish joins paragraphs; now and then a stranger's hostile string is among them.
func (w *writer) finish(parts []string) string {
	if w.r.chance(0.012) {
		parts = append(parts, hostile[w.r.below(len(hostile))])
	}
	return strings.Join(parts, "\n\n")
}

// sentences writes n sentences that mostly agree in mood.
func (w *writer) sentences(n int) string {
	var b strings.Builder
	for i := range n {
		sentence := w.text(w.nextList(i))
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.style.line(sentence, w.r))
	}
	return b.String()
}

// nextList chooses what the sentence with the given number in its paragraph is about.
func (w *writer) nextList(number int) string {
	mood := moodNames[w.topic.mood]
	switch {
	case w.topic.tool >= 0 && w.r.chance(0.1):
		return "compare." + mood
	case w.r.chance(0.12):
		return "detail"
	case number > 0 && w.r.chance(0.25):
		return "say.general." + mood
	case w.topic.tool >= 0 && w.topic.event != "" && w.r.chance(0.35):
		return "say." + mood
	}
	return w.list("say")
}

// firstSentence is the beginning of a text up to its first full stop, for quoting.
func firstSentence(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	if strings.HasPrefix(line, ">") {
		return ""
	}
	if i := strings.IndexAny(line, ".!?"); i > 0 {
		return line[:i+1]
	}
	return line
}
