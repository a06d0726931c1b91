import type { Cycle } from '../api/types';
import { count, plural } from '../lib/format';
import { broughtWords, outcomeWord, triggerWord } from '../lib/words';
import { Disclosure } from '../parts/Disclosure';
import { Pill } from '../parts/Pill';
import { Age } from '../parts/Time';
import { CycleFaults } from './CycleDetails';

/** How long a cycle took from its begin until all it brought was counted. */
function took(c: Cycle): string {
  if (!c.started_at || !c.finished_at) return '';
  return `${count(Math.max(1, Math.round((Date.parse(c.finished_at) - Date.parse(c.started_at)) / 1000)))} s`;
}

/** A cycle that is over: how it ended, what it brought, what failed. */
export function PastCycle({ c, now }: { c: Cycle; now: number }) {
  const { word, tone, meaning } = outcomeWord(c);
  const faulty = (c.communities ?? []).some((r) => r.error);
  return (
    <li className="row-item">
      <div className="row-line">
        <Pill tone={tone}>{word}</Pill>
        <span>
          <Age time={c.finished_at ?? c.collected_at ?? c.requested_at} now={now} />, {triggerWord(c.trigger)}
        </span>
        <span className="dim">
          {broughtWords(c.counts)}, {plural(c.counts.requests, 'request')}. {meaning}
        </span>
        <span className="push dim num">{took(c)}</span>
      </div>
      {faulty && (
        <Disclosure hint=" in this cycle" inside={() => <CycleFaults cycle={c} />}>
          What failed
        </Disclosure>
      )}
    </li>
  );
}
