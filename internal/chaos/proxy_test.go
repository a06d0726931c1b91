package chaos

import (
	"io"
	"net"
	"net/url"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/voxpop-dev/voxpop/internal/store/postgres"
)

// proxy stands between the program and a server, as a rule PostgreSQL: it can cut the server off, or let it fall silent.
type proxy struct {
	t        *testing.T
	to       [2]string // network and address of the server
	listener net.Listener

	mu     sync.Mutex
	conns  map[net.Conn]bool
	gone   bool          // connections are refused
	silent chan struct{} // while not nil no byte passes
}

// newProxy starts a proxy before the server of a database and returns the database's URL through it.
func newProxy(t *testing.T, address string) (*proxy, string) {
	t.Helper()
	return newProxyAt(t, "127.0.0.1", address)
}

// newProxyAt is newProxy on an address of ours.
func newProxyAt(t *testing.T, at, address string) (*proxy, string) {
	t.Helper()
	config, err := pgx.ParseConfig(address)
	if err != nil {
		t.Fatal(err)
	}
	network, server := pgconn.NetworkAddress(config.Host, config.Port)
	p := forward(t, at, network, server)
	u := url.URL{Scheme: "postgres", User: url.UserPassword(config.User, config.Password), Path: "/" + config.Database, RawQuery: "sslmode=disable"}
	u.Host = p.address()
	return p, u.String()
}

// forward starts a proxy on an address of ours.
func forward(t *testing.T, at, network, server string) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", net.JoinHostPort(at, "0"))
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{t: t, to: [2]string{network, server}, listener: listener, conns: map[net.Conn]bool{}}
	t.Cleanup(func() { p.listener.Close(); p.cut() })
	go p.accept()
	return p
}

// patient waits for a place in the server's queue, as the program does: a proxy that gave up would be a fault of the test.
var patient = postgres.Patient((&net.Dialer{}).DialContext)

func (p *proxy) address() string { return p.listener.Addr().String() }

func (p *proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		server, err := patient(p.t.Context(), p.to[0], p.to[1])
		p.mu.Lock()
		if err != nil || p.gone {
			client.Close()
			if err == nil {
				server.Close()
			}
			p.mu.Unlock()
			continue
		}
		p.conns[client], p.conns[server] = true, true
		p.mu.Unlock()
		go p.pass(client, server)
		go p.pass(server, client)
	}
}

func (p *proxy) pass(to, from net.Conn) {
	defer to.Close()
	defer from.Close()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		p.mu.Lock()
		silent := p.silent
		p.mu.Unlock()
		if silent != nil {
			<-silent
		}
		if _, werr := to.Write(buffer[:n]); err != nil || werr != nil {
			return
		}
		if err == io.EOF {
			return
		}
	}
}

// cut breaks every connection and refuses new ones, until back.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gone = true
	for c := range p.conns {
		c.Close()
		delete(p.conns, c)
	}
}

func (p *proxy) back() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gone = false
}

// hush lets no byte pass, until speak.
func (p *proxy) hush() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.silent = make(chan struct{})
}

func (p *proxy) speak() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.silent)
	p.silent = nil
}
