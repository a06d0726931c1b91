/** How to read a chart of series. */
export function Key() {
  return (
    <ul className="key" aria-label="How to read the chart">
      <li>
        <span className="key-band" aria-hidden="true" /> 95 % interval
      </li>
      <li>
        <span className="key-open" aria-hidden="true" /> hollow and dotted: running, not all scored, or a gap in collecting
      </li>
      <li>
        <span className="key-gap" aria-hidden="true" /> no items
      </li>
      <li>bars: how many</li>
    </ul>
  );
}
