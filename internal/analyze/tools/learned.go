package tools

import (
	_ "embed"
	"sync"

	"github.com/voxpop-dev/voxpop/internal/analyze/fingerprint"
)

// Written by TestLearnAttitude beside the weights.
//
//go:embed learned.bin
var learnedFile []byte

var learnedTexts = sync.OnceValue(func() fingerprint.Set {
	s, _, err := fingerprint.Read(learnedFile)
	if err != nil {
		panic(err) // a test reads it
	}
	return s
})

// Learned reports whether a text, cleaned or as written, is one of those that the weights of attitudes were learned from.
func Learned(written string) bool { return learnedTexts().Has(written) }
