// Package topics finds themes: clusters of a window's items that talk about the same thing, from
// the items' own words. There is no list of subjects. It is pure: items in, themes out, and the same items give
// the same themes in whatever order they come.
//
// # How
//
// Near-duplicates and cross-posts are folded into one item (minhash over three-word shingles).
// Words and phrases of up to four words that several items share become terms; all spellings
// of one ("GPT-4o", "gpt 4o") are the same term.
//
// What separates a subject from a manner of speaking is that talk about a subject happens in threads: a term
// is topical as far as it keeps to fewer threads than the same number of items would reach, were they
// strewn at random. "makes sense" is everywhere, "memory bandwidth" is not. Whether a word is a noun or a name is
// learnt from the places in which the corpus shows it: behind articles and prepositions, or behind pronouns and
// "to". For that, and for where phrases may begin and end, the closed classes of English (articles,
// pronouns, prepositions, auxiliaries) are known: a resource of the language, in package words.
//
// Topical nouns, names and phrases are the seeds of themes. Two seeds belong together when they
// keep company with the same words and occur in the same threads; the product of both
// likenesses is clustered by average linkage. Each item then goes to the theme of whose terms it has
// most, or to none: an item that names no theme stays unassigned, and how many do is told.
//
// The label is the phrase that covers most of the theme and little else, with a second one beside it where
// one does not cover enough. A theme is recognised in the next run by the items both have, and by its words.
package topics
