// Package tools finds the tools that a text names, tells what is said about each of them, and
// how the text relates them: which is preferred, which was left for which. It is pure: texts,
// a catalog and an engine's function go in; mentions, opinions and relations come out.
//
// A text is cut into words once (words.go). A Matcher runs all aliases and all words of context
// rules over them in one pass (compile.go, find.go), and decides by the rules which occurrences
// are mentions (context.go) and whether "it" stands for the tool of the community (infer.go). A
// Scorer then looks at what stands around each mention (passage.go): the words of its clause, sentence and text (bags.go, placed.go),
// what VADER and the idioms of the field say of them (numbers.go, idioms.go). Learned weights make an attitude of that
// (weights.go, net.go, attitude.go; learn.go learns them). What a sentence says about two tools comes last (line.go, statements.go,
// compare.go, switching.go).
package tools

// Version numbers the rules of this package. It is part of the version of a mention's score:
// whatever is changed here so that mentions, their scores or relations change raises it.
const Version = "3"
