package tools

import "github.com/voxpop-dev/voxpop"

// maxInferred bounds the inferred mentions of one text.
const maxInferred = 8

// infer returns the words that stand for the tool of the community, in a text that names no
// tool. Communities about several tools, or none, yield nothing. It is cautious: "it" counts only
// where it does what a tool does or is felt about, and only if its sentence holds nothing
// else before it that it could mean.
func (s *search) infer() []voxpop.Mention {
	number, home := s.home[s.place]
	if !home || number < 0 {
		return nil
	}
	var mentions []voxpop.Mention
	for i := 0; i < len(s.words) && len(mentions) < maxInferred; i++ {
		n := s.standIn(i)
		if n == 0 {
			continue
		}
		mentions = append(mentions, voxpop.Mention{
			Tool:     s.tools[number].slug,
			Span:     voxpop.Span{Start: int(s.words[i].start), End: int(s.words[i+n-1].end)},
			Inferred: true,
		})
		i += n - 1
	}
	return mentions
}

// standIn returns how many words from i on stand for the tool; 0 if they do not.
func (s *search) standIn(i int) int {
	switch w := s.at(i); w {
	case "it":
		if !s.hasAntecedent(i) && (s.isFeltAbout(i) || s.acts(i)) {
			return 1
		}
	case "this", "the":
		j := i + 1
		for j < i+3 && beforeToolNoun[s.at(j)] {
			j++
		}
		if noun := s.at(j); (toolNouns[noun] || w == "this" && thisNouns[noun]) && !toolNouns[s.at(j+1)] {
			return j - i + 1
		}
	}
	return 0
}

// at returns word i in small letters, "" beyond the sentence's or text's end.
func (s *search) at(i int) string {
	if i < 0 || i >= len(s.words) {
		return ""
	}
	s.buf = appendLower(s.buf[:0], s.in.Text[s.words[i].from:s.words[i].to])
	return known[string(s.buf)]
}

// hasAntecedent reports whether a noun stands before word i in its sentence.
func (s *search) hasAntecedent(i int) bool {
	for j := i - 1; j >= 0 && s.words[j].sentence == s.words[i].sentence; j-- {
		if articles[s.at(j)] && !timeNouns[s.at(j+1)] {
			return true
		}
	}
	return false
}

// isFeltAbout reports whether "it" at i is what somebody loves, uses, cancels.
func (s *search) isFeltAbout(i int) bool {
	if s.words[i].gap == gapBreak || !felt[s.at(i-1)] {
		return false
	}
	alone := s.words[i-1].gap == gapBreak && (i+1 == len(s.words) || s.words[i+1].gap == gapBreak)
	return !alone // "Love it!" is said of what somebody shows
}

// acts reports whether "it" at i does what a tool does, or is as a tool is.
func (s *search) acts(i int) bool {
	if i > 0 && s.words[i].gap != gapBreak && questioned[s.at(i-1)] {
		return false // "how it works", "hope it works"
	}
	j := i + 1
	isCopula := false
	for ; j < i+6 && j < len(s.words) && s.words[j].gap != gapBreak; j++ {
		switch w := s.at(j); {
		case toolVerbs[w]:
			return true
		case copulas[w]:
			isCopula = true
		case isCopula && qualities[w]:
			return s.at(j+1) != "to" && s.at(j+1) != "that"
		case !adverbs[w]:
			return false
		}
	}
	return false
}
