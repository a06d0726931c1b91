package words

import "strings"

// Class is the part a closed-class word plays in a sentence.
type Class uint8

// The classes. Open is everything else: nouns, names, verbs, adjectives, numbers.
const (
	Open        Class = iota
	Determiner        // the, my, some: a noun phrase follows
	Preposition       // of, with: a noun phrase follows
	Pronoun           // I, they: a verb follows
	Modal             // can, to, not: a verb follows
	Be                // is, seems: an adjective or a noun phrase follows
	Degree            // very, more: an adjective follows
	Other             // conjunctions, question words, adverbs of the sentence, interjections
)

// ClassOf returns the class of a token's key.
func ClassOf(key string) Class { return classes[key] }

var classes = func() map[string]Class {
	m := map[string]Class{}
	for _, c := range closed {
		for _, w := range strings.Fields(c.words) {
			m[w] = c.class
		}
	}
	return m
}()

// closed are the closed classes of English: a resource of the language. No word of any subject is
// in it. Forms without apostrophe are how people type.
var closed = []struct {
	class Class
	words string
}{
	{Determiner, `
the a an this that these those my your his her its our their some any every each no another such both either
neither all many much several few other enough whose which what own same certain various`},
	{Preposition, `
of in on at by for with without from into onto about over under between through during against via per like
than within across behind beyond near despite until till upon among toward towards outside inside along
around except besides off up down out vs versus as after before since due regarding unlike`},
	{Pronoun, `
i you we they he she it who me him us them myself yourself itself themselves ourselves himself herself one
ones someone anyone everyone nobody something anything everything nothing somebody anybody everybody mine
yours ours theirs u ya i've you've we've they've ive youve i'd you'd we'd they'd he'd she'd it'd i'll you'll
we'll they'll it'll he'll she'll that'll who've there'll`},
	{Modal, `
to can could will would should shall may might must do does did don't doesn't didn't dont doesnt didnt can't
cannot cant couldn't couldnt won't wont wouldn't wouldnt shouldn't shouldnt not never let's lets please
gonna wanna gotta let have has had haven't hasn't hadn't havent hasnt having need want wants wanted
should've could've would've cuz ain't aint`},
	{Be, `
is are was were be been being am isn't aren't wasn't weren't isnt arent wasnt werent it's that's i'm you're
they're we're he's she's there's here's what's who's im youre theyre thats whats theres seems seem seemed
feels feel looks sounds gets get got getting gotten become becomes became where's how's s`},
	{Degree, `
very so too more most less least pretty quite really extremely rather fairly super incredibly absolutely
totally completely entirely almost nearly highly insanely ridiculously kinda somewhat slightly significantly
especially particularly relatively even just only still already also always often usually sometimes probably
actually basically literally simply generally definitely certainly likely currently apparently`},
	{Other, `
and or but nor yet if because while though although unless whether whereas then else when where why how
there here now again ever maybe perhaps however therefore thus hence instead otherwise anyway anyways yes
yeah yep nope ok okay oh well hey hi hello lol lmao haha wow damn etc eg ie e.g i.e btw imo imho afaik tbh
fwiw iirc tho thx thanks thank sorry sure once soon later today yesterday tomorrow ago away back together
hopefully honestly obviously seriously recently finally eventually meanwhile mostly exactly nowadays far idk
ngl smh wtf omg edit ps tldr til rn bc coz lot lots bit`},
}
