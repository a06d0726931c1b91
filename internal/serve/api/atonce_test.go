package api

import (
	"errors"
	"strings"
	"testing"
)

func TestAtOnce(t *testing.T) {
	first, second := errors.New("first"), errors.New("second")
	tell := func(err error) func() error { return func() error { return err } }
	for _, c := range []struct{ one, other, want error }{{nil, nil, nil}, {first, nil, first}, {nil, second, second}, {first, second, first}} {
		if got := atOnce(t.Context(), tell(c.one), tell(c.other)); got != c.want {
			t.Errorf("%v and %v: %v, want %v", c.one, c.other, got, c.want)
		}
	}
	met := make(chan bool)
	meet := func() error { met <- true; return nil }
	if err := atOnce(t.Context(), meet, func() error { <-met; return nil }); err != nil { // one after the other they would wait for ever
		t.Error(err)
	}
}

func TestAtOnceHandsOnAPanic(t *testing.T) {
	defer func() {
		if p, _ := recover().(string); !strings.Contains(p, "oh") {
			t.Errorf("recovered %q", p)
		}
	}()
	_ = atOnce(t.Context(), func() error { panic("oh") }, func() error { return nil })
	t.Error("the panic is lost")
}
