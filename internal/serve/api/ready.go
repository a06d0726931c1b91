package api

import (
	"container/list"
	"net/http"
	"sync"
	"time"
)

const (
	readyBytes   = 16 << 20 // all ready answers together
	largestReady = 4 << 20  // a larger answer is sent, not kept
	aliasesKept  = 8        // spellings of one query that are remembered
	slotOverhead = 512      // what a kept answer takes beside its bytes, roughly
)

// answer is a whole response, never changed once made.
type answer struct {
	status   int
	header   http.Header // of an answer that is not 200: sent as it is
	body     []byte
	packed   []byte // the same, gzip; nil when it does not pay
	version  int64
	hour     time.Time
	analysis bool // may be sent for longer

	etag, packedETag           string
	etagLine, packedETagLine   []string // ready-made header values
	lengthLine, packedLenLine  []string
	contentLine, encodingLines []string
}

// staleFor is how long after a newer version or hour the answer may be sent.
func (a *answer) staleFor() time.Duration {
	if a.analysis {
		return analysisStaleFor
	}
	return staleFor
}

func (a *answer) size() int64 { return int64(len(a.body) + len(a.packed) + slotOverhead) }

// ready keeps answers by canonical path and query, the least recently used leave first.
type ready struct {
	mu      sync.Mutex
	limit   int64
	bytes   int64
	slots   map[string]*slot
	aliases map[string]*slot // by path and query as clients spell them
	order   *list.List       // of *slot, most recent first
}

type slot struct {
	key       string
	answer    *answer
	aliases   []string
	element   *list.Element
	refilling bool
	used      time.Time // when it was last asked for
}

func newReady(limit int64) *ready {
	return &ready{limit: limit, slots: map[string]*slot{}, aliases: map[string]*slot{}, order: list.New()}
}

// find returns the answer to a query as a client spells it, or nil.
func (c *ready) find(spelled []byte, now time.Time) *answer {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.aliases[string(spelled)]
	if s == nil {
		return nil
	}
	s.used = now
	c.order.MoveToFront(s.element)
	return s.answer
}

// lately returns the keys of up to most answers that were asked for since a time.
func (c *ready) lately(since time.Time, most int) (keys []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for e := c.order.Front(); e != nil && len(keys) < most; e = e.Next() {
		if s := e.Value.(*slot); s.used.After(since) {
			keys = append(keys, s.key)
		}
	}
	return keys
}

// begin returns the kept answer to a canonical query, if any, and remembers the spelling for
// it. leader is true for the one caller who should refill; done must follow.
func (c *ready) begin(key, spelled string) (kept *answer, leader bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.slots[key]
	if s == nil {
		return nil, true
	}
	if c.aliases[spelled] == nil && len(s.aliases) < aliasesKept {
		c.aliases[spelled] = s
		s.aliases = append(s.aliases, spelled)
	}
	leader = !s.refilling
	s.refilling = true
	return s.answer, leader
}

// done ends a refill of what somebody asked for. keep is nil when it brought nothing to keep.
func (c *ready) done(key, spelled string, keep *answer) { c.end(key, spelled, keep, time.Now()) }

// end ends a refill; used is when the answer was last asked for, if it is a new one.
func (c *ready) end(key, spelled string, keep *answer, used time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.slots[key]
	if s != nil {
		s.refilling = false
	}
	if keep == nil || keep.size() > largestReady {
		return
	}
	if s == nil {
		s = &slot{key: key, aliases: []string{spelled}, used: used}
		s.element = c.order.PushFront(s)
		c.slots[key], c.aliases[spelled] = s, s
		c.bytes += int64(2 * len(key))
	} else {
		c.bytes -= s.answer.size()
		c.order.MoveToFront(s.element)
	}
	s.answer = keep
	c.bytes += keep.size()
	for c.bytes > c.limit && c.order.Len() > 1 {
		c.drop(c.order.Back().Value.(*slot))
	}
}

// forget drops every answer that is of no use any more: text that was deleted since
// must not stay in memory.
func (c *ready) forget(useful func(*answer) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.slots {
		if !useful(s.answer) && !s.refilling {
			c.drop(s)
		}
	}
}

func (c *ready) drop(s *slot) {
	c.order.Remove(s.element)
	delete(c.slots, s.key)
	for _, spelled := range s.aliases {
		delete(c.aliases, spelled)
	}
	c.bytes -= s.answer.size() + int64(2*len(s.key))
}

func (c *ready) used() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.bytes
}
