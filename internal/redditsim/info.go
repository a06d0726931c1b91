package redditsim

import (
	"net/http"
	"strings"
)

const infoLimit = 100

// info answers /api/info: things by fullname, or communities by name. What does not exist is
// left out; what was deleted or removed is shown without its text.
func (s *Sim) info(q *query) answer {
	var children []thing
	if names := q.FormValue("sr_name"); names != "" {
		for _, name := range strings.Split(names, ",") {
			if c, ok := s.history.byName[lower(strings.TrimSpace(name))]; ok && s.accessOf(c) != Missing {
				children = append(children, s.community(c, q.render.t))
			}
		}
		return answer{body: newListing(children)}
	}
	ids := strings.Split(q.FormValue("id"), ",")
	for _, id := range ids[:min(len(ids), infoLimit)] {
		if child, ok := s.byFullname(q, strings.TrimSpace(id)); ok {
			children = append(children, child)
		}
	}
	return answer{body: newListing(children)}
}

func (s *Sim) byFullname(q *query, name string) (thing, bool) {
	if strings.HasPrefix(name, "t5_") {
		for c := range s.config.World.Communities {
			if communityID(c) == name && s.accessOf(c) != Missing {
				return s.community(c, q.render.t), true
			}
		}
		return thing{}, false
	}
	it := s.history.find(name)
	if it == nil || !it.exists(q.render.t) || s.refuse(int(it.community)) != nil {
		return thing{}, false
	}
	return q.render.thing(it), true
}

// communityData is a subreddit as the API shows it.
type communityData struct {
	DisplayName         string  `json:"display_name"`
	DisplayNamePrefixed string  `json:"display_name_prefixed"`
	Title               string  `json:"title"`
	PublicDescription   string  `json:"public_description"`
	Name                string  `json:"name"`
	ID                  string  `json:"id"`
	Subscribers         int     `json:"subscribers"`
	ActiveUserCount     int     `json:"active_user_count"`
	AccountsActive      int     `json:"accounts_active"`
	SubredditType       string  `json:"subreddit_type"`
	URL                 string  `json:"url"`
	Over18              bool    `json:"over18"`
	Quarantine          bool    `json:"quarantine"`
	Lang                string  `json:"lang"`
	Created             float64 `json:"created"`
	CreatedUTC          float64 `json:"created_utc"`
}

func (s *Sim) community(c int, t int64) thing {
	community := &s.config.World.Communities[c]
	kind := "public"
	if s.accessOf(c) == Private {
		kind = "private"
	}
	born := float64(s.history.start - int64(mix(uint64(c), 97)%uint64(900*daySeconds)))
	title := either(community.Title, "All about "+community.Name)
	active := subscribers(c)/900 + int(mix(uint64(c), uint64(t/600))%40)
	return thing{Kind: "t5", Data: &communityData{
		DisplayName:         community.Name,
		DisplayNamePrefixed: "r/" + community.Name,
		Title:               title,
		PublicDescription:   title,
		Name:                communityID(c),
		ID:                  strings.TrimPrefix(communityID(c), "t5_"),
		Subscribers:         subscribers(c),
		ActiveUserCount:     active,
		AccountsActive:      active,
		SubredditType:       kind,
		URL:                 "/r/" + community.Name + "/",
		Quarantine:          s.accessOf(c) == Quarantined,
		Lang:                "en",
		Created:             born,
		CreatedUTC:          born,
	}}
}

// about answers /r/x/about.
func (s *Sim) about(q *query) answer {
	communities, refusal := s.open(q.communities)
	if refusal != nil {
		return *refusal
	}
	if len(communities) != 1 {
		return failure(http.StatusNotFound, "")
	}
	return answer{body: s.community(communities[0], q.render.t)}
}
