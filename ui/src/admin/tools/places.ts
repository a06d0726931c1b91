/** A text cut where something is named in it: the parts in turn unmarked and marked. Places are in code points; those that overlap or lie outside are clipped. */
export function cutAt(text: string, places: readonly { start: number; end: number }[]): { text: string; marked: boolean }[] {
  const points = [...text];
  const out: { text: string; marked: boolean }[] = [];
  let at = 0;
  const put = (to: number, marked: boolean) => {
    if (to > at) out.push({ text: points.slice(at, to).join(''), marked });
    at = Math.max(at, to);
  };
  for (const { start, end } of [...places].sort((a, b) => a.start - b.start)) {
    put(Math.min(start, points.length), false);
    put(Math.min(end, points.length), true);
  }
  put(points.length, false);
  return out;
}
