package rollup

import (
	"encoding/binary"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// EncodeCluster packs the non-empty buckets of a cluster: for each its number, n and sum,
// as varints. An empty cluster is an empty slice.
func EncodeCluster(c *voxpop.Cluster) []byte {
	var out []byte
	for i := range c.N {
		if c.N[i] == 0 && c.Sum[i] == 0 {
			continue
		}
		out = binary.AppendUvarint(out, uint64(i))
		out = binary.AppendUvarint(out, uint64(c.N[i]))
		out = binary.AppendVarint(out, int64(c.Sum[i]))
	}
	return out
}

// DecodeCluster adds what EncodeCluster packed to c. It fails on bytes that EncodeCluster
// cannot have written; c is then partly changed.
func DecodeCluster(b []byte, c *voxpop.Cluster) error {
	for len(b) > 0 {
		if small, ok := addSmall(b, c); ok {
			b = small
			continue
		}
		i, n1 := binary.Uvarint(b)
		if n1 <= 0 || i >= voxpop.Buckets {
			return fmt.Errorf("decoding cluster: bucket %d: %w", i, voxpop.ErrInvalid)
		}
		n, n2 := binary.Uvarint(b[n1:])
		if n2 <= 0 || n > 1<<31-1 {
			return fmt.Errorf("decoding cluster: count of bucket %d: %w", i, voxpop.ErrInvalid)
		}
		sum, n3 := binary.Varint(b[n1+n2:])
		if n3 <= 0 || sum > int64(n) || -sum > int64(n) {
			return fmt.Errorf("decoding cluster: sum of bucket %d: %w", i, voxpop.ErrInvalid)
		}
		c.N[i] += int32(n)
		c.Sum[i] += int32(sum)
		b = b[n1+n2+n3:]
	}
	return nil
}

// addSmall adds a bucket whose numbers take a byte each, as nearly all do, and returns what follows it. ok is false when it is another one.
func addSmall(b []byte, c *voxpop.Cluster) (rest []byte, ok bool) {
	if len(b) < 3 || b[0] >= voxpop.Buckets || (b[1]|b[2])&0x80 != 0 {
		return nil, false
	}
	n, sum := int32(b[1]), int32(b[2]>>1)^-int32(b[2]&1)
	if sum > n || -sum > n {
		return nil, false
	}
	c.N[b[0]] += n
	c.Sum[b[0]] += sum
	return b[3:], true
}
