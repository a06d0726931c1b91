package api

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// readTimeout bounds every read; a reader never waits longer for a database that is gone.
const readTimeout = 3 * time.Second

// versionState is the newest data version known here.
type versionState struct {
	mu      sync.Mutex
	known   atomic.Pointer[knownVersion]
	checked atomic.Int64 // when a database last confirmed it, Unix nanoseconds of the wall
	retired map[int64]time.Time
}

type knownVersion struct {
	voxpop.DataVersion
}

// learn records a version that was just read. A version that is read by a slow request may
// be older than the known one; only sure (the poll) may go back, after a restore.
func (s *versionState) learn(v voxpop.DataVersion, sure bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.checked.Store(now.UnixNano())
	old := s.known.Load()
	if old != nil && (old.DataVersion == v || v.Number < old.Number && !sure) {
		return
	}
	s.known.Store(&knownVersion{v})
	s.retire(old, v, now)
}

// retire notes when a version ceased to be current, for as long as its bytes may be sent.
func (s *versionState) retire(old *knownVersion, next voxpop.DataVersion, now time.Time) {
	for number, at := range s.retired {
		if now.Sub(at) >= analysisStaleFor {
			delete(s.retired, number)
		}
	}
	if old == nil || old.Number == next.Number {
		return
	}
	if s.retired == nil {
		s.retired = map[int64]time.Time{}
	}
	s.retired[old.Number] = now
}

// useful reports whether an answer may be sent by its version: that is current, or was until lately.
func (s *versionState) useful(kept *answer) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v := s.known.Load(); v != nil && v.Number == kept.version {
		return true
	}
	at, ok := s.retired[kept.version]
	return ok && time.Since(at) < kept.staleFor()
}

// current returns the known version if the database has confirmed it within tolerance, else nil.
func (s *versionState) current(now time.Time, tolerance time.Duration) *knownVersion {
	if now.UnixNano()-s.checked.Load() > int64(tolerance) {
		return nil
	}
	return s.known.Load()
}

// tolerance is how long a version counts as confirmed. While the poll runs it allows for a
// few slow ones; without it requests ask for themselves.
func (a *API) tolerance() time.Duration {
	if a.polling.Load() {
		return 5 * time.Second
	}
	return time.Second
}

// refreshVersion asks the database for the version, once for however many ask.
func (a *API) refreshVersion() error {
	_, err, _ := a.flight.Do("version", func() (any, error) {
		ctx, cancel := context.WithTimeout(context.Background(), readTimeout)
		defer cancel()
		v, err := a.opt.Reader.Version(ctx)
		if err == nil {
			a.version.learn(v, true)
		}
		return nil, err
	})
	if err != nil {
		return a.asProblem("data version", err)
	}
	return nil
}

// frame is what an answer is a function of, beside its query.
type frame struct {
	version voxpop.DataVersion
	now     time.Time // start of the running UTC hour
	scored  *float64  // see AnsweringEngine
}

type frameKey struct{}

func withFrame(ctx context.Context, f frame) context.Context {
	return context.WithValue(ctx, frameKey{}, f)
}

// frame returns the request's frame, made by the refill; routes that are never kept make
// their own.
func (a *API) frame(ctx context.Context) (frame, error) {
	if f, ok := ctx.Value(frameKey{}).(frame); ok {
		return f, nil
	}
	v, err := a.opt.Reader.Version(ctx)
	if err != nil {
		return frame{}, a.asProblem("data version", err)
	}
	return frame{version: v, now: a.hour()}, nil
}

// hour is the start of the running UTC hour.
func (a *API) hour() time.Time { return voxpop.GrainHour.Truncate(a.opt.Clock()) }

// now is the time as answers tell it.
func (a *API) now() time.Time { return a.opt.Clock().UTC().Truncate(time.Millisecond) }
