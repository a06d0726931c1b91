package ask

import "github.com/voxpop-dev/voxpop"

// Branch is a comment in the order in which a thread is read: behind what it answers.
type Branch struct {
	Index int // of the comment
	Depth int // 1 for answers to the post, and for those whose parent is not there
}

// Branches lays out the comments of a thread depth first, answers to one in their given order. Each occurs once,
// whatever the parents say.
func Branches(comments []voxpop.OpinionItem) []Branch {
	at := make(map[string]int, len(comments))
	for i := range comments {
		at[comments[i].ID.Native] = i
	}
	var roots []int
	answers := map[int][]int{}
	for i := range comments {
		if parent, ok := at[comments[i].ParentID]; ok && parent != i {
			answers[parent] = append(answers[parent], i)
		} else {
			roots = append(roots, i)
		}
	}
	out := make([]Branch, 0, len(comments))
	seen := make([]bool, len(comments))
	walk := func(root int) {
		for stack := []Branch{{root, 1}}; len(stack) > 0; {
			b := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if seen[b.Index] {
				continue
			}
			seen[b.Index] = true
			out = append(out, b)
			below := answers[b.Index]
			for k := len(below) - 1; k >= 0; k-- {
				stack = append(stack, Branch{below[k], b.Depth + 1})
			}
		}
	}
	for _, root := range roots {
		walk(root)
	}
	for i := range comments { // a ring of comments has no root
		if !seen[i] {
			walk(i)
		}
	}
	return out
}
