import { Progress } from '@mantine/core';
import type { EngineVersion } from '../api/types';
import { count, decimal, plural } from '../lib/format';
import { Pill } from '../parts/Pill';
import { Local } from '../parts/Time';

const STATE_WORD: Record<EngineVersion['state'], string> = {
  walking: 'Looks for items it has not scored',
  walked: 'Scores what it has found',
  building: 'Its numbers are being counted',
  ready: 'Ready',
};

/** The versions of engines that scores are kept of: which one answers, which one scores, how far a back-fill is. */
export function EngineVersions({ versions }: { versions: readonly EngineVersion[] }) {
  return (
    <ul className="row-list">
      {versions.map((v) => (
        <li key={`${v.engine} ${v.version}`} className="row-item">
          <div className="row-line">
            <span className="strong">
              {v.engine} {v.version}
            </span>
            {v.answers && <Pill tone="good">All numbers come from it</Pill>}
            {v.active && !v.answers && <Pill tone="idle">Scores new items</Pill>}
            <span className="dim">
              {STATE_WORD[v.state]}, since <Local time={v.since} />
              {v.waiting_for_model > 0 && `, ${plural(v.waiting_for_model, 'score')} to be asked of the language model`}
            </span>
          </div>
          {v.state !== 'ready' && (
            <>
              <Progress.Root size="md">
                <Progress.Section value={v.backfill.percentage} aria-label={`Back-fill of ${v.engine} ${v.version}`} />
              </Progress.Root>
              <span className="sub" role="status">
                {count(v.backfill.walked)} of {count(v.backfill.items)} items looked at, {decimal(v.backfill.percentage)} %
              </span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
