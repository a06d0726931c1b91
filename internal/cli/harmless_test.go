package cli

import (
	"errors"
	"io"
	"strings"
	"testing"
)

func TestHarmless(t *testing.T) {
	var b strings.Builder
	n, err := io.WriteString(harmless(&b), "a\tb\n\x1b[2J\r\u009b1m\u202ex\x9b é👍🏽‍💻\n")
	if want := "a\tb\n [2J  1m x\ufffd é👍🏽‍💻\n"; b.String() != want || err != nil {
		t.Errorf("%q, %v, want %q", b.String(), err, want)
	}
	if want := len("a\tb\n\x1b[2J\r\u009b1m\u202ex\x9b é👍🏽‍💻\n"); n != want {
		t.Errorf("%d bytes written, want %d", n, want)
	}
	full := errors.New("full")
	if n, err := harmless(fullDisk{full}).Write([]byte("x")); n != 0 || !errors.Is(err, full) {
		t.Errorf("%d, %v", n, err)
	}
}

type fullDisk struct{ err error }

func (f fullDisk) Write([]byte) (int, error) { return 0, f.err }

func TestErrorsAreHarmless(t *testing.T) {
	var b strings.Builder
	if code := fail(&b, exitFailed, errors.New("one \x1b]0;x\x07\ntwo")); code != exitFailed || b.String() != "voxpop: one  ]0;x \nvoxpop: two\n" {
		t.Errorf("%d, %q", code, b.String())
	}
}
