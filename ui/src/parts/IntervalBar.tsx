/** A net sentiment, or a change of one, and its interval on the axis from −100 to +100; what is beyond ends there. Decorative: the numbers stand beside it. Without a verdict it takes no side. */
export function IntervalBar({ net, low, high, small = false, verdict = true }: { net: number | null; low: number | null; high: number | null; small?: boolean; verdict?: boolean }) {
  const part = (v: number) => (Math.max(-100, Math.min(100, v)) + 100) / 2;
  const at = (v: number) => `${part(v).toFixed(2)}%`;
  const side = !verdict ? 'neutral' : low !== null && low > 0 ? 'positive' : high !== null && high < 0 ? 'negative' : 'neutral';
  return (
    <span className={small ? 'interval interval-small' : 'interval'} aria-hidden="true">
      <span className="interval-axis">
        <span className="interval-zero" />
        {low !== null && high !== null && <span className={`interval-span fill-${side}`} style={{ left: at(low), width: `${(part(high) - part(low)).toFixed(2)}%` }} />}
        {net !== null && <span className="interval-net" style={{ left: at(net) }} />}
      </span>
      {!small && (
        <span className="interval-ends">
          <span>−100</span>
          <span>0</span>
          <span>+100</span>
        </span>
      )}
    </span>
  );
}
