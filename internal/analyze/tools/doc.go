// Package tools finds the tools that a text names, tells what is said about each of them, and
// how the text relates them: which is preferred, which was left for which. It is pure: texts,
// a catalog and an engine's function go in; mentions, opinions and relations come out.
//
// A text is cut into words once (words.go). A Matcher runs all aliases and all words of context
// rules over them in one pass (compile.go, find.go), and decides by the rules which occurrences
// are mentions (context.go) and whether "it" stands for the tool of the community (infer.go). A
// Scorer then looks at the clause around each mention (passage.go), asks the engine and weighs
// what it says with the words beside the mention (cues.go, attitude.go) and the idioms of the field (idioms.go).
// What a sentence says about two tools comes last (line.go, statements.go, compare.go, switching.go).
package tools

// Version numbers the rules of this package. It is part of the version of a mention's score:
// whatever is changed here so that mentions, their scores or relations change raises it.
const Version = "1"
