import type { CoverageAnswer, Delta, Mover, Movers, Stats, Tool } from '../../api/types';
import { count, plural, points } from '../../lib/format';
import { communityName } from '../../lib/words';
import { mixWords, range, size } from '../../tool/words';

/** A piece of a sentence; with a slug it names a tool and leads to its page. */
export interface Piece {
  text: string;
  slug?: string;
}
export type Sentence = Piece[];

const say = (text: string): Piece => ({ text });
const SHOWN = 3;

const listed = (names: string[]) => (names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? ''));

function move(m: Mover): Sentence {
  const mix = mixWords(m.mix, m.within);
  const change = m.points ?? 0;
  return [
    { text: m.tool_name, slug: m.tool_id },
    say(` ${change < 0 ? 'fell' : 'rose'} ${size(change)} points to ${points(m.after.net_sentiment)} (change ${range(m.interval)})${mix && `, ${mix}`}.`),
  ];
}

/** What moved beyond chance, the largest first, or that nothing did. */
export function moved(movers: Movers): Sentence[] {
  const real = movers.movers.filter((m) => m.significant);
  if (real.length > 0) {
    const rest = real.slice(SHOWN);
    const more = rest.length ? [[say(`${plural(rest.length, 'more tool')} moved: `), ...rest.flatMap((m, i): Sentence => [say(i ? ', ' : ''), { text: m.tool_name, slug: m.tool_id }]), say('.')]] : [];
    return [...real.slice(0, SHOWN).map(move), ...more];
  }
  const tested = movers.movers.filter((m) => m.p_adjusted !== null).length;
  if (movers.engine_changes.length > 0) return [[say(`What moved cannot be told: another engine scored a part of this window and the one before (${movers.engine_changes.map((c) => `${c.from.name} to ${c.to.name} on ${c.at}`).join(', ')}).`)]];
  if (movers.total === 0) return [[say('There is nothing to compare with: no tool was mentioned both in this window and in the one before.')]];
  if (tested === 0) return [[say(`Nothing distinguishable moved: none of the ${plural(movers.total, 'tool')} has enough mentions in both windows to tell a change.`)]];
  return [[say(`Nothing distinguishable moved: of ${plural(tested, 'tool')} with enough mentions, none changed beyond chance against the window before.`)]];
}

/** Which tool is liked most, and whether that is certain. Tools come best first; delta is the first against the second. */
export function liked(best: readonly Pick<Tool, 'name' | 'slug' | 'net_sentiment' | 'interval'>[], delta: Pick<Delta, 'net_delta' | 'verdict'> | undefined): Sentence | null {
  const [first, second] = best;
  if (!first) return null;
  const begin: Sentence = [{ text: first.name, slug: first.slug }, say(` is liked most: net ${points(first.net_sentiment)} points (${range(first.interval)})`)];
  if (!second) return [...begin, say('.')];
  const other: Piece = { text: second.name, slug: second.slug };
  const net = ` (${points(second.net_sentiment)})`;
  if (!delta) return [...begin, say('; next is '), other, say(`${net}.`)];
  switch (delta.net_delta === null ? 'apart' : delta.verdict) {
    case 'higher':
      return [...begin, say(', and that is beyond chance: next is '), other, say(`${net}.`)];
    case 'lower':
      return [...begin, say(', but where both are discussed, '), other, say(`${net} does better, beyond chance.`)];
    case 'not distinguishable':
      return [...begin, say(', but that is not certain: it cannot be told apart from '), other, say(`${net}.`)];
    case 'too little data':
      return [...begin, say(', but that is not certain: there is too little data to compare it with '), other, say(`${net}.`)];
    case 'apart':
      return [...begin, say(', but that is not certain: it shares no community with '), other, say(`${net} in which both are discussed enough.`)];
    default:
      return [...begin, say(', ahead of '), other, say(`${net}; whether that order is certain cannot be said, as the engine’s own error between tools was not measured here.`)];
  }
}

/** What is missing, or that nothing is. */
export function missing(coverage: CoverageAnswer, stats: Stats): Sentence {
  const name = (c: CoverageAnswer['communities'][number]) => communityName(c.source, c.community);
  const failing = coverage.communities.filter((c) => c.last_error);
  const gaps = coverage.communities.filter((c) => c.continuity === 'gap' && !c.last_error);
  const unknown = coverage.communities.filter((c) => c.continuity === 'unknown' && !c.last_error);
  const some = (list: typeof gaps) => (list.length > SHOWN ? `${listed(list.slice(0, SHOWN - 1).map(name))} and ${count(list.length - SHOWN + 1)} more` : listed(list.map(name)));
  const parts = [
    failing.length && `${some(failing)} cannot be read at present`,
    gaps.length && `${some(gaps)} ${gaps.length > 1 ? 'have' : 'has'} gaps in what was collected`,
    stats.rests_on.unscored && `${plural(stats.rests_on.unscored, 'item')} ${stats.rests_on.unscored > 1 ? 'wait' : 'waits'} for a score`,
  ].filter(Boolean);
  const all = coverage.communities.length;
  const proof = unknown.length ? `that nothing else is missing cannot be proved for ${unknown.length === all ? 'any' : count(unknown.length)} of ${plural(all, 'community', 'communities')} (imported, or not polled twice yet)` : '';
  if (parts.length) return [say(`Data is missing: ${[...parts, proof].filter(Boolean).join('; ')}.`)];
  if (unknown.length) return [say(`No gap is known, but ${proof.replace('else ', '')}.`)];
  return all ? [say(`No data is missing: collecting was continuous in all ${plural(all, 'community', 'communities')}.`)] : [say('Nothing is collected yet.')];
}

export const plainOf = (s: Sentence) => s.map((p) => p.text).join('');
