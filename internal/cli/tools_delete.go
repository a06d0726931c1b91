package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

type toolsDeleteCmd struct {
	Slug    string `arg:"" help:"Slug of the tool."`
	Confirm string `placeholder:"NAME" help:"The name of the tool; without it the command asks."`
	DryRun  bool   `help:"Only tell what would be lost."`
	JSON    bool   `help:"Print JSON."`
}

// Run says what is lost, wants the name typed, and deletes.
func (c *toolsDeleteCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withTools(ctx, s, func(store *relational.Store, all []voxpop.Tool) error {
		t, err := find(all, c.Slug)
		if err != nil {
			return err
		}
		loss, err := store.ToolLoss(ctx, t.Slug)
		if err != nil {
			return plainError(err)
		}
		if !c.DryRun {
			if err := c.confirm(std, &t, loss); err != nil {
				return err
			}
			if loss, err = store.DeleteTool(ctx, t.Slug, t.Edit, byCommand("tools.delete", t.Slug)); err != nil {
				return plainError(err)
			}
		}
		if c.JSON {
			return json.NewEncoder(std.out).Encode(map[string]any{
				"slug": t.Slug, "name": t.Name, "dry_run": c.DryRun, "mentions": loss.Mentions, "gone": loss.Gone,
				"relations": loss.Relations, "annotations": loss.Annotations, "versions": loss.Versions,
			})
		}
		verb := "is deleted"
		if c.DryRun {
			verb = "would be deleted"
		}
		_, err = fmt.Fprintf(std.out, "%s %s, with %s.\n", t.Slug, verb, describeLoss(loss))
		return err
	})
}

func describeLoss(l voxpop.ToolLoss) string {
	return fmt.Sprintf("%d mentions (%d in items without text, which nothing can find again), %d relations, %d annotations", l.Mentions, l.Gone, l.Relations, l.Annotations)
}

// confirm wants the name of the tool, from the flag or typed.
func (c *toolsDeleteCmd) confirm(std *streams, t *voxpop.Tool, loss voxpop.ToolLoss) error {
	typed := c.Confirm
	if typed == "" {
		fmt.Fprintf(std.err, "Deleting %s loses %s. Type its name (%s) to go on: ", t.Slug, describeLoss(loss), t.Name)
		line, _ := bufio.NewReader(std.in).ReadString('\n') // without a line nothing is deleted
		typed = strings.TrimSpace(line)
	}
	if typed != t.Name {
		return fmt.Errorf("nothing was deleted: the name is %q", t.Name)
	}
	return nil
}
