// Numbers and times in the reader's own locale. Signed numbers carry a real minus sign.

const whole = new Intl.NumberFormat();
const compactly = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const signed = new Intl.NumberFormat(undefined, { signDisplay: 'exceptZero', minimumFractionDigits: 1, maximumFractionDigits: 1 });
const plain1 = new Intl.NumberFormat(undefined, { minimumFractionDigits: 0, maximumFractionDigits: 1 });
const share = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
const shareFine = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const minus = (s: string) => s.replace('-', '−');

export const NONE = '–';

export const count = (n: number) => minus(whole.format(n));
export const compact = (n: number) => minus(compactly.format(n));
/** Points of net sentiment: "+12.4". A dash for no value: there is no zero without items. */
export const points = (n: number | null | undefined) => (n === null || n === undefined ? NONE : minus(signed.format(n)));
export const decimal = (n: number) => minus(plain1.format(n));

/** Part of a whole as a percentage; small parts keep a decimal. */
export function percent(part: number, of: number): string {
  if (of === 0) return NONE;
  const ratio = part / of;
  return ratio > 0 && ratio < 0.01 ? shareFine.format(ratio) : share.format(ratio);
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

export function bytes(n: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let i = 0;
  for (; n >= 1000 && i < units.length - 1; i++) n /= 1000;
  return `${decimal(n)} ${units[i]}`;
}

const STEPS: [limit: number, unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  [60_000, 'second', 1000],
  [3_600_000, 'minute', 60_000],
  [86_400_000, 'hour', 3_600_000],
  [45 * 86_400_000, 'day', 86_400_000],
  [540 * 86_400_000, 'month', 30.44 * 86_400_000],
  [Infinity, 'year', 365.25 * 86_400_000],
];

/** "3 minutes ago", "in 20 minutes"; within half a minute of now "just now". */
export function ago(time: string | number, now: number): string {
  const delta = (typeof time === 'number' ? time : Date.parse(time)) - now;
  if (Number.isNaN(delta)) return NONE;
  if (Math.abs(delta) < 30_000) return delta > 0 ? 'in a moment' : 'just now';
  const [, unit, ms] = STEPS.find(([limit]) => Math.abs(delta) < limit) ?? STEPS[5]!;
  return relative.format(Math.round(delta / ms), unit);
}

const localTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const clockTime = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const utcTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
const utcDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const utcWeekday = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

const valid = (t: string | number) => !Number.isNaN(new Date(t).getTime());
export const local = (t: string | number) => (valid(t) ? localTime.format(new Date(t)) : NONE);
export const clock = (t: string | number) => (valid(t) ? clockTime.format(new Date(t)) : NONE);
export const utc = (t: string | number) => (valid(t) ? `${utcTime.format(new Date(t))} UTC` : NONE);
export const day = (t: string | number) => (valid(t) ? utcDay.format(new Date(t)) : NONE);
export const weekday = (t: string | number) => (valid(t) ? utcWeekday.format(new Date(t)) : NONE);
