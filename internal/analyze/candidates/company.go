package candidates

import "math"

// company is what stands beside the names: the words around known tools and those around all names.
type company [places]counts

// weights say how much each place counts.
var weights = [places]float64{1, 1, 0.5, 0.5}

type counts struct {
	tool, all           map[string]float64
	tools, names, kinds float64
}

// prior is how many words each word counts for that was not seen.
const prior = 0.5

func learn(names []occurrence) *company {
	p := &company{}
	for k := range p {
		p[k] = newCounts()
		for i := range names {
			p[k].add(names[i].around[k], names[i].known)
		}
	}
	return p
}

func newCounts() counts { return counts{tool: map[string]float64{}, all: map[string]float64{}} }

func (c *counts) add(word string, known bool) {
	if c.all[word] == 0 {
		c.kinds++
	}
	c.all[word]++
	c.names++
	if known {
		c.tool[word]++
		c.tools++
	}
}

// ratio is the logarithm of how much more likely a word is beside a tool than beside a name.
func (c *counts) ratio(word string) float64 {
	tool := (c.tool[word] + prior*c.all[word]/max(c.names, 1)*20) / (c.tools + prior*20)
	all := (c.all[word] + prior) / (c.names + prior*max(c.kinds, 1))
	return math.Log(max(tool, 1e-6) / all)
}

// likeness is how much more the words around an occurrence are those around tools.
func (p *company) likeness(o *occurrence) float64 {
	var sum float64
	for k := range p {
		sum += weights[k] * clamp(p[k].ratio(o.around[k]))
	}
	return sum
}

// clamp keeps one word from deciding alone.
func clamp(x float64) float64 { return max(-1.5, min(1.5, x)) }
