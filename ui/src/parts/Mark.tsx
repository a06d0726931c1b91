/** The marks of a chart's series as text, in the order of their slots. */
const MARKS = ['●', '■', '▲', '◆', '▼', '✚', '⬟', '▬'];

/** The mark and colour by which a series is known. Decorative: its name stands beside it. */
export function Mark({ slot }: { slot: number }) {
  return (
    <span className={`series-mark series-${(slot % MARKS.length) + 1}`} aria-hidden="true">
      {MARKS[slot % MARKS.length]}
    </span>
  );
}
