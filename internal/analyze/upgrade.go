package analyze

import (
	"context"
	"errors"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Models keeps what waits for a language model, and its answers.
type Models interface {
	Answers
	Unanswered(ctx context.Context, engine voxpop.EngineID, limit int) ([]voxpop.PendingItem, error)
	SaveAnswers(ctx context.Context, engine voxpop.EngineID, done []voxpop.Answered) error
	NotePause(ctx context.Context, p voxpop.Pause) error
	Pause(ctx context.Context) (voxpop.Pause, error)
}

// askedAtOnce is about how many items a model is asked before what it said is stored.
const askedAtOnce = 40

// Upgrader asks a language model about items that were scored locally, newest first. It stores the answers and makes the items
// pending: the scores themselves are stored by the analysis that finds the answers.
type Upgrader struct {
	Analyzer *Analyzer // its own: nobody else may use it meanwhile
	Models   Models
	Now      func() time.Time
}

// Due reports whether there is something to ask now. It may be called while Run works.
func (u *Upgrader) Due(ctx context.Context) (bool, error) {
	engine, err := u.Analyzer.chosen(ctx)
	asker, is := engine.(Asker)
	if !is || err != nil {
		return false, err
	}
	if p, err := u.Models.Pause(ctx); err != nil || u.Now().Before(p.Until) {
		return false, err
	}
	items, err := u.Models.Unanswered(ctx, asker.ID(), 1)
	return len(items) > 0, err
}

// Run asks until nothing is left to ask, or for so long at least. Being paused is no error.
func (u *Upgrader) Run(ctx context.Context, least time.Duration) error {
	for began := u.Now(); u.Now().Sub(began) < least; {
		due, err := u.Due(ctx)
		if err != nil || !due {
			return err
		}
		if err := u.batch(ctx); err != nil {
			return u.paused(ctx, err)
		}
		if err := u.working(ctx); err != nil {
			return err
		}
	}
	return nil
}

// paused keeps why nobody is asked for now.
func (u *Upgrader) paused(ctx context.Context, err error) error {
	var p *voxpop.Paused
	if !errors.As(err, &p) {
		return err
	}
	if u.Analyzer.Log != nil {
		u.Analyzer.Log.Warn("The language model is not asked for now; local scores stand", "reason", string(p.Reason), "detail", p.Detail, "until", p.Until)
	}
	return u.Models.NotePause(ctx, p.Pause)
}

// working ends a pause that is over.
func (u *Upgrader) working(ctx context.Context) error {
	if p, err := u.Models.Pause(ctx); err != nil || p.Reason == "" {
		return err
	}
	return u.Models.NotePause(ctx, voxpop.Pause{})
}

// batch asks about the newest items that wait. What was answered before an error is stored.
func (u *Upgrader) batch(ctx context.Context) error {
	if err := u.Analyzer.choose(ctx); err != nil {
		return err
	}
	asker, is := u.Analyzer.Engine.(Asker)
	if !is {
		return nil
	}
	items, err := u.Models.Unanswered(ctx, asker.ID(), askedAtOnce)
	if err != nil {
		return err
	}
	m, err := u.Analyzer.matcher(ctx)
	if err != nil {
		return err
	}
	done, plain, err := u.Analyzer.local(ctx, m, items)
	if err != nil {
		return err
	}
	answered, asking := u.ask(ctx, asker, done, plain)
	for i := range answered {
		answered[i].RowID, answered[i].TextRevision = items[i].RowID, items[i].TextRevision
	}
	answered = without(answered)
	err = u.Models.SaveAnswers(context.WithoutCancel(ctx), asker.ID(), answered)
	return errors.Join(asking, err)
}

// ask asks about analysed items, unless the same was asked about another one before. What is not scored any more has a problem.
func (u *Upgrader) ask(ctx context.Context, asker Asker, done []voxpop.Analysis, plain []string) ([]voxpop.Answered, error) {
	out := make([]voxpop.Answered, len(done))
	var inquiries []voxpop.Inquiry
	var places []int
	hashes := make([]string, len(done))
	for i := range done {
		if done[i].Score == nil {
			out[i].Problem = "the item is not scored any more"
			continue
		}
		q := inquiryOf(plain[i], done[i].Opinions)
		hashes[i] = asker.Hash(q)
		out[i].Hash = hashes[i]
		inquiries, places = append(inquiries, q), append(places, i)
	}
	known, err := u.Models.Answers(ctx, hashes)
	if err != nil {
		return nil, err
	}
	var rest []voxpop.Inquiry
	var restPlaces []int
	asked := map[string]bool{}
	for k, i := range places {
		answer := known[hashes[i]]
		if _, err := asker.Read(answer, inquiries[k]); err == nil {
			out[i].Answer = answer
		} else if !asked[hashes[i]] { // a copy finds the answer next time
			asked[hashes[i]] = true
			rest, restPlaces = append(rest, inquiries[k]), append(restPlaces, i)
		}
	}
	answered, err := asker.Ask(ctx, rest)
	for k, a := range answered {
		a.Hash = hashes[restPlaces[k]]
		out[restPlaces[k]] = a
	}
	return out, err
}

// without leaves out those about whom nobody was asked.
func without(all []voxpop.Answered) (some []voxpop.Answered) {
	for _, a := range all {
		if a.Answer != "" || a.Problem != "" {
			some = append(some, a)
		}
	}
	return some
}
