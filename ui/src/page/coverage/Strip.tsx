import type { CommunityCoverage, Window } from '../../api/types';
import { stateOf, within } from './state';

/** The window as a strip: gaps in it, and since when a community cannot be read. Decorative: the words stand beside it. */
export function Strip({ c, window }: { c: CommunityCoverage; window: Window }) {
  const state = stateOf(c);
  const since = c.last_good_poll ?? window.from;
  const spans = [...c.gaps.map((g) => ({ ...g, as: g.repaired ? 'repaired' : 'open' })), ...(c.blocked ? [{ from: since, to: window.to, as: 'blocked' }] : [])];
  return (
    <svg className={`strip strip-${state}`} viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect className="strip-base" width="1000" height="10" />
      {spans.map((s, i) => {
        const at = within(s, window);
        return at && <rect key={i} className={`strip-${s.as}`} x={at.left * 1000} width={Math.max(6, at.width * 1000)} height="10" />;
      })}
    </svg>
  );
}
