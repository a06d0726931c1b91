package vader

// weigh gives every token of the lexicon its value in its surroundings. "kind" before "of"
// is a dampener there and has none.
func (s *scratch) weigh() {
	for i := range s.weighed {
		w := &s.weighed[i]
		at := int(w.at)
		switch {
		case w.since > reach && !(s.capDiff && s.tokens[at].upper()):
			// the lexicon's own value
		case s.tokens[at].name() == nameKind && s.nameAt(at+1) == nameOf:
			w.value = 0
		default:
			w.value = s.value(at)
		}
	}
}

// nameAt is the name of token i, nameNone beyond either end.
func (s *scratch) nameAt(i int) name {
	if i < 0 || i >= len(s.tokens) {
		return nameNone
	}
	return s.tokens[i].name()
}

// value returns the valence of token i, a word of the lexicon, as the three tokens before
// it and the two after it leave it.
func (s *scratch) value(i int) float64 {
	value := s.ownValence(i)
	for distance := 1; distance <= min(3, i); distance++ {
		before := s.tokens[i-distance]
		if before.is(roleLexicon) {
			continue
		}
		value += s.boostOf(before, distance, value)
		value = s.negate(i, distance, value)
		if distance == 3 {
			value = s.idioms(i, value)
		}
	}
	if s.nameAt(i-1) == nameLeast && !s.tokens[i-1].is(roleLexicon) {
		if two := s.nameAt(i - 2); two != nameAt && two != nameVery {
			value = times(value, negateBy)
		}
	}
	return value
}

// ownValence is the lexicon's number for token i, turned around by a "no" before it and
// raised by capitals. "no" itself counts only where no word of the lexicon follows it.
func (s *scratch) ownValence(i int) float64 {
	t := s.tokens[i]
	valence := s.tables.entries[t.index()].valence
	value := valence
	if t.name() == nameNo && i+1 < len(s.tokens) && s.tokens[i+1].is(roleLexicon) {
		value = 0
	}
	one := s.nameAt(i - 1)
	if one == nameNo || s.nameAt(i-2) == nameNo ||
		s.nameAt(i-3) == nameNo && (one == nameOr || one == nameNor) {
		value = times(valence, negateBy)
	}
	if t.upper() && s.capDiff {
		if value > 0 {
			value += capsUp
		} else {
			value -= capsUp
		}
	}
	return value
}

// boostOf is what the token that stands distance before a word of valence value adds to it.
func (s *scratch) boostOf(before token, distance int, value float64) float64 {
	if !before.is(roleBooster) {
		return 0
	}
	boost := s.tables.entries[before.index()].boost
	if value < 0 {
		boost = -boost
	}
	if before.upper() && s.capDiff {
		if value > 0 {
			boost += capsUp
		} else {
			boost -= capsUp
		}
	}
	switch distance {
	case 2:
		boost = times(boost, 0.95)
	case 3:
		boost = times(boost, 0.9)
	}
	return boost
}

// negate applies the token that stands distance before token i, if it negates. The third
// case of "so" and "this" needs no "never": that is how the reference's condition binds.
func (s *scratch) negate(i, distance int, value float64) float64 {
	before := s.tokens[i-distance]
	one, two := s.nameAt(i-1), s.nameAt(i-2)
	switch distance {
	case 2:
		if before.name() == nameNever && isSoOrThis(one) {
			return times(value, neverSoBy)
		}
		if before.name() == nameWithout && one == nameDoubt {
			return value
		}
	case 3:
		if before.name() == nameNever && isSoOrThis(two) || isSoOrThis(one) {
			return times(value, neverSoBy)
		}
		if before.name() == nameWithout && (two == nameDoubt || one == nameDoubt) {
			return value
		}
	}
	if before.nt() || before.is(roleNegation) {
		return times(value, negateBy)
	}
	return value
}

func isSoOrThis(n name) bool { return n == nameSo || n == nameThis }

// idioms replaces the valence of token i by that of an idiom around it, and weakens it by a
// dampener of two words before it.
func (s *scratch) idioms(i int, value float64) float64 {
	zero, one, two, three := s.nameAt(i), s.nameAt(i-1), s.nameAt(i-2), s.nameAt(i-3)
	if v, ok := idiomPair(one, zero); ok {
		value = v
	} else if v, ok := idiomTriple(two, one, zero); ok {
		value = v
	} else if v, ok := idiomPair(two, one); ok {
		value = v
	} else if v, ok := idiomTriple(three, two, one); ok {
		value = v
	} else if v, ok := idiomPair(three, two); ok {
		value = v
	}
	if v, ok := idiomPair(zero, s.nameAt(i+1)); ok {
		value = v
	}
	if v, ok := idiomTriple(zero, s.nameAt(i+1), s.nameAt(i+2)); ok {
		value = v
	}
	return value + weakPair(three, two) + weakPair(two, one)
}
