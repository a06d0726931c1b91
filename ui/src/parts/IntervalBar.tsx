/** A net sentiment and its interval on the axis from −100 to +100. Decorative: the numbers stand beside it. */
export function IntervalBar({ net, low, high, small = false }: { net: number | null; low: number | null; high: number | null; small?: boolean }) {
  const at = (v: number) => `${((v + 100) / 2).toFixed(2)}%`;
  const side = low !== null && low > 0 ? 'positive' : high !== null && high < 0 ? 'negative' : 'neutral';
  return (
    <span className={small ? 'interval interval-small' : 'interval'} aria-hidden="true">
      <span className="interval-axis">
        <span className="interval-zero" />
        {low !== null && high !== null && <span className={`interval-span fill-${side}`} style={{ left: at(low), width: `${((high - low) / 2).toFixed(2)}%` }} />}
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
