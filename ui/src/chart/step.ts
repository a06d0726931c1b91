import type { Grain } from '../api/types';
import { NONE, weekday } from '../lib/format';

/** The step a key moves to; the index itself when it moves nowhere. */
export function moved(key: string, index: number, length: number): number {
  const last = length - 1;
  const to = { ArrowLeft: index - 1, ArrowDown: index - 1, ArrowRight: index + 1, ArrowUp: index + 1, PageUp: index - 7, PageDown: index + 7, Home: 0, End: last }[key];
  return to === undefined ? index : Math.max(0, Math.min(last, to));
}

const hourFormat = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

/** A step's time in words, in UTC. */
export function stepName(start: string, grain: Grain): string {
  const t = Date.parse(start);
  if (Number.isNaN(t)) return NONE;
  if (grain === 'hour') return hourFormat.format(t);
  return grain === 'week' ? `Week of ${weekday(t)}` : weekday(t);
}

/** The grain of a step that is known by its bounds only. */
export function grainOfStep(step: { from: string; to: string }): Grain {
  const hours = (Date.parse(step.to) - Date.parse(step.from)) / 3_600_000;
  return hours <= 1 ? 'hour' : hours <= 24 ? 'day' : 'week';
}
