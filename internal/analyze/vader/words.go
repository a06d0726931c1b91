package vader

const (
	boostUp   = 0.293 // what a booster adds to the valence it modifies
	capsUp    = 0.733 // what CAPITALS add where not all is capitals
	negateBy  = -0.74
	neverSoBy = 1.25 // "never so good"
)

// boosters strengthen the word they precede.
const boosters = `
absolutely amazingly awfully completely considerable considerably decidedly deeply effing
enormous enormously entirely especially exceptional exceptionally extreme extremely fabulously
flipping flippin frackin fracking fricking frickin frigging friggin fully fuckin fucking fuggin
fugging greatly hella highly hugely incredible incredibly intensely major majorly more most
particularly purely quite really remarkably so substantially thoroughly total totally tremendous
tremendously uber unbelievably unusually utter utterly very`

// dampeners weaken it. Those of two words are in weakPair.
const dampeners = `
almost barely hardly kinda kindof kind-of less little marginal marginally occasional
occasionally partly scarce scarcely slight slightly somewhat sorta sortof sort-of`

// negations turn it around, as does every token with "n't" in it.
const negations = `
aint arent cannot cant couldnt darent didnt doesnt ain't aren't can't couldn't daren't didn't
doesn't dont hadnt hasnt havent isnt mightnt mustnt neither don't hadn't hasn't haven't isn't
mightn't mustn't neednt needn't never none nope nor not nothing nowhere oughtnt shant shouldnt
uhuh wasnt werent oughtn't shan't shouldn't uh-uh wasn't weren't without wont wouldnt won't
wouldn't rarely seldom despite`

// name tells apart the words that single rules ask for.
type name uint8

const (
	nameNone name = iota
	nameAt
	nameBad
	nameBeating
	nameBomb
	nameBroken
	nameBus
	nameBut
	nameAss
	nameDeath
	nameDie
	nameDoubt
	nameEnough
	nameFor
	nameHeart
	nameJust
	nameKind
	nameKiss
	nameLeast
	nameNever
	nameNo
	nameNor
	nameOf
	nameOr
	nameRight
	nameShit
	nameSo
	nameSort
	nameStop
	nameThe
	nameThis
	nameTo
	nameVery
	nameWithout
	nameYeah
)

var names = [...]string{
	nameAt: "at", nameBad: "bad", nameBeating: "beating", nameBomb: "bomb", nameBroken: "broken",
	nameBus: "bus", nameBut: "but", nameAss: "ass", nameDeath: "death", nameDie: "die",
	nameDoubt: "doubt", nameEnough: "enough", nameFor: "for", nameHeart: "heart",
	nameJust: "just", nameKind: "kind", nameKiss: "kiss", nameLeast: "least",
	nameNever: "never", nameNo: "no", nameNor: "nor", nameOf: "of", nameOr: "or",
	nameRight: "right", nameShit: "shit", nameSo: "so", nameSort: "sort", nameStop: "stop",
	nameThe: "the", nameThis: "this", nameTo: "to", nameVery: "very",
	nameWithout: "without", nameYeah: "yeah",
}

// companions are names that mean something only beside another one, which is rarer.
var companions = []name{nameAt, nameBut, nameFor, nameJust, nameOf, nameOr, nameRight, nameThe, nameTo}

// idiomPair is the valence of two words that mean something else together.
func idiomPair(a, b name) (valence float64, ok bool) {
	switch [2]name{a, b} {
	case [2]name{nameThe, nameShit}, [2]name{nameThe, nameBomb}:
		return 3, true
	case [2]name{nameBad, nameAss}:
		return 1.5, true
	case [2]name{nameBus, nameStop}:
		return 0, true
	case [2]name{nameYeah, nameRight}:
		return -2, true
	case [2]name{nameBeating, nameHeart}:
		return 3.1, true
	case [2]name{nameBroken, nameHeart}:
		return -2.9, true
	}
	return 0, false
}

// idiomTriple is the same for three.
func idiomTriple(a, b, c name) (valence float64, ok bool) {
	switch [3]name{a, b, c} {
	case [3]name{nameKiss, nameOf, nameDeath}:
		return -1.5, true
	case [3]name{nameTo, nameDie, nameFor}:
		return 3, true
	}
	return 0, false
}

// weakPair is what a dampener of two words adds.
func weakPair(a, b name) float64 {
	switch [2]name{a, b} {
	case [2]name{nameJust, nameEnough}, [2]name{nameKind, nameOf}, [2]name{nameSort, nameOf}:
		return -boostUp
	}
	return 0
}
