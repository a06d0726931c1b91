package redditsim

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// answer is what an endpoint says, before faults have their way with it.
type answer struct {
	status int // 0 is 200
	header map[string]string
	body   any
}

// failure is Reddit's error document.
func failure(status int, reason string) answer {
	body := map[string]any{"message": http.StatusText(status), "error": status}
	if reason != "" {
		body["reason"] = reason
	}
	return answer{status: status, body: body}
}

// Handler serves both hosts of Reddit: the token endpoint and the API.
func (s *Sim) Handler() http.Handler { return http.HandlerFunc(s.serve) }

func (s *Sim) serve(w http.ResponseWriter, r *http.Request) {
	where := routeOf(r)
	line := Request{
		Time: s.Now(), Method: r.Method, URI: r.URL.RequestURI(), Endpoint: where.endpoint,
		Communities: where.communities, UserAgent: agentOf(r),
	}
	reply := s.respond(r, where)
	struck := s.faults.strike(r, s.placed(where, line.Time), line.Time)
	for _, f := range struck {
		f.alter(reply)
		line.Fault = f.Kind
	}
	line.Status = reply.status
	if reply.cutsBefore() {
		line.Status = 0
	}
	s.log.add(line)
	reply.send(w, r)
}

// placed names the community of a thread that was asked for by its id alone.
func (s *Sim) placed(where route, now time.Time) route {
	if where.endpoint != EndpointTree || len(where.communities) > 0 {
		return where
	}
	s.history.read(now.Unix(), func() {
		if post := s.history.find("t3_" + lower(where.article)); post != nil {
			where.communities = []string{s.config.World.Communities[post.community].Name}
		}
	})
	return where
}

// respond makes the sound answer to a request.
func (s *Sim) respond(r *http.Request, where route) *reply {
	now := s.Now()
	header := make(http.Header)
	header.Set("Date", now.Format(http.TimeFormat))
	header.Set("Server", "snooserv")
	header.Set("Cache-Control", "private, max-age=0")
	header.Set("X-Content-Type-Options", "nosniff")

	a := s.answer(r, where, now, header)
	if a.status == 0 {
		a.status = http.StatusOK
	}
	for name, value := range a.header {
		header.Set(name, value)
	}
	header.Set("Content-Type", "application/json; charset=UTF-8")
	return &reply{status: a.status, header: header, body: encode(a.body)}
}

func encode(body any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(body); err != nil { // only strings, numbers and our own structs get here
		panic("redditsim: encode answer: " + err.Error())
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// answer checks who asks and hands the request to its endpoint.
func (s *Sim) answer(r *http.Request, where route, now time.Time, header http.Header) answer {
	if anonymousAgent(agentOf(r)) {
		return failure(http.StatusTooManyRequests, "")
	}
	if where.endpoint == EndpointToken {
		return s.accessToken(r)
	}
	client := s.tokens.client(bearer(r), now)
	if client == "" {
		a := failure(http.StatusUnauthorized, "")
		a.header = map[string]string{"Www-Authenticate": `Bearer realm="reddit", error="invalid_token"`}
		return a
	}
	rate := s.limiter.count(client, now)
	rate.write(header)
	if rate.exceeded {
		return failure(http.StatusTooManyRequests, "")
	}
	var a answer
	s.history.read(now.Unix(), func() { a = s.endpoint(r, where, now) })
	return a
}

// endpoint answers a request that may be answered. The history does not grow meanwhile.
func (s *Sim) endpoint(r *http.Request, where route, now time.Time) answer {
	q := &query{
		Request: r,
		route:   where,
		render:  renderer{history: s.history, t: now.Unix(), raw: r.FormValue("raw_json") == "1"},
	}
	switch where.endpoint {
	case EndpointPosts:
		return s.listing(q, true)
	case EndpointComments:
		return s.listing(q, false)
	case EndpointTree:
		return s.tree(q)
	case EndpointMore:
		return s.moreChildren(q)
	case EndpointInfo:
		return s.info(q)
	case EndpointAbout:
		return s.about(q)
	case EndpointOptIn:
		return s.optIn(q)
	}
	return failure(http.StatusNotFound, "")
}

// query is a request on its way to an answer.
type query struct {
	*http.Request
	route
	render renderer
}

// number reads a numeric parameter; what is no number is the default, as on Reddit.
func (q *query) number(name string, otherwise int) int {
	if n, err := strconv.Atoi(q.FormValue(name)); err == nil {
		return n
	}
	return otherwise
}
