import type { Change } from '../api/types';
import { range, changeWords, type Direction } from './words';

const SHAPE: Record<Direction, string> = { up: '▲', down: '▼', same: '≈', unknown: '○' };

/** A change against the window before: an arrow only when it is beyond chance. */
export function ChangeMark({ change }: { change: Pick<Change, 'points' | 'interval' | 'verdict'> }) {
  const { direction, words } = changeWords(change);
  const interval = change.verdict === 'engine changed' ? 'Another engine scored a part of this window or the one before; how engines differ would be taken for a change' : change.interval ? `Change against the window of the same length before: 95 % interval ${range(change.interval)} points` : undefined;
  return (
    <span className={`change change-${direction}`} title={interval}>
      <span aria-hidden="true">{SHAPE[direction]}</span> {words}
    </span>
  );
}
