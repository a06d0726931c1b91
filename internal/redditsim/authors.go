package redditsim

import "strconv"

var (
	nameStarts = []string{"quiet", "rusty", "mellow", "async", "static", "lazy", "brave", "tiny", "null", "cosmic", "salty", "humble", "north", "pixel", "stray", "velvet", "amber", "binary", "dusty", "feral", "hollow", "inner", "jolly", "kind", "lunar", "modern", "nimble", "odd", "plain", "rapid", "silent", "tidy", "urban", "vivid", "weary", "young"}
	nameEnds   = []string{"Otter", "Kernel", "Badger", "Lambda", "Pancake", "Heron", "Turtle", "Pointer", "Walrus", "Cobbler", "Gopher", "Teapot", "Marmot", "Socket", "Raven", "Noodle", "Comet", "Pigeon", "Buffer", "Lantern", "Moose", "Regex", "Thistle", "Falcon", "Packet", "Wombat", "Anvil", "Beetle", "Cactus", "Daemon", "Ferret", "Gadget", "Harbor", "Icicle", "Jigsaw", "Kettle"}
)

// authorName is the name of an author by index.
func authorName(a int32) string {
	switch a {
	case botModerator:
		return "AutoModerator"
	case botHelper:
		return "changelog-digest-bot"
	}
	h := mix(uint64(a), 77)
	start := nameStarts[h%uint64(len(nameStarts))]
	end := nameEnds[h>>16%uint64(len(nameEnds))]
	number := strconv.Itoa(int(a))
	switch h >> 40 % 4 {
	case 0:
		return start + "_" + lower(end) + number
	case 1:
		return start + end + number
	case 2:
		return start + "-" + end + "-" + number
	}
	return lower(end) + "_" + start + number
}

// authorID is the t2 fullname of an author.
func authorID(a int32) string {
	return "t2_" + strconv.FormatUint(mix(uint64(int64(a)), 78)%(1<<38), 36)
}
