package api

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"sync"
	"time"

	"github.com/voxpop-dev/voxpop"
)

const (
	laboursKept = 128              // results that are remembered: those read ahead, and others
	labourLasts = 10 * time.Minute // and for how long: words of texts that are gone since must not stay
)

// labour lets computations that take long run one at a time, so that other answers keep a core, and remembers what they brought
// by what they were made of: most new data versions change nothing in a window that somebody looks at.
type labour struct {
	turn chan struct{}
	mu   sync.Mutex
	kept map[[sha256.Size]byte]laboured
}

type laboured struct {
	result any
	made   time.Time
}

func newLabour() *labour {
	return &labour{turn: make(chan struct{}, 1), kept: map[[sha256.Size]byte]laboured{}}
}

// find returns what is remembered.
func (l *labour) find(key [sha256.Size]byte, now time.Time) (any, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	k, ok := l.kept[key]
	return k.result, ok && now.Sub(k.made) < labourLasts
}

func (l *labour) keep(key [sha256.Size]byte, now time.Time, result any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var oldest [sha256.Size]byte
	for k, v := range l.kept {
		if now.Sub(v.made) >= labourLasts {
			delete(l.kept, k)
		} else if o, ok := l.kept[oldest]; !ok || v.made.Before(o.made) {
			oldest = k
		}
	}
	if len(l.kept) >= laboursKept {
		delete(l.kept, oldest)
	}
	l.kept[key] = laboured{result, now}
}

// laborious returns the result of work on what key stands for.
func laborious[T any](ctx context.Context, a *API, key [sha256.Size]byte, work func() T) (result T, err error) {
	if known, ok := a.labour.find(key, a.opt.Clock()); ok {
		return known.(T), nil
	}
	if !isCalm(ctx) { // who steps back has a turn already, and holds up nobody
		select {
		case a.labour.turn <- struct{}{}:
			defer func() { <-a.labour.turn }()
		case <-ctx.Done():
			return result, busy()
		}
	}
	if known, ok := a.labour.find(key, a.opt.Clock()); ok { // by whoever was first
		return known.(T), nil
	}
	result = work()
	a.labour.keep(key, a.opt.Clock(), result)
	return result, nil
}

// digest makes a key of what a computation reads.
type digest struct{ hash.Hash }

func newDigest(kind string, numbers ...int) digest {
	d := digest{sha256.New()}
	d.text(kind)
	d.numbers(numbers...)
	return d
}

func (d digest) key() (k [sha256.Size]byte) {
	copy(k[:], d.Sum(nil))
	return k
}

// text adds texts so that no two lists of them look the same.
func (d digest) text(texts ...string) {
	for _, s := range texts {
		d.numbers(len(s))
		_, _ = d.Write([]byte(s))
	}
}

func (d digest) numbers(numbers ...int) {
	for _, n := range numbers {
		_, _ = d.Write(binary.AppendVarint(nil, int64(n)))
	}
}

func (d digest) sample(s *voxpop.Sample) {
	d.numbers(len(s.Items))
	for i := range s.Items {
		item := &s.Items[i]
		d.numbers(int(item.RowID), int(item.Revision), item.Sign)
	}
}
