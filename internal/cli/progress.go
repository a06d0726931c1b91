package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"
)

// linesEvery is the pace of plain progress lines.
const linesEvery = 5 * time.Second

// progress shows how far a command is: bars on a terminal, a line every few seconds elsewhere,
// nothing when a program reads.
type progress struct {
	bars *mpb.Progress // nil when not on a terminal
	w    io.Writer     // nil when silent

	mu   sync.Mutex
	open []*mpb.Bar
	last time.Time
}

func newProgress(std *streams, silent bool) *progress {
	p := &progress{last: time.Now()}
	if silent {
		return p
	}
	p.w = std.err
	if f, ok := std.err.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.bars = mpb.New(mpb.WithOutput(f), mpb.WithWidth(64))
	}
	return p
}

// bytes returns a callback that takes a name and its bytes done and in all; all may be 0 when it
// is not known. Each name gets a bar of its own.
func (p *progress) bytes(what string) func(name string, done, all int64) {
	bars := map[string]*mpb.Bar{}
	return func(name string, done, all int64) {
		if p.w == nil {
			return
		}
		if p.bars == nil {
			p.line(func() string { return fmt.Sprintf("%s %s: %s", what, name, share(done, all)) })
			return
		}
		bar := bars[name]
		if bar == nil {
			bar = p.add(what+" "+filepath.Base(name), all, decor.CountersKibiByte("% .1f / % .1f"))
			bars[name] = bar
		}
		bar.SetCurrent(done)
	}
}

// counted returns a callback that takes how many more units ("items", "tasks") are done.
func (p *progress) counted(what, units string, all int64) func(n int) {
	var bar *mpb.Bar
	done := int64(0)
	return func(n int) {
		if p.w == nil {
			return
		}
		done += int64(n)
		if p.bars == nil {
			p.line(func() string { return fmt.Sprintf("%s: %d of %d %s", what, done, all, units) })
			return
		}
		if bar == nil {
			bar = p.add(what, all, decor.CountersNoUnit("%d / %d "+units))
		}
		bar.SetCurrent(done)
	}
}

func (p *progress) add(what string, all int64, counters decor.Decorator) *mpb.Bar {
	bar := p.bars.AddBar(all,
		mpb.PrependDecorators(decor.Name(what, decor.WCSyncSpaceR)),
		mpb.AppendDecorators(counters, decor.Name("  "), decor.OnComplete(decor.AverageETA(decor.ET_STYLE_GO), "done")))
	p.mu.Lock()
	p.open = append(p.open, bar)
	p.mu.Unlock()
	return bar
}

func (p *progress) line(text func() string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.last) >= linesEvery {
		p.last = time.Now()
		fmt.Fprintln(p.w, text())
	}
}

// close ends the bars. It may be called twice.
func (p *progress) close() {
	if p.bars == nil {
		return
	}
	for _, b := range p.open {
		b.Abort(false)
	}
	p.bars.Wait()
	p.bars = nil
	p.w = nil
}

func share(done, all int64) string {
	if all <= 0 {
		return fmt.Sprintf("%.1f MB", float64(done)/1e6)
	}
	return fmt.Sprintf("%.1f of %.1f MB (%d %%)", float64(done)/1e6, float64(all)/1e6, 100*done/all)
}
