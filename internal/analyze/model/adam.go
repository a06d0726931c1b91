package model

import (
	"math"
	"math/rand/v2"
)

// block holds weights in rows and what Adam keeps of each (Kingma & Ba, ICLR 2015). Only the rows that a batch used are changed.
type block struct {
	weights, slope, mean, square []float32
	row                          int
	used                         []int
	isUsed                       []bool
}

func newBlock(rows, row int, spread float32, random *rand.Rand) *block {
	b := &block{row: row, isUsed: make([]bool, rows)}
	n := rows * row
	b.weights, b.slope, b.mean, b.square = make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)
	for i := range b.weights {
		b.weights[i] = float32(spread * float32(random.NormFloat64()))
	}
	return b
}

func (b *block) at(row int) []float32 { return b.weights[row*b.row : (row+1)*b.row] }

// slopeOf returns where a row's slope is gathered.
func (b *block) slopeOf(row int) []float32 {
	if !b.isUsed[row] {
		b.isUsed[row] = true
		b.used = append(b.used, row)
	}
	return b.slope[row*b.row : (row+1)*b.row]
}

func (b *block) step(rate float32) {
	for _, row := range b.used {
		for i := row * b.row; i < (row+1)*b.row; i++ {
			g := b.slope[i]
			b.mean[i] += float32(0.1 * (g - b.mean[i]))
			b.square[i] += float32(0.001 * (float32(g*g) - b.square[i]))
			b.weights[i] -= float32(rate*b.mean[i]) / (float32(math.Sqrt(float64(b.square[i]))) + 1e-8)
			b.slope[i] = 0
		}
		b.isUsed[row] = false
	}
	b.used = b.used[:0]
}
