package chaos

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// host is a network namespace: to a process in it, what is outside is another machine.
type host struct {
	t       *testing.T
	name    string
	link    string // our end of the cable
	here    string // our address on it
	address string // its own
}

// newHost makes the namespace with number n, connected to us by a cable. It skips the test where that is not allowed.
func newHost(t *testing.T, n int) *host {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("network namespaces need root")
	}
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("network namespaces need ip (iproute2)")
	}
	unique := fmt.Sprintf("%d-%d", os.Getpid(), n)
	h := &host{t: t, name: "voxpop-" + unique, link: "vp" + unique, here: fmt.Sprintf("10.213.%d.1", n), address: fmt.Sprintf("10.213.%d.2", n)}
	if out, err := exec.Command("ip", "netns", "add", h.name).CombinedOutput(); err != nil {
		t.Skipf("network namespaces cannot be made here: %v: %s", err, out)
	}
	t.Cleanup(func() { h.ip("netns", "del", h.name) })
	h.ip("link", "add", h.link, "type", "veth", "peer", "name", "eth0", "netns", h.name)
	h.ip("addr", "add", h.here+"/24", "dev", h.link)
	h.ip("link", "set", h.link, "up")
	for _, inside := range []string{"addr add " + h.address + "/24 dev eth0", "link set eth0 up", "link set lo up"} {
		h.ip(append([]string{"-netns", h.name}, strings.Fields(inside)...)...)
	}
	return h
}

func (h *host) ip(args ...string) {
	h.t.Helper()
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		h.t.Errorf("ip %s: %v: %s", strings.Join(args, " "), err, out)
	}
}

// pull pulls the cable; plug puts it back.
func (h *host) pull() { h.ip("link", "set", h.link, "down") }
func (h *host) plug() { h.ip("link", "set", h.link, "up") }

// serve starts the program in there. It reaches PostgreSQL and the simulated Reddit over the cable only.
func (h *host) serve(f *fleet) *replica {
	h.t.Helper()
	p, url := newProxyAt(h.t, h.here, f.database.url())
	reddit := forward(h.t, h.here, "tcp", f.world.server.Listener.Addr().String())
	path, err := program()
	if err != nil {
		h.t.Fatal(err)
	}
	port := freePort(h.t)
	settings := f.world.settings(postgresDatabase{url}, "DATA_RETENTION_DAYS=0", "API_HOST="+h.address,
		"REDDIT_API_URL=http://"+reddit.address(), "REDDIT_AUTH_URL=http://"+reddit.address())
	c := spawnWith(h.t, "ip", onPort(settings, port), "netns", "exec", h.name, path, "serve")
	c.api = "http://" + net.JoinHostPort(h.address, port) + "/api/v1"
	return &replica{child: c, proxy: p, settings: settings}
}

// Two hosts, one of which loses its network in the middle of a cycle: the other takes over, and the first comes back by itself.
func TestHostLosesItsNetwork(t *testing.T) {
	long(t)
	t.Parallel()
	hosts := []*host{newHost(t, 1), newHost(t, 2)}
	f := &fleet{t: t, world: newWorld(t, 600, 1), database: newPostgres(t).(postgresDatabase)}
	f.world.more = []string{"SENTIMENT_METHOD=VADER"}
	for _, h := range hosts {
		f.replicas = append(f.replicas, h.serve(f))
	}
	for _, r := range f.replicas {
		r.await(t, markReady, waitAtMost)
	}
	f.cycle(f.replicas[0], f.request(f.replicas[0]), "finished", waitAtMost, finished)
	f.world.clock.Advance(20 * time.Minute)
	f.world.pause()
	id := f.request(f.replicas[0])
	busy := f.collecting()
	lost := hosts[0]
	if busy == f.replicas[1] {
		lost = hosts[1]
	}
	lost.pull()
	f.world.resume()
	began := time.Now()
	f.cycle(f.other(busy), id, "finished by the other host", takenOver, finished)
	t.Logf("the other host finished the cycle %s after the cable was pulled", time.Since(began).Round(time.Millisecond))
	lost.plug()
	f.agree(f.replicas[0], f.replicas[1])
	f.cycle(busy, f.request(busy), "finished after the host came back", waitAtMost, finished)
	f.clean()
}
