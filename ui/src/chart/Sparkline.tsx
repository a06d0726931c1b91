import type { DataPoint } from '../api/types';

const WIDTH = 120;
const HEIGHT = 34;
const PAD = 3;

/** The path through points in order; a null breaks it. */
export function pathOf(points: readonly ([number, number] | null)[]): string {
  let pen = 'M';
  return points
    .map((p) => {
      if (!p) {
        pen = 'M';
        return '';
      }
      const part = `${pen}${p[0].toFixed(1)} ${p[1].toFixed(1)}`;
      pen = 'L';
      return part;
    })
    .join('');
}

/** Net sentiment over time as a small line without axes; the zero line is drawn. Decorative: the numbers stand beside it. */
export function Sparkline({ points }: { points: readonly DataPoint[] }) {
  const nets = points.flatMap((p) => (p.net_sentiment === null ? [] : [p.net_sentiment]));
  if (nets.length === 0) return <svg className="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" />;
  const [lo, hi] = [Math.min(-5, ...nets), Math.max(5, ...nets)];
  const x = (i: number) => PAD + ((WIDTH - 2 * PAD) * i) / Math.max(1, points.length - 1);
  const y = (v: number) => PAD + (HEIGHT - 2 * PAD) * (1 - (v - lo) / (hi - lo));
  const at = points.map((p, i): [number, number] | null => (p.net_sentiment === null ? null : [x(i), y(p.net_sentiment)]));
  const end = at.findLast((p) => p !== null)!;
  return (
    <svg className="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
      <line className="sparkline-zero" x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} />
      <path className="sparkline-line" d={pathOf(at)} />
      <circle className="sparkline-end" cx={end[0]} cy={end[1]} r={2.6} />
    </svg>
  );
}
