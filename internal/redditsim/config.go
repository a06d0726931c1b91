package redditsim

import (
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Config says what to simulate and for whom.
type Config struct {
	Seed  uint64
	World *World
	// Clock tells the time of the simulated Reddit. Nil is the wall clock.
	Clock Clock
	// ClientID and ClientSecret are asked for at the token endpoint; when ClientID is empty
	// any credentials do.
	ClientID, ClientSecret string
	// Username and Password are asked for by the password grant; when Username is empty any do.
	Username, Password string
	// TokenTTL is how long a token works, in the simulation's time. Zero is 24 hours.
	TokenTTL time.Duration
	// RateLimit is how many requests a client id may make in ten minutes of the simulation's
	// time. Zero is 1,000 as on Reddit; negative is no limit.
	RateLimit int
}

// Sim is a simulated Reddit. It is safe for concurrent use.
type Sim struct {
	config  Config
	history *history
	clock   Clock
	tokens  tokens
	limiter limiter
	log     requestLog
	faults  faults

	mu      sync.Mutex
	access  map[string]Access // changed by SetAccess, by lower-case name
	movedTo map[string]string
	optedIn map[string]bool // quarantined communities a client opted in to
}

// New returns a simulated Reddit. A nil World is Day of today.
func New(c Config) *Sim {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.World == nil {
		c.World = Day(c.Clock())
	}
	if c.TokenTTL == 0 {
		c.TokenTTL = 24 * time.Hour
	}
	if c.RateLimit == 0 {
		c.RateLimit = 1000
	}
	s := &Sim{
		config:  c,
		history: newHistory(c.World, c.Seed),
		clock:   c.Clock,
		access:  make(map[string]Access),
		movedTo: make(map[string]string),
		optedIn: make(map[string]bool),
	}
	s.tokens.issued = make(map[string]token)
	s.limiter.limit = c.RateLimit
	return s
}

// Now is the simulation's time.
func (s *Sim) Now() time.Time { return s.clock().UTC() }

// Communities returns the names of all communities that are public now.
func (s *Sim) Communities() []string {
	var names []string
	for i := range s.config.World.Communities {
		if c := &s.config.World.Communities[i]; s.accessOf(i) == Public {
			names = append(names, c.Name)
		}
	}
	return names
}

// SetAccess changes how a community answers from now on; movedTo matters for Renamed only.
// Unknown names are ignored: they are Missing anyway.
func (s *Sim) SetAccess(community string, a Access, movedTo string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.access[lower(community)] = a
	s.movedTo[lower(community)] = movedTo
}

// accessOf is how a community answers now.
func (s *Sim) accessOf(community int) Access {
	c := &s.config.World.Communities[community]
	s.mu.Lock()
	defer s.mu.Unlock()
	a, changed := s.access[lower(c.Name)]
	if !changed {
		a = c.Access
	}
	if a == Quarantined && s.optedIn[lower(c.Name)] {
		return Public
	}
	return a
}

func (s *Sim) newNameOf(community int) string {
	c := &s.config.World.Communities[community]
	s.mu.Lock()
	defer s.mu.Unlock()
	if to := s.movedTo[lower(c.Name)]; to != "" {
		return to
	}
	return c.MovedTo
}

// Start serves the simulation over HTTP on a loopback address such as "127.0.0.1:0". It
// returns the base URL (no slash at its end) and a function that stops serving and breaks
// open connections.
func (s *Sim) Start(addr string) (url string, stop func(), err error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return "", nil, fmt.Errorf("simulated Reddit: listen on %q: %w", addr, err)
	}
	if tcp, ok := l.Addr().(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		l.Close()
		return "", nil, fmt.Errorf("simulated Reddit: %q is not a loopback address", addr)
	}
	server := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 10 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(l) // always ends with ErrServerClosed, through stop
	}()
	return "http://" + l.Addr().String(), func() {
		server.Close()
		<-done
	}, nil
}
