package aspects

import (
	"slices"
	"strings"
)

// cue is a word or phrase that speaks of an aspect.
type cue struct {
	aspect Aspect
	sign   int
	// inverse says that of a cue without a sign the low is good: price, latency.
	inverse bool
	// weak says that the cue counts only behind a word of degree.
	weak  bool
	words []string
}

// lexicon lists the cues, a line for each aspect and sign: + praises, - blames, 0 leaves it to the words around, ~ too, but
// the less of it the better. Phrases are parted by commas. Left out on purpose is what people say as often of
// something else: support as a verb, errors in one's own code, "quick", "free" as in feel free (see excluded).
const lexicon = `
price + cheap, cheaper, cheapest, affordable, inexpensive, free, free tier, free plan, free of charge, worth the money, worth the price, worth every penny, worth the cost, good value, great value, best value, value for money, bang for the buck, bang for your buck, cost effective, cost efficient, reasonably priced, fairly priced, dirt cheap
price - expensive, pricey, pricy, overpriced, costly, rip off, ripoff, cash grab, money grab, price hike, price increase, price gouging, waste of money, too much money, unaffordable, costs a fortune, cost a fortune, burn through credits, burning through credits, exorbitant, hidden fees
price ~ price, prices, pricing, cost, costs, subscription fee, monthly fee, price tag, price point, billing
speed + fast, faster, fastest, snappy, snappier, speedy, blazing, blazingly, lightning fast, super fast, low latency, ?responsive
speed - slow, slower, slowest, sluggish, laggy, lags, lagging, takes forever, take forever, took forever, takes ages, slow as hell, painfully slow, crawls, slows down, slowed down, high latency
speed 0 speed, speeds, response time, response times, tokens per second, throughput, inference speed
speed ~ latency, lag
quality + accurate, more accurate, smart, smarter, smartest, ?intelligent, reliable, ?capable, high quality, better quality, top notch, impressive, impressed, follows instructions, good results, great results, better results, best results, good answers, great answers, coherent, ?useful, ?helpful, ?powerful, trustworthy
quality - inaccurate, dumb, dumber, dumbed down, stupid, hallucinate, hallucinates, hallucinated, hallucinating, hallucination, hallucinations, unreliable, garbage, low quality, poor quality, bad results, poor results, nonsense, gibberish, useless, lobotomized, nerfed, degraded, gotten worse, got worse, makes mistakes, makes stuff up, makes things up, making things up, underwhelming, incoherent, wrong answers, mediocre, disappointing, disappointed, ignores instructions
quality 0 quality, accuracy, output quality, code quality
limits + unlimited, no limits, no limit, generous limits, higher limits, generous
limits - rate limited, throttled, throttling, throttle, capped, limit reached, hit the limit, hit my limit, hit limits, hitting limits, hitting the limit, hit the cap, run out of requests, ran out of requests, out of credits, ran out of credits, weekly limit, weekly limits
limits 0 rate limit, rate limits, rate limiting, usage limit, usage limits, message limit, message limits, token limit, token limits, daily limit, daily limits, context limit, context limits, request limit, quota, quotas, usage cap, usage caps
bugs + stable, rock solid, works flawlessly, worked flawlessly, works perfectly, worked perfectly, bug free, works like a charm, worked like a charm, just works, works great, worked great, works well, worked well
bugs - bug, bugs, buggy, buggier, crash, crashes, crashed, crashing, broken, glitch, glitches, glitchy, unstable, unusable, doesn't work, does not work, didn't work, did not work, doesnt work, don't work, not working, isn't working, stopped working, stops working, never works, never worked, won't work, freezes, freezing up, hangs, regression, regressions, segfault, segfaults, memory leak, memory leaks, keeps failing, kept failing, fails to load, failed to load, gets stuck, get stuck, got stuck
bugs 0 stability
support + refunded, well documented, good documentation, great documentation, good docs, great docs, great support, good support, excellent support, responsive support
support - bad support, poor support, terrible support, awful support, undocumented, poorly documented, bad documentation, poor documentation, no documentation, bad docs, lack of documentation, lacking documentation, abandoned, unmaintained, no longer maintained
support 0 customer support, customer service, support team, support ticket, support tickets, refund, refunds, documentation, the docs, their docs, api docs, official docs
privacy + ?private, fully private, privacy friendly, privacy focused, privacy first, keeps your data, stays local, no telemetry
privacy - telemetry, spyware, data leak, data leaks, data breach, leaked my, sells your data, sell your data, steals your data, steal your data, harvesting, data mining, invasive, privacy nightmare, privacy concern, privacy concerns, privacy issue, privacy issues
privacy 0 privacy, data retention, data protection, confidentiality
usability + user friendly, easy to use, easier to use, easy to set up, easy to setup, easy setup, intuitive, polished, ?convenient, beginner friendly, seamless, streamlined, simple to use, easy to install
usability - clunky, confusing, unintuitive, counterintuitive, hard to use, difficult to use, cumbersome, janky, bloated, hard to set up, hard to setup, pain to use, pain to set up, cluttered, steep learning curve, ?annoying, ?complicated
usability 0 ui, ux, user interface, user experience, learning curve
`

// cues are the cues by their first word, the longest first.
var cues = func() map[string][]*cue {
	m := map[string][]*cue{}
	for line := range strings.Lines(strings.TrimSpace(lexicon)) {
		aspect, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		mark, list, _ := strings.Cut(rest, " ")
		for phrase := range strings.SplitSeq(list, ",") {
			phrase, weak := strings.CutPrefix(strings.TrimSpace(phrase), "?")
			c := &cue{aspect: Aspect(aspect), sign: map[string]int{"+": 1, "-": -1}[mark], inverse: mark == "~", weak: weak, words: strings.Fields(phrase)}
			m[c.words[0]] = append(m[c.words[0]], c)
		}
	}
	for _, list := range m {
		slices.SortStableFunc(list, func(a, b *cue) int { return len(b.words) - len(a.words) })
	}
	return m
}()

// isAdjective reports whether a signed cue of one word describes the noun behind it, if there is one.
func (c *cue) isAdjective() bool {
	if c.aspect == Bugs {
		return c.words[0] == "broken" || c.words[0] == "stable" || c.words[0] == "buggy"
	}
	return c.aspect != Limits && c.aspect != Support && !notAdjectives[c.words[0]]
}

func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// opinions give a sign to cues that have none.
var opinions = map[string]int{}

func init() {
	for _, w := range strings.Fields("good great excellent amazing awesome fantastic love loved nice best better decent solid impressive fair reasonable perfect superb incredible improved improving improves improve generous outstanding insane crazy wonderful win beats unbeatable clean beautiful") {
		opinions[w] = 1
	}
	for _, w := range strings.Fields("bad terrible awful horrible worst worse poor sucks suck sucked hate hated ridiculous insulting absurd unacceptable outrageous disappointing lacking lack lacks missing nonexistent garbage trash shit shitty crap crappy atrocious abysmal annoying annoyed frustrating frustrated problem problems issue issues concern concerns concerned ugly joke strict stingy tight killing worried ridiculously") {
		opinions[w] = -1
	}
}

var (
	// more and less raise and lower; which of it is good depends on the cue.
	highs = set("high higher highest huge big increase increased increases increasing raise raised raises rising doubled")
	lows  = set("low lower lowest small smaller decrease decreased dropped drops reduced reduce cut")

	// negations turn the sign of what follows in a few words; less does it to the next word only.
	negations = set("not never no isn't isnt wasn't wasnt aren't arent weren't don't dont doesn't doesnt didn't didnt won't wont wouldn't can't cant cannot couldn't hardly neither nor without nothing none ain't haven't hasn't")
	lessening = set("less fewer least minimize minimizes minimizing reduce reduces reduced reducing avoid avoids avoiding prevent prevents preventing eliminate eliminates without")
	// keeping stand between a negation and a cue without being turned: not only fast.
	keeping = set("only just but")
	// wishes before a cue say what is wanted, not what is; conditions make all of the clause so.
	wishes     = set("need needs needed want wants wanted looking prefer wish hope hoping require requires required should find aiming trying get would could might may")
	conditions = set("if whether how")
	// degrees are what a weak cue must stand behind.
	degrees = set("very so really extremely incredibly super more most pretty quite surprisingly insanely too how highly absolutely ridiculously exceptionally actually fairly damn")
	// notAdjectives are signed one-word cues that say something of the subject, whatever word follows.
	notAdjectives = set("lags lagging crawls hallucinate hallucinates hallucinated hallucinating hallucination hallucinations garbage nonsense gibberish nerfed lobotomized degraded impressed disappointed")
	// judgements are cues of quality that are an opinion of another aspect where the clause has one: the speed is impressive.
	judgements = set("impressive impressed garbage disappointing disappointed underwhelming mediocre useless")
	// products are words for the tool itself and what comes out of it: a fast model is praise of the tool, fast memory is not.
	products = set("model models tool tools assistant assistants agent agents editor ide option options one ones response responses answer answers result results output outputs completion completions experience code app product service llm llms ai software autocomplete and or but for in at on with as if when than too enough compared")
	// pronouns stand for the tool that was named before.
	pronouns = set("it it's its they they're")
	// contrasts begin a clause of their own.
	contrasts = set("but although though however while whereas yet except because unless until")
)
