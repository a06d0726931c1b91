package chaos

import (
	"bufio"
	"strings"
	"sync"
	"time"
)

// tail keeps the end of a log and tells when certain lines come by.
type tail struct {
	mu    sync.Mutex
	lines []string
	rest  []byte
	marks map[string]chan time.Time
	came  map[string]bool // marks that came by
}

func (l *tail) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rest = append(l.rest, p...)
	for {
		n, line, err := bufio.ScanLines(l.rest, false)
		if n == 0 || err != nil {
			return len(p), nil
		}
		l.note(string(line))
		l.rest = l.rest[n:]
	}
}

func (l *tail) note(line string) {
	if l.lines = append(l.lines, line); len(l.lines) > 60 {
		l.lines = l.lines[1:]
	}
	for mark, came := range l.marks {
		if strings.Contains(line, mark) {
			l.came[mark] = true
			select {
			case came <- time.Now():
			default: // not the first one
			}
		}
	}
}

// has reports whether a mark came by.
func (l *tail) has(mark string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.came[mark]
}

func (l *tail) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "\n")
}
