package tools

import "math"

// net is what stands behind a net's vectors.
type net struct {
	Vectors float32 // unit of them
	Hidden  [inputs][hidden]float32
	Bias    [hidden]float32
	Out     [hidden][3]float32
	Direct  [inputs][3]float32
	Prior   [3]float32
}

// logits returns the logarithms of the likelihoods of net number n.
func (t *net) logits(bagged *[bags][across]float32, n int, measured *[numbers]float32) [3]float32 {
	var in [inputs]float32
	for bag := range bagged {
		for k := range width {
			in[bag*width+k] = float32(bagged[bag][n*width+k] * t.Vectors)
		}
	}
	copy(in[bags*width:], measured[:])
	z, _ := t.forward(&in, func(int) float32 { return 1 })
	return logs(z)
}

// forward returns the logits and what the hidden layer makes of in; keep multiplies that.
func (t *net) forward(in *[inputs]float32, keep func(hidden int) float32) (z [3]float32, h [hidden]float32) {
	z, h = t.Prior, t.Bias
	for i, x := range in {
		if x == 0 {
			continue
		}
		for j, w := range &t.Hidden[i] {
			h[j] += float32(x * w)
		}
		for c, w := range &t.Direct[i] {
			z[c] += float32(x * w)
		}
	}
	for j, x := range h {
		h[j] = 0
		if x > 0 {
			h[j] = float32(x * keep(j))
			for c, w := range &t.Out[j] {
				z[c] += float32(h[j] * w)
			}
		}
	}
	return z, h
}

// logs turns logits into logarithms of likelihoods.
func logs(z [3]float32) [3]float32 {
	most := max(z[0], z[1], z[2])
	sum := 0.0
	for _, x := range z {
		sum += math.Exp(float64(x - most))
	}
	for c := range z {
		z[c] -= most + float32(math.Log(sum))
	}
	return z
}

func softmax(z [3]float32) attitude {
	z = logs(z)
	return attitude{math.Exp(float64(z[0])), math.Exp(float64(z[1])), math.Exp(float64(z[2]))}
}
