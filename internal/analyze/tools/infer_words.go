package tools

import "strings"

// The words by which infer.go tells whether something stands for a tool.
var (
	known = map[string]string{} // each of the words below, by itself: looking up a buffer needs no copy

	articles       = wordSet("a an the my your his her their our some any another each every these those")
	timeNouns      = wordSet("day days week weeks month months year years hour hours past last moment time start first same most lot bit while")
	beforeToolNoun = wordSet("new latest whole entire damn stupid amazing great coding ai code actual current")
	toolNouns      = wordSet("editor ide extension plugin")
	thisNouns      = wordSet("tool assistant agent cli app product software service platform company")
	questioned     = wordSet("how make makes making made get getting got if whether wait hope see")
	felt           = wordSet("love loved hate hated like liked enjoy enjoyed use used using uses tried recommend recommended cancel canceled cancelled cancelling uninstall uninstalled dropped ditch ditched bought buy miss adore dislike despise prefer trust trusted")
	copulas        = wordSet("is s was has been got gets getting feels felt becomes became seems looks isn wasn hasn")
	adverbs        = wordSet("just really so very too literally always never constantly still now even can cannot can t won will would doesn does did didn don keeps kept keep not actually basically also quickly often sometimes usually again completely totally absolutely pretty quite much way more less only already be super insanely incredibly extremely a bit little lot far by honestly simply somehow suddenly already ve d ll")
	toolVerbs      = wordSet("works work worked crashes crash crashed crashing hallucinates hallucinate hallucinated hallucinating forgets forgot forget ignores ignore ignored ignoring breaks broke breaking sucks rocks freezes froze freezing lags lagging deletes deleted deleting refuses refused fails failed failing writes wrote generates generated edits edited rewrites rewrote suggests understands understand understood misses loops looping hangs hanging struggles struggled shines saves saved costs charges charged burns burned eats ate loses lost stops stopped responds responded struggling improves improved degraded implements implemented")
	qualities      = wordSet("slow slower fast faster great bad garbage awesome buggy unusable useless dumb dumber expensive cheap cheaper broken better worse terrible horrible amazing good perfect nice trash down laggy incredible ridiculous insane stupid magic solid decent awful fantastic excellent impressive unreliable reliable overpriced brilliant crap shit best worst useful helpful annoying frustrating disappointing mediocre powerful smart smarter worthless unresponsive stable unstable")
)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
		known[w] = w
	}
	return set
}

func init() {
	for _, w := range []string{"it", "this", "the", "to", "that"} {
		known[w] = w
	}
}
